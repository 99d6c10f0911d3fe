"""What a run begins with: network, trunk and the conventions that its weights will carry."""

from dataclasses import dataclass

import torch

from app.core.errors import InputError, WeightsError
from app.training.face_system import COMPACT, trunk_named
from app.training.settings import NetworkSettings, TrainingSettings
from app.weights.find import find_weights
from models.checkpoint import load_model
from models.mimamo import MimamoNet
from models.spec import BOTH_STREAMS, NO_TRUNK, TRUNK_WIDTHS, ModelSpec, Stream
from models.trunk import Trunk


@dataclass(frozen=True, slots=True)
class Beginning:
    """A network before its first step.

    Attributes
    ----------
    net : MimamoNet
        On the CPU.
    trunk : Trunk or None
        To be stored with the weights; None where it has a file of its own, or there is none.
    spec : ModelSpec
        The conventions of the weights, which stay with them.
    origin : str
        Where the weights come from, in words, for the card.
    """

    net: MimamoNet
    trunk: Trunk | None
    spec: ModelSpec
    origin: str


def begin(settings: TrainingSettings) -> Beginning:
    """The network of a run: random weights of its seed, or those it starts from.

    Raises
    ------
    WeightsError
        The weights to start from, or those of the trunk, are missing or of another kind.
    InputError
        They are of another architecture than the settings ask for.
    ModelError
        Their file is damaged.
    """
    if settings.network.start:
        return _from_weights(settings.network)
    torch.manual_seed(settings.seed)
    spec = spec_of(settings)
    return Beginning(MimamoNet.from_spec(spec), _trunk(spec), spec, "random weights")


def spec_of(settings: TrainingSettings) -> ModelSpec:
    """The conventions of a network that starts from random weights."""
    network = settings.network
    trunk = network.trunk if network.spatial else NO_TRUNK
    if trunk not in TRUNK_WIDTHS:
        raise InputError(
            f"There is no trunk '{trunk}'; choose one of {', '.join(list(TRUNK_WIDTHS)[:-1])}."
        )
    return ModelSpec(
        trunk=trunk,
        spatial_width=TRUNK_WIDTHS[trunk],
        num_phase=network.differences,
        window=settings.window,
        streams=_streams(network),
        temporal_input="phase-difference" if network.temporal == "none" else network.temporal,
    )


def _streams(network: NetworkSettings) -> tuple[Stream, ...]:
    wanted = {"spatial": network.spatial, "temporal": network.temporal != "none"}
    return tuple(stream for stream in BOTH_STREAMS if wanted[stream])


def _from_weights(network: NetworkSettings) -> Beginning:
    found = find_weights(network.start)
    if found.kind != "mimamo":
        raise WeightsError(
            f"{found.path.name} holds no MIMAMO network ({found.kind}), so training cannot start "
            "from it; choose other weights, or import published ones with: weights import FILE"
        )
    model = load_model(found.path)
    spec = model.card.architecture
    _check_same(network, spec, found.name)
    return Beginning(model.net, model.trunk, spec, f"{model.card.name} (sha256 {found.sha256})")


def _check_same(network: NetworkSettings, spec: ModelSpec, name: str) -> None:
    asked: dict[str, object] = {"streams": _streams(network)}
    has: dict[str, object] = {"streams": spec.streams}
    if "temporal" in spec.streams:
        asked |= {"temporal": network.temporal, "differences": network.differences}
        has |= {"temporal": spec.temporal_input, "differences": spec.num_phase}
    for key, value in asked.items():
        if value != has[key]:
            raise InputError(
                f"The weights {name} are of another architecture: {key} is {_words(has[key])} "
                f"there and {_words(value)} in the settings; change the settings or the weights."
            )


def _words(value: object) -> str:
    return " and ".join(value) if isinstance(value, tuple) else str(value)


def _trunk(spec: ModelSpec) -> Trunk | None:
    """What is stored with the weights: the compact trunk; the large one has a file of its own."""
    return trunk_named(spec.trunk)[0] if spec.trunk == COMPACT else None
