"""The History dock: every edit of the recording, and a way to any state it was ever in."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.history import ROOT, EditEntry
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.following import Following
from app.ui.icons import tint
from app.ui.panels.history_delegate import HistoryDelegate
from app.ui.panels.history_model import ENTRY, NUMBER, HistoryFilter, HistoryModel
from app.ui.panels.parts import ElidedText, caption, note
from app.ui.theme import GRID, PANEL_PADDING, themes

_EMPTY = (
    "Every edit of a recording is listed here as soon as it is made, with who made it and when. "
    "Open a recording and annotate it; a click on an edit goes back to it, and nothing is lost."
)


class HistoryPanel(QWidget):
    """A list; its intents go to the controller.

    Signals
    -------
    jumpRequested(int)
        The state after an edit, or `ROOT`, shall be the present one.
    explainRequested(int, str)
        An edit shall have another reason.
    """

    jumpRequested = Signal(int)  # noqa: N815 - Qt's way of naming
    explainRequested = Signal(int, str)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("History")
        self._annotations, self._following = session.annotations, Following(self)
        self._explained, self._shown = ROOT, (-1, 0)
        self.model = HistoryModel(session.annotations)
        self.filter = HistoryFilter(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search edits")
        self.search.setAccessibleName("Search edits")
        self.search.setToolTip("Show only edits in which these words occur")
        self.search.setClearButtonEnabled(True)
        self.view = self._made_view()
        self.why = QLineEdit()
        self.why.setAccessibleName("Why this edit was made")
        self.why.setMaxLength(1000)
        self.count = ElidedText(colour="faint")
        self.export = QPushButton(" Export...")
        self.export.setAccessibleName("Export the list of edits")
        tint(self.export, "export")
        self._arrange(actions)
        self._connect(session, actions)
        self._show()

    def choose(self, number: int) -> None:
        """Turn to an edit, without going there."""
        index = self.filter.mapFromSource(self.model.index(self.model.row_of(number)))
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    # How it works.

    def _made_view(self) -> QListView:
        view = QListView()
        view.setAccessibleName("List of edits")
        view.setModel(self.filter)
        view.setItemDelegate(HistoryDelegate(view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        return view

    def _connect(self, session: Session, actions: Actions) -> None:
        self.view.clicked.connect(self._jump)
        self.view.activated.connect(self._jump)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_reason())
        self.search.textChanged.connect(self._on_search)
        self.why.editingFinished.connect(self._explain)
        self.export.clicked.connect(actions["export_history"].trigger)
        # A method, not a lambda: actions outlive the panel, and Qt lets go of methods with it.
        self._export_action = actions["export_history"]
        self._export_action.changed.connect(self._follow_export)
        self._follow_export()
        session.annotations.history_changed.connect(self._on_history)
        themes.changed.connect(self.view.viewport().update)

    def _follow_export(self) -> None:
        self.export.setEnabled(self._export_action.isEnabled())
        self.export.setToolTip(self._export_action.toolTip())

    def _on_history(self) -> None:
        self._following.soon(self._follow)

    def _follow(self) -> None:
        self.model.follow()
        self._show()

    def _jump(self, index: QModelIndex) -> None:
        if self._following.waits:
            return  # what was clicked is not what will be there
        number = int(index.data(NUMBER))
        if number != self.model.history.head:  # a double click says it twice
            self.jumpRequested.emit(number)

    def _on_search(self, text: str) -> None:
        self.filter.look_for(text)
        self._shown = (-1, 0)
        self._show()

    def _show(self) -> None:
        history = self.model.history
        self._stack.setCurrentIndex(1 if self._annotations.is_open else 0)
        total, shown = len(history.entries), self.filter.rowCount()
        edits = "1 edit" if total == 1 else f"{total} edits"
        text = f"{shown} of {edits}" if self.search.text().strip() else edits
        self.count.say(text if self._annotations.is_open else "")
        if self._annotations.is_open and (history.head, total) != self._shown:
            self.choose(history.head)
        self._shown = (history.head, total)
        self._show_reason()

    def _show_reason(self) -> None:
        entry: EditEntry | None = self.view.currentIndex().data(ENTRY)
        self._explained = entry.id if entry else ROOT
        self.why.setText(entry.reason if entry else "")
        self.why.setEnabled(entry is not None and not self._annotations.read_only)
        self.why.setPlaceholderText("Why? For whoever reads the list later" if entry else "")
        self.why.setToolTip(f"Why: {entry.summary}" if entry else "Choose an edit to say why")

    def _explain(self) -> None:
        if self._explained == ROOT or self._following.waits:
            return
        reason = self.why.text().strip()
        if reason != self.model.history.entry(self._explained).reason:
            self.explainRequested.emit(self._explained, reason)

    def _arrange(self, actions: Actions) -> None:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(*(PANEL_PADDING,) * 4)
        column.addWidget(note(_EMPTY))
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self._made_page(actions))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _made_page(self, actions: Actions) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        head.setSpacing(GRID)
        for name in ("undo", "redo"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(name.capitalize())
            head.addWidget(button)
        head.addWidget(self.search, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        foot.setSpacing(GRID)
        foot.addWidget(caption("Why", self.why))
        foot.addWidget(self.why)
        last = QHBoxLayout()
        last.addWidget(self.count, 1)
        last.addWidget(self.export)
        foot.addLayout(last)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)
        return page
