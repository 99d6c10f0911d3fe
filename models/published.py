"""Weights as others published them: key names, conventions, and reading them safely.

Two files are known: the head of the MIMAMO network (``{"epoch", "state_dict"}``) and the trunk
``resnet50_ferplus_dag`` (a bare state dict). Both are PyTorch checkpoints; they are read with
``weights_only=True``, so code in them never runs. Whatever does not fit exactly is refused by name.
"""

import os
import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from models.errors import ModelError
from models.mimamo import MimamoNet
from models.resnet50 import ResNet50Trunk, published_trunk_keys
from models.spec import VALENCE_AROUSAL, ModelSpec

# Our name for each part of the released network; the rest of each key is the same.
_HEAD_PREFIXES = {
    "mlp.mlp.": "spatial.",
    "phasenet.conv_net.": "temporal.blocks.",
    "phasenet.fc.": "temporal.projection.",
    "transform.": "fusion.",
    "rnns.": "gru.",
    "classifier.": "head.",
}
_UNUSED_PREFIX = "phasenet.classifier."  # a head of the temporal stream alone; nothing uses it
_WRAPPER = "module."  # what DataParallel puts before every key
_COUNTER = ".num_batches_tracked"
_NAMED_KEYS = 5


def published_spec(
    recurrence: str = "windows", columns: tuple[str, str] = VALENCE_AROUSAL
) -> ModelSpec:
    """What the released weights were trained on.

    Parameters
    ----------
    recurrence : {"windows", "time"}
        The released code runs over windows; the paper says time.
    columns : tuple of str
        What the head's two columns are in the file.
    """
    fields: dict[str, object] = {
        "unwrap": "released",
        "recurrence": recurrence,
        "columns": tuple(columns),
        "crop": "openface-112",
    }
    return ModelSpec.from_dict(fields)


def load_published(
    path: Path, recurrence: str, columns: tuple[str, str] = VALENCE_AROUSAL
) -> MimamoNet:
    """The released network of two streams, in evaluation mode.

    Parameters
    ----------
    path : Path
        The published ``.pth.tar``.
    recurrence : {"windows", "time"}
        ``"windows"`` to reproduce the released code; there is no default, because the choice
        changes every prediction.
    columns : tuple of str
        What columns 0 and 1 of the head are in the file. The network always gives valence, then
        arousal: its columns are exchanged when the file has them the other way round.

    Raises
    ------
    ModelError
        When the file is no checkpoint, holds code, or its keys or shapes do not fit.
    OSError
        When the file cannot be read.
    """
    spec = published_spec(recurrence, columns)
    published = read_state_dict(path)
    net = MimamoNet.from_spec(spec)
    expected = {_published_head_key(key): key for key in net.state_dict()}
    unused = [key for key in published if key.startswith(_UNUSED_PREFIX)]
    tensors = {key: tensor for key, tensor in published.items() if key not in unused}
    load_exactly(net, tensors, expected, f"{path.name} as the released MIMAMO network")
    order_columns(net, spec.columns)
    return net.eval()


def load_published_trunk(path: Path) -> ResNet50Trunk:
    """The ResNet-50 trunk of the released weights, ``resnet50_ferplus_dag``, in evaluation mode.

    Raises
    ------
    ModelError
        When the file is no checkpoint, holds code, or its keys or shapes do not fit.
    OSError
        When the file cannot be read.
    """
    trunk = ResNet50Trunk()
    what = f"{path.name} as the trunk resnet50_ferplus_dag"
    load_exactly(trunk, read_state_dict(path), published_trunk_keys(), what)
    return trunk.eval()


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """Tensors by name from a PyTorch checkpoint, read without running code.

    Takes a bare state dict or one under ``"state_dict"``, with or without the prefix ``module.``.

    Raises
    ------
    ModelError
        When the file is no checkpoint, holds code, or holds no tensors by name.
    OSError
        When the file cannot be read.
    """
    content = _read_checkpoint(path)
    if isinstance(content, Mapping) and isinstance(content.get("state_dict"), Mapping):
        content = content["state_dict"]
    if not isinstance(content, Mapping) or not content:
        raise ModelError(f"{path.name} is a PyTorch file, but it holds no tensors by name")
    strange = [key for key, value in content.items() if not _is_plain_tensor(value)]
    if strange:
        raise ModelError(f"{path.name} holds other things than tensors: {some_of(strange)}")
    tensors = {str(key): tensor for key, tensor in content.items()}
    if all(key.startswith(_WRAPPER) for key in tensors):
        tensors = {key.removeprefix(_WRAPPER): tensor for key, tensor in tensors.items()}
    return tensors


def load_exactly(
    module: nn.Module, tensors: Mapping[str, Tensor], names: Mapping[str, str], what: str
) -> None:
    """Load tensors into a module, refusing whatever does not fit.

    Parameters
    ----------
    module : torch.nn.Module
        What is filled.
    tensors : mapping of str to tensor
        By their names in the file.
    names : mapping of str to str
        From every name in the file to the module's key.
    what : str
        File and purpose, for the message.

    Raises
    ------
    ModelError
        When a name is missing or unknown, a shape differs or a value is not finite. Only the
        counters of batches may be missing, which nothing uses.
    """
    state = module.state_dict()
    missing = [key for key in names if key not in tensors and not key.endswith(_COUNTER)]
    unknown = [key for key in tensors if key not in names]
    misshapen = [
        f"{key} {tuple(tensors[key].shape)} instead of {tuple(state[ours].shape)}"
        for key, ours in names.items()
        if key in tensors and tensors[key].shape != state[ours].shape
    ]
    broken = [key for key, tensor in tensors.items() if not bool(tensor.isfinite().all())]
    faults = {"missing": missing, "unknown": unknown, "shape": misshapen, "not finite": broken}
    found = [f"{fault}: {some_of(keys)}" for fault, keys in faults.items() if keys]
    if found:
        raise ModelError(f"cannot use {what}, because keys do not fit ({'; '.join(found)})")
    module.load_state_dict({**state, **{names[key]: tensors[key] for key in tensors}})


def order_columns(net: MimamoNet, columns: tuple[str, str]) -> None:
    """Exchange the head's two columns, in place, unless they are valence, arousal already."""
    if tuple(columns) == VALENCE_AROUSAL:
        return
    with torch.no_grad():
        for tensor in net.head.state_dict().values():
            if tensor.ndim:
                tensor.copy_(tensor.flip(0))


def some_of(keys: list[str]) -> str:
    """The first few keys, and how many more there are."""
    shown = ", ".join(str(key) for key in keys[:_NAMED_KEYS])
    more = len(keys) - _NAMED_KEYS
    return f"{shown} and {more} more" if more > 0 else shown


def _published_head_key(ours: str) -> str:
    for published, prefix in _HEAD_PREFIXES.items():
        if ours.startswith(prefix):
            return published + ours.removeprefix(prefix)
    raise KeyError(ours)


def _is_plain_tensor(value: object) -> bool:
    if not isinstance(value, Tensor) or value.layout != torch.strided:
        return False
    return not value.is_quantized and not value.is_complex()


def _read_checkpoint(path: Path) -> object:
    try:
        with warnings.catch_warnings():  # about pickle protocols; the refusal below says enough
            warnings.simplefilter("ignore")
            return torch.load(os.fspath(path), map_location="cpu", weights_only=True)
    except OSError:
        raise
    except pickle.UnpicklingError as error:
        if "GLOBAL" in str(error):  # the pickle instruction that names a function or class
            raise ModelError(
                f"{path.name} holds pickled code, which is never run; ask for a file that holds "
                f"only tensors"
            ) from None
        raise ModelError(f"{path.name} is not a PyTorch checkpoint, or it is damaged") from None
    except Exception:  # a damaged pickle fails in every way that Python knows
        raise ModelError(f"{path.name} is not a PyTorch checkpoint, or it is damaged") from None
