"""Figures arranged as their views stand in the window.

Convention: logical pixels; places from the upper left corner. Rectangles of a window are cut from
edge to edge, across and upright by turns, as its splitters do; what no cut separates goes one below
the other. Beside each other figures share a width as their views do, below each other they keep it;
heights follow from the figures, so all text has one size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

SPACE = 16.0
_SLACK = 2.0
"""Pixels by which views may overlap: frames and handles are not exact."""

Height = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure to be arranged.

    Attributes
    ----------
    number : int
        Which one.
    height_for : callable
        Its height for a width.
    """

    number: int
    height_for: Height


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces or groups beside each other, or below each other.

    Attributes
    ----------
    parts : tuple
        From the left, or from the top.
    shares : tuple of float
        Their widths in the window.
    beside : bool
        Whether they stand beside each other.
    """

    parts: "tuple[Piece | Group, ...]"
    shares: tuple[float, ...]
    beside: bool

    def widths(self, width: float) -> list[float]:
        """Of the parts, over a width."""
        if not self.beside:
            return [width] * len(self.parts)
        room = max(width - SPACE * (len(self.parts) - 1), 1.0)
        return [room * share / sum(self.shares) for share in self.shares]

    def height_for(self, width: float) -> float:
        """Of the highest, or of all with the space between them."""
        pairs = zip(self.parts, self.widths(width), strict=True)
        heights = [part.height_for(each) for part, each in pairs]
        return max(heights) if self.beside else sum(heights) + SPACE * (len(heights) - 1)


Arranged = Piece | Group


def arranged(rectangles: Sequence[QRectF], heights: Sequence[Height]) -> Arranged:
    """The arrangement of views of the window.

    Parameters
    ----------
    rectangles : sequence of QRectF
        Where they stand, at least one.
    heights : sequence of callable
        Of their figures.
    """
    pieces = [Piece(number, height) for number, height in enumerate(heights)]
    return _grouped(list(zip(pieces, rectangles, strict=True)))


def placed(part: Arranged, corner: QPointF, width: float) -> dict[int, QRectF]:
    """Where each figure lies, by its number."""
    if isinstance(part, Piece):
        return {part.number: QRectF(corner, QSizeF(width, part.height_for(width)))}
    places: dict[int, QRectF] = {}
    for each, wide in zip(part.parts, part.widths(width), strict=True):
        places |= placed(each, corner, wide)
        step = (wide + SPACE, 0.0) if part.beside else (0.0, each.height_for(wide) + SPACE)
        corner = QPointF(corner.x() + step[0], corner.y() + step[1])
    return places


def _grouped(items: list[tuple[Piece, QRectF]]) -> Arranged:
    if len(items) == 1:
        return items[0][0]
    for beside in (False, True):
        parts = _cut(items, beside)
        if len(parts) > 1:
            return _group(parts, beside)
    items.sort(key=lambda item: (item[1].top(), item[1].left()))
    return _group([[item] for item in items], beside=False)


def _group(parts: list[list[tuple[Piece, QRectF]]], beside: bool) -> Group:
    shares = [_around(part).width() for part in parts]
    return Group(tuple(map(_grouped, parts)), tuple(max(each, 1.0) for each in shares), beside)


def _around(items: list[tuple[Piece, QRectF]]) -> QRectF:
    whole = QRectF(items[0][1])
    for _, each in items[1:]:
        whole = whole.united(each)
    return whole


def _cut(items: list[tuple[Piece, QRectF]], beside: bool) -> list[list[tuple[Piece, QRectF]]]:
    """Parts between which a straight cut is possible, in order."""

    def ends(rectangle: QRectF) -> tuple[float, float]:
        if beside:
            return rectangle.left(), rectangle.right()
        return rectangle.top(), rectangle.bottom()

    parts: list[list[tuple[Piece, QRectF]]] = []
    reached = float("-inf")
    for item in sorted(items, key=lambda item: ends(item[1])):
        first, last = ends(item[1])
        if not parts or first >= reached - _SLACK:
            parts.append([])
        parts[-1].append(item)
        reached = max(reached, last)
    return parts
