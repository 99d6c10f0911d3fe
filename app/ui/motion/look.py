"""How a snippet is shown: what the user chose, and the pictures that follow from it.

Convention. Positions are pixels of the 48-pixel gray picture as continuous coordinates, (0, 0)
being the upper left *corner* of the first pixel. Sample m of level 1 lies on sample 2 m of level 0,
so the pictures of level 1 lie half a pixel further left and up than those of level 0.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app.ui.colour_maps import DIVERGING, VIRIDIS, image_of
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.analysis.snippet import Snippet

SIDE = 48
ORIENTATIONS, LEVELS = ("X", "Y"), (48, 24)
BANDS = tuple((level, orientation) for level in range(2) for orientation in range(2))
"""Every (level, orientation), in the order in which they are listed."""

SMALLEST_AUTO = 0.1
"""Radians: no automatic limit is less, or a still face would show its noise in full colour."""

PERCENTILE = 99.5
CLEAR = 90.0
"""Percentile of the amplitude from which a sample is opaque."""

_NICE = np.array([1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0])

Values = NDArray[np.float32]


class Shown(Enum):
    """What is shown of a snippet."""

    DIFFERENCE = "Phase difference"
    PHASE = "Phase"
    AMPLITUDE = "Amplitude"
    UNWRAPPED = "Unwrapped phase"

    @property
    def unit(self) -> str:
        """Of its values, for the colour bar."""
        return "gray" if self is Shown.AMPLITUDE else "rad"


@dataclass(frozen=True, slots=True)
class Look:
    """What the user chose.

    Attributes
    ----------
    shown : Shown
        What is shown.
    level : int
        0 for 48 samples, 1 for 24.
    orientation : int
        0 for motion in x, 1 for motion in y.
    step : int
        Which difference, or frame of the snippet, is shown large, from 0.
    weighted : bool
        Whether opacity follows the amplitude: phase means little where there is none.
    on_face : bool
        Whether it lies over the aligned face.
    share : float
        Opacity of what lies over the face, 0 ... 1.
    regions : bool
        Whether the regions of the face are outlined.
    limit : float or None
        Values of the last colour; None for automatic.
    """

    shown: Shown = Shown.DIFFERENCE
    level: int = 0
    orientation: int = 0
    step: int = 6
    weighted: bool = True
    on_face: bool = False
    share: float = 0.7
    regions: bool = False
    limit: float | None = None


@dataclass(slots=True)
class Pictures:
    """Pictures of one snippet; each is made when it is asked for first."""

    snippet: "Snippet"
    _strips: dict[tuple[object, ...], QImage] = field(default_factory=dict)
    _limits: dict[Shown, float] = field(default_factory=dict)
    _clear: dict[int, float] = field(default_factory=dict)

    def count(self, shown: Shown) -> int:
        """Pictures of a row: steps, or frames."""
        return self.snippet.steps + (shown is not Shown.DIFFERENCE)

    def step(self, look: Look) -> int:
        """The picture that is shown large."""
        return min(look.step, self.count(look.shown) - 1)

    def frame(self, look: Look) -> int:
        """The frame of the snippet under it."""
        return self.step(look)

    def values(self, shown: Shown, level: int, orientation: int) -> Values:
        """Values (count, S, S)."""
        snippet = self.snippet
        of = {
            Shown.DIFFERENCE: snippet.difference,
            Shown.PHASE: snippet.phase,
            Shown.AMPLITUDE: snippet.amplitude,
            Shown.UNWRAPPED: snippet.unwrapped,
        }[shown]
        values: Values = of[level][orientation]
        return values

    def limits(self, look: Look) -> tuple[float, float]:
        """Values of the first and the last colour; symmetric, but for amplitude."""
        high = self.auto_limit(look.shown) if look.limit is None else look.limit
        return (0.0 if look.shown is Shown.AMPLITUDE else -high), high

    def auto_limit(self, shown: Shown) -> float:
        """The last colour's value by percentile, over all bands, rounded up to a plain number."""
        if shown is Shown.PHASE:
            return float(np.pi)
        if shown not in self._limits:
            greatest = max(
                float(np.percentile(np.abs(self.values(shown, *band)), PERCENTILE))
                for band in BANDS
            )
            least = 0.01 if shown is Shown.AMPLITUDE else SMALLEST_AUTO
            self._limits[shown] = plain_above(max(greatest, least))
        return self._limits[shown]

    def opacity(self, shown: Shown, level: int, orientation: int) -> Values:
        """Opacity (count, S, S) by amplitude, 0 ... 1; of a difference that of its two frames."""
        amplitude = self.snippet.amplitude[level]
        if level not in self._clear:
            self._clear[level] = float(np.percentile(amplitude, CLEAR)) or 1.0
        share = np.minimum(amplitude[orientation] / self._clear[level], 1)
        if shown is Shown.DIFFERENCE:
            return np.asarray(np.sqrt(share[:-1] * share[1:]))
        return np.asarray(share)

    def strip(self, look: Look, level: int, orientation: int) -> QImage:
        """All pictures of a band below each other, (count * S) rows of S."""
        limits, shown = self.limits(look), look.shown
        weighted = look.weighted and shown is not Shown.AMPLITUDE
        key = (shown, level, orientation, limits, weighted)
        if key not in self._strips:
            values = self.values(shown, level, orientation)
            alpha = self.opacity(shown, level, orientation) if weighted else None
            size = values.shape[-1]
            self._strips[key] = image_of(
                values.reshape(-1, size),
                limits,
                colours_of(shown),
                None if alpha is None else alpha.reshape(-1, size),
            )
        return self._strips[key]

    def face(self, look: Look) -> QImage:
        """The aligned face under the picture that is shown large."""
        pixels = self.snippet.faces[self.frame(look)]
        side = pixels.shape[0]
        return QImage(
            pixels.tobytes(), side, side, 3 * side, QImage.Format.Format_RGB888
        ).convertToFormat(QImage.Format.Format_RGB32)


def step_text(look: Look, pictures: Pictures) -> str:
    """Which step or frame is shown large, and of which frames of the recording."""
    frames, step = pictures.snippet.frames, pictures.step(look)
    place = f"{step + 1} of {pictures.count(look.shown)}"
    if look.shown is Shown.DIFFERENCE:
        return f"Step {place}: {frames[step]} \N{RIGHTWARDS ARROW} {frames[step + 1]}"
    return f"Frame {place}: {frames[step]}"


def colours_of(shown: Shown) -> NDArray[np.uint8]:
    """The colour map of what is shown."""
    return VIRIDIS if shown is Shown.AMPLITUDE else DIVERGING


def ground_of(shown: Shown, theme: Theme) -> QColor:
    """What shows through where little is known: the colour of zero, in either theme."""
    red, green, blue = (int(part) for part in colours_of(shown)[127])
    return theme.colour("overlay") if shown is Shown.AMPLITUDE else QColor(red, green, blue)


def source_of(strip: QImage, step: int) -> QRectF:
    """Where one picture lies in its strip."""
    size = strip.width()
    return QRectF(0, step * size, size, size)


def place_of(area: QRectF, level: int) -> QRectF:
    """Where a picture of a level lies on the area of all 48 pixels."""
    if level == 0:
        return area
    half = area.width() / SIDE / 2
    return area.translated(-half, -half)


def plain_above(value: float) -> float:
    """The next plain number: 1, 1.5, 2, 3, 5, 7 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(_NICE[np.searchsorted(_NICE, value / power - 1e-9)] * power)
