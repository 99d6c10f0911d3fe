"""The window: docks and nothing else. What they do is the controllers' business."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.dialogs.ask import AskDialog
from app.ui.dock import Dock
from app.ui.empty_state import EmptyState
from app.ui.menus import build_menus, build_tool_bar
from app.ui.notices import NoticeBar, Notices, notices
from app.ui.recent_menu import RecentMenu
from app.ui.stage import Stage
from app.ui.status_bar import StatusBar
from app.ui.turns import turns

TITLE = "MIMAMO Studio"
LAYOUT_VERSION = 4
"""Raised when docks come or go, so that a layout of before is not forced upon them."""

_AREAS = Qt.DockWidgetArea
DOCKS: tuple[tuple[str, str, Qt.DockWidgetArea, int, str], ...] = (
    ("recordings", "Recordings", _AREAS.LeftDockWidgetArea, 272, ""),
    ("tracks", "Tracks", _AREAS.LeftDockWidgetArea, 272, ""),
    ("analyse", "Analyse", _AREAS.RightDockWidgetArea, 320, ""),
    ("rating", "Rate", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("segments", "Segments", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("history", "History", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("motion", "Motion", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("magnify", "Magnify", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("plane", "Plane", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("compare", "Compare", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("features", "Features", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("driving", "Why", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("train", "Train", _AREAS.RightDockWidgetArea, 320, "analyse"),
    ("timeline", "Timeline", _AREAS.BottomDockWidgetArea, 0, ""),
)
"""Name, title, place, and width of every dock at first, and the dock it shares a place with, as
tabs; the timeline's height depends."""

CLOSED_AT_FIRST = frozenset(
    {"motion", "magnify", "plane", "features", "driving", "compare", "train"}
)
"""Docks that wait until somebody asks for them."""

_TIMELINE_SHARE, _TIMELINE_TALLEST = 0.48, 560
"""Of the window's height; taller than all lanes together would be empty."""

_DEFAULT_SIZE = QSize(1280, 800)
_SHARE_OF_SCREEN = 0.9


class MainWindow(QMainWindow):
    """Menu bar, tool bar, docks about the picture, status bar.

    Parameters
    ----------
    player, timeline : QWidget
        The picture with its transport bar, and the timeline.
    panels : mapping
        Further docks by name, see `DOCKS`; a name that is missing has no dock.

    Signals
    -------
    pathsDropped(paths)
        A list of `Path`: files or folders were dropped on the window.
    recentChosen(path)
        The user wants a recording again.
    """

    pathsDropped = Signal(list)  # noqa: N815 - Qt's way of naming
    recentChosen = Signal(object)  # noqa: N815

    def __init__(
        self,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        *,
        player: QWidget,
        timeline: QWidget,
        panels: Mapping[str, QWidget],
        hub: Notices = notices,
    ) -> None:
        super().__init__()
        self._session, self._actions, self._preferences = session, actions, preferences
        self._kept: list[object] = []
        self._project = ""
        self._running: Callable[[], str] = lambda: ""
        self._stop: Callable[[], object] = lambda: None
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.notice_bar = NoticeBar(hub)
        self.empty_state = EmptyState(actions, preferences)
        self.stage = Stage(self.empty_state, player, self.notice_bar)
        self.setCentralWidget(self.stage)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self._make_docks({**panels, "timeline": timeline})
        self._make_menus()
        self.empty_state.recentChosen.connect(self.recentChosen)
        actions.on("quit", self.close)
        actions.on("reset_layout", self.reset_layout)
        session.recording_changed.connect(self._on_recording)
        self._show_recording()
        self._restore()

    # Layout.

    def reset_layout(self) -> None:
        """Put every dock back to its first place and size."""
        for name, _, area, _, beside in DOCKS:
            if name in self.docks:
                self.docks[name].setFloating(False)
                self._put(self.docks[name], area, beside)
                self.docks[name].setVisible(name not in CLOSED_AT_FIRST)
        self._raise_first_tabs()
        self._dress_tabs()
        self._first_sizes()

    def show_dock(self, name: str) -> None:
        """Bring a dock to the front, whether it was closed or behind another."""
        self.docks[name].show()
        self.docks[name].raise_()

    def _put(self, dock: Dock, area: Qt.DockWidgetArea, beside: str) -> None:
        self.addDockWidget(area, dock)
        if beside in self.docks:
            self.tabifyDockWidget(self.docks[beside], dock)

    def _dress_tabs(self) -> None:
        """Qt makes the bars of docks itself, and cuts their words."""
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setExpanding(False)
            bar.setDrawBase(False)

    def _raise_first_tabs(self) -> None:
        for beside in {row[4] for row in DOCKS} & set(self.docks):
            self.docks[beside].raise_()

    def keep_layout(self) -> None:
        """Remember where everything stands."""
        geometry = self.saveGeometry().toBase64().toStdString()
        state = self.saveState(LAYOUT_VERSION).toBase64().toStdString()
        self._preferences.set("window_geometry", geometry)
        self._preferences.set("window_state", state)

    def _restore(self) -> None:
        self._first_sizes()
        geometry = self._preferences.get("window_geometry")
        if not geometry or not self.restoreGeometry(_bytes_of(geometry)):
            available = self.screen().availableSize() * _SHARE_OF_SCREEN
            self.resize(_DEFAULT_SIZE.boundedTo(available))
        state = self._preferences.get("window_state")
        self._placed = bool(state) and self.restoreState(_bytes_of(state), LAYOUT_VERSION)

    def _first_sizes(self) -> None:
        for wanted in (_AREAS.LeftDockWidgetArea, _AREAS.RightDockWidgetArea):
            rows = [row for row in DOCKS if row[2] == wanted and row[0] in self.docks]
            docks, widths = [self.docks[row[0]] for row in rows], [row[3] for row in rows]
            self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
            alone = [self.docks[row[0]] for row in rows if not row[4]]
            self.resizeDocks(alone, [1] * len(alone), Qt.Orientation.Vertical)
        height = min(round(self.height() * _TIMELINE_SHARE), _TIMELINE_TALLEST)
        self.resizeDocks([self.docks["timeline"]], [height], Qt.Orientation.Vertical)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Give docks their first sizes once the window has one."""
        super().showEvent(event)
        self._dress_tabs()
        if not self._placed:
            self._placed = True
            self._first_sizes()

    # Closing.

    def guard_closing(self, running: Callable[[], str], stop: Callable[[], object]) -> None:
        """Ask before closing while something is under way.

        Parameters
        ----------
        running : callable
            One sentence on what is under way; empty for nothing.
        stop : callable
            Stops it and waits briefly; always called before the window goes.
        """
        self._running, self._stop = running, stop

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask, remember the layout, stop what is under way."""
        under_way = self._running()
        if under_way and not self.ask_to_stop(under_way):
            event.ignore()
            return
        self.keep_layout()
        self.hide()
        self._stop()
        event.accept()

    def ask_to_stop(self, under_way: str) -> bool:
        """Whether to close although something is under way."""
        question = AskDialog(
            under_way,
            "Stop it and close? What was finished is kept for the next time.",
            "Stop and close",
            "Keep working",
            self,
        )
        return question.exec() == AskDialog.DialogCode.Accepted

    def keep(self, whatever: object) -> None:
        """Hold on to what must live as long as the window."""
        self._kept.append(whatever)

    # Dropping files.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders, nothing else."""
        if _dropped(event):
            event.acceptProposedAction()
            self.stage.invite(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """The files went elsewhere."""
        self.stage.invite(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say what was dropped."""
        self.stage.invite(False)
        if paths := _dropped(event):
            event.acceptProposedAction()
            self.pathsDropped.emit(paths)

    # Making.

    def _make_docks(self, widgets: Mapping[str, QWidget]) -> None:
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, _AREAS.BottomDockWidgetArea)
        self.docks: dict[str, Dock] = {}
        self.setTabPosition(_AREAS.RightDockWidgetArea, QTabWidget.TabPosition.North)
        for name, title, area, _, beside in DOCKS:
            if name not in widgets:
                continue
            dock = Dock(name, title, widgets[name], self)
            # A dock torn off is a window of its own, where the keys must work too.
            dock.addActions(list(self._actions))
            self._put(dock, area, beside)
            # Wherever a dock comes to lie, Qt may make a new bar; that is there a moment later.
            dock.dockLocationChanged.connect(lambda _: QTimer.singleShot(0, self, self._dress_tabs))
            dock.setVisible(name not in CLOSED_AT_FIRST)
            self.docks[name] = dock
        self._raise_first_tabs()

    def _make_menus(self) -> None:
        recent = RecentMenu(self._preferences, self)
        recent.chosen.connect(self.recentChosen)
        panels = QMenu("&Panels", self)
        panels.addActions([dock.toggleViewAction() for dock in self.docks.values()])
        self.menus = build_menus(
            self, self._actions, {"open_folder": (recent,), "theme_dark": (panels,)}
        )
        build_tool_bar(self, self._actions)

    def _on_recording(self) -> None:
        turns.soon(self._show_recording)

    def _show_recording(self) -> None:
        self.stage.show_player(self._session.recording is not None)
        self._show_title()

    def name_project(self, name: str, read_only: bool = False) -> None:
        """Say in the title which project is open; empty for none."""
        self._project = f"{name} (read only)" if read_only else name
        self._show_title()

    def _show_title(self) -> None:
        recording = self._session.recording
        shown = (recording.path.name if recording else "", self._project, TITLE)
        self.setWindowTitle(" - ".join(filter(None, shown)))


def _bytes_of(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode()))


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
