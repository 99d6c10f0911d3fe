"""What the user can choose for an analysis: systems, their weights, devices. Loads no torch.

The systems themselves are made in ``app/analysis/systems/table.py``, which needs torch; lists and
cards are shown before that is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.core.errors import WeightsError
from app.weights.places import places
from app.weights.recognise import recognise
from models import catalogue
from models.card import ModelCard, read_card
from models.catalogue import Kind, KnownWeights
from models.errors import ModelError

Person = int | Literal["largest", "all"]
"""A number from 1, left to right at first appearance; the largest face; or everybody."""

DEVICES = ("auto", "cpu", "cuda", "mps")
"""What may be asked for; ``auto`` takes the first of cuda, mps, cpu that is there."""

DEMONSTRATION = "demonstration weights, not validated on people"
UNVALIDATED = "these weights were not validated on people"
STATIC_BASELINE = "static-expression baseline: no motion, weak on speech, not validated for affect"


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system as it is offered.

    Attributes
    ----------
    name : str
        As in ``--system``.
    title : str
        For people.
    description : str
        What it is, one sentence.
    kinds : tuple of str
        Kinds of weights it takes.
    weights : str
        Name of the weights it takes when nothing is chosen.
    caution : str
        The label of everything it predicts, whatever its weights; empty when that depends on them.
    """

    name: str
    title: str
    description: str
    kinds: tuple[Kind, ...]
    weights: str
    caution: str = ""


_ROWS = (
    SystemRow(
        "mimamo",
        "MIMAMO Net",
        "Two streams, the face's expression and its motion, read over 64 frames.",
        ("mimamo",),
        catalogue.DEFAULT,
    ),
    SystemRow(
        "expression-baseline",
        "Expression baseline",
        "The expression of each still face by itself, to compare with.",
        ("mini-xception",),
        "fer2013-mini-xception",
        STATIC_BASELINE,
    ),
)

SYSTEM_ROWS: Mapping[str, SystemRow] = {row.name: row for row in _ROWS}
"""Every system by its name, the default first."""


@dataclass(frozen=True, slots=True)
class AnalysisChoice:
    """Everything that decides an analysis, but the recording.

    Attributes
    ----------
    system : str
        Name of the system.
    weights : str or None
        A catalogue name or the path of a file; None for the system's default.
    device : str
        One of `DEVICES`.
    person : int, "largest" or "all"
        Whom to read.
    span : (float or None, float or None)
        Seconds from and to; None for the recording's own ends.
    """

    system: str = "mimamo"
    weights: str | None = None
    device: str = "auto"
    person: Person = "largest"
    span: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True)
class WeightsCard:
    """What is said of weights before they are used.

    Attributes
    ----------
    name : str
        For people.
    text : str
        What they are, and what for; a few sentences.
    licence : str
        As their publisher states it.
    caution : str
        The label of everything they predict; empty for validated weights.
    missing : tuple of KnownWeights
        What has to be fetched first; empty when all is here.
    fault : str
        Why they cannot be used, one sentence; empty when they can.
    """

    name: str
    text: str
    licence: str
    caution: str
    missing: tuple[KnownWeights, ...] = ()
    fault: str = ""


def weights_for(system: str) -> Iterator[KnownWeights]:
    """The known weights that a system takes."""
    kinds = SYSTEM_ROWS[system].kinds
    return (known for known in catalogue.KNOWN.values() if known.kind in kinds)


def weights_card(system: str, weights: str | None) -> WeightsCard:
    """What is said of weights; it raises nothing.

    A header is read at most, but for torch files, which need torch to be looked into.
    """
    row = SYSTEM_ROWS[system]
    known = catalogue.KNOWN.get(weights or row.weights)
    try:
        return _of_known(row, known) if known else _of_file(row, Path(str(weights)))
    except (WeightsError, ModelError, OSError) as error:
        name = known.name if known else Path(str(weights)).name
        text = str(error).rstrip(".")
        return WeightsCard(
            name, "", "", row.caution or UNVALIDATED, fault=f"{text[:1].upper()}{text[1:]}."
        )


def _of_known(row: SystemRow, known: KnownWeights) -> WeightsCard:
    text = f"{known.description} {known.intended_use}"
    missing = tuple(needed for needed in _needed(known) if next(places(needed), None) is None)
    place = next(places(known), None)
    validated, licence = known.validated_on_people, known.licence
    if place is not None and known.kind == "mimamo":
        card = read_card(place[0])
        validated, licence = card.validated_on_people, card.licence
    unproved = DEMONSTRATION if known.shipped else UNVALIDATED
    caution = row.caution or ("" if validated else unproved)
    return WeightsCard(known.name, text, licence, caution, missing)


def _needed(known: KnownWeights) -> tuple[KnownWeights, ...]:
    trunk = ("resnet50-ferplus",) if known.name == "mimamo-published" else ()
    return (known, *(catalogue.KNOWN[name] for name in trunk))


def _of_file(row: SystemRow, path: Path) -> WeightsCard:
    kind = recognise(path)
    if kind not in row.kinds:
        raise WeightsError(
            f"{path} holds no weights for {row.title}; choose another file, or import published "
            f"ones with: weights import FILE"
        )
    if kind != "mimamo":
        return WeightsCard(path.stem, row.description, "not stated", row.caution or UNVALIDATED)
    card = read_card(path)
    return WeightsCard(
        card.name, _text(card), card.licence, "" if card.validated_on_people else UNVALIDATED
    )


def _text(card: ModelCard) -> str:
    return f"{card.intended_use} Trained on: {card.training_data}"
