"""How motion is magnified: method, band, factor, size; and settings for some purposes."""

from dataclasses import dataclass
from enum import Enum

LARGEST_FACTOR = 100.0
SIDES = (112, 224)
"""Pixels of the aligned crop: as the network sees it, and twice as fine."""


class Method(Enum):
    """How motion is magnified; see `models.magnification`."""

    PHASE = "Phase-based"
    LINEAR = "Linear Eulerian"

    @property
    def factor_name(self) -> str:
        """What its factor is called."""
        return "factor" if self is Method.PHASE else "alpha"


@dataclass(frozen=True, slots=True)
class MagnifySettings:
    """How to magnify.

    Attributes
    ----------
    method : Method
        Phase-based or linear.
    low, high : float
        Edges of the band in Hz, > 0.
    factor : float
        Phase-based: how many times as large motions become. Linear: alpha, how much of the changes
        is added. 0 to 100.
    side : int
        Pixels of the crop, one of `SIDES`.
    """

    method: Method = Method.PHASE
    low: float = 0.5
    high: float = 5.0
    factor: float = 6.0
    side: int = 112

    @property
    def text(self) -> str:
        """In words, for captions."""
        named = f"{self.method.factor_name} {self.factor:g}"
        return f"{self.method.value}, {self.low:g} to {self.high:g} Hz, {named}"


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings for a purpose.

    Attributes
    ----------
    name, why : str
        For the list, and what it is meant for.
    settings : MagnifySettings
        Their side is left to the user.
    """

    name: str
    why: str
    settings: MagnifySettings


PRESETS = (
    Preset(
        "Micro-expressions",
        "Movements that last a tenth of a second to two seconds, six times as large; slow changes "
        "of pose stay as they are. For faint movements: large ones tear.",
        MagnifySettings(Method.PHASE, 0.5, 5.0, 6.0),
    ),
    Preset(
        "Micro-expressions, linear",
        "The same band with the linear method and alpha 8, as in earlier studies; for comparison.",
        MagnifySettings(Method.LINEAR, 0.5, 5.0, 8.0),
    ),
    Preset(
        "Pulse",
        "48 to 180 beats a minute, on a face that keeps still. Brightness only, not colour: "
        "movement and compression of that band grow as much, so what pulsates need not be the "
        "heart.",
        MagnifySettings(Method.LINEAR, 0.8, 3.0, 50.0),
    ),
)
