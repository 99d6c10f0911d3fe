"""A map with the numbers of its frames, and units with their correlation, on any surface."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.unit_ranking import RankedUnit
from app.session.feature_maps import ShownMap
from app.ui.fonts import digits_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.feature_lane import draw_unit_mark
from app.ui.timeline.heat_picture import draw_map
from app.ui.timeline.scale import TimeScale
from app.ui.video.time_text import signed_text

AXIS = 22
"""Height of the numbers below a map."""
_LEAST_GAP = 84.0
_NAME, _VALUE = 64, 44


def paint_map(
    painter: QPainter,
    area: QRectF,
    shown: ShownMap,
    scale: TimeScale,
    times: NDArray[np.float64],
    theme: Theme,
) -> None:
    """Units from top to bottom over frames; numbers of frames in the last `AXIS` pixels.

    Parameters
    ----------
    scale : TimeScale
        As wide as the area.
    times : float64 array (T,)
        Of the recording's frames.
    """
    painter.save()
    painter.translate(area.topLeft())
    plain = QRectF(0, 0, area.width(), area.height() - AXIS)
    draw_map(painter, shown, scale, (0.0, 0.0), plain.height(), theme)
    if shown.unit is not None:
        draw_unit_mark(painter, shown, plain, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    for x, frame in frame_ticks(scale.xs(times), scale.width):
        painter.drawLine(QPointF(x, plain.bottom()), QPointF(x, plain.bottom() + 4))
        text = str(frame)
        wide = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(x - wide / 2, 0.0), plain.width() - wide)
        place = QRectF(left, plain.bottom() + 4, wide + 2, AXIS - 4)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def frame_ticks(xs: NDArray[np.float64], width: int) -> list[tuple[float, int]]:
    """Places and numbers of round frames, far enough from each other to be read."""
    first, last = np.searchsorted(xs, (0, width))
    if last <= first:
        return []
    least = (last - first) * _LEAST_GAP / max(width, 1)
    step = 1
    while step < least:
        leading = int(str(step)[0])
        step = step * 5 // 2 if leading == 2 else step * 2
    start = -(-int(first) // step) * step
    return [(float(xs[frame]), frame) for frame in range(start, int(last), step)]


def unit_ends(shown: ShownMap | None) -> tuple[str, str]:
    """Numbers of the uppermost and the lowest unit, where they stand in their own order."""
    if shown is None or np.any(np.diff(shown.order) != 1):
        return "", ""
    return "0", str(shown.heat.units - 1)


def paint_unit(painter: QPainter, area: QRectF, ranked: RankedUnit, theme: Theme) -> None:
    """Number, a bar to the left or the right of zero, and the correlation."""
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("text"))
    centre = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, centre, f"Unit {ranked.unit}")
    text = correlation_text(ranked.correlation)
    painter.drawText(area, centre | Qt.AlignmentFlag.AlignRight, text)
    bar = area.adjusted(_NAME, 6, -_VALUE, -6)
    zero = bar.center().x()
    painter.fillRect(QRectF(zero, bar.top() - 2, 1, bar.height() + 4), theme.colour("hairline"))
    if not math.isnan(ranked.correlation):
        reach = ranked.correlation * bar.width() / 2
        filled = QRectF(min(zero, zero + reach), bar.top(), abs(reach), bar.height())
        painter.fillRect(filled, theme.colour("faint"))


def correlation_text(correlation: float) -> str:
    """With a sign; a dash where it is not defined."""
    return "\N{EN DASH}" if math.isnan(correlation) else signed_text(correlation)
