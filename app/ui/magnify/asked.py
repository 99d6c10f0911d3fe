"""What would be magnified now: which range of whose face, and why it cannot be."""

from enum import Enum

from app.analysis.magnify_plan import LONGEST_SECONDS, MagnifyOrder
from app.analysis.magnify_settings import MagnifySettings
from app.session.session import Session
from app.ui.video.faces_shown import chosen_person
from app.ui.video.time_text import clock_text

AROUND_SECONDS = 5.0

CLOSED = "Open a recording to see small movements of a face made larger."
NO_FACES = (
    "Here the aligned face is played with small movements made larger, beside the face as it is. "
    "Run the analysis, which finds the face, to see it."
)
NOBODY = "No face was found in this recording, so there is nothing to magnify."
NO_SELECTION = (
    f"Select a range in the timeline first, at most {LONGEST_SECONDS:g} s, or choose another range."
)


class Range(Enum):
    """Which part of the recording is magnified."""

    AROUND = f"{AROUND_SECONDS:g} s about the playhead"
    SELECTION = "Selection"
    VISIBLE = "Visible range"


def range_of(session: Session, kind: Range) -> tuple[float, float] | None:
    """Beginning and end in seconds; None where nothing is selected or open."""
    playback = session.playback
    base = playback.time_base
    if base is None:
        return None
    if kind is Range.VISIBLE:
        return max(session.viewport.start, playback.start), min(session.viewport.end, playback.end)
    if kind is Range.SELECTION:
        selection = session.annotations.selection
        if selection is None:
            return None
        seconds = base.seconds
        stop = selection.stop
        end = float(seconds[stop]) if stop < len(seconds) else playback.end
        return float(seconds[selection.first]), end
    start = max(playback.start, playback.seconds - AROUND_SECONDS / 2)
    end = min(playback.end, start + AROUND_SECONDS)
    return max(playback.start, end - AROUND_SECONDS), end


def order_of(session: Session, settings: MagnifySettings, kind: Range) -> MagnifyOrder | None:
    """What the user would get now, frozen; None without recording, face or selection."""
    wanted, base = range_of(session, kind), session.playback.time_base
    person = chosen_person(session.faces, session.person)
    track = next((face for face in session.faces if face.person == person), None)
    if wanted is None or track is None or base is None or session.recording is None:
        return None
    return MagnifyOrder(session.recording.path, base, track, *wanted, settings)


def teaching(session: Session) -> str:
    """What to do first; empty where there is a face to magnify."""
    if session.recording is None:
        return CLOSED
    if session.faces:
        return ""
    return NOBODY if session.analyses else NO_FACES


def range_text(start: float, end: float) -> str:
    """A range in words, to a tenth of a second."""
    return f"{clock_text(start)[:-2]} to {clock_text(end)[:-2]}"
