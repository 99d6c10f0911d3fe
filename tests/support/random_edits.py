"""Random edits of documents, as annotators make them: whole tracks, strokes, segments."""

from dataclasses import replace

import numpy as np

from app.core.document import CurveAnnotation, SegmentAnnotation, TrackHead
from app.core.samples import Samples
from app.core.segment import Segment


def head(rng, scheme):
    number = "".join(f"{digit:x}" for digit in rng.integers(0, 16, 32))
    return TrackHead(number, f"Spur „{scheme}“ ✓", "Anna", scheme, "#E69F00", False, "2026-11-21")


def curve(rng, frames, known=0.7):
    values = rng.uniform(-1, 1, frames)
    values[rng.random(frames) > known] = np.nan
    return CurveAnnotation(head(rng, "arousal"), Samples.of(values), -1.0, 1.0)


def segments(rng):
    return SegmentAnnotation(head(rng, "expression"), ())


def stroke(rng, document):
    tracks = document.curves
    track = tracks[rng.integers(len(tracks))]
    first = int(rng.integers(0, document.frames))
    size = int(rng.integers(1, min(600, document.frames - first) + 1))
    drawn = np.where(rng.random(size) < 0.1, np.nan, rng.uniform(-1, 1, size))
    return document.replaced(replace(track, samples=track.samples.replaced(first, drawn)))


def segment(rng, document):
    tracks = document.segment_tracks
    track = tracks[rng.integers(len(tracks))]
    onset = float(rng.uniform(0, 100))
    length = float(rng.choice([0.0, rng.uniform(0, 3)]))
    label = str(rng.choice(["smile", "frown", "", "ärgerlich"]))
    new = Segment(onset, onset + length, label, "=note", track.free_id)
    return document.replaced(replace(track, segments=tuple(sorted((*track.segments, new)))))


def edited(rng, document):
    """Another document, by an edit that suits the one before."""
    choice = rng.random()
    if not document.curves or choice < 0.06:
        return document.added(curve(rng, document.frames))
    if not document.segment_tracks or choice < 0.1:
        return document.added(segments(rng), int(rng.integers(0, len(document.tracks) + 1)))
    if choice < 0.14:
        return document.without(document.tracks[rng.integers(len(document.tracks))].head.id)
    if choice < 0.2:
        track = document.tracks[rng.integers(len(document.tracks))]
        return document.replaced(replace(track, head=replace(track.head, locked=True)))
    return segment(rng, document) if choice < 0.45 else stroke(rng, document)


def same_bytes(one, two):
    """Whether two documents are the same to the last bit."""
    return one == two and all(
        a.samples.values.tobytes() == b.samples.values.tobytes()
        for a, b in zip(one.curves, two.curves, strict=True)
    )
