"""Annotations out of files of other tools, onto the recording on screen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.document import Document
from app.core.errors import StudioError
from app.core.recording import Recording
from app.formats.content import Content
from app.formats.registry import FORMATS
from app.session.exchange import Imported
from app.session.exchange_plan import ImportPlan
from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.import_work import (
    Reading,
    ReadRequest,
    Recognised,
    make_tracks,
    read_file,
)
from app.ui.dialogs.import_annotations import ImportDialog
from app.ui.dialogs.parts import show_over
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.task_board import TaskBoard


class ImportController(QObject):
    """What stands behind File > Import annotations."""

    def __init__(
        self,
        session: Session,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._desk, self._notes = session, desk, session.annotations
        self._actions, self._preferences = actions, preferences
        self._board, self._window = board, window
        self._waiting: list[Path] = []
        self.dialog: ImportDialog | None = None
        actions.on("import_annotations", self.choose)
        self._notes.changed.connect(self._show)
        self._show()

    # By the user.

    def choose(self) -> None:
        """Ask for files, then import one after the other."""
        if self._refused():
            return
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import annotations", self._preferences.get("last_folder"), _filters()
        )
        self.import_paths([Path(name) for name in names])

    def import_path(self, path: Path) -> None:
        """Show a file, and import what the user wants of it."""
        self.import_paths([path])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show files one after the other."""
        if paths and not self._refused():
            self._waiting += paths
            self._next()

    # One file.

    def _next(self) -> None:
        if self.dialog is not None or not self._waiting:
            return
        recording = self._session.recording
        if recording is None or self._notes.read_only:
            self._waiting.clear()
            return
        path = self._waiting.pop(0)
        self._preferences.set("last_folder", str(path.parent))
        dialog = ImportDialog(
            path,
            recording.path.name,
            self._notes.seconds,
            self._notes.schemes,
            self._raters(),
            self._notes.rater,
            self._window,
        )
        reader = _Reader(dialog, self._board)
        dialog.accepted.connect(lambda: self._take(recording, dialog))
        dialog.finished.connect(lambda _: self._finished(reader))
        self.dialog = dialog
        show_over(dialog)
        reader.read()

    def _finished(self, reader: "_Reader") -> None:
        reader.stop()
        self.dialog = None
        self._next()

    def _take(self, recording: Recording, dialog: ImportDialog) -> None:
        if dialog.content is not None:
            self._make(recording, dialog.content, dialog.plan, dialog.path)

    def _make(self, recording: Recording, content: Content, plan: ImportPlan, path: Path) -> None:
        """Make tracks in a worker, of the annotations as they are then."""
        notes, before = self._notes, self._notes.document
        schemes, seconds = notes.schemes, notes.seconds

        def done(made: Imported) -> None:
            if self._session.recording is not recording:
                notices.error(f"{path.name} was not imported: another recording is on screen now.")
            elif notes.document is not before:  # edited meanwhile; nothing of that may be lost
                self._make(recording, content, plan, path)
            else:
                self._keep(recording, made, path)

        self._board.run(
            f"Importing {path.name}",
            lambda: make_tracks(before, schemes, seconds, content, plan, path.name),
            on_done=done,
            on_error=notices.error,
        )

    def _keep(self, recording: Recording, made: Imported, path: Path) -> None:
        notes = self._notes
        what = _listed(made)
        try:
            if made.schemes != notes.schemes:
                self._save_schemes(made)
            if made.tracks:
                summary = f"Imported {what} from {path.name}"
                notes.commit(made.document, kind="import", summary=summary, track=made.tracks[0])
                notes.activate(made.tracks[0])
        except StudioError as error:
            notices.error(str(error))
            return
        self._session.tracks.put(*made.predictions)
        self._desk.store_predictions(recording.path, made.predictions)
        notices.note(f"Imported {what} from {path.name}.", "\n".join(made.remarks))

    def _save_schemes(self, made: Imported) -> None:
        if self._desk.project is not None:
            self._desk.save_schemes(made.schemes)
        else:
            self._notes.use_schemes(made.schemes)

    # How it works.

    def _refused(self) -> bool:
        if not self._notes.is_open:
            notices.error("Open the recording first, then import its annotations.")
        elif self._notes.read_only:
            notices.error(self._notes.read_only)
        return bool(self._notes.read_only)

    def _raters(self) -> list[str]:
        document: Document = self._notes.document
        everybody = (self._notes.rater, *self._desk.raters, *(t.head.rater for t in document))
        return list(dict.fromkeys(name for name in everybody if name))

    def _show(self) -> None:
        self._actions.enable("import_annotations", not self._notes.read_only)


class _Reader:
    """Reads the file of a dialog in a worker, again whenever it is to be read otherwise."""

    def __init__(self, dialog: ImportDialog, board: TaskBoard) -> None:
        self._dialog, self._work = dialog, LatestTask(board)
        dialog.readWanted.connect(self.read)

    def read(self) -> None:
        """Read as the dialog says; what is still being read otherwise is dropped."""
        dialog, path = self._dialog, self._dialog.path
        request = ReadRequest(dialog.format, dialog.options)
        self._work.run(
            f"Reading {path.name}",
            lambda: read_file(path, request),
            on_progress=self._on_progress,
            on_done=self._on_done,
            on_error=lambda sentence, _: dialog.show_fault(sentence),
        )

    def stop(self) -> None:
        """The dialog is closed."""
        self._work.stop()

    def _on_progress(self, news: Recognised) -> None:
        self._dialog.show_formats(news.ids)

    def _on_done(self, reading: Reading) -> None:
        self._dialog.show_content(reading.content, reading.layout)


def _listed(made: Imported) -> str:
    """What was made, for people: ``arousal, valence``."""
    curves = [each.head.scheme for each in made.document.curves if each.head.id in made.tracks]
    marks = [each.head.name for each in made.document.segment_tracks if each.head.id in made.tracks]
    names = list(dict.fromkeys([*curves, *marks, *(s.track.dimension for s in made.predictions)]))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _filters() -> str:
    suffixes = sorted({suffix for row in FORMATS if row.reads for suffix in row.suffixes})
    every = " ".join(f"*{suffix}" for suffix in suffixes)
    each = [
        f"{row.name} ({' '.join(f'*{suffix}' for suffix in row.suffixes)})"
        for row in FORMATS
        if row.reads
    ]
    return ";;".join([f"Annotations ({every})", *each, "All files (*)"])
