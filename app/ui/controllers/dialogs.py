"""Dialogs of the window itself: preferences, keys, about, go to, details, guide, diagnostics."""

from collections.abc import Generator

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from app.session.session import Session
from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.diagnostics import diagnostic_report
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.go_to import GoToDialog
from app.ui.dialogs.parts import show_over
from app.ui.dialogs.preferences import PreferencesDialog, size_text
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.help.guide import Guide
from app.ui.log_file import log_path
from app.ui.main_window import MainWindow
from app.ui.notices import Notice, Notices
from app.ui.task_board import TaskBoard


class DialogsController(QObject):
    """Opens each of them; none stops the event loop."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        hub: Notices,
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._actions, self._preferences = actions, preferences
        self._board, self._hub = board, hub
        self._guide: Guide | None = None
        for name, slot in {
            "go_to": self.go_to,
            "preferences": self.show_preferences,
            "help_guide": self.show_guide,
            "help_shortcuts": self.show_shortcuts,
            "about": self.show_about,
            "copy_diagnostics": self.copy_diagnostics,
        }.items():
            actions.on(name, slot)
        window.notice_bar.detailsRequested.connect(self.show_details)

    def go_to(self) -> None:
        """Ask for a place, and put the playhead there."""
        playback = self._session.playback
        if playback.time_base is None:
            return
        dialog = GoToDialog(playback.time_base, playback.frame, self._window)
        dialog.accepted.connect(lambda: self._go(dialog.frame))
        show_over(dialog)

    def show_preferences(self) -> None:
        """Theme, keys, cache."""
        dialog = PreferencesDialog(self._preferences, cache_folder(), log_path(), self._window)
        dialog.shortcutsRequested.connect(self.show_shortcuts)
        dialog.clearCacheRequested.connect(lambda: self._clear_cache(dialog))
        show_over(dialog)
        measuring = self._board.run(
            "Measuring the cache",
            _measured,
            on_done=dialog.show_cache_size,
            on_error=self._hub.error,
        )
        dialog.finished.connect(measuring.cancel)

    def show_shortcuts(self) -> None:
        """Keys, to see and to change."""
        show_over(ShortcutsDialog(self._actions, self._window))

    def show_about(self) -> None:
        """Versions and licences."""
        show_over(AboutDialog(self._window))

    def show_details(self, notice: Notice) -> None:
        """What lies behind a notice."""
        show_over(DetailsDialog(notice, self._window))

    def show_guide(self) -> None:
        """The user guide, in a window of its own."""
        if self._guide is None:
            self._guide = Guide(self._actions, self._window)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def copy_diagnostics(self) -> None:
        """Put the report of faults on the clipboard."""
        QGuiApplication.clipboard().setText(diagnostic_report(self._session, self._preferences))
        self._hub.note(
            "The diagnostic report is on the clipboard; it holds no names of recordings."
        )

    def _go(self, frame: int | None) -> None:
        if frame is not None:
            self._session.playback.seek_frame(frame)

    def _clear_cache(self, dialog: PreferencesDialog) -> None:
        dialog.show_cache_size(None)
        self._board.run(
            "Clearing the cache",
            _cleared,
            on_done=lambda freed: self._told(dialog, freed),
            on_error=self._hub.error,
        )

    def _told(self, dialog: PreferencesDialog, freed: int) -> None:
        if isValid(dialog):  # it may have been closed meanwhile
            dialog.show_cache_size(0)
        self._hub.note(f"The cache is empty; {size_text(freed)} are free again.")


def _measured() -> Generator[None, None, int]:
    from app.analysis.cache import cache_size

    yield
    return cache_size(cache_folder())


def _cleared() -> Generator[None, None, int]:
    from app.analysis.cache import clear_cache

    yield
    return clear_cache(cache_folder())
