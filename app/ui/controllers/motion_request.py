"""What the Motion dock asks its worker, and what it is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from app.ui.motion.probe_view import ProbeRow

if TYPE_CHECKING:
    from app.analysis.snippet import NoSnippet, Snippet

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class MotionRequest:
    """What is wanted.

    Attributes
    ----------
    generation : int
        Comes back with the answer.
    path : Path
        The recording.
    time_base : TimeBase
        As its frames count.
    track : FaceTrack
        Whose face.
    frame : int
        About which frame.
    parameters : dict
        Of the system in use; empty for the default.
    point : (float, float) or None
        What is probed, pixels of the 48.
    """

    generation: int
    path: Path
    time_base: TimeBase
    track: FaceTrack
    frame: int
    parameters: dict[str, object]
    point: Point | None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An answer.

    Attributes
    ----------
    request : MotionRequest
        To what.
    snippet : Snippet or NoSnippet
        What is seen, or why nothing is.
    rows : tuple of ProbeRow or None
        What was found at the point; None while that is being computed.
    """

    request: MotionRequest
    snippet: "Snippet | NoSnippet"
    rows: tuple[ProbeRow, ...] | None
