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

Every pass is kept once it is whole: work that was stopped goes on at the pass it was in, and more
passes of one seed begin with those that are there.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.assembly import ReadValues
from app.analysis.feature_maps import FoundPerson, find_person, with_features
from app.analysis.kept_band import FEWEST, MOST, Uncertainty, band_folder, keep_band
from app.analysis.pipeline import AnalysisRequest
from app.analysis.progress import Progress, Stage
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.system import Reading, System
from app.core.errors import InputError
from app.faces.detector import FaceDetector
from app.video.pyav_reader import open_recording

Floats = NDArray[np.float64]


def read_uncertainty(
    request: AnalysisRequest,
    system: System,
    detector: FaceDetector,
    passes: int = 20,
    seed: int = 0,
) -> Generator[Progress, None, Uncertainty]:
    """Read one person ``passes`` times with dropout, from the features that are kept.

    Each value yielded is progress, in frames of all passes, and a place to stop. The same seed
    gives the same band, on the same device.

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
        frames, spread = sum(map(len, person.runs)), Spread(len(person.track))
        yield Progress(Stage.READING, 0, frames * passes)
        for number in range(passes):
            work, done = _pass(person, network, seed, number), number * frames
            values = yield from _counted(work, done, frames * passes)
            spread.take(values)
            yield Progress(Stage.READING, done + frames, frames * passes)
        card = network.card
        found = Uncertainty(
            video=request.path.name,
            person=person.track.person,
            system=network.spec.name,
            weights=card.weights,
            weights_sha256=card.weights_sha256,
            passes=passes,
            seed=seed,
            index=person.track.index,
            seconds=person.track.seconds,
            runs=person.runs,
            mean=spread.mean,
            deviation=spread.deviation,
        )
        keep_band(person.cache, band_folder(person.name), found)
    return found


class Spread:
    """Mean and deviation of arrays (T, 2) that come one after the other (Welford 1962).

    Attributes
    ----------
    mean : float64 array (T, 2)
        Of those taken so far.
    """

    def __init__(self, count: int) -> None:
        self.mean: Floats = np.zeros((count, 2))
        self._squares: Floats = np.zeros((count, 2))
        self._taken = 0

    def take(self, values: Floats) -> None:
        """Add one; NaN stays NaN."""
        self._taken += 1
        before = values - self.mean
        self.mean = self.mean + before / self._taken
        self._squares = self._squares + before * (values - self.mean)

    @property
    def deviation(self) -> Floats:
        """Standard deviation of two or more, with one degree of freedom less."""
        return np.sqrt(self._squares / (self._taken - 1))


def _counted(
    work: Generator[int, None, Floats], done: int, total: int
) -> Generator[Progress, None, Floats]:
    while True:
        try:
            read = next(work)
        except StopIteration as end:
            values: Floats = end.value
            return values
        yield Progress(Stage.READING, done + read, total)


def _pass(
    person: FoundPerson, network: Mimamo, seed: int, number: int
) -> Generator[int, None, Floats]:
    """One reading, or what is kept of it; gives the frames read so far."""
    name = f"{band_folder(person.name)}/pass-{number:03d}-seed-{seed}"
    kept, count = person.cache.load(name), len(person.track)
    if kept is not None and "values" in kept and kept["values"].shape == (count, 2):
        return np.asarray(kept["values"], np.float64)
    values, done = ReadValues.unread(count, 0), 0
    for place, run in enumerate(person.runs):
        reader = network.start_run()
        for step, batch in enumerate(person.features.of_run(run)):
            with _draws(network.device, seed, place, number, step):
                _take(values, run, reader.push(batch))
            done += len(batch["gray"])
            yield done
        with _draws(network.device, seed, place, number, len(run)):
            _take(values, run, reader.finish())
    # The network computes in float32, so nothing is lost.
    person.cache.save(name, {"values": values.valence_arousal.astype(np.float32)})
    return values.valence_arousal


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
