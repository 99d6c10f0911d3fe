"""A recording: a video file as the rest of the house sees it."""

from dataclasses import dataclass
from pathlib import Path

from app.core.timebase import TimeBase


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a video file before any picture is decoded.

    Attributes
    ----------
    path : Path
        Where the file lies.
    time_base : TimeBase
        Presentation times of the frames a decoder shows.
    width, height : int
        Size in pixels of the upright picture (after rotation).
    rotation : int
        Degrees clockwise the stored picture must be turned to stand upright: 0, 90, 180 or 270.
    codec : str
        The video codec's short name, for example ``"h264"``.
    audio_rate : int or None
        Samples per second of the first sound track; None without sound.
    """

    path: Path
    time_base: TimeBase
    width: int
    height: int
    rotation: int
    codec: str
    audio_rate: int | None

    def __post_init__(self) -> None:
        """Check the promises above."""
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a picture has at least one pixel, not {self.width} x {self.height}")
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError(f"rotation must be 0, 90, 180 or 270 degrees, not {self.rotation}")
