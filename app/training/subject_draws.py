"""Draws of subjects: shares and folds, by the seed and each name alone. Loads no torch."""

import hashlib
import math
from collections.abc import Iterable, Sequence

from app.core.errors import InputError
from app.training.labelled import PARTS, Part
from app.training.settings import SplitSettings

PASSAGES_HINT = (
    "choose “passages” to hold out the end of each recording instead (that shows how a network "
    "adapts to people it has seen, not how it does on others)"
)


def shares(subjects: Sequence[str], settings: SplitSettings) -> dict[str, Part]:
    """What each subject is for, by shares.

    Raises
    ------
    InputError
        Nobody is left to learn from.
    """
    drawn = shuffled(subjects, settings.seed)
    test, validation = (_count(share, len(drawn)) for share in (settings.test, settings.validation))
    if test + validation >= len(drawn):
        raise InputError(
            f"{len(drawn)} subjects are too few for training, validation and test; set the share "
            f"of one of them to 0, or {PASSAGES_HINT}."
        )
    return _assigned(drawn[test + validation :], drawn[test : test + validation], drawn[:test])


def fold(subjects: Sequence[str], settings: SplitSettings) -> dict[str, Part]:
    """What each subject is for when one fold is held out.

    Raises
    ------
    InputError
        There is no such fold, or nobody is left beside it.
    """
    alone = settings.kind == "leave-one-subject-out"
    folds = len(subjects) if alone else settings.folds
    if folds > len(subjects):
        raise InputError(
            f"{folds} folds need as many subjects, and there are {len(subjects)}; choose fewer."
        )
    if settings.fold >= folds:
        raise InputError(
            f"There is no fold {settings.fold}: they are counted from 0 to {folds - 1}."
        )
    # Left out one by one they go by name, so that a fold can be found again; folds are drawn.
    order = list(subjects) if alone else shuffled(subjects, settings.seed)
    held = order[settings.fold :: folds]
    rest = [each for each in shuffled(subjects, settings.seed) if each not in held]
    if not settings.validation:
        return _assigned(rest, held, ())
    validation = _count(settings.validation, len(rest))
    if validation >= len(rest):
        raise InputError(
            f"Beside the held-out fold there are {len(rest)} subjects, too few for training and "
            "validation; set the validation share to 0 to let the fold decide when to stop."
        )
    return _assigned(rest[validation:], rest[:validation], held)


def shuffled(subjects: Iterable[str], seed: int) -> list[str]:
    """Subjects in an order drawn by the seed, whatever order they come in."""
    return sorted(set(subjects), key=lambda each: (_draw(each, seed), each))


def _draw(subject: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\n{subject}".encode()).hexdigest()


def _count(share: float, of: int) -> int:
    return max(1, math.floor(share * of + 0.5)) if share > 0 else 0


def _assigned(
    training: Iterable[str], validation: Iterable[str], test: Iterable[str]
) -> dict[str, Part]:
    by_part = zip(PARTS, (training, validation, test), strict=True)
    return {subject: part for part, subjects in by_part for subject in subjects}
