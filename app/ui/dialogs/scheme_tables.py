"""The tables in which dimensions and categories are written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QTableWidgetItem

from app.core.scheme import Category, CategoryScheme, DimensionScheme
from app.ui.annotation_colours import CHOICES
from app.ui.dialogs.rows_table import Cells, RowsTable
from app.ui.panels.annotation_parts import ColourSwatch

_NAME, _LOW, _HIGH, _LOW_LABEL, _HIGH_LABEL = range(5)
_COLOUR, _KEY, _EVENT = 1, 2, 3
_YES = "yes"


class DimensionsTable(RowsTable):
    """Dimensions with their range and what its ends mean."""

    def __init__(self) -> None:
        super().__init__(
            "Dimensions",
            ("Name", "Low", "High", "Low means", "High means"),
            (
                "What is rated, for example dominance",
                "The least value that can be given",
                "The greatest value that can be given",
                "In a word, for example calm",
                "In a word, for example excited",
            ),
            "dimension",
        )
        header = self.table.horizontalHeader()
        for column, width in ((_LOW, 70), (_HIGH, 70), (_LOW_LABEL, 120), (_HIGH_LABEL, 120)):
            header.resizeSection(column, width)

    def show_schemes(self, schemes: tuple[DimensionScheme, ...]) -> None:
        """Show dimensions."""
        self.fill(
            [(s.name, f"{s.low:g}", f"{s.high:g}", s.low_label, s.high_label) for s in schemes]
        )

    @property
    def schemes(self) -> tuple[DimensionScheme, ...]:
        """The dimensions as they are written.

        Raises
        ------
        ValueError
            One cannot be; one sentence.
        """
        return tuple(
            DimensionScheme(row[_NAME], _number(row, _LOW), _number(row, _HIGH), *row[_LOW_LABEL:])
            for row in self.rows
        )

    def fresh(self, rows: list[Cells]) -> Cells:
        """One with a name that is free."""
        return (_free("dimension", rows), "-1", "1", "", "")


class CategoriesTable(RowsTable):
    """The categories of one scheme."""

    def __init__(self) -> None:
        super().__init__(
            "Categories",
            ("Name", "Colour", "Key", "Event"),
            (
                "The label of segments",
                "How segments are drawn",
                "One letter or digit that makes such a segment while playing",
                "Whether it marks an instant and not a stretch",
            ),
            "category",
        )
        header = self.table.horizontalHeader()
        for column, width in ((_COLOUR, 70), (_KEY, 60), (_EVENT, 70)):
            header.resizeSection(column, width)

    def show_scheme(self, scheme: CategoryScheme) -> None:
        """Show the categories of a scheme."""
        self.fill(
            [(c.name, c.colour, c.key, _YES if c.is_event else "") for c in scheme.categories]
        )

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories as they are written.

        Raises
        ------
        ValueError
            One cannot be; one sentence.
        """
        return tuple(
            Category(name, colour, key, bool(event)) for name, colour, key, event in self.rows
        )

    def fresh(self, rows: list[Cells]) -> Cells:
        """One with a name that is free."""
        used = {row[_COLOUR].upper() for row in rows}
        colour = next((each for each in CHOICES if each not in used), CHOICES[0])
        keys = {row[_KEY] for row in rows}
        key = next((digit for digit in "123456789" if digit not in keys), "")
        return (_free("category", rows), colour, key, "")

    def cell(self, row: int, column: int) -> str:
        """Colours and ticks are texts too."""
        if column == _COLOUR:
            swatch = self.table.cellWidget(row, column)
            return str(swatch.property("colour")) if isinstance(swatch, ColourSwatch) else ""
        if column == _EVENT:
            tick = self.table.cellWidget(row, column)
            return _YES if isinstance(tick, QCheckBox) and tick.isChecked() else ""
        return super().cell(row, column)

    def put(self, row: int, column: int, text: str) -> None:
        """Colours have a swatch, events a tick."""
        if column not in (_COLOUR, _EVENT):
            super().put(row, column, text)
            return
        # What lies below the widget can be chosen, but not written.
        below = QTableWidgetItem()
        below.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.table.setItem(row, column, below)
        widget = self._swatch(text) if column == _COLOUR else self._tick(bool(text))
        self.table.setCellWidget(row, column, widget)

    def _tick(self, ticked: bool) -> QCheckBox:
        tick = QCheckBox()
        tick.setAccessibleName("Event")
        tick.setToolTip("It marks an instant, not a stretch")
        tick.setChecked(ticked)
        tick.toggled.connect(lambda _: self.changed.emit())
        return tick

    def _swatch(self, colour: str) -> ColourSwatch:
        swatch = ColourSwatch(with_own=False)
        swatch.setAccessibleName("Colour of the category")

        def show(chosen: str) -> None:
            swatch.setProperty("colour", chosen)
            swatch.show_colour(QColor(chosen), filled=True)

        def choose(chosen: str) -> None:
            show(chosen)
            self.changed.emit()

        show(colour)
        swatch.colourChosen.connect(choose)
        return swatch


def _number(row: Cells, column: int) -> float:
    try:
        return float(row[column].replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        raise ValueError(
            f"The range of “{row[_NAME]}” is written in numbers, not “{row[column]}”."
        ) from None


def _free(what: str, rows: list[Cells]) -> str:
    taken = {row[0] for row in rows}
    number = len(rows) + 1
    while (name := f"{what} {number}") in taken:
        number += 1
    return name
