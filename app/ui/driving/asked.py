"""What would be explained now: the selected range under the playhead, else the moment."""

from dataclasses import dataclass

import numpy as np

from app.analysis.driving_answer import LONGEST_SECONDS
from app.session.session import Session
from app.session.tracks import ShownTrack
from app.ui.video.time_text import clock_text

SYSTEM = "mimamo"
"""The system that can be explained: it has regions, streams and time to take away."""

_CLOSED = "Open a recording to see what drives its valence and arousal."
_EMPTY = (
    "Here you see what drove a reading: how valence and arousal change when a region of the face, "
    "a stream of the network or a piece of time is taken away. Run the analysis first."
)
_BLIND = "While you rate blind, predictions are hidden, and what drove them too."
_OTHER = (
    "This recording was read by a system without streams and regions. Analyse it with MIMAMO Net "
    "to see what drives its values."
)
_GAP = "No face was read at the playhead. Move it to a frame that has values."
_GAP_IN_RANGE = "No face was read in the selected range. Select frames that have values."


@dataclass(frozen=True, slots=True)
class Asked:
    """A moment, or a range of frames.

    Attributes
    ----------
    start, end : float
        Seconds, half-open; equal for a moment.
    """

    start: float
    end: float

    @property
    def is_moment(self) -> bool:
        """Whether it is one frame."""
        return self.end <= self.start

    @property
    def text(self) -> str:
        """In words."""
        if self.is_moment:
            return f"Moment {clock_text(self.start)}"
        return f"Selection {clock_text(self.start)} to {clock_text(self.end)}"


def asked_of(session: Session) -> Asked:
    """The selection if the playhead is in it, else the frame at the playhead."""
    playback, selection = session.playback, session.annotations.selection
    base = playback.time_base
    if base is None or not len(base):
        return Asked(0.0, 0.0)
    seconds = base.seconds
    if selection is None or not selection.first <= playback.frame < selection.stop:
        at = float(seconds[playback.frame])
        return Asked(at, at)
    stop = selection.stop
    end = float(seconds[stop]) if stop < len(seconds) else playback.end
    return Asked(float(seconds[selection.first]), end)


def teaching(session: Session) -> str:
    """Why nothing can be explained whatever the moment, and what to do; empty where it can."""
    if session.recording is None:
        return _CLOSED
    if session.annotations.blind:
        return _BLIND
    if not session.analyses:
        return _EMPTY
    return "" if predicted(session) else _OTHER


def obstacle(session: Session, asked: Asked) -> str:
    """Why this moment or range cannot be explained; empty where it can."""
    shown = predicted(session)
    if not shown:
        return _EMPTY
    if asked.end - asked.start > LONGEST_SECONDS:
        return (
            f"The selection is {asked.end - asked.start:.1f} s long. Select at most "
            f"{LONGEST_SECONDS:g} s."
        )
    if asked.is_moment:
        return "" if _has_value(shown, asked.start, np.nextafter(asked.start, np.inf)) else _GAP
    return "" if _has_value(shown, asked.start, asked.end) else _GAP_IN_RANGE


def predicted(session: Session) -> list[ShownTrack]:
    """The tracks of the system that can be explained, of the person chosen."""
    person = session.person
    tracks = [each for each in session.tracks if each.track.provenance.system == SYSTEM]
    return [each for each in tracks if not person or each.person == person]


def _has_value(tracks: list[ShownTrack], start: float, end: float) -> bool:
    for shown in tracks:
        first, stop = np.searchsorted(shown.track.seconds, (start, end))
        if not np.isnan(shown.track.values[first:stop]).all():
            return True
    return False
