"""The page of all runs: their list, and two or more of them side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.training.following import FollowedRun
from app.training.run_course import RunState
from app.ui.fonts import digits_font, text_font
from app.ui.icons import ICON_SIZE, icon_pixmap, tint
from app.ui.panels.pages import ScrollingPage
from app.ui.panels.parts import note
from app.ui.style_sheet import mixed, selection
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.training.chart import comparison_chart
from app.ui.training.chart_view import ChartView
from app.ui.training.runs_table import RunsTable
from app.ui.training.words import STATES, best_mean, ccc_text, stage_text

_RUN = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 12 * GRID
_MOST_ROWS = 6
_NONE = "No run yet. Put one together under New."
_HINT = "Select two or more to see their curves and figures side by side."
_ICONS = {
    RunState.GOING_ON: ("run", "text"),
    RunState.FINISHED: ("check", "text"),
    RunState.CANCELLED: ("close", "faint"),
    RunState.FAILED: ("error", "error"),
    RunState.INTERRUPTED: ("pause", "warning"),
}


class RunsPage(QWidget):
    """Lists runs, and compares those that are selected.

    Signals
    -------
    openRequested(name)
        A run is to be looked at.
    comparedChanged(names)
        Others are selected.
    deleteRequested(names)
        Runs are to be deleted.
    """

    openRequested = Signal(str)  # noqa: N815 - Qt's way of naming
    comparedChanged = Signal(list)  # noqa: N815
    deleteRequested = Signal(list)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Training runs")
        self.list.setItemDelegate(_RunDelegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMouseTracking(True)
        self.chart, self.table, self.said = ChartView("Runs compared", 128), RunsTable(), note()
        self.open = QPushButton(" Show")  # the space keeps icon and word apart
        self.open.setToolTip("Look at the selected run")
        self.open.setAccessibleName("Show the run")
        tint(self.open, "eye")
        self.delete = QPushButton(" Delete...")
        self.delete.setToolTip("Delete the selected runs with their weights, after asking")
        self.delete.setAccessibleName("Delete runs")
        tint(self.delete, "trash")
        self._arrange()
        self.list.itemSelectionChanged.connect(self._on_selection)
        self.list.itemActivated.connect(lambda item: self.openRequested.emit(item.data(_RUN).name))
        self.open.clicked.connect(lambda: self.openRequested.emit(self.selected[0]))
        self.delete.clicked.connect(lambda: self.deleteRequested.emit(list(self.selected)))
        themes.changed.connect(self.list.viewport().update)
        self.show_runs(())

    @property
    def selected(self) -> tuple[str, ...]:
        """Names of the selected runs, in the order of the list."""
        items = (self.list.item(k) for k in range(self.list.count()))
        return tuple(item.data(_RUN).name for item in items if item.isSelected())

    def show_runs(self, runs: Sequence[FollowedRun]) -> None:
        """List these; selected ones stay so."""
        kept = set(self.selected)
        self.list.blockSignals(True)
        names = [self.list.item(k).data(_RUN).name for k in range(self.list.count())]
        if names != [run.name for run in runs]:
            self.list.clear()
            for _ in runs:
                self.list.addItem(QListWidgetItem())
        for number, run in enumerate(runs):
            item = self.list.item(number)
            item.setData(_RUN, run)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{run.name}, {STATES[run.state]}")
            item.setToolTip(run.fault or f"{run.name}: {stage_text(run)}")
            item.setSelected(run.name in kept)
        self.list.blockSignals(False)
        self.list.setFixedHeight(_ROW_HEIGHT * min(max(1, len(runs)), _MOST_ROWS) + 2)
        self.list.setVisible(bool(runs))
        self._show_selection()

    def show_compared(self, runs: Sequence[FollowedRun]) -> None:
        """Two or more side by side."""
        several = len(runs) > 1
        self.chart.setVisible(several)
        self.table.setVisible(several)
        if several:
            self.chart.show_chart(comparison_chart(runs))
            self.table.show_runs(runs)
        self.said.setText("" if several else (_HINT if self.list.count() else _NONE))
        self.said.setVisible(not several)

    def _on_selection(self) -> None:
        self._show_selection()
        self.comparedChanged.emit(list(self.selected))

    def _show_selection(self) -> None:
        runs = [self.list.item(k).data(_RUN) for k in range(self.list.count())]
        chosen = [run for run in runs if run.name in self.selected]
        self.open.setEnabled(len(chosen) == 1)
        ended = all(run.state is not RunState.GOING_ON for run in chosen)
        self.delete.setEnabled(bool(chosen) and ended)
        self.show_compared(chosen)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        for widget in (self.list, self.said, self.chart, self.table):
            column.addWidget(widget)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.open)
        foot.addWidget(self.delete)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollingPage(column), 1)
        whole.addLayout(foot)


class _RunDelegate(QStyledItemDelegate):
    """Two lines: name and best CCC; where it is."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        run: FollowedRun = index.data(_RUN)
        theme, rect, state = themes.now, option.rect, option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, selection(theme))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, mixed(theme, "base", "text", 0.05))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("text"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        icon, colour = _ICONS[run.state]
        pixmap = icon_pixmap(icon, ICON_SIZE, painter.device().devicePixelRatio(), colour)
        painter.drawPixmap(rect.left() + PANEL_PADDING, rect.center().y() - ICON_SIZE // 2, pixmap)
        left = rect.left() + PANEL_PADDING + ICON_SIZE + 2 * GRID
        self._paint_text(
            painter,
            QRect(left, rect.top(), rect.right() - PANEL_PADDING - left, rect.height()),
            run,
        )
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRect, run: FollowedRun) -> None:
        theme = themes.now
        upper = QRect(rect.left(), rect.top() + 6, rect.width(), 5 * GRID)
        lower = upper.translated(0, 4 * GRID + 1)
        best = best_mean(run)
        figure = f"CCC {ccc_text(best)}" if best is not None else ""
        digits = digits_font(SMALL_TEXT_SIZE)
        wide = QFontMetrics(digits).horizontalAdvance(figure) + (2 * GRID if figure else 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(digits)
        painter.setPen(theme.colour("text"))
        painter.drawText(upper, middle | Qt.AlignmentFlag.AlignRight, figure)
        for place, font, text, colour in (
            (upper.adjusted(0, 0, -wide, 0), text_font(TEXT_SIZE), run.name, "text"),
            (lower, digits, self._words(run), "faint"),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, shown)

    def _words(self, run: FollowedRun) -> str:
        words = stage_text(run)
        return words if run.state is not RunState.GOING_ON else f"going on: {words}"
