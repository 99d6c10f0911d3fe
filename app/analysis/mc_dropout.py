"""How sure the network is of a reading, by Monte-Carlo dropout (Gal and Ghahramani 2016).

A run is read several times with the network's own dropout left on: spatial blocks 0.3, maps of the
temporal stream 0.2 and its projection 0.3, fusion 0.5, between the recurrent layers 0.3, head 0.5.
Batch norms stay as they are after training. Every frame draws its own mask, as in training. The
deviation between the passes is the band.

What the band is not: it is no confidence interval, and nothing says that a person's own rating lies
in it with any probability. It knows nothing of a face found in the wrong place, of people unlike
those trained on, or of weights that learnt nothing; wide means only that the network's answer
hangs on few of its units. The trunk has no dropout, so what it sees is taken as certain.

The mean of the passes differs a little from the curve, which is read without dropout.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.assembly import ReadValues
from app.analysis.feature_maps import find_person, with_features
from app.analysis.pipeline import AnalysisRequest
from app.analysis.progress import Progress, Stage
from app.analysis.systems.system import Reading, System
from app.core.errors import InputError
from app.faces.detector import FaceDetector
from app.video.pyav_reader import open_recording

FEWEST, MOST = 2, 200
"""Passes that may be chosen."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Mean and deviation of several passes with dropout.

    Attributes
    ----------
    person : int
        Whose.
    passes : int
        How many.
    index : int64 array (T,)
        Recording frame index of each analysed frame.
    seconds : float64 array (T,)
        Presentation times.
    mean, deviation : float64 array (T, 2)
        Valence, arousal; of values that are not clamped; deviation with ``passes - 1``. NaN in
        gaps.
    """

    person: int
    passes: int
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


def read_uncertainty(
    request: AnalysisRequest,
    system: System,
    detector: FaceDetector,
    passes: int = 20,
    seed: int = 0,
) -> Generator[Progress, None, Uncertainty]:
    """Read one person ``passes`` times with dropout, from the features that are kept.

    Each value yielded is progress and a place to stop. The same seed gives the same band, on the
    same device.

    Raises
    ------
    InputError
        There is no face to be read, the system is another, or there are too few or too many
        passes.
    """
    if not FEWEST <= passes <= MOST:
        raise InputError(f"{passes} passes are not possible; choose {FEWEST} to {MOST}.")
    network = with_features(system).with_dropout()
    with open_recording(request.path) as reader:
        person = yield from find_person(reader, request, network, detector)
        track, total, done = person.track, sum(map(len, person.runs)), 0
        values = [ReadValues.unread(len(track), 0) for _ in range(passes)]
        for number, run in enumerate(person.runs):
            readers = [network.start_run() for _ in range(passes)]
            for step, batch in enumerate(person.features.of_run(run)):
                for place, of_pass in enumerate(readers):
                    with _draws(network.device, seed, number, place, step):
                        _take(values[place], run, of_pass.push(batch))
                done += len(batch["gray"])
                yield Progress(Stage.READING, done, total)
            for place, of_pass in enumerate(readers):
                with _draws(network.device, seed, number, place, len(run)):
                    _take(values[place], run, of_pass.finish())
    read = np.stack([of_pass.valence_arousal for of_pass in values])
    return Uncertainty(
        track.person, passes, track.index, track.seconds, read.mean(axis=0), read.std(0, ddof=1)
    )


def _take(values: ReadValues, run: range, readings: Sequence[Reading]) -> None:
    for reading in readings:
        values.take(run, reading)


@contextmanager
def _draws(device: torch.device, *numbers: int) -> Iterator[None]:
    """Random draws that depend on these numbers only; the process's own go on as they were."""
    seed = int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        yield
