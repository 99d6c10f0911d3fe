"""Settings of a network that starts from weights: as those were trained. Loads no torch."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from app.core.errors import WeightsError
from app.training.settings import NetworkPart, NetworkSettings, TemporalInput
from app.weights.places import places
from models.card import read_card
from models.catalogue import KNOWN
from models.errors import ModelError
from models.spec import ModelSpec


def network_from(start: str, train: Sequence[NetworkPart]) -> NetworkSettings:
    """Settings that go on from weights, with their streams and their input.

    Weights that cannot be looked into keep the defaults; whoever starts from them says why.
    """
    spec = architecture_of(start)
    if spec is None:
        return NetworkSettings(start=start, train=tuple(train))
    temporal: TemporalInput = spec.temporal_input if "temporal" in spec.streams else "none"
    return NetworkSettings(
        start=start,
        train=tuple(train),
        temporal=temporal,
        spatial="spatial" in spec.streams,
        differences=spec.num_phase,
        trunk=spec.trunk if "spatial" in spec.streams else NetworkSettings().trunk,
    )


def architecture_of(weights: str) -> ModelSpec | None:
    """What weights carry, by the card in their header; None where there is none to read."""
    known = KNOWN.get(weights)
    try:
        path = next(places(known))[0] if known is not None else Path(weights)
        about = path.stat()
        return _architecture(path, about.st_mtime_ns, about.st_size)
    except (StopIteration, ModelError, WeightsError, OSError):
        return None


@lru_cache(maxsize=64)
def _architecture(path: Path, changed: int, size: int) -> ModelSpec | None:
    """Read once as long as the file is the same: a page of choices asks at every click."""
    return read_card(path).architecture
