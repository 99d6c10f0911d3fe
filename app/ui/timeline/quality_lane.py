"""A lane for how well the face is seen: found or not, and how sure."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.core.face_track import FaceTrack
from app.ui.theme import Theme
from app.ui.timeline.column_pictures import fill_columns
from app.ui.timeline.decimation import Curve
from app.ui.timeline.gaps import Shares
from app.ui.timeline.lane import MARGIN, LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import Ink, ValueScale, draw_curve

FOUND_BAR = 4.0
"""Logical pixels of the bar at the bottom that says where a face was found."""


class QualityLane:
    """Face found and confidence of the person chosen; see `Lane`."""

    name, title, colour = "quality", "Quality", "faint"
    height = 64
    editable = False

    def __init__(self) -> None:
        self._face: FaceTrack | None = None
        self._frames = 0
        self._confidence: Curve | None = None
        self._found: Shares | None = None

    def show(self, scene: Scene) -> bool:
        """Take the face of the person chosen."""
        changed = scene.face is not self._face
        if scene.face is not self._face:
            self._take(scene.face)
        return changed

    def rows(self) -> Sequence[LaneRow]:
        """Face, and confidence."""
        return (
            LaneRow("Face", tip="Whether a usable face was found, or held by the tracker"),
            LaneRow("Confidence", tip="How sure the face is, 0 to 1; at most 0.5 where held"),
        )

    def values(self, frame: int) -> Sequence[str]:
        """``found``, ``held`` or ``none``; two decimals."""
        at = self._position(frame)
        if at is None or self._face is None:
            return ("", "")
        if not self._face.valid[at]:
            return ("none", "")
        word = "held" if self._face.bridged[at] else "found"
        return (word, f"{self._face.confidence[at]:.2f}")

    def places(self, frame: int) -> Sequence[float | None]:
        """A dot on the confidence."""
        at = self._position(frame)
        if at is None or self._face is None or not self._face.valid[at]:
            return (None, None)
        return (None, float(self._face.confidence[at]))

    def hint(self) -> str:
        """What fills the lane."""
        return "" if self._face is not None else "Run the analysis to see where a face is found"

    def labels(self) -> Sequence[float]:
        """The ends."""
        return (1.0, 0.0)

    def value_scale(self, height: float) -> ValueScale:
        """0 ... 1, above the bar."""
        return ValueScale(0.0, 1.0, MARGIN, height - FOUND_BAR - MARGIN)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """Quality has no colour of its own."""
        return theme.colour("faint")

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """Confidence as a line, and the bar of faces found."""
        if self._confidence is None or self._found is None:
            return
        values = self.value_scale(area.height())
        draw_curve(painter, self._confidence, scale, values, Ink(theme.colour("faint")))
        bar = ValueScale(0.0, 1.0, area.height() - FOUND_BAR, area.height())
        # A column of a band is a pixel of the screen, of which two may make a logical one.
        ratio = painter.device().devicePixelRatioF()
        count = max(1, round(scale.width * ratio))
        shares = self._found.columns(scale, count)
        top = np.where(shares > 0, bar.top, np.nan)
        bottom = np.full(shares.shape, bar.bottom)
        x = np.linspace(0.5, count - 0.5, count) / ratio
        filling = (top, bottom, theme.colour("faint", 0.8))
        fill_columns(painter, x, filling, (bar.top, bar.bottom))

    def _take(self, face: FaceTrack | None) -> None:
        self._face = face
        self._confidence = self._found = None
        if face is not None and len(face):
            known = np.where(face.valid, face.confidence, np.nan)
            self._confidence = Curve(face.seconds, known)
            self._found = Shares(face.seconds, face.valid)

    def _position(self, frame: int) -> int | None:
        face = self._face
        if face is None or not len(face):
            return None
        at = int(np.searchsorted(face.index, frame, side="right")) - 1
        step = int(np.median(np.diff(face.index))) if len(face) > 1 else 1
        return at if at >= 0 and frame - int(face.index[at]) < step else None
