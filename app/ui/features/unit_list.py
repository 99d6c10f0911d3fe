"""The units of a map by their correlation with a curve; only the lines in sight are painted."""

import math
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.unit_ranking import RankedUnit
from app.ui.features.painting import paint_unit
from app.ui.style_sheet import mixed, selection
from app.ui.theme import PANEL_PADDING, themes
from app.ui.video.time_text import signed_text

ROW_HEIGHT = 22
RANKED = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class UnitModel(QAbstractListModel):
    """Units in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.units: tuple[RankedUnit, ...] = ()

    def take(self, units: tuple[RankedUnit, ...]) -> None:
        """Other units, or in another order."""
        self.beginResetModel()
        self.units = units
        self.endResetModel()

    def row_of(self, unit: int) -> int:
        """Where a unit is; -1 for nowhere."""
        return next((row for row, each in enumerate(self.units) if each.unit == unit), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many there are."""
        return 0 if parent.isValid() else len(self.units)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A unit, and in words."""
        if not 0 <= index.row() < len(self.units):
            return None
        ranked = self.units[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"Unit {ranked.unit}, {_in_words(ranked.correlation)}"
        return ranked if role == RANKED else None


class UnitDelegate(QStyledItemDelegate):
    """Number, a bar to the left or the right of zero, and the correlation."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """All lines are of one height."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        ranked: RankedUnit = index.data(RANKED)
        theme, area = themes.now, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, selection(theme))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, mixed(theme, "base", "text", 0.05))
        area.adjust(PANEL_PADDING, 0, -PANEL_PADDING, 0)
        paint_unit(painter, area, ranked, theme)
        painter.restore()


class UnitList(QListView):
    """Shows units and says which one is chosen.

    Signals
    -------
    unitChosen(unit or None)
        By mouse or keys; None when none is any more.
    """

    unitChosen = Signal(object)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units = UnitModel()
        self.setModel(self.units)
        self.setItemDelegate(UnitDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Units by correlation with the curve")
        self.setMinimumHeight(6 * ROW_HEIGHT)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_units(self, units: tuple[RankedUnit, ...], chosen: int | None) -> None:
        """Take units, and the one that is chosen."""
        self.selectionModel().blockSignals(True)
        if units is not self.units.units:
            self.units.take(units)
        row = -1 if chosen is None else self.units.row_of(chosen)
        if row != self.currentIndex().row():
            self.setCurrentIndex(self.units.index(row) if row >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        ranked = index.data(RANKED) if index.isValid() else None
        self.unitChosen.emit(ranked.unit if ranked is not None else None)


def _in_words(correlation: float) -> str:
    if math.isnan(correlation):
        return "no correlation: it does not vary with the curve"
    return f"correlation {signed_text(correlation)}"
