"""Which frames are wanted next, in which order: pure functions of a frozen request."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

Direction = Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """What the window needs of a recording now.

    Attributes
    ----------
    frame : int
        The frame to show, from 0.
    direction : -1 or 1
        Where the playhead goes while playing, or went last.
    playing : bool
        Whether it plays.
    loop : range or None
        Frames that are repeated while playing, if any.
    """

    frame: int
    direction: Direction = 1
    playing: bool = False
    loop: range | None = None


@dataclass(frozen=True, slots=True)
class FramePlan:
    """Frames to have ready, each in the order in which it is needed.

    Attributes
    ----------
    ahead : tuple of int
        The frame to show and those in the playhead's direction.
    behind : tuple of int
        Those on the other side, for which there is time when nothing else is to be done.
    """

    ahead: tuple[int, ...]
    behind: tuple[int, ...] = ()


def upcoming(request: FrameRequest, count: int) -> Iterator[int]:
    """The frames that playing shows from the request's on, of ``count`` in the recording."""
    loop = request.loop or range(0)
    first, last = (loop[0], loop[-1]) if loop else (-1, -1)
    if request.direction < 0:
        first, last = last, first
    frame = request.frame
    while 0 <= frame < count:
        yield frame
        frame = first if loop and frame == last else frame + request.direction


def plan(request: FrameRequest, count: int, room: int) -> FramePlan:
    """Frames to have ready for a request.

    Parameters
    ----------
    request : FrameRequest
        What is needed now.
    count : int
        Frames of the recording, >= 1.
    room : int
        How many frames may be kept ready, >= 1.
    """
    if request.playing:
        # A short loop comes round within the room: each frame once.
        return FramePlan(tuple(dict.fromkeys(islice(upcoming(request, count), max(room, 1)))))
    step = request.direction
    near = range(request.frame, request.frame + step * max(1, 2 * room // 3), step)
    far = range(request.frame - step, request.frame - step * (1 + room // 3), -step)
    return FramePlan(
        tuple(frame for frame in near if 0 <= frame < count),
        tuple(frame for frame in far if 0 <= frame < count),
    )
