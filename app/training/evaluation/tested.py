"""Weights ready to be tested, and what their cards say. Loads torch."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from app.analysis.systems.mimamo import NAME, Mimamo
from app.analysis.systems.table import make_system
from app.core.errors import InputError, WeightsError
from app.training.evaluation.order import read_split
from app.training.evaluation.results import WeightsFacts
from app.training.predicting import ClipPredictor
from app.training.run_folder import RunFolder
from app.weights.find import FoundWeights, find_weights
from models.card import ModelCard, read_card


@dataclass(frozen=True, slots=True)
class TestedWeights:
    """Weights that are tested.

    Attributes
    ----------
    facts : WeightsFacts
        What is said of them; ``seen`` is filled in when it is known what they are tested on.
    system : Mimamo
        Makes features, and holds the network.
    predictor : ClipPredictor
        Reads clips of such features.
    trained_on : tuple of mapping
        Rows of ``recording``, ``sha256`` and ``subject``, as far as they are known.
    sees : tuple
        What features depend on: weights that see the same share them.
    """

    facts: WeightsFacts
    system: Mimamo
    predictor: ClipPredictor
    trained_on: tuple[dict[str, str], ...]
    sees: tuple[object, ...]


def load_tested(choices: Sequence[str], device: torch.device) -> list[TestedWeights]:
    """Weights by their names or files, each with a name of its own.

    Raises
    ------
    WeightsError
        They are missing, damaged, or hold no MIMAMO network.
    """
    found = [(find_weights(choice), _loaded(choice, device)) for choice in choices]
    names = _distinct(found)
    return [
        replace(tested, facts=replace(tested.facts, name=name))
        for name, (_, tested) in zip(names, found, strict=True)
    ]


def _loaded(choice: str, device: torch.device) -> TestedWeights:
    system = make_system(NAME, choice, device)
    if not isinstance(system, Mimamo):
        raise WeightsError(f"{choice} holds no MIMAMO network; choose other weights.")
    found = find_weights(choice)
    card = read_card(found.path)
    facts = WeightsFacts(
        name=card.name,
        sha256=system.card.weights_sha256,
        text=card.intended_use,
        training_data=card.training_data,
        licence=card.licence,
        caution=system.card.caution,
        parameters=system.card.parameters,
    )
    predictor = ClipPredictor(system.network, system.architecture)
    spec = system.architecture
    sees = (spec.crop, spec.rate_hz, spec.trunk, system.trunk_digest())
    return TestedWeights(facts, system, predictor, trained_on(found.path, card), sees)


def trained_on(path: Path, card: ModelCard) -> tuple[dict[str, str], ...]:
    """What weights were trained on: by their card, else by the run folder that they lie in."""
    split = card.extra.get("split")
    rows = split.get("training") if isinstance(split, dict) else None
    if isinstance(rows, list):
        return tuple(
            {str(key): str(value) for key, value in row.items()}
            for row in rows
            if isinstance(row, dict)
        )
    with suppress(InputError):
        return tuple(read_split(RunFolder(path.parent).split_file)["training"])
    return ()


def _distinct(found: Sequence[tuple[FoundWeights, TestedWeights]]) -> list[str]:
    """Names by which people tell them apart: the catalogue's or the card's, and the folder's."""
    names = [each.known.name if each.known else tested.facts.name for each, tested in found]
    longer = [
        name if names.count(name) == 1 else f"{each.path.parent.name}/{name}"
        for name, (each, _) in zip(names, found, strict=True)
    ]
    return [
        name if longer.count(name) == 1 else f"{name} ({longer[:i].count(name) + 1})"
        for i, name in enumerate(longer)
    ]
