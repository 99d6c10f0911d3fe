"""What is written to files in tests of formats, and strategies that make it up."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from app.core.segment import Segment
from app.formats.content import ExportContent, ExportCurve, ExportSegments, SegmentContent

FPS = 25.0
FRAMES = 50
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)


def content_of(
    tracks: tuple[ExportSegments, ...],
    curves: Sequence[str] = (),
    values: np.ndarray | None = None,
    media: Path | None = None,
) -> ExportContent:
    """Two seconds of 25 frames each, with these tracks and curves of Anna's."""
    made = np.linspace(-1, 1, FRAMES) if values is None else values
    return ExportContent(
        np.arange(made.size) / FPS,
        tuple(ExportCurve(name, "Anna", made) for name in curves),
        tracks,
        media,
        FPS,
    )


def marks_of(track: ExportSegments | SegmentContent) -> tuple:
    """All that a file can hold of a track; ids are numbers of the place."""
    return (
        track.name,
        track.rater,
        sorted((mark.onset, mark.offset, mark.label, mark.note) for mark in track.segments),
    )


@st.composite
def segment_strategy(draw: st.DrawFn) -> tuple[float, float, str, str]:
    """Times of a whole or of no millisecond; odd labels and notes now and then."""
    if draw(st.integers(0, 9)):
        onset = draw(st.integers(0, 5000)) / 1000
        offset = (onset * 1000 + draw(st.sampled_from([0, 2, 40, 500]))) / 1000
    else:
        onset = draw(st.floats(-1, 5, allow_subnormal=False))
        offset = onset + draw(st.floats(0, 3, allow_subnormal=False))
    label = draw(st.sampled_from(["smile", "frown", 'say "x"', "blink"]) | WORDS)
    note = draw(st.just("") | WORDS) if not draw(st.integers(0, 4)) else ""
    return round(onset, 6) if draw(st.booleans()) else onset, max(onset, offset), label, note


@st.composite
def track_strategy(draw: st.DrawFn) -> ExportSegments:
    """A track of up to four segments."""
    name = draw(st.sampled_from(["expression", "gaze", "a@b", "Träger"]) | WORDS)
    rater = draw(st.sampled_from(["", "Anna", "Bert"]))
    marks = sorted(draw(st.lists(segment_strategy(), max_size=4)))
    segments = (
        Segment(min(onset, offset), offset, label, note, number)
        for number, (onset, offset, label, note) in enumerate(marks, 1)
    )
    return ExportSegments(name, rater, tuple(sorted(segments)))
