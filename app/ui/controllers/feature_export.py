"""File > Export features: asks what and where to, and has it written in a worker."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.session.feature_maps import TITLES
from app.session.session import Session
from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.feature_export_work import FeatureOrder, positions_of, write_features
from app.ui.controllers.read_again import Subject, subject_of, was_read
from app.ui.controllers.save_as import SaveAs
from app.ui.features.state import BLIND, NO_FACE, NO_MAPS, NOT_ANALYSED
from app.ui.notices import notices
from app.ui.output.feature_dialog import CSV, NPZ, PARQUET, FeatureDialog, Span, Stretch
from app.ui.task_board import TaskBoard

_KINDS = {NPZ: "NumPy (*.npz)", PARQUET: "Parquet (*.parquet)", CSV: "CSV (*.csv)"}


class FeatureExportController(QObject):
    """What stands behind File > Export features.

    Parameters
    ----------
    cache : callable
        Where what was read is kept.
    save_as : SaveAs, optional
        Asks where to.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
        *,
        cache: Callable[[], Path] = cache_folder,
        save_as: SaveAs | None = None,
    ) -> None:
        super().__init__(window)
        self._session, self._board, self._window = session, board, window
        self._cache, self._save_as = cache, save_as or SaveAs(preferences, window)
        actions.on("export_features", self.export)

    def export(self) -> None:
        """Ask which maps, then where to; then write them."""
        subject = subject_of(self._session, self._cache())
        missing = self._missing(subject)
        if subject is None or missing:
            notices.error(missing)
            return
        dialog = self.dialog_for(subject)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            kinds = {dialog.suffix: _KINDS[dialog.suffix]}
            target = self._save_as.ask("Export features", subject.path, "features", kinds)
            if target is not None:
                self.write(subject, self._order(target, dialog, subject))
        dialog.deleteLater()

    def _order(self, target: Path, dialog: FeatureDialog, subject: Subject) -> FeatureOrder:
        return FeatureOrder(target, dialog.names, dialog.span, self._caution(subject))

    def dialog_for(self, subject: Subject) -> FeatureDialog:
        """What can be chosen."""
        made_by = f"{subject.system}, {subject.weights}, person {subject.person}"
        caution = self._caution(subject)
        return FeatureDialog(
            self._names(subject), self._stretches(subject), made_by, caution, self._window
        )

    def _caution(self, subject: Subject) -> str:
        """The label of the weights; empty for validated ones."""
        made_by = subject.weights_sha256
        return next(
            (
                analysis.caution
                for analysis in reversed(self._session.analyses)
                if any(each.provenance.weights_sha256 == made_by for each in analysis.predictions)
            ),
            "",
        )

    def write(self, subject: Subject, order: FeatureOrder) -> None:
        """Write maps in a worker."""
        name, folder = order.target.name, order.target.parent
        self._board.run(
            f"Exporting features of {subject.path.name}",
            lambda: write_features(subject, order),
            on_done=lambda _: notices.note(f"{name} written to {folder}."),
            on_error=notices.error,
        )

    def _missing(self, subject: Subject | None) -> str:
        """Why there is nothing to export; empty where there is."""
        if self._session.annotations.blind:
            return BLIND
        if not self._session.analyses:
            return NOT_ANALYSED
        if subject is not None:
            return ""
        return NO_FACE if was_read(self._session) else NO_MAPS

    def _names(self, subject: Subject) -> list[str]:
        """The maps that the weights give: networks may lack a stream."""
        if self._session.features.names:
            return list(self._session.features.names)
        for analysis in reversed(self._session.analyses):
            for one in analysis.predictions:
                made = one.provenance
                if made.weights_sha256 == subject.weights_sha256:
                    streams = str(made.parameters.get("streams", "spatial, temporal"))
                    return [n for n in TITLES if n in ("fused", "gru") or n in streams]
        return list(TITLES)

    def _stretches(self, subject: Subject) -> list[Stretch]:
        base = self._session.playback.time_base
        seconds = base.seconds[subject.index] if base is not None else np.zeros(0)
        view, notes = self._session.viewport, self._session.annotations
        spans: list[tuple[str, Span | None]] = [
            ("All that was analysed", None),
            ("In view", (view.start, view.end)),
        ]
        if notes.selection is not None and base is not None:
            stop = notes.selection.stop
            end = float(base.seconds[stop]) if stop < len(base) else self._session.playback.end
            spans.append(("Selection", (float(base.seconds[notes.selection.first]), end)))
        found = [(name, span, positions_of(seconds, span)) for name, span in spans]
        return [Stretch(name, span, stop - start) for name, span, (start, stop) in found]
