"""How far a run is, gathered from its events. Loads no torch.

A run that was interrupted goes on from its last whole epoch, so events of one stage may tell an
epoch, or a part of it, twice: what is told later is what counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from app.training.events import (
    Ended,
    EpochDone,
    Event,
    Finished,
    Noticed,
    Prepared,
    Preparing,
    StageBegun,
    Stepped,
)

MOST_STEPS = 2000
"""More than a chart has pixels; what a window does with a run must not grow with its length."""


class RunState(Enum):
    """Where a run is."""

    GOING_ON = "going on"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class RunCourse:
    """What a run has told so far.

    Attributes
    ----------
    preparing : Preparing or None
        The latest of them.
    prepared : Prepared or None
        What there is to learn from.
    stage : StageBegun or None
        The present one, or the last.
    steps : tuple of Stepped
        In the order of training; of a long run neighbours are merged, so there are at most
        `MOST_STEPS`.
    epochs : tuple of EpochDone
        In the order of training.
    said : tuple of Event
        Everything but steps and the progress of preparing, as it was told.
    end : Finished, Ended or None
        None while it goes on, and when it was interrupted.
    """

    preparing: Preparing | None = None
    prepared: Prepared | None = None
    stage: StageBegun | None = None
    steps: tuple[Stepped, ...] = ()
    epochs: tuple[EpochDone, ...] = ()
    said: tuple[Event, ...] = ()
    end: Finished | Ended | None = None

    def after(self, events: Iterable[Event]) -> "RunCourse":
        """The course when more has been told."""
        found = _Gathering(self)
        for event in events:
            found.take(event)
        return found.course

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages that began, in their order."""
        names = (e.stage for e in self.said if isinstance(e, StageBegun | EpochDone))
        return tuple(dict.fromkeys(names))

    def of(self, stage: str) -> tuple[EpochDone, ...]:
        """The epochs of one stage."""
        return tuple(each for each in self.epochs if each.stage == stage)

    def best(self, stage: str) -> EpochDone | None:
        """The epoch of a stage that was better than all before it; None before the first."""
        return next((each for each in reversed(self.of(stage)) if each.is_best), None)

    @property
    def seconds_left(self) -> float | None:
        """For the whole run; None while not known, and when it is over."""
        return self.steps[-1].seconds_left if self.steps and self.end is None else None

    def state(self, *, alive: bool) -> RunState:
        """Where the run is, given whether its process lives."""
        if alive:
            return RunState.GOING_ON
        if isinstance(self.end, Finished):
            return RunState.FINISHED
        if self.end is None:
            return RunState.INTERRUPTED
        return RunState.CANCELLED if self.end.reason == "cancelled" else RunState.FAILED


def mean_ccc(by_dimension: Mapping[str, float | None]) -> float | None:
    """The mean of both dimensions; None where one is not defined."""
    values = list(by_dimension.values())
    known = [each for each in values if each is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


class _Gathering:
    """A course under change; lists, so that many events cost no copy each."""

    def __init__(self, course: RunCourse) -> None:
        self._preparing, self._prepared = course.preparing, course.prepared
        self._stage, self._end = course.stage, course.end
        self._steps, self._epochs = list(course.steps), list(course.epochs)
        self._said = list(course.said)

    @property
    def course(self) -> RunCourse:
        return RunCourse(
            self._preparing,
            self._prepared,
            self._stage,
            tuple(self._steps),
            tuple(self._epochs),
            tuple(self._said),
            self._end,
        )

    def take(self, event: Event) -> None:
        if not isinstance(event, Preparing | Stepped):
            self._said.append(event)
        if not isinstance(event, Noticed):
            self._end = event if isinstance(event, Finished | Ended) else None
        match event:
            case Preparing():
                self._preparing = event
            case Prepared():
                self._prepared = event
            case StageBegun():
                self._stage = event
            case Stepped():
                if self._is_again(event):
                    self._steps = [*_before(self._steps, event)]
                self._steps.append(event)
                if len(self._steps) > MOST_STEPS:
                    self._steps = _merged(self._steps)
            case EpochDone():
                self._epochs = [
                    each
                    for each in self._epochs
                    if each.stage != event.stage or each.epoch < event.epoch
                ]
                self._epochs.append(event)

    def _is_again(self, event: Stepped) -> bool:
        if not self._steps:
            return False
        last = self._steps[-1]
        return last.stage == event.stage and _place(last) >= _place(event)


def _before(steps: Iterable[Stepped], event: Stepped) -> Iterator[Stepped]:
    return (each for each in steps if each.stage != event.stage or _place(each) < _place(event))


def _merged(steps: list[Stepped]) -> list[Stepped]:
    """Pairs of neighbours within a stage become one, with their mean loss; the last one stays."""
    *earlier, last = steps
    found: list[Stepped] = []
    waiting: Stepped | None = None
    for step in earlier:
        if waiting is not None and waiting.stage == step.stage:
            found.append(replace(step, loss=(waiting.loss + step.loss) / 2))
            waiting = None
        else:
            found += [waiting] if waiting is not None else []
            waiting = step
    return [*found, *([waiting] if waiting is not None else []), last]


def _place(step: Stepped) -> tuple[int, int]:
    return step.epoch, step.step
