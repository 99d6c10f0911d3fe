"""From readings of runs to one value, gap or interpolation per frame of the recording."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.runs import between_neighbours, runs_of, split_at
from app.analysis.systems.system import Reading, System, provenance
from app.core.face_track import FaceTrack
from app.core.prediction import PersonPrediction, RunReading, Span
from app.core.resample import fill_between
from app.core.timebase import TimeBase


@dataclass(slots=True)
class ReadValues:
    """Values at the analysed frames of one person, filled as they become known.

    Attributes
    ----------
    valence_arousal : float64 array (T, 2)
        As the network gave them; NaN where not read.
    class_probabilities : float64 array (T, K)
        K = 0 for systems without classes.
    """

    valence_arousal: NDArray[np.float64]
    class_probabilities: NDArray[np.float64]

    @classmethod
    def unread(cls, count: int, classes: int) -> "ReadValues":
        """No value known yet for ``count`` analysed frames."""
        return cls(np.full((count, 2), np.nan), np.full((count, classes), np.nan))

    def take(self, run: range, reading: Reading) -> NDArray[np.int64]:
        """Note a reading of a run; gives the positions it filled."""
        first = run.start + reading.start
        positions = np.arange(first, first + len(reading.valence_arousal))
        self.valence_arousal[positions] = reading.valence_arousal
        if reading.class_probabilities is not None:
            self.class_probabilities[positions] = reading.class_probabilities
        return positions


def assemble(
    time_base: TimeBase,
    track: FaceTrack,
    runs: Sequence[range],
    values: ReadValues,
    readings: Sequence[tuple[float, float]],
    system: System,
) -> PersonPrediction:
    """Everything known of one person, frame by frame.

    Values are clamped to [-1, 1] here, when the track is made, and never in the network.
    """
    count = len(time_base)
    seconds = time_base.seconds
    every_run = split_at(runs_of(track.valid), track.cuts)
    valence_arousal = np.full((count, 2), np.nan)
    classes = np.full((count, values.class_probabilities.shape[1]), np.nan)
    outside = read = 0
    for frames, positions in between_neighbours(count, track.index, runs):
        known = track.index[positions.start : positions.stop]
        raw = values.valence_arousal[positions.start : positions.stop]
        outside += int((np.abs(raw) > 1).sum())
        read += raw.size
        filled = fill_between(seconds, known, np.clip(raw, -1, 1))
        valence_arousal[frames.start : frames.stop] = filled
        probabilities = values.class_probabilities[positions.start : positions.stop]
        classes[frames.start : frames.stop] = fill_between(seconds, known, probabilities)
    face, confidence = _faces(count, track, every_run)
    analysed = np.zeros(count, np.bool_)
    analysed[track.index] = True
    names = system.spec.class_names
    return PersonPrediction(
        person=track.person,
        seconds=seconds,
        analysed=analysed,
        face=face,
        confidence=confidence,
        valence_arousal=valence_arousal,
        runs=tuple(
            RunReading(_span(time_base, track, run), *(max(-1.0, min(1.0, v)) for v in reading))
            for run, reading in zip(runs, readings, strict=True)
        ),
        bridged=tuple(_span(time_base, track, run) for run in runs_of(track.bridged)),
        clamped_share=outside / read if read else 0.0,
        class_probabilities=dict(zip(names, classes.T, strict=True)) if names else None,
        provenance=provenance(system),
    )


def no_face(time_base: TimeBase, index: NDArray[np.int64], system: System) -> PersonPrediction:
    """The prediction of a recording that shows no face: gaps only."""
    count = len(index)
    track = FaceTrack(
        person=0,
        index=index,
        seconds=time_base.seconds[index],
        boxes=np.full((count, 4), np.nan, np.float32),
        landmarks=np.full((count, 0, 2), np.nan, np.float32),
        scheme="none",
        confidence=np.zeros(count, np.float32),
        valid=np.zeros(count, np.bool_),
        bridged=np.zeros(count, np.bool_),
        cuts=np.zeros(count, np.bool_),
    )
    unread = ReadValues.unread(count, len(system.spec.class_names))
    return assemble(time_base, track, [], unread, [], system)


def _span(time_base: TimeBase, track: FaceTrack, run: range) -> Span:
    """From the first frame of a run until the last one ceases to be shown."""
    times, after = time_base.seconds, int(track.index[run[-1]]) + 1
    fps = time_base.median_fps
    last = float(times[after]) if after < len(times) else float(times[-1]) + (1 / fps if fps else 0)
    onset = float(track.seconds[run[0]])
    return Span(onset, last - onset)


def _faces(
    count: int, track: FaceTrack, runs: Sequence[range]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Face and confidence of every frame; between two neighbours of one run a face is there."""
    face = np.zeros(count, np.bool_)
    confidence = np.zeros(count)
    for frames, positions in between_neighbours(count, track.index, runs):
        face[frames.start : frames.stop] = True
        known = track.index[positions.start : positions.stop]
        of = track.confidence[positions.start : positions.stop].astype(np.float64)
        # The last known frame's confidence holds until the next; nothing between is invented.
        held = np.searchsorted(known, np.arange(frames.start, frames.stop), side="right") - 1
        confidence[frames.start : frames.stop] = of[held]
    return face, confidence
