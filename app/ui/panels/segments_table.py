"""The table itself: keys that belong to it, and editors for its cells."""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core.scheme import CategoryScheme
from app.ui.dialogs.segment import label_box, write_label
from app.ui.panels.segments_model import TITLES, Column

ROW_HEIGHT = 28
LEAST_EDITOR_WIDTH = 156
_WIDTHS = {Column.ONSET: 76, Column.DURATION: 74, Column.LABEL: 110, Column.TRACK: 110}
_KEY = Qt.Key
_OWN_KEYS = frozenset(
    {
        _KEY.Key_Up,
        _KEY.Key_Down,
        _KEY.Key_PageUp,
        _KEY.Key_PageDown,
        _KEY.Key_Return,
        _KEY.Key_Enter,
        _KEY.Key_Delete,
        _KEY.Key_F2,
    }
)

Index = QModelIndex | QPersistentModelIndex


class SegmentsTable(QTableView):
    """A table in which the arrows, Return, Delete and F2 are its own while it has the keyboard.

    Signals
    -------
    goWanted(index)
        Return on a row.
    deleteWanted()
        Delete.
    """

    goWanted = Signal(QModelIndex)  # noqa: N815 - Qt's way of naming
    deleteWanted = Signal()  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Table of segments")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Columns get their widths once there are some."""
        super().setModel(model)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.NOTE, QHeaderView.ResizeMode.Stretch)
        self.sortByColumn(Column.ONSET, Qt.SortOrder.AscendingOrder)

    def event(self, event: QEvent) -> bool:
        """Claim keys that actions of the window have, too."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.state() != QAbstractItemView.State.EditingState
            and _is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return goes there, Delete deletes; the rest is a table's custom."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (_KEY.Key_Return, _KEY.Key_Enter) and not editing:
            if self.currentIndex().isValid():
                self.goWanted.emit(self.currentIndex())
        elif event.key() == _KEY.Key_Delete and not editing:
            self.deleteWanted.emit()
        else:
            super().keyPressEvent(event)


def _is_own(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.ControlModifier:
        return event.key() == _KEY.Key_A
    plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return plain and event.key() in _OWN_KEYS


class CellDelegate(QStyledItemDelegate):
    """A list of labels for labels, a line for everything else."""

    def __init__(
        self, scheme_of: Callable[[Index], CategoryScheme | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scheme_of = scheme_of

    def createEditor(  # noqa: N802 - Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """The editor of a cell."""
        if index.column() == Column.LABEL:
            box = label_box(self._scheme_of(index), parent)
            box.activated.connect(lambda *_: self._done(box))
            return box
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(TITLES[index.column()])
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Start with what is there."""
        if isinstance(editor, QComboBox):
            write_label(editor, str(index.data(Qt.ItemDataRole.EditRole)))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        else:
            super().setEditorData(editor, index)

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        """Hand on what was written."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText().strip())
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the whole cell, and over the next where a label would be cut."""
        area = option.rect
        if isinstance(editor, QComboBox):
            area.setWidth(max(area.width(), LEAST_EDITOR_WIDTH))
        editor.setGeometry(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Return in a list of labels ends it once, not by the list and the table each."""
        if (
            isinstance(watched, QComboBox)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (_KEY.Key_Return, _KEY.Key_Enter)
        ):
            self._done(watched)
            return True
        return super().eventFilter(watched, event)

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
