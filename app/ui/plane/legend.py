"""What the points of the affect plane are, and what they read."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import digits_font, text_font
from app.ui.plane.painting import draw_point
from app.ui.theme import GRID, SMALL_TEXT_SIZE, themes
from app.ui.video.time_text import signed_text

_ROW = 20
_GAP = "no value here"
_START, _END = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A point of the plane.

    Attributes
    ----------
    name : str
        Whose.
    colour : str
        ``"#RRGGBB"``, or empty for that of text.
    annotated : bool
        Whether people made it.
    point : (float, float) or None
        Valence and arousal now; None in a gap.
    """

    name: str
    colour: str
    annotated: bool
    point: tuple[float, float] | None

    @property
    def reading(self) -> str:
        """The values."""
        if self.point is None:
            return _GAP
        return f"valence {signed_text(self.point[0])}  arousal {signed_text(self.point[1])}"


class Legend(QWidget):
    """A row for each point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LegendRow, ...] = ()
        self.setAccessibleName("Now on the affect plane")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(2 * _ROW)
        themes.changed.connect(self.update)

    def show_rows(self, rows: tuple[LegendRow, ...]) -> None:
        """Show other values; as often as the playhead moves, so only what changed is drawn."""
        if rows != self.rows:
            self.rows = rows
            said = "; ".join(f"{row.name}: {row.reading}" for row in rows)
            self.setAccessibleDescription(said)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for a row of values."""
        return QSize(260, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, QRectF(0, number * _ROW, self.width(), _ROW), row)

    def _paint_row(self, painter: QPainter, area: QRectF, row: LegendRow) -> None:
        theme = themes.now
        colour = QColor(row.colour) if row.colour else theme.colour("text")
        at = QPointF(area.left() + 9, area.center().y())
        painter.save()
        painter.translate(at)
        painter.scale(0.75, 0.75)
        draw_point(painter, QPointF(), colour, theme, annotated=row.annotated)
        painter.restore()
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint" if row.point is None else "text"))
        painter.drawText(area, _MIDDLE | _END, row.reading)
        reading = QFontMetricsF(painter.font()).horizontalAdvance(row.reading)
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("text"))
        room = area.adjusted(20, 0, -reading - 2 * GRID, 0)
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE | _START, name)
