"""Results as files: CSV with its JSON, and the one-page report. Written whole or not at all."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.core.analysis import Analysis
from app.session.results import csv_paths, result_files, write_files
from app.session.session import Session
from app.session.tracks import TrackKey
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.notices import notices
from app.ui.task_board import TaskBoard


class ExportController(QObject):
    """What stands behind File > Export.

    Parameters
    ----------
    confirm : callable, optional
        Asks whether files may be replaced that the file dialog did not ask about; a dialog
        without one.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
        confirm: Callable[[Sequence[Path]], bool] | None = None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._preferences, self._board, self._window = preferences, board, window
        self._confirm = confirm or self._ask
        actions.on("export_csv", self.export_csv)
        actions.on("export_report", self.export_report)

    def export_csv(self, key: TrackKey | None = None) -> None:
        """Ask where, then write CSV and JSON of the latest result, or of the one with a track."""
        analysis = self._of(key)
        if analysis is None:
            return
        chosen = self._choose(analysis, "Export CSV and JSON", "csv", "CSV (*.csv)")
        if chosen is None:
            return
        path = _with_ending(chosen, ".csv")
        numbered = len(analysis.predictions) > 1
        csvs = csv_paths(analysis, path, numbered=numbered)
        targets = [target for csv in csvs for target in (csv, csv.with_suffix(".json"))]
        self._write(
            analysis, chosen, targets, lambda: result_files(analysis, path, numbered=numbered)
        )

    def export_report(self, key: TrackKey | None = None) -> None:
        """Ask where, then draw and write the report, one page for each person."""
        analysis = self._of(key)
        if analysis is None:
            return
        chosen = self._choose(analysis, "Export report", "png", "PNG (*.png)")
        if chosen is None:
            return
        path = _with_ending(chosen, ".png")
        targets = csv_paths(analysis, path, numbered=len(analysis.predictions) > 1)
        self._write(analysis, chosen, targets, lambda: draw(analysis, targets))

    def _write(
        self,
        analysis: Analysis,
        chosen: Path,
        targets: Sequence[Path],
        content: Callable[[], dict[Path, bytes]],
    ) -> None:
        # The dialog asked about the name as it was typed, and about no other.
        others = [path for path in targets if path != chosen and path.exists()]
        if others and not self._confirm(others):
            return
        self._preferences.set("last_folder", str(chosen.parent))
        names = ", ".join(path.name for path in targets)
        self._board.run(
            f"Writing {names}",
            lambda: write(content),
            on_done=lambda _: notices.note(f"{names} written to {chosen.parent}."),
            on_error=notices.error,
        )

    def _of(self, key: TrackKey | None) -> Analysis | None:
        for analysis in reversed(self._session.analyses):
            made_by = {
                (p.provenance.system, p.provenance.weights_sha256, p.person)
                for p in analysis.predictions
            }
            if key is None or key[:3] in made_by:
                return analysis
        return None

    def _choose(self, analysis: Analysis, title: str, suffix: str, kind: str) -> Path | None:
        made_by = analysis.predictions[0].provenance
        video = analysis.recording.path
        folder = self._preferences.get("last_folder") or str(video.parent)
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            f"{title}: {made_by.system}, {made_by.weights}",
            str(Path(folder) / f"{video.stem}.{suffix}"),
            kind,
        )
        return Path(name) if name else None

    def _ask(self, paths: Sequence[Path]) -> bool:
        names = "\n".join(path.name for path in paths)
        answer = QMessageBox.question(
            self._window, "Replace files?", f"These files exist already. Replace them?\n\n{names}"
        )
        return answer is QMessageBox.StandardButton.Yes


def _with_ending(chosen: Path, ending: str) -> Path:
    return chosen if chosen.suffix.lower() == ending else Path(f"{chosen}{ending}")


def write(content: Callable[[], dict[Path, bytes]]) -> Generator[None, None, None]:
    """Make the content of files, then write all of them or none."""
    yield
    files = content()
    yield
    write_files(files, overwrite=True)


def draw(analysis: Analysis, targets: Sequence[Path]) -> dict[Path, bytes]:
    """The page of each person."""
    from app.analysis.report import report_png  # loads matplotlib, in the worker

    return {
        path: report_png(analysis, prediction)
        for path, prediction in zip(targets, analysis.predictions, strict=True)
    }
