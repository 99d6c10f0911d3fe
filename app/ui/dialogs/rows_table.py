"""A table whose rows are added, removed and reordered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import tint
from app.ui.theme import GRID

Cells = tuple[str, ...]

_ROW_HEIGHT = 30


class RowsTable(QWidget):
    """A table with its buttons; a row is a tuple of texts.

    Signals
    -------
    changed()
        Something was written, added, removed or moved.
    """

    changed = Signal()

    def __init__(self, name: str, headings: Cells, tips: Cells, what: str) -> None:
        super().__init__()
        self._filling = False
        self.table = QTableWidget(0, len(headings))
        self.table.setAccessibleName(name)
        self.table.setHorizontalHeaderLabels(list(headings))
        for column, tip in enumerate(tips):
            heading = self.table.horizontalHeaderItem(column)
            if heading is not None:
                heading.setToolTip(tip)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._on_item)
        self.table.currentCellChanged.connect(lambda *_: self._follow())
        self.add = _button("Add", "plus", f"Add a {what}")
        self.remove = _button("Remove", "trash", f"Remove the {what}")
        self.up = _button("Up", "chevron-up", f"Move the {what} up")
        self.down = _button("Down", "chevron-down", f"Move the {what} down")
        self.add.clicked.connect(self.add_row)
        self.remove.clicked.connect(self.remove_row)
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        self._arrange()

    @property
    def rows(self) -> list[Cells]:
        """What is written."""
        count = range(self.table.rowCount())
        return [tuple(self.cell(row, c) for c in range(self.table.columnCount())) for row in count]

    def fill(self, rows: list[Cells], current: int = 0) -> None:
        """Show rows, with one of them chosen."""
        self._filling = True
        self.table.setRowCount(0)
        self.table.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.put(number, column, text)
        self._filling = False
        if rows:
            self.table.setCurrentCell(min(max(current, 0), len(rows) - 1), 0)
        self._follow()
        self.changed.emit()

    def add_row(self) -> None:
        """One more, whose name is then written."""
        rows = self.rows
        self.fill([*rows, self.fresh(rows)], len(rows))
        self.table.setFocus()
        name = self.table.item(len(rows), 0)
        if name is not None:
            self.table.editItem(name)

    def remove_row(self) -> None:
        """The chosen one less."""
        rows, row = self.rows, self.table.currentRow()
        if 0 <= row < len(rows):
            self.fill([*rows[:row], *rows[row + 1 :]], row)

    def move_row(self, step: int) -> None:
        """The chosen one up (-1) or down (1)."""
        rows, row = self.rows, self.table.currentRow()
        if 0 <= row < len(rows) and 0 <= row + step < len(rows):
            rows[row], rows[row + step] = rows[row + step], rows[row]
            self.fill(rows, row + step)

    # What kinds of tables do in their own way.

    def fresh(self, rows: list[Cells]) -> Cells:
        """A row to begin with."""
        raise NotImplementedError

    def cell(self, row: int, column: int) -> str:
        """What is written in a cell."""
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell."""
        self.table.setItem(row, column, QTableWidgetItem(text))

    # How it works.

    def _on_item(self, _: QTableWidgetItem) -> None:
        if not self._filling:
            self.changed.emit()

    def _follow(self) -> None:
        row, count = self.table.currentRow(), self.table.rowCount()
        self.remove.setEnabled(0 <= row < count)
        self.up.setEnabled(0 < row < count)
        self.down.setEnabled(0 <= row < count - 1)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        for button in (self.add, self.remove, self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)


def _button(text: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(f" {text}")
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoDefault(False)
    tint(button, icon)
    return button
