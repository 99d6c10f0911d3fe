"""Predicted against labelled, valence and arousal beside each other.

Convention: labels go to the right, predictions up, both -1 ... 1; on the dashed line they agree.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.evaluation.pairs import DIMENSIONS, joined
from app.training.evaluation.results import EvaluatedWeights
from app.ui.fonts import text_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme, themes
from app.ui.video.time_text import MINUS

MOST_POINTS = 3000
"""Drawn of a dimension: more would only cover each other."""

_LEFT, _BELOW, _ABOVE = 36.0, 34.0, 20.0
_ALIGN = Qt.AlignmentFlag


def shown_points(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pairs (n, 2) that have both values, evenly thinned to `MOST_POINTS`."""
    both = np.isfinite(x) & np.isfinite(y)
    pairs = np.stack([x[both], y[both]], axis=1)
    step = -(-len(pairs) // MOST_POINTS) if len(pairs) else 1
    return pairs[::step]


class ScatterView(QWidget):
    """The scatter of one weights file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: dict[str, NDArray[np.float64]] = {}
        self._of = ""
        self.setAccessibleName("Predicted against labelled")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self.update)

    def show_weights(self, weights: EvaluatedWeights) -> None:
        """Draw what they predict against the labels."""
        predicted, labelled = joined(weights.pairs)
        self._points = {
            name: shown_points(labelled[:, i], predicted[:, i]) for i, name in enumerate(DIMENSIONS)
        }
        self._of = weights.facts.name
        self.setAccessibleDescription(f"Of {weights.facts.name}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for two squares."""
        return QSize(560, 280)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two small squares."""
        return QSize(360, 180)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Both squares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        for name, area in zip(DIMENSIONS, self._areas(), strict=True):
            _paint_ground(painter, area, name, self._of, themes.now)
            if name in self._points:
                _paint_points(painter, area, self._points[name], name, themes.now)

    def _areas(self) -> tuple[QRectF, QRectF]:
        half = (self.width() - 2 * GRID) / 2
        side = max(40.0, min(half - _LEFT - 2 * GRID, self.height() - _BELOW - _ABOVE))
        first = QRectF(_LEFT, _ABOVE, side, side)
        return first, first.translated(side + _LEFT + 6 * GRID, 0)


def _paint_ground(painter: QPainter, area: QRectF, name: str, of: str, theme: Theme) -> None:
    painter.fillRect(area, theme.colour("raised"))
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.drawRect(area)
    painter.drawLine(
        QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom())
    )
    painter.drawLine(
        QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y())
    )
    painter.setPen(QPen(theme.colour("faint"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(area.bottomLeft(), area.topRight())
    painter.setPen(theme.colour(name))
    above = QRectF(area.left(), area.top() - _ABOVE, area.width(), _ABOVE)
    title = f"{name.capitalize()}, {of}" if of else name.capitalize()
    shown = painter.fontMetrics().elidedText(
        title, Qt.TextElideMode.ElideRight, round(area.width())
    )
    painter.drawText(above, _ALIGN.AlignLeft | _ALIGN.AlignVCenter, shown)
    painter.setPen(theme.colour("faint"))
    below = QRectF(area.left(), area.bottom() + 2, area.width(), 14)
    for side, text in (
        (_ALIGN.AlignLeft, f"{MINUS}1"),
        (_ALIGN.AlignHCenter, "label"),
        (_ALIGN.AlignRight, "1"),
    ):
        painter.drawText(below, side | _ALIGN.AlignTop, text)
    beside = QRectF(area.left() - _LEFT, area.top(), _LEFT - GRID, area.height())
    for side, text in ((_ALIGN.AlignTop, "1"), (_ALIGN.AlignBottom, f"{MINUS}1")):
        painter.drawText(beside, _ALIGN.AlignRight | side, text)
    painter.save()
    painter.translate(area.left() - 12, area.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-60, -10, 120, 14), _ALIGN.AlignCenter, "prediction")
    painter.restore()


def _paint_points(
    painter: QPainter, area: QRectF, points: NDArray[np.float64], name: str, theme: Theme
) -> None:
    x = area.left() + (points[:, 0] + 1) / 2 * area.width()
    y = area.bottom() - (points[:, 1] + 1) / 2 * area.height()
    pen = QPen(theme.colour(name, 0.45), 3.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints([QPointF(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)])
