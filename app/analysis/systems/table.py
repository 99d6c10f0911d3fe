"""The systems there are: a table of names and how each is made."""

from collections.abc import Callable, Mapping

import torch

from app.analysis.choices import DEMONSTRATION, UNVALIDATED
from app.analysis.systems import expression_baseline, mimamo
from app.analysis.systems.system import System
from app.core.errors import WeightsError
from app.faces.alignment import CROPS
from app.weights.find import FoundWeights, find_weights
from models.catalogue import DEFAULT
from models.checkpoint import load_model, load_published_trunk
from models.preprocessing import CROP_SIZE
from models.spec import NO_TRUNK
from models.trunk import Trunk

_TRUNK_WEIGHTS = {"resnet50_ferplus": "resnet50-ferplus"}


def _mimamo(weights: str | None, device: torch.device) -> System:
    found = find_weights(weights or DEFAULT)
    if found.kind != "mimamo":
        raise WeightsError(
            f"{found.path.name} holds no MIMAMO network ({found.kind}); choose others with "
            "--weights, or import published ones with: weights import FILE"
        )
    model = load_model(found.path)
    spec = model.card.architecture
    _check_crop(spec.crop, found)
    trunk, trunk_sha256 = model.trunk, model.sha256
    if trunk is None and spec.trunk != NO_TRUNK:
        trunk, trunk_sha256 = separate_trunk(spec.trunk)
    caution = "" if model.card.validated_on_people else _caution(found)
    return mimamo.Mimamo(model, trunk, trunk_sha256, caution, device)


def _check_crop(crop: str, found: FoundWeights) -> None:
    there_are = [name for name, known in CROPS.items() if known.size == CROP_SIZE]
    if crop not in there_are:
        raise WeightsError(
            f"{found.path.name} was trained on the crop '{crop}', which this version cannot cut "
            f"for it; there are {', '.join(there_are)}. Choose other weights with --weights."
        )


def _caution(found: FoundWeights) -> str:
    shipped = found.known is not None and found.known.shipped
    return DEMONSTRATION if shipped else UNVALIDATED


def separate_trunk(name: str) -> tuple[Trunk, str]:
    """A trunk that is kept in a file of its own, and the file's digest.

    Raises
    ------
    WeightsError
        There is no such trunk on this machine.
    """
    if name not in _TRUNK_WEIGHTS:
        raise WeightsError(f"These weights need the trunk {name}, and the file holds none.")
    found = find_weights(_TRUNK_WEIGHTS[name])
    return load_published_trunk(found.path), found.sha256


def _expression_baseline(weights: str | None, device: torch.device) -> System:
    return expression_baseline.ExpressionBaseline(weights, device)


SYSTEMS: Mapping[str, Callable[[str | None, torch.device], System]] = {
    mimamo.NAME: _mimamo,
    expression_baseline.NAME: _expression_baseline,
}


def make_system(name: str, weights: str | None, device: torch.device) -> System:
    """A system ready to predict.

    Raises
    ------
    WeightsError
        There is no system of that name, or its weights are missing, damaged or of another kind.
    """
    if name not in SYSTEMS:
        raise WeightsError(f"There is no system '{name}'; choose one of {', '.join(SYSTEMS)}.")
    return SYSTEMS[name](weights, device)
