"""The demo recording as two raters have annotated it, for pictures: always the same."""

import numpy as np
from numpy.typing import NDArray

from app.core.edits.curves import with_values
from app.core.edits.segments import noted
from app.core.edits.tracks import new_curve
from app.core.errors import EditError
from app.core.scheme import DEFAULT_SCHEMES
from app.ui.composition import Studio

ANNA, BEN = "Anna", "Ben"
ACTIVE = "arousal"
PLAYHEAD = 162
FRAME_RATE = 30
SEGMENTS = (
    (1.5, 4.2, "smile"),
    (5.6, 7.3, "surprise"),
    (9.0, 11.6, "unusable"),
    (13.2, 16.0, "smile"),
    (14.1, 15.2, "speech"),
)
BLINKS = (2.9, 7.7, 17.4)


def annotate(studio: Studio) -> None:
    """Two curves of Anna, one of Ben, segments and events; Anna's arousal is active."""
    notes = studio.session.annotations
    make_curve(studio, ANNA, "arousal", lag=0.5, gain=0.75)
    make_curve(studio, ANNA, "valence", lag=0.6, gain=0.8)
    make_curve(studio, BEN, "arousal", lag=0.9, gain=0.55, drift=-0.12)
    notes.work_as(ANNA)
    changes = studio.controllers.annotation.segments.changes
    for onset, offset, label in SEGMENTS:
        changes.add(*on_frames(onset, offset), label)
    for instant in BLINKS:
        changes.add(*on_frames(instant, instant), "blink")
    track = notes.document.segment_tracks[0]
    mouth = next(each for each in track.segments if each.label == "surprise")
    notes.commit(
        noted(notes.document, track.head.id, mouth.id, "mouth first, then the brows"),
        kind="note",
        summary="Wrote a note on “surprise”",
        track=track.head.id,
    )
    leave_as_it_was(studio)


def leave_as_it_was(studio: Studio) -> None:
    """Anna's arousal is active, nothing is selected, the playhead is where it stood."""
    notes = studio.session.annotations
    notes.select(None)
    notes.activate(curve_of(studio, ANNA, ACTIVE))
    notes.select_segment(0)
    studio.session.playback.seek_frame(PLAYHEAD)


def make_curve(
    studio: Studio, rater: str, dimension: str, *, lag: float, gain: float, drift: float = 0.0
) -> None:
    """A curve as a hand would follow the prediction: later, flatter, smoother."""
    notes = studio.session.annotations
    notes.work_as(rater)
    scheme = DEFAULT_SCHEMES.dimension(dimension)
    if scheme is None:
        raise EditError(f"there is no dimension {dimension}")
    empty, track = new_curve(notes.document, scheme, rater=rater)
    values = followed(_predicted(studio, dimension), lag, gain) + drift
    after = with_values(empty, track, values)
    summary = f"Rated {dimension} live, 0:00.0 to 0:20.0"
    notes.commit(after, kind="take", summary=summary, track=track)


def followed(values: NDArray[np.float64], lag: float, gain: float) -> NDArray[np.float64]:
    """A curve (T,) as somebody rates it who sees the same: no gap, a lag, a hand's unrest."""
    frames = np.arange(values.size)
    known = ~np.isnan(values)
    whole = np.interp(frames - lag * FRAME_RATE, frames[known], values[known])
    width = FRAME_RATE // 2
    window = np.hanning(2 * width + 1)
    padded = np.pad(whole, width, mode="edge")
    smooth = gain * np.convolve(padded, window / window.sum(), mode="valid")
    turns = 2 * np.pi * frames / FRAME_RATE
    return smooth + 0.022 * np.sin(1.3 * turns) + 0.014 * np.sin(2.7 * turns + 1)


def curve_of(studio: Studio, rater: str, dimension: str) -> str:
    """The id of a rater's curve."""
    curves = studio.session.annotations.document.curves
    found = (each.head for each in curves if each.head.scheme == dimension)
    return next(head.id for head in found if head.rater == rater)


def on_frames(onset: float, offset: float) -> tuple[float, float]:
    """Times on frames of the demo recording."""
    return round(onset * FRAME_RATE) / FRAME_RATE, round(offset * FRAME_RATE) / FRAME_RATE


def _predicted(studio: Studio, dimension: str) -> NDArray[np.float64]:
    shown = next(each for each in studio.session.tracks if each.track.dimension == dimension)
    return shown.track.values
