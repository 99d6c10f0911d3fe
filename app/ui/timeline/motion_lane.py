"""A lane for how much the face moves: whole face and regions, each on a line of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.ui.fonts import digits_font
from app.ui.hairlines import on_pixels
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.decimation import Curve
from app.ui.timeline.lane import LaneRow
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import Ink, ValueScale, draw_curve

if TYPE_CHECKING:
    from app.analysis.motion_energy_track import MotionEnergyTrack

NAMES = ("face", "brows", "eyes", "nose", "mouth")
PERCENTILE = 99.5
"""Of all values, that fills a row: a blink in an hour must not flatten all else."""

_FILL = 0.88
"""Share of a row that its greatest value takes."""

_TIP = (
    "Motion energy: amplitude-weighted mean of the absolute phase difference, in radians a second; "
    "a shift of the whole head hardly counts. All rows share one scale."
)


class MotionLane:
    """Motion energy of the person chosen; see `Lane`."""

    name, title, colour = "motion", "Motion energy", "faint"
    height = 150
    editable = False

    def __init__(self) -> None:
        self.scene = Scene()
        self._energy: MotionEnergyTrack | None = None
        self._curves: tuple[Curve, ...] = ()
        self._greatest = 1.0
        self._hint = ""
        self._dirty = True

    def hold(self, energy: "MotionEnergyTrack | None", hint: str) -> None:
        """Take what was measured, or the reason why nothing is there."""
        self._energy, self._hint, self._dirty = energy, hint, True
        self._curves, self._greatest = (), 1.0
        if energy is None:
            return
        self._curves = tuple(Curve(energy.seconds, column) for column in energy.values.T)
        known = energy.values[~np.isnan(energy.values)]
        if known.size:
            self._greatest = max(0.1, float(np.percentile(known, PERCENTILE)))

    @property
    def energy(self) -> "MotionEnergyTrack | None":
        """What it draws."""
        return self._energy

    def show(self, scene: Scene) -> bool:
        """The scene does not matter; another measurement does."""
        self.scene = scene
        dirty, self._dirty = self._dirty, False
        return dirty

    def rows(self) -> Sequence[LaneRow]:
        """Whole face, then regions."""
        return tuple(LaneRow(name.capitalize(), tip=_TIP) for name in NAMES)

    def values(self, frame: int) -> Sequence[str]:
        """Radians a second, two digits; empty in a gap."""
        at = self._position(frame)
        if at is None or self._energy is None:
            return ("",) * len(NAMES)
        return tuple("" if np.isnan(v) else f"{v:.2f}" for v in self._energy.values[at])

    def places(self, frame: int) -> Sequence[float | None]:
        """A dot on each curve, in rows from the bottom."""
        at = self._position(frame)
        if at is None or self._energy is None:
            return (None,) * len(NAMES)
        values = self._energy.values[at]
        return tuple(
            None if np.isnan(value) else len(NAMES) - 1 - row + self._share(float(value))
            for row, value in enumerate(values)
        )

    def hint(self) -> str:
        """What fills the lane."""
        return self._hint if self._energy is None else ""

    def labels(self) -> Sequence[float]:
        """Rows have no common axis; the scale is written in the lane."""
        return ()

    def value_scale(self, height: float) -> ValueScale:
        """Rows over the height, the last one at the bottom from 0 to 1."""
        return ValueScale(0.0, float(len(NAMES)), 0.0, height)

    def row_colour(self, row: LaneRow, theme: Theme) -> QColor:
        """The whole face stands out."""
        return theme.colour("text" if row.label == NAMES[0].capitalize() else "faint")

    def paint(self, painter: QPainter, area: QRectF, scale: TimeScale, theme: Theme) -> None:
        """A line of zero and a curve for each row."""
        height = area.height() / len(NAMES)
        for row, (described, curve) in enumerate(zip(self.rows(), self._curves, strict=True)):
            bottom = (row + 1) * height
            zero = QRectF(area.left(), round(bottom) - 1, area.width(), 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.fillRect(on_pixels(painter, zero), theme.colour("hairline"))
            top = bottom - height * _FILL
            values = ValueScale(0.0, self._greatest, top, bottom - 1)
            painter.save()
            painter.setClipRect(QRectF(area.left(), row * height, area.width(), height))
            draw_curve(painter, curve, scale, values, Ink(self.row_colour(described, theme)))
            painter.restore()
        self._paint_names(painter, area, theme)

    def _paint_names(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        height = area.height() / len(NAMES)
        for row, name in enumerate(NAMES):
            place = QRectF(area.left() + 6, row * height + 1, 80, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, name)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        text = f"each row 0 to {self._greatest:.1f} rad/s"
        painter.drawText(area.adjusted(0, 1, -6, 0), flags, text)

    def _share(self, value: float) -> float:
        return min(value / self._greatest, 1.0) * _FILL

    def _position(self, frame: int) -> int | None:
        energy = self._energy
        if energy is None or not len(energy.index):
            return None
        at = int(np.searchsorted(energy.index, frame, side="right")) - 1
        step = int(np.median(np.diff(energy.index))) if len(energy.index) > 1 else 1
        return at if at >= 0 and frame - int(energy.index[at]) < step else None
