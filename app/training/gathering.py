"""Features of runs gathered into views in memory, and how far that is."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from app.analysis.features import PersonFeatures
from app.training.clips import ClipView


@dataclass(slots=True)
class Course:
    """Progress through passes over the same frames.

    Attributes
    ----------
    frames : int
        Frames analysed.
    passes : int
        How often they are gone through.
    at : int
        The present pass, from 0.
    """

    frames: int
    passes: int
    at: int = 0

    def place(self, done: int, of: int) -> tuple[int, int]:
        """How much is done of how much, for ``done`` of the present pass."""
        share = min(done, of) / of if of else 1.0
        return int(self.frames * (self.at + share)), self.frames * self.passes


def gathered(
    features: PersonFeatures, runs: Sequence[range], views: int, course: Course
) -> Generator[tuple[int, int], None, list[list[ClipView]]]:
    """The views of each run; gives how much is done of how much, a place to stop.

    Several views have features numbered as `app.training.views.ViewedFaces` gives them.
    """
    total, before, found = sum(map(len, runs)), 0, []
    for run in runs:
        rooms = [Room(len(run)) for _ in range(views)]
        for batch in features.of_run(run):
            for number, room in enumerate(rooms):
                room.take(batch, f".{number}" if views > 1 else "")
            yield course.place(before + rooms[0].filled, total)
        before += len(run)
        found.append([room.view() for room in rooms])
    course.at += 1
    return found


class Room:
    """One view of a run while its batches come."""

    def __init__(self, length: int) -> None:
        self._gray = np.empty((length, 48, 48), np.uint8)
        self._spatial = np.empty((length, 0), np.float16)
        self.filled = 0

    def take(self, batch: Mapping[str, torch.Tensor], suffix: str) -> None:
        """Keep the next frames."""
        gray, spatial = batch[f"gray{suffix}"], batch.get(f"spatial{suffix}")
        if spatial is not None and not self.filled:
            self._spatial = np.empty((len(self._gray), spatial.shape[1]), np.float16)
        rows = slice(self.filled, self.filled + len(gray))
        self._gray[rows] = gray.cpu().numpy()
        if spatial is not None:
            self._spatial[rows] = spatial.cpu().numpy()
        self.filled += len(gray)

    def view(self) -> ClipView:
        """What was kept."""
        return ClipView(self._gray, self._spatial)
