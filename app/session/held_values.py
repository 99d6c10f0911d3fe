"""What a rater holds: the handle of the slider, or the point on the affect plane."""

from collections.abc import Sequence
from typing import ClassVar

from psygnal import Signal

from app.core.scheme import DimensionScheme
from app.session.annotations import Annotations
from app.session.rated_curves import Mode, axis_of, modes_of

COARSE, FINE = 0.025, 0.005
"""Share of the range that a press of an arrow key moves the handle, and with Shift."""


class HeldValues:
    """One value for each dimension of the mode, within its range whatever is asked.

    Parameters
    ----------
    annotations : Annotations
        Say what may be rated, and in which range.

    Signals
    -------
    changed()
        Other dimensions, ranges or labels.
    moved()
        Other values.
    """

    changed: ClassVar[Signal] = Signal()
    moved: ClassVar[Signal] = Signal()

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self._modes: tuple[Mode, ...] = ()
        self._mode: Mode = ()
        self._axes: tuple[DimensionScheme, ...] = ()
        self._values: tuple[float, ...] = ()
        self._fixed = False
        self._look_again()
        for signal in (
            annotations.changed,
            annotations.active_changed,
            annotations.schemes_changed,
            annotations.rater_changed,
        ):
            signal.connect(self._look_again)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """What may be rated."""
        return self._modes

    @property
    def mode(self) -> Mode:
        """Names of the dimensions that are rated; to the right, then upwards, on the plane."""
        return self._mode

    @property
    def axes(self) -> tuple[DimensionScheme, ...]:
        """Range and labels of each."""
        return self._axes

    @property
    def values(self) -> tuple[float, ...]:
        """What is held now, each within its axis."""
        return self._values

    def choose(self, mode: Mode) -> None:
        """Rate other dimensions; not while a take is made of these."""
        if mode != self._mode and not self._fixed:
            self._mode = mode
            self._look_again(fresh=True)

    def fix(self, axes: tuple[DimensionScheme, ...] | None) -> None:
        """Keep to the axes of a take that begins; None when it is over."""
        self._fixed = axes is not None
        if axes is None:
            self._look_again()
        else:
            self._show(axes)

    def hold(self, values: Sequence[float]) -> None:
        """Take other values."""
        clamped = tuple(
            min(max(float(value), axis.low), axis.high)
            for value, axis in zip(values, self._axes, strict=True)
        )
        if clamped != self._values:
            self._values = clamped
            self.moved.emit()

    def nudge(self, axis: int, way: int, *, fine: bool = False) -> None:
        """Move one value a little, up (1) or down (-1)."""
        values, scheme = list(self._values), self._axes[axis]
        values[axis] += way * (FINE if fine else COARSE) * (scheme.high - scheme.low)
        # Steps back and forth meet: no dust of binary fractions.
        values[axis] = round(values[axis], 9)
        self.hold(values)

    def _look_again(self, *, fresh: bool = False) -> None:
        modes = modes_of(self._annotations)
        if self._fixed:
            return
        if self._mode not in modes:
            self._mode = modes[0] if modes else ()
            fresh = True
        axes = tuple(axis_of(self._annotations, dimension) for dimension in self._mode)
        if fresh:
            self._values = tuple(axis.middle for axis in axes)
        if fresh or axes != self._axes or modes != self._modes:
            self._modes = modes
            self._show(axes)

    def _show(self, axes: tuple[DimensionScheme, ...]) -> None:
        self._axes = axes
        self._values = tuple(
            min(max(value, axis.low), axis.high)
            for value, axis in zip(self._values, axes, strict=True)
        )
        self.changed.emit()
        self.moved.emit()
