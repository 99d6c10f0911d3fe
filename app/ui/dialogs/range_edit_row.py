"""A row of the table of edits of a range: what it works on, what it asks for, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.core.document import CurveAnnotation
from app.core.errors import EditError

Floats = NDArray[np.float64]
Setting = float | bool | str
Settings = Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Source:
    """A curve that values can be copied from.

    Attributes
    ----------
    id : str
        Tells it apart from the others.
    label : str
        For people: ``"Ben: arousal"``.
    dimension : str
        What it rates.
    values : float64 array (T,)
        On the frames of the recording.
    """

    id: str
    label: str
    dimension: str
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RangeTarget:
    """What an edit works on.

    Attributes
    ----------
    curve : CurveAnnotation
        Its state before.
    seconds : float64 array (T,)
        Presentation times.
    end : float
        When the last frame ceases to be shown.
    part : slice
        The frames, at least one.
    kind : {"selection", "curve", "frame"}
        How the part was chosen; the whole curve or a frame when nothing is selected.
    sources : tuple of Source
        What can be copied from, the likeliest first.
    """

    curve: CurveAnnotation
    seconds: Floats
    end: float
    part: slice
    kind: Literal["selection", "curve", "frame"] = "selection"
    sources: tuple[Source, ...] = ()

    @property
    def values(self) -> Floats:
        """All values of the curve, (T,)."""
        return self.curve.samples.values

    @property
    def span(self) -> float:
        """Width of the curve's range."""
        return self.curve.high - self.curve.low

    @property
    def dimension(self) -> str:
        """What the curve rates."""
        return self.curve.head.scheme

    @property
    def frame_step(self) -> float:
        """Median seconds from frame to frame."""
        return float(np.median(np.diff(self.seconds))) if self.seconds.size > 1 else 0.04

    @property
    def mean(self) -> float:
        """Of the known values of the part; the middle of the range when there are none."""
        known = self.values[self.part][~np.isnan(self.values[self.part])]
        return float(known.mean()) if known.size else (self.curve.low + self.curve.high) / 2

    def source(self, settings: Settings) -> Source:
        """The one that is chosen."""
        found = next((each for each in self.sources if each.id == settings.get("source")), None)
        if found is None:
            raise EditError("There is no other curve to copy from.")
        return found


@dataclass(frozen=True, slots=True)
class Number:
    """A number to give."""

    name: str
    label: str
    tip: str
    low: float
    high: float
    default: float
    step: float
    decimals: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some possibilities: pairs of a value and its text."""

    name: str
    label: str
    tip: str
    options: tuple[tuple[str, str], ...]
    default: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""

    name: str
    label: str
    tip: str
    default: bool


Parameter = Number | Choice | Switch


def _no_detail(target: RangeTarget, settings: Settings) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A row of the table.

    Attributes
    ----------
    id : str
        Of its action.
    kind : str
        In the history.
    title, verb, done : str
        Of the dialog, on its button, and in the summary: ``"Smoothed"``.
    about : str
        One sentence that explains it.
    parameters : callable
        What it asks for.
    apply : callable
        All values of the curve after it; may raise `EditError`.
    detail : callable
        What the summary says more after the dimension.
    alone : {"curve", "frame"}
        What it works on when nothing is selected.
    """

    id: str
    kind: str
    title: str
    verb: str
    done: str
    about: str
    parameters: Callable[[RangeTarget], tuple[Parameter, ...]]
    apply: Callable[[RangeTarget, Settings], Floats]
    detail: Callable[[RangeTarget, Settings], str] = _no_detail
    alone: Literal["curve", "frame"] = "curve"

    def summary(self, target: RangeTarget, settings: Settings, place: str) -> str:
        """What the history says of it."""
        detail = self.detail(target, settings)
        return f"{self.done} {target.dimension}{detail}, {place}"
