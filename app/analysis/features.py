"""Second pass over a recording: aligned crops of one person, and a system's features of them."""

from collections.abc import Generator, Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.cache import AnalysisCache
from app.analysis.face_search import batch_size
from app.analysis.prefetch import prefetch
from app.analysis.systems.system import FeatureMaker, Features
from app.core.errors import InputError
from app.core.face_track import FaceTrack
from app.faces.alignment import crop_matrices, cut
from app.video.reader import FrameReader

BLOCK = 64
"""Frames kept as one entry of the cache; a multiple of every system's batch."""


class PersonFeatures:
    """The features of one person's runs of usable face, computed once and kept.

    Features are always handed out in batches of ``system.spec.batch`` counted from the start of
    the run, fresh or kept, so a run read from the cache gives the same bytes as a fresh one.
    ``margin`` pixels more are cut on every side of the crops, for makers of features that choose
    among several views of a face.
    """

    def __init__(
        self,
        reader: FrameReader,
        track: FaceTrack,
        step: int,
        system: FeatureMaker,
        cache: AnalysisCache,
        cache_name: str,
        margin: int = 0,
    ) -> None:
        if BLOCK % system.spec.batch:
            raise ValueError(f"a system's batch must divide {BLOCK}, not {system.spec.batch}")
        self._reader = reader
        self._track = track
        self._step = step
        self._system = system
        self._cache = cache
        self._cache_name = cache_name
        self._crop = system.spec.crop
        self._margin = margin
        self._matrices = crop_matrices(track, self._crop)

    def of_run(self, run: range, first: int = 0) -> Generator[Features, None, None]:
        """Features of a run of positions, batch after batch.

        Parameters
        ----------
        run : range
            Positions among the analysed frames.
        first : int
            How many frames of the run to leave out at its beginning; a multiple of ``BLOCK``.
        """
        if first % BLOCK:
            raise ValueError(f"a run can be entered at multiples of {BLOCK}, not at {first}")
        position = run.start + first
        for block in range(first, len(run), BLOCK):
            kept = self._cache.load(self._block_name(run, block))
            if kept is None:
                break
            yield from self._batches_of(kept)
            position = run.start + min(block + BLOCK, len(run))
        if position < run.stop:
            yield from self._fresh(run, position)

    def _batches_of(self, kept: object) -> Iterator[Features]:
        tensors = {
            name: torch.from_numpy(np.array(array))
            for name, array in kept.items()  # type: ignore[attr-defined]
        }
        count = len(next(iter(tensors.values())))
        size = self._system.spec.batch
        for start in range(0, count, size):
            yield {
                name: tensor[start : start + size].to(self._system.device)
                for name, tensor in tensors.items()
            }

    def _fresh(self, run: range, position: int) -> Iterator[Features]:
        gathered: list[Features] = []
        size = self._system.spec.batch
        block = position - run.start
        crops = prefetch(self._crops(range(position, run.stop), size))
        try:
            for batch in crops:
                features = self._system.features(batch)
                gathered.append(features)
                yield features
                done = sum(len(next(iter(part.values()))) for part in gathered)
                if done == BLOCK or block + done == len(run):
                    self._keep(run, block, gathered)
                    block += done
                    gathered = []
        finally:
            crops.close()

    def _keep(self, run: range, block: int, gathered: list[Features]) -> None:
        arrays = {
            name: torch.cat([part[name] for part in gathered]).cpu().numpy() for name in gathered[0]
        }
        self._cache.save(self._block_name(run, block), arrays)

    def _block_name(self, run: range, block: int) -> str:
        return f"{self._cache_name}/{run.start:07d}-{len(run):07d}-{block // BLOCK:06d}"

    def _crops(self, positions: range, size: int) -> Iterator[NDArray[np.uint8]]:
        waiting: list[NDArray[np.uint8]] = []
        for crop in self.crops(positions):
            waiting.append(crop)
            if len(waiting) == size:
                yield np.stack(waiting)
                waiting = []
        if waiting:
            yield np.stack(waiting)

    def crops(self, positions: range) -> Iterator[NDArray[np.uint8]]:
        """Aligned crops (S, S, 3) of positions with a usable face, one by one."""
        index = self._track.index
        batches = self._reader.batches(
            start=int(index[positions[0]]),
            stop=int(index[positions[-1]]) + 1,
            step=self._step,
            size=batch_size(self._reader),
        )
        expected = iter(positions)
        for batch in batches:
            for image, frame in zip(batch.images, batch.index, strict=True):
                position = next(expected, None)
                if position is None or index[position] != frame:
                    raise self._changed()
                yield cut(image, self._matrices[position], self._crop, margin=self._margin)
        if next(expected, None) is not None:
            raise self._changed()

    def _changed(self) -> InputError:
        return InputError(
            f"{self._reader.recording.path} gave other frames at the second reading than at the "
            "first; it may be damaged or still being written. Copy it anew and try again."
        )
