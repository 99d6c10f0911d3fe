"""Which tool edits curves, how far it reaches, and a stretch of frames that is selected."""

from dataclasses import dataclass
from enum import Enum


class Tool(Enum):
    """What a drag on the active curve does."""

    SELECT = "select"
    DRAW = "draw"
    MOVE = "move"
    SMOOTH = "smooth"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class FrameRange:
    """A stretch of frames that is selected.

    Attributes
    ----------
    first, stop : int
        Half-open, ``0 <= first < stop``.
    """

    first: int
    stop: int

    def __post_init__(self) -> None:
        """Check that it holds a frame."""
        if not 0 <= self.first < self.stop:
            raise ValueError(f"a range holds at least a frame, not {self.first} to {self.stop}")

    def __len__(self) -> int:
        return self.stop - self.first

    @property
    def slice(self) -> slice:
        """For indexing."""
        return slice(self.first, self.stop)


@dataclass(frozen=True, slots=True)
class ToolSettings:
    """How the tools work.

    Attributes
    ----------
    tool : Tool
        What a drag does.
    falloff : float
        Seconds from the moved point within which the curve follows softly, >= 0.
    brush : float
        Seconds within which the smooth brush reaches, > 0.
    snap : bool
        Whether drags stick to the playhead, to edges of segments and of the selection.
    """

    tool: Tool = Tool.SELECT
    falloff: float = 0.5
    brush: float = 0.5
    snap: bool = True
