"""The tables of a study in Markdown: ours with intervals, the paper's beside them, claims below.

Order of columns is the paper's: arousal, then valence.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.evaluation.intervals import Draws
from app.training.study.conditions import FLICKER, Comparison, Condition, Question, Row
from app.training.study.figures import Figure, Score, difference, figure, kept_better, verdict
from app.training.study.plan import StudyPlan
from app.training.study.results import Result

AROUSAL_VALENCE = ((1, "arousal"), (0, "valence"))

NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is finished of a study.

    Attributes
    ----------
    plan : StudyPlan
        What it was to be.
    results : mapping of str to mapping of int to Result
        Of each condition by name, by seed; those that are finished.
    """

    plan: StudyPlan
    results: Mapping[str, Mapping[int, Result]]

    def seeds(self, *conditions: Condition) -> list[int]:
        """Seeds that are finished of every one of some conditions."""
        found = [self.results.get(condition.name, {}) for condition in conditions]
        return [seed for seed in self.plan.seeds if all(seed in each for each in found)]

    def score(self, condition: Condition, seeds: Sequence[int], gamma: int = 0) -> Score:
        """The score of some finished seeds of a condition, at least one."""
        return Score.of([self.results[condition.name][seed] for seed in seeds], gamma)

    def draws(self) -> Draws:
        """Draws of test subjects that all figures share."""
        return Draws.of(self.plan.test, replicates=self.plan.resamples)

    def short_of(self, seeds: Sequence[int]) -> str:
        """Words for seeds that are missing; empty where none is."""
        missing, planned = len(self.plan.seeds) - len(seeds), len(self.plan.seeds)
        return f" ({missing} of {planned} seeds not run)" if missing else ""


def question_lines(question: Question, findings: Findings) -> Iterator[str]:
    """One table with its claims."""
    yield f"## {question.title}"
    yield question.text
    yield ""
    yield "| | arousal | valence | seeds: arousal | seeds: valence | paper: arousal | valence |"
    yield "|---|---|---|---|---|---|---|"
    for row in question.rows:
        yield _row(row, findings)
    yield ""
    yield from claim_lines(question.comparisons, findings)


def claim_lines(comparisons: Sequence[Comparison], findings: Findings) -> Iterator[str]:
    """What is claimed, the paired difference, and whether it is seen here."""
    yield "| claim | arousal: difference | | valence: difference | |"
    yield "|---|---|---|---|---|"
    for each in comparisons:
        yield _claim(each, compared(each, findings), findings)
    yield ""


def compared(comparison: Comparison, findings: Findings, gamma: int = 0) -> dict[str, Figure]:
    """The paired difference of each dimension under a spread of gamma by its position.

    It is empty where a side was not run.
    """
    sides = (comparison.better, comparison.worse)
    seeds = findings.seeds(*sides)
    if not seeds:
        return {}
    first, second = (findings.score(side, seeds, gamma) for side in sides)
    draws = findings.draws()
    return {name: difference(first, second, at, draws) for at, name in AROUSAL_VALENCE}


def gamma_lines(findings: Findings) -> Iterator[str]:
    """CCC of arousal and valence under each spread of gamma, and what is lost of it."""
    spreads = [f"b = {spread:g}" for spread in findings.plan.gammas]
    conditions = list(dict.fromkeys(c for each in FLICKER for c in (each.better, each.worse)))
    yield "## Light that flickers"
    yield (
        "Test frames only: each frame's gamma is drawn from [1 - b, 1 + b], nothing is trained "
        "with it."
    )
    yield ""
    for at, name in AROUSAL_VALENCE:
        yield f"| {name} | {' | '.join(spreads)} |"
        yield f"|---|{'---|' * len(spreads)}"
        for condition in conditions:
            yield _gamma_row(condition, at, findings)
        yield ""
    yield from _at_each_spread(findings, spreads)
    yield (
        "What is lost up to the largest spread says little where nothing is left of either; the "
        "differences above say more."
    )
    yield ""
    yield f"| lost from b = 0 to {spreads[-1]} | arousal: difference | | valence: difference | |"
    yield "|---|---|---|---|---|"
    for each in FLICKER:
        yield _claim(each, flickered(each, findings), findings)
    yield ""


def _at_each_spread(findings: Findings, spreads: Sequence[str]) -> Iterator[str]:
    """How much better phase difference reads than flow under the same spread."""
    yield f"| phase difference minus optical flow | {' | '.join(spreads)} |"
    yield f"|---|{'---|' * len(spreads)}"
    for each in FLICKER:
        found = [compared(each, findings, gamma) for gamma in range(len(spreads))]
        for _, name in AROUSAL_VALENCE:
            cells = [difference_cell(at[name]) if at else NOT_RUN for at in found]
            yield f"| {where_told(each.better)}: {name} | {' | '.join(cells)} |"
    yield ""


def flickered(comparison: Comparison, findings: Findings) -> dict[str, Figure]:
    """How much less the first loses than the second under the largest gamma, by dimension."""
    sides, last = (comparison.better, comparison.worse), len(findings.plan.gammas) - 1
    seeds = findings.seeds(*sides)
    if not seeds:
        return {}
    first, second = (
        (findings.score(side, seeds), findings.score(side, seeds, last)) for side in sides
    )
    draws = findings.draws()
    return {name: kept_better(first, second, at, draws) for at, name in AROUSAL_VALENCE}


def _claim(comparison: Comparison, found: Mapping[str, Figure], findings: Findings) -> str:
    cells = [
        f"{difference_cell(found[name])} | {verdict(found[name])}" if found else f"{NOT_RUN} | "
        for _, name in AROUSAL_VALENCE
    ]
    short = findings.short_of(findings.seeds(comparison.better, comparison.worse)) if found else ""
    return f"| {comparison.claim}{short} | {' | '.join(cells)} |"


def _row(row: Row, findings: Findings) -> str:
    seeds = findings.seeds(row.condition)
    paper = [f"{value:.3f}" for value in row.published] if row.published else ["", ""]
    if not seeds:
        return f"| {row.title} | {NOT_RUN} | {NOT_RUN} | | | {' | '.join(paper)} |"
    score = findings.score(row.condition, seeds)
    found = [figure(score, at, findings.draws()) for at, _ in AROUSAL_VALENCE]
    cells = [*map(figure_cell, found), *map(seeds_cell, found), *paper]
    return f"| {row.title}{findings.short_of(seeds)} | {' | '.join(cells)} |"


def _gamma_row(condition: Condition, dimension: int, findings: Findings) -> str:
    seeds, draws = findings.seeds(condition), findings.draws()
    cells = [
        figure_cell(figure(findings.score(condition, seeds, gamma), dimension, draws))
        if seeds
        else NOT_RUN
        for gamma in range(len(findings.plan.gammas))
    ]
    title = f"{where_told(condition)}: {condition.title}{findings.short_of(seeds)}"
    return f"| {title} | {' | '.join(cells)} |"


def where_told(condition: Condition) -> str:
    """Whether a stream reads alone or in a network."""
    return "alone" if condition.stage == "temporal" else "network"


def figure_cell(found: Figure) -> str:
    """A number with its interval."""
    return _with_interval(found, "")


def difference_cell(found: Figure) -> str:
    """A difference with its sign and its interval."""
    return _with_interval(found, "+")


def seeds_cell(found: Figure) -> str:
    """The lowest and the highest seed."""
    known = [value for value in found.seeds if not math.isnan(value)]
    return f"{min(known):.2f} to {max(known):.2f}" if known else "not defined"


def _with_interval(found: Figure, sign: str) -> str:
    if math.isnan(found.value):
        return "not defined"
    low, high = found.interval.low, found.interval.high
    if low is None or high is None:
        return f"{found.value:{sign}.2f}"
    return f"{found.value:{sign}.2f} [{low:{sign}.2f}, {high:{sign}.2f}]"
