"""An answer as it is seen: faces, bars, time; painted by `app.ui.driving.painting`."""

from PySide6.QtCore import QEvent, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.driving.explanation import Explanation
from app.ui.driving.painting import (
    ROW,
    bars_height,
    faces_height,
    paint_bars,
    paint_faces,
    paint_pieces,
    pieces_height,
    rows_of,
)
from app.ui.driving.words import change_text, part_text
from app.ui.theme import PANEL_PADDING, Theme, themes

WIDE = 600.0
"""Logical pixels from which bars stand beside the faces, and not below."""


class AnswerView(QWidget):
    """Shows an answer; nothing without one.

    Signals
    -------
    seekRequested(seconds)
        A piece of time was clicked.
    """

    seekRequested = Signal(float)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Explanation | None = None
        self.setAccessibleName("What drove it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_answer(self, found: Explanation | None) -> None:
        """Show another answer, or none."""
        if found is self.found:
            return
        self.found = found
        self.setAccessibleDescription(self.description)
        self._fit()
        self.update()

    @property
    def description(self) -> str:
        """Every bar in words."""
        if self.found is None:
            return ""
        bars = (*self.found.regions, *self.found.streams)
        return "; ".join(
            f"without {part_text(bar.part).lower()}: arousal {change_text(bar.arousal)}, "
            f"valence {change_text(bar.valence)}"
            for bar in bars
        )

    def places(self, width: float) -> tuple[QRectF, QRectF, QRectF]:
        """Where faces, bars and time lie over a width."""
        if self.found is None:
            return QRectF(), QRectF(), QRectF()
        room = width if width < WIDE else (width - 2 * PANEL_PADDING) / 2
        faces = QRectF(0, 0, room, faces_height(self.found, room))
        below = (0.0, faces.bottom() + PANEL_PADDING)
        left, top = below if width < WIDE else (room + 2 * PANEL_PADDING, 0.0)
        bars = QRectF(left, top, room, bars_height(self.found))
        time = QRectF(left, bars.bottom() + PANEL_PADDING, room, pieces_height(self.found))
        return faces, bars, time

    def height_for(self, width: float) -> float:
        """The lowest end of anything."""
        return max(place.bottom() for place in self.places(width))

    def paint_figure(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Paint all of it, anywhere."""
        if self.found is None:
            return
        places = [place.translated(area.topLeft()) for place in self.places(area.width())]
        for paint, place in zip((paint_faces, paint_bars, paint_pieces), places, strict=True):
            painter.save()
            paint(painter, place, self.found, theme)
            painter.restore()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the answer."""
        return QSize(290, round(self.height_for(self.width())))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Bars one can read."""
        return QSize(240, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Faces are as wide as there is room, and as high."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it."""
        self.paint_figure(QPainter(self), QRectF(self.rect()), themes.now)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to a piece of time."""
        time, found = self.places(self.width())[2], self.found
        if found is None or not found.pieces or not time.contains(event.position()):
            return
        first, last = found.pieces[0].seconds, found.pieces[-1].seconds
        if first is not None and last is not None:
            share = (event.position().x() - time.left()) / max(time.width(), 1.0)
            self.seekRequested.emit(first[0] + share * (last[1] - first[0]))

    def event(self, event: QEvent) -> bool:
        """Say the numbers of a line."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(event.pos().y())
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return super().event(event)

    def text_at(self, y: float) -> str:
        """The numbers of the line at a height; empty where there is none."""
        if self.found is None:
            return ""
        for bar, top in rows_of(self.found, self.places(self.width())[1].top()):
            if top <= y < top + ROW:
                own = f"arousal {change_text(bar.arousal)}, valence {change_text(bar.valence)}"
                text = f"Without {part_text(bar.part).lower()}: {own}"
                if bar.shuffled is not None:
                    arousal, valence = map(change_text, bar.shuffled)
                    text += f"\nShuffled weights: arousal {arousal}, valence {valence}"
                return text
        return ""

    def _fit(self) -> None:
        self.setFixedHeight(round(self.height_for(self.width())))
