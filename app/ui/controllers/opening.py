"""Opening recordings: by menu, folder, drop, list of recent files, command line, or the demo.

Whatever goes wrong is one sentence in the notice bar, and the recording that was open stays open.
Many files are listed first, in a worker, and only the first is opened.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.session.session import RecordingState, Session
from app.settings.preferences import Preferences
from app.settings.recent_files import forget_file, remember_file
from app.ui.actions import Actions
from app.ui.controllers.gathering import Gathered, absolute, gather, left_out_text
from app.ui.controllers.opening_work import Opened, copy_demo, open_one
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task
from app.video.folders import VIDEO_SUFFIXES

_FILTER = f"Videos ({' '.join(f'*{suffix}' for suffix in sorted(VIDEO_SUFFIXES))});;All files (*)"


class OpeningController(QObject):
    """What stands behind File > Open.

    Signals
    -------
    opened(path)
        A recording came on screen.
    """

    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._preferences = preferences
        self._board = board
        self._window = window
        self._opening: Task | None = None
        self._looking: Task | None = None
        actions.on("open_video", self.choose_videos)
        actions.on("open_folder", self.choose_folder)
        actions.on("open_demo", self.open_demo)
        actions.on("close_recording", self.close)

    # By the user.

    def choose_videos(self) -> None:
        """Ask for files, then open them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Open video", self._preferences.get("last_folder"), _FILTER
        )
        self.open_paths([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder, then list its recordings."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Open folder", self._preferences.get("last_folder")
        )
        self.open_paths([Path(name)] if name else [])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """List recordings, and the videos of folders, and open the first."""
        if not paths:
            return
        first: list[Path] = []

        def listed(found: list[Path]) -> None:
            self._session.list_recordings(found)
            if found and not first:
                first.append(found[0])
                self.open(found[0])

        chosen = tuple(paths)
        self._looking = self._board.run(
            "Looking for recordings",
            lambda: gather(chosen),
            on_progress=listed,
            on_done=self._tell_gathered,
            on_error=notices.error,
        )

    def open(self, path: Path) -> None:
        """Put one recording on screen; an opening still under way is forgotten."""
        if self._opening is not None:
            self._opening.cancel()
        path = absolute(path)

        def failed(message: str, details: str) -> None:
            self._session.note(path, RecordingState.FAILED, message)
            forget_file(self._preferences, path)
            notices.error(message, details)

        self._opening = self._board.run(
            f"Opening {path.name}",
            lambda: open_one(path),
            on_done=self._show,
            on_error=failed,
        )

    def give_up(self) -> None:
        """Want nothing any more that is still on its way."""
        for task in (self._opening, self._looking):
            if task is not None:
                task.cancel()

    def open_demo(self) -> None:
        """Copy the demo recording to the user's data and open it."""
        self._board.run(
            "Copying the demo recording",
            copy_demo,
            on_done=lambda path: self.open_paths([path]),
            on_error=notices.error,
        )

    def close(self) -> None:
        """Take the recording off screen; it stays listed."""
        self._leave()
        self._session.show(None)

    # By the workers.

    def _show(self, opened: Opened) -> None:
        path = opened.recording.path
        self._leave()
        self._session.list_recordings([path])
        self._session.show(opened.recording)
        entry = self._session.entry(path)
        if entry is None or entry.state in (RecordingState.LISTED, RecordingState.FAILED):
            self._session.note(path, RecordingState.OPEN, " ".join(opened.notices))
        for sentence in opened.notices:
            notices.note(sentence)
        remember_file(self._preferences, path)
        self.opened.emit(path)

    def _leave(self) -> None:
        recording = self._session.recording
        entry = self._session.entry(recording.path) if recording else None
        if entry is not None and entry.state is RecordingState.OPEN:
            self._session.note(entry.path, RecordingState.LISTED, entry.message)

    def _tell_gathered(self, gathered: Gathered) -> None:
        if gathered.faults:
            first, *others = gathered.faults
            more = f" (and {len(others)} more)" if others else ""
            notices.error(f"{first}{more}", "\n".join(gathered.faults) if others else "")
        if gathered.left_out:
            notices.note(left_out_text(gathered.left_out))
