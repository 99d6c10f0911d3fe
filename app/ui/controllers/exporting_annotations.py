"""Annotations of the recording on screen, as files of many formats."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from app.core.document import Annotation, CurveAnnotation
from app.formats.content import ExportContent, WriteOptions
from app.session.exchange import export_content
from app.session.exporting import JOINED, Export, predictions_of
from app.session.session import Session
from app.session.tracks import ShownTrack
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.export_work import find_files, write_files
from app.ui.dialogs.export_annotations import ExportDialog
from app.ui.dialogs.export_parts import Exportable
from app.ui.dialogs.parts import show_over
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.task_board import TaskBoard

Confirm = Callable[[Sequence[Path]], bool]


class AnnotationExportController(QObject):
    """What stands behind File > Export annotations.

    Parameters
    ----------
    confirm : callable, optional
        Asks whether files may be replaced; a dialog without one.
    """

    def __init__(
        self,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget,
        confirm: Confirm | None = None,
    ) -> None:
        super().__init__(window)
        self._session, self._notes = session, session.annotations
        self._actions, self._preferences = actions, preferences
        self._board, self._window = board, window
        self._confirm = confirm or (lambda paths: ask_to_replace(window, paths))
        self.dialog: ExportDialog | None = None
        actions.on("export_annotations", self.ask)
        for signal in (self._notes.changed, self._notes.blind_changed):
            signal.connect(self._show)
        self._show()

    def ask(self, track: str = "") -> None:
        """Ask what to write and where; one track only when its id is given."""
        recording = self._session.recording
        if recording is None or not self._notes.document.tracks or self._notes.blind:
            return
        rows, shown = self._rows()
        keys = [row.key for row in rows if not row.is_prediction]
        folder = Path(self._preferences.get("last_folder") or recording.path.parent)
        dialog = ExportDialog(
            rows,
            [track] if track in keys else [row.key for row in rows],
            self._maker(shown),
            folder / recording.path.stem,
            self._window,
        )
        checking = LatestTask(self._board)
        dialog.checkWanted.connect(lambda: self._find(dialog, checking))
        dialog.accepted.connect(lambda: self._write(dialog))
        dialog.finished.connect(lambda _: self._finished(checking))
        self.dialog = dialog
        show_over(dialog)

    # How it works.

    def _rows(self) -> tuple[list[Exportable], dict[str, ShownTrack]]:
        shown = {f"prediction {number}": each for number, each in enumerate(self._session.tracks)}
        rows = [Exportable(each.head.id, _title(each)) for each in self._notes.document]
        rows += [
            Exportable(key, f"{each.track.dimension}, {each.label}", is_prediction=True)
            for key, each in shown.items()
        ]
        return rows, shown

    def _maker(
        self, shown: dict[str, ShownTrack]
    ) -> Callable[[str, Sequence[str], WriteOptions], Export]:
        """Makes what is written of the annotations as they are now."""
        document, seconds = self._notes.document, self._notes.seconds
        recording = self._session.recording
        media = recording.path if recording is not None else None
        span = float(seconds[-1] - seconds[0]) if seconds.size > 1 else 0.0
        fps = (seconds.size - 1) / span if span else 0.0

        def make(kind: str, keys: Sequence[str], options: WriteOptions) -> Export:
            chosen = [shown[key] for key in keys if key in shown]
            if kind == JOINED and not any(document.find(key) for key in keys):
                content = ExportContent(seconds, media=media, fps=fps)
            else:
                content = export_content(document, seconds, media=media, fps=fps, tracks=keys)
            return Export(kind, content, predictions_of(chosen), options)

        return make

    def _find(self, dialog: ExportDialog, checking: LatestTask) -> None:
        export, target = dialog.export, dialog.target
        if export is not None:
            checking.run(
                "Looking at the export",
                lambda: find_files(export, target),
                on_done=dialog.show_files,
                on_error=lambda sentence, _: dialog.show_fault(sentence),
            )

    def _write(self, dialog: ExportDialog) -> None:
        export, target = dialog.export, dialog.target
        there = [path for path in dialog.files if path.exists()]
        if export is None or (there and not self._confirm(there)):
            return
        self._preferences.set("last_folder", str(target.parent))
        self._board.run(
            f"Writing {target.name}",
            lambda: write_files(export, target),
            on_done=lambda files: notices.note(written_text(files, target.parent)),
            on_error=notices.error,
        )

    def _finished(self, checking: LatestTask) -> None:
        checking.stop()
        self.dialog = None

    def _show(self, *_: object) -> None:
        notes = self._notes
        self._actions.enable("export_annotations", bool(notes.document.tracks) and not notes.blind)


def ask_to_replace(window: QWidget, paths: Sequence[Path]) -> bool:
    """Ask whether files may be replaced."""
    names = "\n".join(path.name for path in paths[:12])
    more = f"\nand {len(paths) - 12} more" if len(paths) > 12 else ""
    answer = QMessageBox.question(
        window, "Replace files?", f"These files exist already. Replace them?\n\n{names}{more}"
    )
    return answer is QMessageBox.StandardButton.Yes


def written_text(files: Sequence[Path], folder: Path) -> str:
    """What was written, for people."""
    names = [path.name for path in files]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    listed = " and ".join(", ".join(names).rsplit(", ", 1))
    return f"{listed} written to {folder}."


def _title(track: Annotation) -> str:
    kind = "curve" if isinstance(track, CurveAnnotation) else f"{len(track.segments)} segments"
    who = f", {track.head.rater}" if track.head.rater else ""
    return f"{track.head.name}{who} ({kind})"
