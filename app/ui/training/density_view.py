"""Where the labels lie on the affect plane: how often each was given."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.colour_maps import VIRIDIS, image_of
from app.ui.fonts import text_font
from app.ui.theme import GRID, SMALL_TEXT_SIZE, themes
from app.ui.video.time_text import signed_text

_SIDE = 104
_LINE = 14
_BARS = 24
"""Height of the histograms along the sides."""
_ALIGN = Qt.AlignmentFlag


class DensityView(QWidget):
    """Labels on the plane, with a histogram of each dimension along its side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._density: NDArray[np.int64] = np.zeros((1, 1), np.int64)
        self.setAccessibleName("Distribution of the labels")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_density(self, density: NDArray[np.int64]) -> None:
        """Show labels by arousal (rows) and valence."""
        self._density = density
        self.setVisible(bool(density.any()))
        self.setAccessibleDescription(self.description)
        self.update()

    @property
    def description(self) -> str:
        """The middle of the labels in words."""
        total = self._density.sum()
        if not total:
            return "No labels."
        centres = (np.arange(len(self._density)) + 0.5) / len(self._density) * 2 - 1
        arousal = float(self._density.sum(axis=1) @ centres / total)
        valence = float(self._density.sum(axis=0) @ centres / total)
        return f"Mean: valence {signed_text(valence)}, arousal {signed_text(arousal)}."

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The plane, with a histogram above and one beside."""
        return QSize(296, _SIDE + _BARS + _LINE + 2 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height."""
        return QSize(_SIDE + _BARS + 2 * GRID, self.sizeHint().height())

    def plane(self) -> QRectF:
        """Where the plane lies."""
        left = 3 * _LINE
        return QRectF(left, _BARS + GRID, _SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Plane, histograms, names."""
        painter, theme, plane = QPainter(self), themes.now, self.plane()
        painter.fillRect(plane, theme.colour("base"))
        share = np.sqrt(self._density[::-1] / max(1, self._density.max()))
        alpha = np.where(share > 0, 1.0, 0.0)
        painter.drawImage(plane, image_of(share, (0.0, 1.0), VIRIDIS, alpha=alpha))
        painter.setPen(QPen(theme.colour("hairline"), 1))
        middle = plane.center()
        painter.drawLine(QLineF(plane.left(), middle.y(), plane.right(), middle.y()))
        painter.drawLine(QLineF(middle.x(), plane.top(), middle.x(), plane.bottom()))
        painter.drawRect(plane)
        self._paint_bars(painter, plane)
        self._paint_words(painter, plane)

    def _paint_bars(self, painter: QPainter, plane: QRectF) -> None:
        theme, cells = themes.now, len(self._density)
        wide = plane.width() / cells
        for name, counts in (("valence", self._density.sum(0)), ("arousal", self._density.sum(1))):
            colour = theme.colour(name)
            for cell, count in enumerate(counts / max(1, counts.max()) * (_BARS - 2)):
                if name == "valence":
                    x, top = plane.left() + cell * wide, plane.top() - GRID / 2 - count
                    bar = QRectF(x, top, wide - 1, count)
                else:
                    y = plane.bottom() - (cell + 1) * wide
                    bar = QRectF(plane.right() + GRID / 2, y, count, wide - 1)
                painter.fillRect(bar, colour)

    def _paint_words(self, painter: QPainter, plane: QRectF) -> None:
        theme = themes.now
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        below = QRectF(plane.left() - 20, plane.bottom() + 2, plane.width() + 40, _LINE)
        painter.drawText(below, _ALIGN.AlignCenter, "valence \N{MINUS SIGN}1 ... 1")
        painter.save()
        painter.translate(plane.left() - _LINE - GRID, plane.bottom() + 10)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, plane.height() + 20, _LINE), _ALIGN.AlignCenter, "arousal")
        painter.restore()
        right = plane.right() + _BARS + 3 * GRID
        words = QRectF(right, plane.top(), self.width() - right, plane.height())
        wrap = int(_ALIGN.AlignVCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(words, wrap, f"Where the labels lie, and how often.\n{self.description}")
