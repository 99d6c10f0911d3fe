"""The first rows of a file, as they were read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from app.formats.content import Layout
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE

_ROW_HEIGHT = 22
_LEAST_ROWS = 3
_MOST_COLUMNS = 60
_WIDEST = 220


class PreviewTable(QTableWidget):
    """Header and first rows; nothing of it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("First rows of the file")
        self.setToolTip("The first rows of the file, as they are read")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(digits_font(SMALL_TEXT_SIZE))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setMinimumHeight(_LEAST_ROWS * _ROW_HEIGHT + _ROW_HEIGHT)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_layout(self, layout: Layout) -> None:
        """Show what was read."""
        width = max([len(layout.header), *map(len, layout.first_rows)], default=0)
        shown = min(width, _MOST_COLUMNS)
        names = [
            *layout.header[:shown],
            *(f"column {n + 1}" for n in range(len(layout.header), shown)),
        ]
        more = [f"and {width - shown} more"] if width > shown else []
        self.clear()
        self.setColumnCount(shown + len(more))
        self.setHorizontalHeaderLabels([*names, *more])
        self.setRowCount(len(layout.first_rows))
        for row, cells in enumerate(layout.first_rows):
            for column, text in enumerate(cells[:shown]):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
        self._fit()

    def forget(self) -> None:
        """Show nothing."""
        self.setRowCount(0)
        self.setColumnCount(0)

    def _fit(self) -> None:
        self.resizeColumnsToContents()
        for column in range(self.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + 12, _WIDEST))
