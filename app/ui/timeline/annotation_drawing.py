"""How annotations look: solid and thick, so that nobody takes one for a prediction."""

from PySide6.QtGui import QColor, QPainter

from app.ui.theme import Theme
from app.ui.timeline.decimation import Curve
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.strokes import Ink, ValueScale, blended, draw_curve

WIDTH, ACTIVE_WIDTH = 2.5, 3.0
OTHERS_SHARE = 0.75
"""How much of their colour curves keep that are not the active one."""
ACTIVE_DOTS = 7.0
"""Logical pixels between samples from which those of the active curve can be told apart."""


def draw_annotation(
    painter: QPainter,
    curve: Curve,
    scale: TimeScale,
    values: ValueScale,
    colour: QColor,
    theme: Theme,
    active: bool,
) -> None:
    """A curve that people made.

    Parameters
    ----------
    colour : QColor
        The rater's.
    active : bool
        Whether it is the one for edits: drawn stronger, with a dot for every frame where they are
        far enough apart to be taken hold of.
    """
    if active:
        draw_curve(painter, curve, scale, values, Ink(colour, 0, ACTIVE_WIDTH, ACTIVE_DOTS))
    else:
        paler = blended(theme.base, colour.name(), OTHERS_SHARE)
        draw_curve(painter, curve, scale, values, Ink(paler, 0, WIDTH))
