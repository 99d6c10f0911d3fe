"""What is to be evaluated on what, as one frozen value. Loads no torch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import InputError
from app.core.evaluation.intervals import REPLICATES
from app.training.evaluation.results import EvaluatedPart
from app.training.labelled import PARTS
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, SplitSettings

GAMMA_BOUNDS = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Strengths of changing light that the study goes through."""


@dataclass(frozen=True, slots=True)
class EvaluationOrder:
    """Everything that decides an evaluation.

    Attributes
    ----------
    weights : tuple of str
        Names of the catalogue or files, at least one.
    source : SourceSettings
        Where labels come from and how they are put on frames.
    split : SplitSettings or None
        How subjects are divided; None where everything is taken.
    part : str
        Which part is tested on; ``"all"`` needs no split.
    listed : mapping of str to tuple of str
        Names of recordings by part, as a run was divided; empty to divide anew by ``split``.
    device : str
        One of `app.analysis.choices.DEVICES`.
    gamma : tuple of float
        Strengths b of changing light to try, 0 <= b < 1; empty for no such study.
    seed, replicates : int
        Of the draws of subjects that intervals are made of, and of the gammas.
    """

    weights: tuple[str, ...]
    source: SourceSettings
    split: SplitSettings | None = None
    part: EvaluatedPart = "all"
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    device: str = "auto"
    gamma: tuple[float, ...] = ()
    seed: int = 1
    replicates: int = REPLICATES

    def __post_init__(self) -> None:
        """Check the promises above."""
        if not self.weights:
            raise ValueError("at least one weights file is evaluated")
        if self.part != "all" and self.split is None:
            raise ValueError(f"a split is needed to take its {self.part} part")
        if any(not 0 <= bound < 1 for bound in self.gamma):
            raise ValueError(f"strengths of changing light lie from 0 to below 1, not {self.gamma}")

    @property
    def is_passages(self) -> bool:
        """Whether the part is the end of each recording, and not recordings."""
        return self.part != "all" and self.split is not None and self.split.kind == "passages"


def of_run(
    folder: RunFolder,
    *,
    part: EvaluatedPart | None = None,
    others: Sequence[str] = (),
    device: str = "auto",
    gamma: tuple[float, ...] = (),
) -> EvaluationOrder:
    """The order to evaluate the best weights of a run on the run's own split.

    Parameters
    ----------
    folder : RunFolder
        Of the run.
    part : str, optional
        By default the test part where there is one, else validation.
    others : sequence of str
        Weights to compare with.
    device, gamma
        As in `EvaluationOrder`.

    Raises
    ------
    InputError
        There is no run in the folder, it has no weights yet, or its list of the split was changed.
    """
    settings = folder.settings()
    if not folder.best.is_file():
        raise InputError(f"The run {folder.name} has no weights yet; let it go on, or start anew.")
    listed = {name: each for name, each in read_split(folder.split_file).items() if each}
    chosen = part or ("test" if listed.get("test") else "validation")
    if chosen != "all" and not listed.get(chosen):
        raise InputError(f"The run {folder.name} has no {chosen} part; choose another part.")
    return EvaluationOrder(
        weights=(str(folder.best), *others),
        source=settings.source,
        split=settings.split,
        part=chosen,
        listed={} if settings.split.kind == "passages" else _names(listed),
        device=device,
        gamma=gamma,
    )


def read_split(path: Path) -> dict[str, list[dict[str, str]]]:
    """Who was for what in a run: rows of ``recording``, ``sha256`` and ``subject`` by part.

    Raises
    ------
    InputError
        There is no such file, or it was changed into something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {part: [_row(each) for each in found.get(part, [])] for part in PARTS}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(
            f"{path} does not say who was learnt from; start a new run, or put back the file as "
            "it was written."
        ) from None


def _row(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(fields[name]) for name in ("recording", "sha256", "subject")}


def _names(listed: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, tuple[str, ...]]:
    return {part: tuple(row["recording"] for row in rows) for part, rows in listed.items()}
