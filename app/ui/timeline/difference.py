"""The difference of two curves: what lies between their lines is shaded."""

import numpy as np
from PySide6.QtGui import QPainter

from app.ui.theme import Theme
from app.ui.timeline.column_pictures import fill_columns
from app.ui.timeline.decimation import Curve
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import ValueScale, columns_of

OPACITY = 0.22

Placed = tuple[Curve, ValueScale]
"""A curve, and its values over the height of the lane."""


def draw_difference(
    painter: QPainter, first: Placed, second: Placed, scale: TimeScale, theme: Theme
) -> None:
    """Shade what lies between two curves of the same frames; nothing where either has a gap.

    Where samples are crowded it lies between the means of columns, which is where the lines are.
    """
    (one, over), (other, under) = first, second
    columns = columns_of(painter, one, scale)
    edges = np.stack((over.ys(columns.mean), under.ys(columns_of(painter, other, scale).mean)))
    top, bottom = edges.min(axis=0), edges.max(axis=0)  # a gap in either is one in both
    filling = (top, bottom, theme.colour("text", OPACITY))
    fill_columns(painter, columns.x, filling, (over.top, over.bottom))
