"""Curves that grow: blocks of values become timeline tracks before the analysis is done.

What is not known yet is NaN. Frames between two analysed ones of a run are interpolated as in the
finished track; the values are the same.
"""

import numpy as np
from numpy.typing import NDArray

from app.analysis.progress import PredictedBlock
from app.core.recording import Recording
from app.core.resample import fill_between
from app.core.track import ContinuousTrack, Provenance
from app.session.tracks import ShownTrack, TrackKey
from app.ui.controllers.analysis_work import Prepared

DIMENSIONS = ("valence", "arousal")


def track_key(provenance: Provenance, person: int, dimension: str) -> TrackKey:
    """What a track is; a newer result of the same key takes its place."""
    return (provenance.system, provenance.weights_sha256, person, dimension)


class PartialTracks:
    """The values of one analysis under way, for whenever its recording is on screen."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._blocks: list[PredictedBlock] = []
        self._values: dict[int, NDArray[np.float64]] = {}
        self._ends: dict[int, PredictedBlock] = {}
        self._taken = 0

    def take(self, blocks: tuple[PredictedBlock, ...]) -> None:
        """Note values that became known."""
        self._blocks += blocks

    def keys(self) -> set[TrackKey]:
        """The tracks that were shown."""
        made_by = self._prepared.provenance
        return {track_key(made_by, person, name) for person in self._values for name in DIMENSIONS}

    def shown(self, recording: Recording) -> list[ShownTrack]:
        """Everything known so far, on the frames of the recording."""
        seconds = recording.time_base.seconds
        for block in self._blocks[self._taken :]:
            self._fill(block, seconds)
        self._taken = len(self._blocks)
        made_by = self._prepared.provenance
        return [
            ShownTrack(
                key=track_key(made_by, person, name),
                label=self._prepared.label,
                track=ContinuousTrack(name, seconds, values[:, column].copy(), made_by),
                person=person,
                caution=self._prepared.caution,
            )
            for person, values in self._values.items()
            for column, name in enumerate(DIMENSIONS)
        ]

    def _fill(self, block: PredictedBlock, seconds: NDArray[np.float64]) -> None:
        values = self._values.setdefault(block.person, np.full((len(seconds), 2), np.nan))
        # A damaged recording may show more frames than its packets promised.
        inside = block.index < len(seconds)
        index, known = block.index[inside], block.valence_arousal[inside]
        before = self._ends.get(block.person)
        self._ends[block.person] = block
        if before is not None and _adjoin(before.index, index):
            index = np.concatenate([before.index[-1:], index])
            known = np.concatenate([before.valence_arousal[-1:], known])
        if index.size:
            values[index[0] : index[-1] + 1] = fill_between(seconds, index, known)


def _adjoin(before: NDArray[np.int64], after: NDArray[np.int64]) -> bool:
    """Whether one block goes on where the other ended, one analysed frame later."""
    steps = np.diff(after) if after.size > 1 else np.diff(before)
    return bool(steps.size and after.size and after[0] - before[-1] == steps[0])
