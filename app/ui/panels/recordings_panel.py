"""The Recordings dock: what is listed, and where each is."""

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.session.session import RecordingState, Session
from app.ui.actions import Actions
from app.ui.following import Following
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, note
from app.ui.panels.recordings_delegate import RecordingsDelegate
from app.ui.panels.recordings_model import ENTRY, RecordingsModel
from app.ui.theme import GRID, PANEL_PADDING, themes

_EMPTY = (
    "Recordings you open are listed here. Drop several files or a folder on the window, and "
    "analyse them one after the other."
)


class RecordingsPanel(QWidget):
    """A list; its intents go to the controllers.

    Signals
    -------
    openRequested(path)
        Put a recording on screen.
    analyseRequested(paths), removeRequested(paths)
        Lists of `Path`.
    analyseAllRequested()
        Analyse whatever is not analysed yet.
    showRequested(path)
        Show the file in its folder.
    subjectRequested(paths)
        Ask who is seen.
    """

    openRequested = Signal(object)  # noqa: N815 - Qt's way of naming
    analyseRequested = Signal(list)  # noqa: N815
    analyseAllRequested = Signal()  # noqa: N815
    removeRequested = Signal(list)  # noqa: N815
    showRequested = Signal(object)  # noqa: N815
    subjectRequested = Signal(list)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Recordings")
        self._session, self._following = session, Following(self)
        self.model = RecordingsModel(session)
        self.view = QListView()
        self.view.setAccessibleName("List of recordings")
        self.view.setModel(self.model)
        self.view.setItemDelegate(RecordingsDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.activated.connect(self._on_activated)
        self.analyse_all = QPushButton("Analyse all")
        self.analyse_all.setToolTip("Analyse every recording of the list that is not analysed yet")
        self.analyse_all.setAccessibleName("Analyse all recordings")
        self.analyse_all.clicked.connect(self.analyseAllRequested)
        self.count = ElidedText(colour="faint")
        self._menu_actions = self._make_actions()
        self._arrange(actions)
        session.entries_changed.connect(self._on_entries)
        session.recording_changed.connect(self._on_recording)
        themes.changed.connect(self.view.viewport().update)
        self._show()

    @property
    def selected(self) -> list[Path]:
        """What is selected, in the order of the list."""
        rows = sorted(self.view.selectedIndexes(), key=QModelIndex.row)
        return [index.data(ENTRY).path for index in rows]

    def menu(self) -> QMenu:
        """The context menu for what is selected."""
        menu = QMenu(self)
        chosen = len(self.selected)
        for name, action in self._menu_actions.items():
            action.setEnabled(chosen == 1 if name in ("open", "show") else chosen > 0)
            menu.addAction(action)
        return menu

    # How it works.

    def _make_actions(self) -> dict[str, QAction]:
        rows = (
            ("open", "&Open", "play", lambda: self._for_one(self.openRequested)),
            ("analyse", "&Analyse", "run", lambda: self.analyseRequested.emit(self.selected)),
            ("subject", "&Who is seen...", "person", self._ask_subject),
            ("show", "&Show in folder", "folder", lambda: self._for_one(self.showRequested)),
            ("remove", "&Remove from list", "trash", self._remove),
        )
        made = {}
        for name, text, icon, slot in rows:
            action = QAction(text, self)
            tint(action, icon)
            action.triggered.connect(lambda *_, do=slot: do())
            made[name] = action
        made["remove"].setShortcut(QKeySequence.StandardKey.Delete)
        made["remove"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(made["remove"])
        return made

    def _for_one(self, signal: object) -> None:
        if self.selected:
            signal.emit(self.selected[0])  # type: ignore[attr-defined]

    def _remove(self) -> None:
        if self.selected:
            self.removeRequested.emit(self.selected)

    def _ask_subject(self) -> None:
        if self.selected:
            self.subjectRequested.emit(self.selected)

    def _on_menu(self, place: QPoint) -> None:
        if self.selected:
            self.menu().popup(self.view.viewport().mapToGlobal(place))

    def _on_activated(self, index: QModelIndex) -> None:
        self.openRequested.emit(index.data(ENTRY).path)

    def _on_entries(self) -> None:
        self._following.soon(self._follow)

    def _on_recording(self) -> None:
        self._following.soon(self.model.repaint)

    def _follow(self) -> None:
        self.model.follow()
        self._show()

    def _show(self) -> None:
        entries = self._session.entries
        self._stack.setCurrentIndex(1 if entries else 0)
        done = sum(entry.state is RecordingState.ANALYSED for entry in entries)
        text = f"{done} of {len(entries)}" if entries else ""
        self.count.say(text, f"{text} analysed")
        busy = (RecordingState.ANALYSED, RecordingState.ANALYSING, RecordingState.WAITING)
        self.analyse_all.setEnabled(any(entry.state not in busy for entry in entries))

    def _arrange(self, actions: Actions) -> None:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(*(PANEL_PADDING,) * 4)
        column.addWidget(note(_EMPTY))
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        foot.setSpacing(GRID)
        for name in ("open_video", "open_folder"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].text().replace("&", ""))
            foot.addWidget(button)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.analyse_all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Paint anew in another font or style."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.view.viewport().update()
