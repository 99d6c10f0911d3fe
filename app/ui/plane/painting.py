"""What lies on the affect plane: density, trails, points, and what the cursor is near to."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.core.affect_plane import Shares, Trail
from app.ui.colour_maps import VIRIDIS, image_of
from app.ui.fonts import digits_font
from app.ui.rating.geometry import Axis
from app.ui.rating.plane_frame import QUADRANTS, TEXT_HIGH
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.paths import path_of

_ALIGN = Qt.AlignmentFlag
POINT = 6.5
SCALE_WIDE = 44.0
"""Of what stands beside an upright scale."""
UNIT = "% of time within 0.1 \N{MULTIPLICATION SIGN} 0.1"
ROOM_FOR_WORDS = 236.0
"""Width from which the words of the quadrants stand beside those of the axes."""
STEPS = 8
"""Shades in which a trail fades."""
_OPAQUE_FROM = 0.35
"""Share of the scale of the density from which it covers the ground; below, it fades into it."""
_MOST_OPAQUE = 0.9
_LEAST_SEEN = 0.02


def density_image(density: NDArray[np.float64]) -> tuple[QImage, float]:
    """The density as a picture, the most arousal at the top, and the value of its upper end.

    Colours go with the square root, so that what was passed once is seen beside where one stayed.
    """
    top = float(density.max())
    share = np.sqrt(density[::-1] / top) if top > 0 else np.zeros_like(density)
    return image_of(share, (0.0, 1.0), VIRIDIS, alpha=_opacity(share)), top


def paint_scale(painter: QPainter, bar: QRectF, densest: float, theme: Theme) -> None:
    """What the colours of the density mean; half way is a quarter of the upper end.

    Parameters
    ----------
    bar : QRectF
        Upright or lying; words go to the right of it, or below.
    densest : float
        Percent of the time within 0.1 by 0.1 at the upper end.
    """
    upright = bar.height() > bar.width()
    share = np.linspace(0.0, 1.0, 128)
    share = share[::-1, None] if upright else share[None, :]
    painter.fillRect(bar, theme.colour("raised"))
    painter.drawImage(bar, image_of(share, (0.0, 1.0), VIRIDIS, alpha=_opacity(share)))
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    texts = ("0", figure(densest / 4), figure(densest))
    if not upright:
        words = QRectF(bar.left(), bar.bottom() + 2, bar.width(), TEXT_HIGH)
        sides = (_ALIGN.AlignLeft, _ALIGN.AlignHCenter, _ALIGN.AlignRight)
        last = f"{texts[2]} {UNIT}"
        wide = painter.fontMetrics().horizontalAdvance
        apart = wide(last) + wide(texts[1]) / 2 + 8 < bar.width() / 2
        for text, side in zip((texts[0], texts[1] if apart else "", last), sides, strict=True):
            painter.drawText(words, side, text)
        return
    words = QRectF(bar.right() + 4, bar.top(), SCALE_WIDE, bar.height())
    sides = (_ALIGN.AlignBottom, _ALIGN.AlignVCenter, _ALIGN.AlignTop)
    for text, side in zip(texts, sides, strict=True):
        painter.drawText(words, side | _ALIGN.AlignLeft, text)
    painter.save()
    painter.translate(words.left() + SCALE_WIDE - TEXT_HIGH, bar.bottom())
    painter.rotate(-90)
    painter.drawText(QRectF(0, 0, bar.height(), TEXT_HIGH), _ALIGN.AlignCenter, UNIT)
    painter.restore()


def figure(value: float) -> str:
    """Two digits that count."""
    if value >= 10:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _opacity(share: NDArray[np.float64]) -> NDArray[np.float64]:
    faded = np.where(share < _LEAST_SEEN, 0.0, share / _OPAQUE_FROM)
    return np.asarray(np.minimum(faded, 1.0) * _MOST_OPAQUE)


def quadrant_words(shares: Shares | None, width: float) -> tuple[str, ...]:
    """The corners with how long it stayed in each, in the order of `QUADRANTS`; short if narrow."""
    names = QUADRANTS if width >= ROOM_FOR_WORDS else ("",) * len(QUADRANTS)
    if shares is None:
        return names
    each = (
        shares.unpleasant_active,
        shares.pleasant_active,
        shares.unpleasant_calm,
        shares.pleasant_calm,
    )
    return tuple(
        f"{name}\n{percent(share)}".strip() for name, share in zip(names, each, strict=True)
    )


def percent(share: float) -> str:
    """A share in percent without decimals; what is not nothing is never said to be."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{share:.0%}".replace("%", " %")


def draw_trail(
    painter: QPainter, trail: Trail, axes: tuple[Axis, Axis], colour: QColor, theme: Theme
) -> None:
    """A line that fades with age, over a seam that keeps it apart from the density."""
    if trail.valence.size < 2:
        return
    x, y = (_pixels(axis, each) for axis, each in zip(axes, _both(trail), strict=True))
    edges = np.searchsorted(trail.fresh, np.linspace(0, 1, STEPS + 1)[1:-1]).tolist()
    parts = list(zip([0, *edges], [*edges, x.size], strict=True))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, shade in ((3.5, theme.base), (1.6, colour.name())):
        for step, (first, stop) in enumerate(parts):
            first = max(first - 1, 0)  # each part begins where the one before it ended
            if stop - first < 2:
                continue
            begins = trail.begins[first:stop].copy()
            begins[0] = True
            ink = QColor(shade)
            ink.setAlphaF((0.15 + 0.85 * (step + 1) / STEPS) * (0.5 if width > 2 else 1.0))
            pen = QPen(ink, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawPath(path_of(x[first:stop], y[first:stop], begins))


def draw_point(
    painter: QPainter, at: QPointF, colour: QColor, theme: Theme, *, annotated: bool
) -> None:
    """Where it is now: a disc for the prediction, a diamond for the annotation."""
    painter.setPen(QPen(theme.colour("base"), 2))
    painter.setBrush(colour)
    if annotated:
        reach = POINT * 1.25
        corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon([at + QPointF(*each) for each in corners])
    else:
        painter.drawEllipse(at, POINT, POINT)


def draw_joint(painter: QPainter, first: QPointF, second: QPointF, theme: Theme) -> None:
    """The line between what was predicted and what was annotated."""
    for width, colour in ((4.0, theme.colour("base", 0.7)), (1.5, theme.colour("text"))):
        painter.setPen(QPen(colour, width))
        painter.drawLine(first, second)


def draw_near(painter: QPainter, at: QPointF, text: str, inside: QRectF, theme: Theme) -> None:
    """The moment that a click would go to, ringed, with its time."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("base"), 4))
    painter.drawEllipse(at, POINT, POINT)
    painter.setPen(QPen(theme.colour("text"), 1.5))
    painter.drawEllipse(at, POINT, POINT)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-6, -3, 6, 3)
    box.moveCenter(at + QPointF(0, -POINT - box.height() / 2 - 4))
    if box.top() < inside.top():
        box.moveTop(at.y() + POINT + 4)
    box.moveLeft(min(max(box.left(), inside.left()), inside.right() - box.width()))
    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.setBrush(theme.colour("overlay"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _both(trail: Trail) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return trail.valence, trail.arousal


def _pixels(axis: Axis, values: NDArray[np.float64]) -> NDArray[np.float64]:
    scheme = axis.scheme
    share = (values - scheme.low) / (scheme.high - scheme.low)
    return np.asarray(axis.low + share * (axis.high - axis.low))
