"""What predicts: the one protocol that every system keeps.

A system is crops in, valence and arousal out. It has two steps, because they have different fates:
``features`` looks at each crop by itself, costs nearly all of the time and is cached; a
``RunReader`` reads the features of one run of usable face in order, and is cheap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from app.core.track import Provenance

Features = Mapping[str, torch.Tensor]
"""Per-frame tensors by name, each (N, ...), on the system's device."""


@dataclass(frozen=True, slots=True)
class SystemSpec:
    """What a system needs.

    Attributes
    ----------
    name : str
        As in ``--system``.
    crop : str
        Name of the aligned crop, a key of ``app.faces.alignment.CROPS``.
    rate_hz : float
        Frames a second it wants to see; faster recordings are decimated.
    batch : int
        Crops per call of ``features``.
    class_names : tuple of str
        Expression classes whose probabilities it gives; empty without.
    """

    name: str
    crop: str
    rate_hz: float
    batch: int
    class_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemCard:
    """What a system is and is not, for people.

    Attributes
    ----------
    title : str
        A short name for people.
    weights : str
        Name of the weights.
    weights_sha256 : str
        Digest of the weights file.
    validated : bool
        Whether these weights were validated on people.
    caution : str
        The label that goes wherever its predictions go; empty for validated weights.
    text : str
        The card in a few sentences.
    parameters : mapping
        Conventions that decide the result, for provenance and for the cache's key.
    features : mapping
        What features of a crop depend on, for the name under which they are kept: weights that
        agree in it share them. Empty where they depend on the weights file and all parameters.
    """

    title: str
    weights: str
    weights_sha256: str
    validated: bool
    caution: str
    text: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    features: Mapping[str, object] = field(default_factory=dict)

    def seeing(self, how: Mapping[str, object]) -> "SystemCard":
        """The same of features that are made in another way, which ``how`` tells apart."""
        features = {**self.features, **how} if self.features else {}
        return replace(self, parameters={**self.parameters, **how}, features=features)


@dataclass(frozen=True, slots=True)
class Reading:
    """Values that are known for some frames of a run; later ones replace earlier ones.

    Attributes
    ----------
    start : int
        Position of the first value in the run.
    valence_arousal : float64 array (n, 2)
        As the network gives them, not clamped.
    class_probabilities : float64 array (n, K) or None
        For systems with classes.
    features : mapping of str to float32 array (n, 256), or None
        Feature maps of the same frames by name (``spatial``, ``temporal``, ``fused``, ``gru``, as
        far as the system has them), where they were asked for; `analyze` does not.
    """

    start: int
    valence_arousal: NDArray[np.float64]
    class_probabilities: NDArray[np.float64] | None = None
    features: Mapping[str, NDArray[np.float32]] | None = None


class RunReader(Protocol):
    """Reads one run of usable face, frame by frame in order."""

    def push(self, features: Features) -> list[Reading]:
        """Take the next frames; give what is known now."""

    def finish(self) -> list[Reading]:
        """The run has ended; give the rest."""

    def whole(self) -> tuple[float, float]:
        """Valence and arousal of the run as a whole (utterance level), after ``finish``."""


class FeatureMaker(Protocol):
    """Crops in, per-frame features out: the costly half of a system."""

    @property
    def spec(self) -> SystemSpec:
        """What it needs."""

    @property
    def card(self) -> SystemCard:
        """What it is and is not."""

    @property
    def device(self) -> torch.device:
        """Where it runs."""

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Per-frame features of RGB crops (N, S, S, 3)."""


class System(FeatureMaker, Protocol):
    """Crops in, valence and arousal out."""

    def start_run(self) -> RunReader:
        """A reader for the next run of usable face."""


def provenance(system: System) -> Provenance:
    """What goes with every track the system makes."""
    card = system.card
    return Provenance(
        system=system.spec.name,
        weights=card.weights,
        weights_sha256=card.weights_sha256,
        validated=card.validated,
        parameters=dict(card.parameters),
    )
