"""What the tables of an import have in common: rows with a tick, and fields in their cells."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from app.core.scheme import Schemes
from app.session.exchange_plan import CurvePlan, SegmentPlan
from app.ui.fonts import digits_font

ROW_HEIGHT = 34


class TickTable(QTableWidget):
    """A table whose first column is ticked; the others hold fields as long as it is."""

    def __init__(self, name: str, headings: Sequence[str], tips: Sequence[str]) -> None:
        super().__init__(0, len(headings))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        for column, tip in enumerate(tips):
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setToolTip(tip)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)

    def put_tick(self, row: int, text: str, *, ticked: bool) -> None:
        """Write the first cell of a row."""
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsSelectable
        )
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.setItem(row, 0, item)

    def ticked(self, row: int) -> bool:
        """Whether a row is taken."""
        item = self.item(row, 0)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def tick(self, row: int, *, on: bool) -> None:
        """Take a row, or not, as a click does."""
        item = self.item(row, 0)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def put_text(self, row: int, column: int, text: str, *, digits: bool = False) -> None:
        """Write a cell that cannot be changed."""
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setToolTip(text)
        if digits:
            item.setFont(digits_font())
        self.setItem(row, column, item)

    def clear_fields(self, row: int) -> None:
        """Take the fields of a row away."""
        for column in range(self.columnCount()):
            if self.cellWidget(row, column) is not None:
                self.removeCellWidget(row, column)

    def fit_height(self, most: int) -> None:
        """Be as high as the rows, up to so many."""
        rows = min(max(self.rowCount(), 1), most)
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 4)


Plan = TypeVar("Plan", CurvePlan, SegmentPlan)


class PlanTable(TickTable, Generic[Plan]):
    """A row for what a file holds, with the user's plan for it: taken, and as what.

    Signals
    -------
    changed()
        The plan is another.
    """

    changed = Signal()

    def __init__(self, name: str, headings: Sequence[str], tips: Sequence[str]) -> None:
        super().__init__(name, headings, tips)
        self._schemes = Schemes((), ())
        self._raters: tuple[str, ...] = ()
        self._plans: list[Plan] = []
        self._filling = False
        self.itemChanged.connect(self._on_item)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """What is to become of each row."""
        return tuple(self._plans)

    def tick_all(self, *, on: bool) -> None:
        """Take every row, or none."""
        for row in range(self.rowCount()):
            self.tick(row, on=on)

    def title(self, row: int) -> str:
        """What the file calls it."""
        item = self.item(row, 0)
        return item.text() if item is not None else ""

    # What both kinds of tables do in their own way.

    def show_row(self, row: int) -> None:
        """Write what follows the tick, as the plan of the row is."""
        raise NotImplementedError

    # How it works.

    def fill(self, plans: Sequence[Plan], titles: Iterable[str]) -> None:
        """Show these plans."""
        self._plans = list(plans)
        self._filling = True
        self.setRowCount(0)
        self.setRowCount(len(plans))
        for row, (plan, title) in enumerate(zip(plans, titles, strict=True)):
            self.put_tick(row, title, ticked=plan.take)
            self.show_row(row)
        self._filling = False

    def change(self, row: int, **fields: object) -> None:
        """Plan a row otherwise."""
        self._plans[row] = replace(self._plans[row], **fields)  # type: ignore[arg-type]
        self.changed.emit()

    def put_rater(self, row: int, column: int, tip: str) -> None:
        """A field for who rated or marked it."""
        box = writing_box(f"Rater of {self.title(row)}", tip, self._raters, self._plans[row].rater)
        box.editTextChanged.connect(lambda text: self.change(row, rater=text.strip()))
        self.setCellWidget(row, column, box)

    def _on_item(self, item: QTableWidgetItem) -> None:
        row, take = item.row(), item.checkState() == Qt.CheckState.Checked
        if self._filling or item.column() != 0 or take == self._plans[row].take:
            return
        self._plans[row] = replace(self._plans[row], take=take)
        self._filling = True
        self.show_row(row)
        self._filling = False
        self.changed.emit()


def writing_box(name: str, tip: str, choices: Iterable[str], text: str) -> QComboBox:
    """A list of names in which a new one can be written."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.addItems(list(dict.fromkeys(each for each in (text, *choices) if each)))
    box.setEditText(text)
    line = box.lineEdit()
    if line is not None:
        line.setMaxLength(80)
        line.setCursorPosition(0)
    return box
