"""A lane for the sound: its waveform."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.theme import Theme
from app.ui.timeline.lane import MARGIN, LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene, Sound, SoundState
from app.ui.timeline.strokes import ValueScale, draw_band

HINTS = {
    SoundState.UNREAD: "Open a recording to see its sound",
    SoundState.READING: "Reading the sound...",
    SoundState.NONE: "This recording has no sound",
    SoundState.READ: "",
}


QUIETEST = 0.02
"""A recording whose loudest sample is below this is drawn as quiet as it is."""


class WaveformLane:
    """Lowest and highest sample of every moment; see `Lane`."""

    name, title, colour = "audio", "Sound", "faint"
    height = 64
    editable = False

    def __init__(self) -> None:
        self._sound = Sound()
        self._loudest = 1.0

    def show(self, scene: Scene) -> bool:
        """Take the waveform."""
        changed = scene.sound != self._sound
        if changed:
            self._sound = scene.sound
            self._loudest = _loudest(scene.sound)
        return changed

    def rows(self) -> Sequence[LaneRow]:
        """Nothing to choose from."""
        return ()

    def values(self, frame: int) -> Sequence[str]:
        """None."""
        return ()

    def places(self, frame: int) -> Sequence[float | None]:
        """None."""
        return ()

    def hint(self) -> str:
        """What fills the lane."""
        return HINTS[self._sound.state]

    def labels(self) -> Sequence[float]:
        """A waveform is looked at, not read off."""
        return ()

    def value_scale(self, height: float) -> ValueScale:
        """The loudest moment fills the lane."""
        return ValueScale(-self._loudest, self._loudest, MARGIN, height - MARGIN)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """Sound has no colour of its own."""
        return theme.colour(self.colour)

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """A band about a line of silence."""
        if self._sound.curve is None:
            return
        values = self.value_scale(area.height())
        zero = round(values.y(0.0)) + 0.5
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
        draw_band(painter, self._sound.curve, scale, values, theme.colour("faint", 0.85))


def _loudest(sound: Sound) -> float:
    curve = sound.curve
    if curve is None or np.isnan(curve.low).all():
        return 1.0
    return max(QUIETEST, float(np.nanmax(curve.high)), -float(np.nanmin(curve.low)))
