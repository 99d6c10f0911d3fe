"""What stays as it is while a stroke goes on: painted once, and laid under what moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

MOST = 2
"""Pictures of one lane: it is painted over its canvas and in the overview."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    things: tuple[object, ...]
    place: object
    picture: QPixmap


class StillPictures:
    """Transparent pictures, one for each size; painted anew when they show something else."""

    def __init__(self) -> None:
        self._kept: dict[object, _Kept] = {}
        self.repaints = 0

    def lay(
        self,
        painter: QPainter,
        area: QRectF,
        things: Sequence[object],
        place: object,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Draw it.

        Parameters
        ----------
        painter : QPainter
            Gets the picture.
        area : QRectF
            Where, logical pixels.
        things : sequence of object
            What is shown; the same objects look the same.
        place : object
            How it is laid out; equal ones look the same.
        paint : callable
            Paints all of it, when something is new.
        """
        if not isinstance(painter.device(), QWidget | QPixmap):
            paint(painter)  # for print: lines stay lines, and nothing need be kept
            return
        ratio = painter.device().devicePixelRatioF()
        size = (area.getRect(), ratio)
        kept = self._kept.pop(size, None)
        if kept is None or kept.place != place or not _same(kept.things, things):
            kept = _Kept(tuple(things), place, self._painted(area, ratio, paint))
        self._kept[size] = kept
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        painter.drawPixmap(area.topLeft(), kept.picture)

    def forget(self) -> None:
        """Free the memory."""
        self._kept.clear()

    def _painted(self, area: QRectF, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        self.repaints += 1
        picture = QPixmap((area.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(-area.topLeft())
        paint(painter)
        painter.end()
        return picture


def _same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
