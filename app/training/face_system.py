"""The fixed part of what is trained: crop, gray pictures and trunk, as the analysis has them.

What `analyze` kept with the same trunk is found again, for it is the same system that makes it.
"""

import hashlib
from dataclasses import replace

import torch

from app.analysis.systems.mimamo import NAME, Mimamo
from app.analysis.systems.table import make_system, separate_trunk
from app.core.errors import WeightsError
from app.training.settings import NetworkSettings
from app.weights.find import find_weights
from models.card import ModelCard
from models.catalogue import DEFAULT
from models.checkpoint import LoadedModel, load_model
from models.mimamo import MimamoNet
from models.spec import BOTH_STREAMS, NO_TRUNK, TRUNK_WIDTHS, ModelSpec
from models.trunk import Trunk

COMPACT = "compact"


def face_system(network: NetworkSettings, device: torch.device) -> Mimamo:
    """The system whose features are learnt from.

    Its crop and frame rate are those of the weights that training starts with, its trunk too where
    they have one; without weights to start with they are the catalogue's default.

    Raises
    ------
    WeightsError
        The weights are missing, or of another kind.
    """
    whole = _system(network.start or DEFAULT, device)
    spec = whole.architecture
    sees = "spatial" in spec.streams
    if sees == network.spatial and (network.start or spec.trunk == network.trunk or not sees):
        return whole
    if not network.spatial:
        return _made(_spec(spec, NO_TRUNK), None, "", device)
    trunk, sha256 = trunk_named(network.trunk)
    return _made(_spec(spec, network.trunk), trunk, sha256, device)


def trunk_named(name: str) -> tuple[Trunk, str]:
    """A trunk by its name, from the catalogue's default, and the digest of its file.

    Raises
    ------
    WeightsError
        There is none of that name on this machine.
    """
    if name != COMPACT:
        return separate_trunk(name)
    found = find_weights(DEFAULT)
    loaded = load_model(found.path)
    if loaded.trunk is None or loaded.card.architecture.trunk != name:
        raise WeightsError(f"{found.name} holds no trunk {name}; fetch the weights again.")
    return loaded.trunk, loaded.sha256


def _system(weights: str, device: torch.device) -> Mimamo:
    made = make_system(NAME, weights, device)
    if not isinstance(made, Mimamo):
        raise WeightsError(f"{weights} holds no MIMAMO network; choose other weights.")
    return made


def _spec(base: ModelSpec, trunk: str) -> ModelSpec:
    return replace(
        base,
        trunk=trunk,
        spatial_width=TRUNK_WIDTHS[trunk],
        streams=("temporal",) if trunk == NO_TRUNK else BOTH_STREAMS,
    )


def _made(spec: ModelSpec, trunk: Trunk | None, sha256: str, device: torch.device) -> Mimamo:
    """A system for its features alone; its head is never asked."""
    name = f"features-{spec.trunk}"
    card = ModelCard(name, spec, "nothing", "none", "Features for training.", False)
    digest = sha256 or hashlib.sha256(name.encode()).hexdigest()
    net = MimamoNet.from_spec(spec).eval()
    return Mimamo(LoadedModel(net, None, card, digest), trunk, sha256, "", device)
