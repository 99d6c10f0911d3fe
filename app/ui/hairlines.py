"""Thin lines that are equally thick wherever they lie.

Convention: a logical pixel of a screen at 150 % is one pixel and a half, so that one line of that
width would take one pixel and the next one two. Lines are moved onto whole pixels of the screen.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.ui.plates import on_paper


def on_pixels(painter: QPainter, line: QRectF) -> QRectF:
    """An upright or level line on whole pixels of the screen, one at least; on paper as it is.

    Parameters
    ----------
    line : QRectF
        Logical pixels. Its upper left corner goes to the nearest pixel; both sides are rounded.
    """
    if on_paper(painter):
        return line
    to_screen = painter.deviceTransform()
    there = to_screen.mapRect(line)
    sides = (max(1, round(side)) for side in (there.width(), there.height()))
    whole = QRectF(round(there.left()), round(there.top()), *sides)
    back, _ = to_screen.inverted()
    return back.mapRect(whole)
