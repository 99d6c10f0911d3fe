"""Checkpoints: tensors and model card in one safetensors file.

Tensors of the network are named ``net.<key>``, those of the trunk ``trunk.<key>``, the card stands
in the file's header. Weights may be stored in 16 bits; they are always loaded in 32. The columns
of the head are stored in the order the card's architecture names; a loaded network always gives
valence, then arousal.

The same network and card always give the same bytes, so a file is known by its sha256.
"""

import copy
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor

from models.card import METADATA_KEY, ModelCard, card_in_header, read_card
from models.errors import ModelError
from models.mimamo import MimamoNet
from models.published import (
    load_exactly,
    load_published,
    load_published_trunk,
    order_columns,
    some_of,
)
from models.spatial_stream import TRUNKS, build_trunk
from models.spec import ModelSpec
from models.trunk import Trunk

__all__ = [
    "LoadedModel",
    "load_model",
    "load_published",
    "load_published_trunk",
    "read_card",
    "save_model",
]

_NET, _TRUNK = "net.", "trunk."


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network as it came from a file.

    Attributes
    ----------
    net : MimamoNet
        In evaluation mode, float32, on the CPU; gives valence, then arousal.
    trunk : Trunk or None
        In evaluation mode; None where the file holds none (the card names it).
    card : ModelCard
        What the file says of itself.
    sha256 : str
        Of the file, 64 hexadecimal digits.
    """

    net: MimamoNet
    trunk: Trunk | None
    card: ModelCard
    sha256: str


def save_model(
    path: Path,
    model: MimamoNet,
    trunk: Trunk | None,
    card: ModelCard,
    *,
    half: bool = False,
) -> str:
    """Write a checkpoint, all or nothing.

    Parameters
    ----------
    path : Path
        Replaced atomically if it exists.
    model : MimamoNet
        Gives valence, then arousal.
    trunk : Trunk or None
        Stored too when given; leave it out when it comes from a file of its own.
    card : ModelCard
        Its architecture must be that of the network and the trunk.
    half : bool
        Store weights in 16 bits: half the size, relative error 5e-4. Statistics of batch norms and
        values that 16 bits cannot hold stay in 32.

    Returns
    -------
    str
        The sha256 of the file.

    Raises
    ------
    ValueError
        When card, network and trunk do not belong together.
    OSError
        When the file cannot be written; nothing is left behind.
    """
    _require_same_architecture(model, trunk, card.architecture)
    stored = copy.deepcopy(model)
    order_columns(stored, card.architecture.columns)
    tensors = {_NET + key: tensor for key, tensor in stored.state_dict().items()}
    if trunk is not None:
        tensors |= {_TRUNK + key: tensor for key, tensor in trunk.state_dict().items()}
    packed = {key: _packed(key, tensor, half) for key, tensor in sorted(tensors.items())}
    content = safetensors.torch.save(packed, metadata={METADATA_KEY: card.to_json()})
    _replace(path, content)
    return hashlib.sha256(content).hexdigest()


def load_model(path: Path) -> LoadedModel:
    """Read a checkpoint of ours.

    Raises
    ------
    ModelError
        When the file is damaged, has no card, or its tensors are not those of the architecture in
        its card; the message names the keys.
    OSError
        When the file cannot be read.
    """
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    card = card_in_header(content[8 : 8 + length], path.name)
    try:
        tensors = safetensors.torch.load(content)
    except (SafetensorError, KeyError, ValueError, RuntimeError):
        raise ModelError(f"{path.name} is damaged; copy or fetch it again") from None
    named = {prefix: _without(prefix, tensors) for prefix in (_NET, _TRUNK)}
    if strange := [key for key in tensors if not key.startswith((_NET, _TRUNK))]:
        raise ModelError(f"{path.name} holds tensors that no part uses: {some_of(strange)}")
    return LoadedModel(
        net=_load_net(named[_NET], card.architecture, path.name),
        trunk=_load_trunk(named[_TRUNK], card.architecture, path.name),
        card=card,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _load_net(tensors: Mapping[str, Tensor], spec: ModelSpec, name: str) -> MimamoNet:
    net = MimamoNet.from_spec(spec)
    load_exactly(net, tensors, {key: key for key in net.state_dict()}, f"the network in {name}")
    order_columns(net, spec.columns)
    return net.eval()


def _load_trunk(tensors: Mapping[str, Tensor], spec: ModelSpec, name: str) -> Trunk | None:
    if not tensors:
        return None
    if spec.trunk not in TRUNKS:
        raise ModelError(f"{name} holds a trunk ({some_of(list(tensors))}), but its card says none")
    trunk = build_trunk(spec.trunk)
    what = f"the trunk {spec.trunk} in {name}"
    load_exactly(trunk, tensors, {key: key for key in trunk.state_dict()}, what)
    return trunk.eval()


def _require_same_architecture(model: MimamoNet, trunk: Trunk | None, spec: ModelSpec) -> None:
    pairs = {
        "spatial_width": (model.spatial_width, spec.spatial_width),
        "num_phase": (model.num_phase, spec.num_phase),
        "recurrence": (model.recurrence, spec.recurrence),
        "streams": (model.streams, spec.streams),
        "trunk": (spec.trunk if trunk is None else trunk.name, spec.trunk),
    }
    for name, (actual, described) in pairs.items():
        if actual != described:
            raise ValueError(f"the card says {name} {described!r}, the network has {actual!r}")


def _packed(key: str, tensor: Tensor, half: bool) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    if not tensor.is_floating_point():
        return tensor
    tensor = tensor.float()
    if not bool(tensor.isfinite().all()):
        raise ValueError(f"{key} holds values that are not finite; such a network is not saved")
    small = tensor.half()
    is_statistic = ".running_" in key
    return small if half and not is_statistic and bool(small.isfinite().all()) else tensor


def _without(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): t for k, t in tensors.items() if k.startswith(prefix)}


def _replace(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that the target is whole at any moment."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
