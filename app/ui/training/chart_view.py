"""Paints a chart over epochs: thin axes, few ticks, a legend above."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import digits_font, text_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme, themes
from app.ui.training.chart import Chart, Line, Mark, described

_AXIS = 34.0
"""Left of the plot, for numbers."""
_LINE = 14.0
_SWATCH = 14.0
_DASH = [3.0, 2.5]
_ALIGN = Qt.AlignmentFlag


class ChartView(QWidget):
    """One chart.

    Parameters
    ----------
    name : str
        For those who do not see it.
    tall : int
        Pixels of the plot itself.
    """

    def __init__(self, name: str, tall: int = 96, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall, self.chart = tall, Chart("")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        if chart == self.chart:
            return
        rows = self._legend_rows()
        self.chart = chart
        self.setAccessibleDescription(described(chart))
        if self._legend_rows() != rows:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Title, legend, plot and epochs."""
        return QSize(296, round(self._plot_top() + self._tall + _LINE + 2 * GRID))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height."""
        return QSize(160, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Of the legend, which breaks."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """See `sizeHint`."""
        return round(_LINE * (1 + self._legend_rows(width)) + self._tall + _LINE + 3 * GRID)

    def plot(self) -> QRectF:
        """Where lines are drawn."""
        top = self._plot_top()
        return QRectF(_AXIS, top, max(10.0, self.width() - _AXIS - 2 * GRID), self._tall)

    def place(self, x: float, y: float) -> QPointF:
        """The pixel of a value."""
        plot, chart = self.plot(), self.chart
        share = (y - chart.low) / (chart.high - chart.low)
        share = min(max(share, -0.02), 1.02)
        return QPointF(
            plot.left() + x / chart.last * plot.width(), plot.bottom() - share * plot.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Everything."""
        painter, theme = QPainter(self), themes.now
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        self._paint_legend(painter, theme)
        self._paint_axes(painter, theme)
        for mark in self.chart.marks:
            self._paint_mark(painter, mark, theme)
        for line in reversed(self.chart.lines):  # what is named first lies on top
            painter.setPen(pen_of(line, theme))
            painter.drawPath(self._path(line))

    # Parts.

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        plot = self.plot()
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        for tick in self.chart.ticks:
            y = self.place(0, tick).y()
            painter.setPen(QPen(theme.colour("hairline"), 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(theme.colour("faint"))
            words = QRectF(0, y - _LINE / 2, _AXIS - GRID - 2, _LINE)
            painter.drawText(words, _ALIGN.AlignRight | _ALIGN.AlignVCenter, _number(tick))
        below = plot.bottom() + GRID
        for epoch in self.chart.epochs:
            x = self.place(epoch, 0).x()
            words = QRectF(x - 20, below, 40, _LINE)
            painter.drawText(words, _ALIGN.AlignHCenter | _ALIGN.AlignTop, f"{epoch:.0f}")
        painter.setFont(text_font(SMALL_TEXT_SIZE))

    def _paint_mark(self, painter: QPainter, mark: Mark, theme: Theme) -> None:
        plot, x = self.plot(), self.place(mark.x, 0).x()
        colour = theme.colour("faint", 0.6 if mark.faint else 1.0)
        painter.setPen(
            QPen(colour, 1, Qt.PenStyle.DotLine if mark.faint else Qt.PenStyle.SolidLine)
        )
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(mark.text)
        left = x + 3 if x + 3 + wide <= plot.right() else x - 3 - wide
        # Stages are named above the lines, the best epoch below them.
        top = plot.top() if mark.faint else plot.bottom() - _LINE
        painter.setPen(theme.colour("faint"))
        painter.drawText(QRectF(left, top, wide + 1, _LINE), _ALIGN.AlignVCenter, mark.text)

    def _paint_legend(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(0, 0, self.width(), _LINE), _ALIGN.AlignVCenter, self.chart.title)
        for line, place in self._legend(self.width()):
            middle = place.center().y()
            painter.setPen(pen_of(line, theme))
            painter.drawLine(QLineF(place.left(), middle, place.left() + _SWATCH, middle))
            painter.setPen(theme.colour("faint"))
            words = place.adjusted(_SWATCH + GRID, 0, 0, 0)
            painter.drawText(words, _ALIGN.AlignVCenter, line.name)

    def _legend(self, width: float) -> Iterator[tuple[Line, QRectF]]:
        metrics = QFontMetricsF(text_font(SMALL_TEXT_SIZE))
        left, top = 0.0, _LINE
        for line in self.chart.lines:
            wide = _SWATCH + GRID + metrics.horizontalAdvance(line.name) + 1
            if left > 0 and left + wide > width:
                left, top = 0.0, top + _LINE
            yield line, QRectF(left, top, wide, _LINE)
            left += wide + 3 * GRID

    def _legend_rows(self, width: float | None = None) -> int:
        tops = {place.top() for _, place in self._legend(width or max(self.width(), 1))}
        return len(tops)

    def _plot_top(self) -> float:
        return _LINE * (1 + self._legend_rows()) + 2 * GRID

    def _path(self, line: Line) -> QPainterPath:
        path, drawn = QPainterPath(), False
        for x, y in line.points:
            if y != y:
                drawn = False
                continue
            place = self.place(x, y)
            if drawn:
                path.lineTo(place)
            else:
                path.moveTo(place)
                path.lineTo(place + QPointF(0.5, 0))  # one epoch alone is seen, too
            drawn = True
        return path


def pen_of(line: Line, theme: Theme) -> QPen:
    """How a line is drawn."""
    pen = QPen(colour_of(line.colour, theme), 1.2 if line.dashed else 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dashed:
        pen.setDashPattern(_DASH)
    return pen


def colour_of(name: str, theme: Theme) -> QColor:
    """A colour of the theme, or of those for raters, over and over."""
    kind, _, number = name.partition(" ")
    if kind != "rater":
        return theme.colour(name)
    return QColor(theme.raters[int(number) % len(theme.raters)])


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
