"""What a chart over epochs shows, as plain values: lines, ticks, marks. Nothing is drawn here.

Convention: x is in epochs since the run began, over all stages; the end of an epoch is a whole
number. A value that is not defined is NaN, and breaks its line.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.training.events import EpochDone
from app.training.following import FollowedRun
from app.training.run_course import RunCourse, mean_ccc

DIMENSIONS = ("valence", "arousal")
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes
    ----------
    name : str
        For people.
    points : tuple of (float, float)
        By x; y may be NaN.
    colour : str
        A name of `Theme`, or ``"rater N"``.
    dashed : bool
        Thin and dashed, as what is of second rank.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line with a word.

    Attributes
    ----------
    x : float
        Where.
    text : str
        Beside it.
    faint : bool
        Whether it only divides.
    """

    x: float
    text: str
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything of one chart.

    Attributes
    ----------
    title : str
        What is upright, with its unit.
    lines : tuple of Line
        In the order of the legend.
    marks : tuple of Mark
        Best epochs and beginnings of stages.
    low, high : float
        Of the upright axis.
    last : float
        Right end, in epochs, above 0.
    """

    title: str
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    low: float = 0.0
    high: float = 1.0
    last: float = 1.0

    @property
    def ticks(self) -> tuple[float, ...]:
        """Values that are written beside the upright axis: three to six."""
        return ticks_between(self.low, self.high, 4)

    @property
    def epochs(self) -> tuple[float, ...]:
        """Whole epochs that are written below, from 1."""
        return tuple(each for each in ticks_between(0, self.last, 6, least=1.0) if each >= 1)


def ticks_between(low: float, high: float, most: int, least: float = 0.0) -> tuple[float, ...]:
    """Round values from low to high, at most ``most + 1``, in steps of at least ``least``."""
    span = high - low
    step = next((s for s in _STEPS if s >= least and span / s <= most), max(span / most, least))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(k * step, 6) for k in range(first, last + 1))


def loss_chart(course: RunCourse) -> Chart:
    """The loss while it learns: of some batches, and the mean of each epoch."""
    begins = beginnings(course)
    steps = tuple(
        (begins.get(each.stage, 0) + each.epoch - 1 + each.step / max(1, each.steps), each.loss)
        for each in course.steps
    )
    epochs = tuple((begins[e.stage] + e.epoch, e.loss) for e in course.epochs)
    lines = (Line("batches", thinned(steps), "faint", dashed=True), Line("epoch", epochs, "text"))
    high = max([1.0, *(y for line in lines for _, y in line.points if y == y)])
    return Chart("Loss, 1 \N{MINUS SIGN} CCC", lines, _stages(begins), 0.0, high, _last(course))


def ccc_chart(course: RunCourse) -> Chart:
    """CCC of training and validation by dimension, with the best epoch of each stage."""
    begins = beginnings(course)
    lines = []
    for part, dashed in (("validation", False), ("training", True)):
        for name in DIMENSIONS:
            points = tuple(
                (begins[e.stage] + e.epoch, _value(getattr(e, part).get(name)))
                for e in course.epochs
            )
            lines.append(Line(f"{name}, {part}", points, name, dashed))
    found = [course.best(stage) for stage in course.stages]
    best = tuple(Mark(begins[e.stage] + e.epoch, "best") for e in found if e is not None)
    marks = (*_stages(begins), *best)
    return Chart("CCC", tuple(lines), marks, _lowest(lines), 1.0, _last(course))


def comparison_chart(runs: Sequence[FollowedRun]) -> Chart:
    """The mean validation CCC of the last stage of each run."""
    lines = tuple(
        Line(run.name, _means(run.course), f"rater {number}") for number, run in enumerate(runs)
    )
    last = max([1.0, *(x for line in lines for x, _ in line.points)])
    return Chart("CCC, mean, validation", lines, (), _lowest(lines), 1.0, last)


def beginnings(course: RunCourse) -> dict[str, int]:
    """Epochs before each stage."""
    before, found = 0, {}
    for stage in course.stages:
        found[stage] = before
        before += max([0, *(each.epoch for each in course.of(stage))])
    return found


def thinned(
    points: Sequence[tuple[float, float]], most: int = 600
) -> tuple[tuple[float, float], ...]:
    """Means of neighbours, so that no more points are drawn than there are pixels."""
    width = math.ceil(len(points) / most) if points else 1
    groups = (points[k : k + width] for k in range(0, len(points), width))
    return tuple((group[-1][0], sum(y for _, y in group) / len(group)) for group in groups)


def described(chart: Chart) -> str:
    """The last value of every line, for those who do not see it."""
    ends = ((line.name, line.points[-1][1]) for line in chart.lines if line.points)
    values = (f"{name}: {value:.3f}" if value == value else f"{name}: none" for name, value in ends)
    return f"{chart.title}. " + "; ".join(values)


def _means(course: RunCourse) -> tuple[tuple[float, float], ...]:
    last: Iterable[EpochDone] = course.of(course.stages[-1]) if course.stages else ()
    return tuple((float(each.epoch), _value(mean_ccc(each.validation))) for each in last)


def _stages(begins: dict[str, int]) -> tuple[Mark, ...]:
    """One stage needs no name: it is the run."""
    if len(begins) < 2:
        return ()
    return tuple(Mark(before, stage, faint=True) for stage, before in begins.items())


def _lowest(lines: Iterable[Line]) -> float:
    """0, or lower where a curve is: rounded down to a quarter."""
    found = min([0.0, *(y for line in lines for _, y in line.points if y == y)])
    return max(-1.0, math.floor(found * 4) / 4)


def _last(course: RunCourse) -> float:
    """As far as the present stage can go."""
    begins = beginnings(course)
    ends = [begins[e.stage] + e.epoch for e in course.epochs]
    planned = [begins[e.stage] + e.epochs for e in course.epochs[-1:] if course.end is None]
    begun = [begins.get(e.stage, 0) + e.epoch for e in course.steps[-1:]]
    return float(max([1, *ends, *planned, *begun]))


def _value(ccc: float | None) -> float:
    return math.nan if ccc is None else ccc
