"""All steps of a snippet, small: a row for each orientation and scale."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import digits_font
from app.ui.motion.look import (
    BANDS,
    LEVELS,
    ORIENTATIONS,
    Look,
    Pictures,
    ground_of,
    source_of,
)
from app.ui.theme import GRID, SMALL_TEXT_SIZE, themes

LABEL = 9 * GRID
GAP = 1.0
GREATEST_CELL = 48.0


class StripView(QWidget):
    """Shows every picture of a snippet, and says which one is wanted large.

    Signals
    -------
    chosen(level, orientation, step)
        A picture was clicked.
    """

    chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Pictures | None = None
        self._look = Look()
        self.setAccessibleName("All steps of the snippet, by orientation and scale")
        self.setToolTip("Motion in X and in Y, at 48 and 24 pixels; click a step to see it large")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def show_pictures(self, pictures: Pictures | None, look: Look) -> None:
        """Show a snippet as chosen."""
        self._pictures, self._look = pictures, look
        self.update()

    @property
    def _count(self) -> int:
        return self._pictures.count(self._look.shown) if self._pictures else 12

    def _cell(self, width: float) -> float:
        return max(4.0, min((width - LABEL) / 13 - GAP, GREATEST_CELL))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Four rows of squares."""
        return round(len(BANDS) * (self._cell(width) + GAP))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as a dock."""
        return QSize(280, self.heightForWidth(280))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still to be told apart."""
        return QSize(180, self.heightForWidth(180))

    def place(self, row: int, step: int) -> QRectF:
        """Where a picture lies."""
        cell = self._cell(self.width())
        return QRectF(LABEL + step * (cell + GAP), row * (cell + GAP), cell, cell)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names, pictures, and a frame about the one shown large."""
        painter, theme = QPainter(self), themes.now
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        pictures, look = self._pictures, self._look
        for row, (level, orientation) in enumerate(BANDS):
            own = (level, orientation) == (look.level, look.orientation)
            first = self.place(row, 0)
            painter.setPen(theme.colour("text" if own else "faint"))
            name = f"{ORIENTATIONS[orientation]} {LEVELS[level]}"
            label = QRectF(0, first.top(), LABEL - GRID, first.height())
            painter.drawText(
                label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name
            )
            if pictures is not None:
                self._paint_row(painter, pictures, row)
        if pictures is not None:
            row = BANDS.index((look.level, look.orientation))
            frame = self.place(row, pictures.step(look)).adjusted(-0.5, -0.5, 0.5, 0.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in (("base", 5.0), ("text", 2.0)):
                painter.setPen(QPen(theme.colour(colour), width))
                painter.drawRect(frame)

    def _paint_row(self, painter: QPainter, pictures: Pictures, row: int) -> None:
        level, orientation = BANDS[row]
        strip = pictures.strip(self._look, level, orientation)
        smaller = self._cell(self.width()) * self.devicePixelRatioF() < strip.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smaller)
        ground = ground_of(self._look.shown)
        for step in range(self._count):
            painter.fillRect(self.place(row, step), ground)
            painter.drawImage(self.place(row, step), strip, source_of(strip, step))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show one large."""
        self._choose(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Run through them with the button held."""
        self._choose(event)

    def _choose(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._pictures is None:
            return
        for row, band in enumerate(BANDS):
            for step in range(self._count):
                if self.place(row, step).adjusted(0, 0, GAP, GAP).contains(event.position()):
                    self.chosen.emit(*band, step)
                    return
