"""What the network made of the recording on screen: its feature maps, and how they are looked at.

Convention: a map has a row for each analysed frame (its position) and a column for each unit;
`LoadedMaps.index` says which frame of the recording a position is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import Signal

from app.core.colour_limits import ColourLimits, limits_by_hand, limits_of
from app.core.heat_map import HeatMap
from app.core.unit_ranking import RankedUnit, as_they_are

TITLES = {
    "spatial": "Spatial stream",
    "temporal": "Temporal stream",
    "fused": "Fused",
    "gru": "GRU",
}
"""Maps by their name, in the order in which they are shown."""

PERCENTILES = (1.0, 99.0)
_BOTH_SIGNS = 0.1
"""Share of the larger limit that the smaller one has at least, where zero is in the middle."""


class RowOrder(Enum):
    """In which order a map shows its units."""

    AS_IS = "As they are"
    BY_CORRELATION = "By correlation with the curve"
    CLUSTERED = "Clustered"


@dataclass(frozen=True, slots=True)
class LoadedMap:
    """One map in memory.

    Attributes
    ----------
    heat : HeatMap
        The values.
    levels : float32 array (L,)
        Evenly spaced quantiles of a sample of its values, which limits are made of; empty where it
        is all gaps.
    """

    heat: HeatMap
    levels: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedMaps:
    """The maps of one person.

    Attributes
    ----------
    person : int
        Whose.
    label : str
        System and weights, for people.
    index : int64 array (T,)
        Recording frame of each position.
    seconds : float64 array (T,)
        Its presentation time.
    maps : mapping
        By name; they may come one after the other.
    """

    person: int
    label: str
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    maps: Mapping[str, LoadedMap]


@dataclass(frozen=True, slots=True, eq=False)
class ShownMap:
    """A map as it is to be drawn.

    Attributes
    ----------
    name : str
        As in `TITLES`.
    heat : HeatMap
        The values.
    index, seconds : arrays (T,)
        As in `LoadedMaps`.
    limits : ColourLimits
        Of the colours.
    diverging : bool
        Whether zero is the middle of the colours.
    order : int64 array (U,)
        The unit that each row shows, from the top.
    unit : int or None
        The selected unit, if it is of this map.
    """

    name: str
    heat: HeatMap
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    limits: ColourLimits
    diverging: bool
    order: NDArray[np.int64]
    unit: int | None = None

    @property
    def title(self) -> str:
        """For people."""
        return TITLES.get(self.name, self.name)

    def position_of(self, frame: int) -> int | None:
        """The analysed frame that is shown at a frame of the recording; None outside the map."""
        at = int(np.searchsorted(self.index, frame, side="right")) - 1
        step = int(self.index[1] - self.index[0]) if len(self.index) > 1 else 1
        return at if at >= 0 and frame < self.index[-1] + step else None

    def value(self, frame: int, unit: int) -> float:
        """A unit at a frame of the recording; NaN in a gap."""
        at = self.position_of(frame)
        return float("nan") if at is None else float(self.heat.values(at, at + 1)[0, unit])


@dataclass(frozen=True, slots=True, eq=False)
class UnitCourse:
    """A unit over time, to be drawn over the curves.

    Attributes
    ----------
    label : str
        Which one, for people.
    seconds, values : float64 array (T,)
        NaN in a gap.
    low, high : float
        Least and greatest value, ``low < high``: the lane's height.
    """

    label: str
    seconds: NDArray[np.float64]
    values: NDArray[np.float64]
    low: float
    high: float


class Features:
    """The maps that are loaded, and how they are looked at.

    Signals
    -------
    changed()
        Something is to be drawn otherwise.
    """

    changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self._loaded: LoadedMaps | None = None
        self._names: frozenset[str] = frozenset(TITLES)
        self._percentiles = PERCENTILES
        self._by_hand: dict[str, ColourLimits] = {}
        self._orders: dict[str, NDArray[np.int64]] = {}
        self._rankings: dict[str, tuple[RankedUnit, ...]] = {}
        self._row_order = RowOrder.AS_IS
        self._unit: tuple[str, int] | None = None
        self._course: UnitCourse | None = None
        self._shown: tuple[ShownMap, ...] | None = None

    # What there is.

    @property
    def loaded(self) -> LoadedMaps | None:
        """What is in memory."""
        return self._loaded

    @property
    def names(self) -> Sequence[str]:
        """Maps in memory, in their order."""
        there = self._loaded.maps if self._loaded is not None else {}
        return [name for name in TITLES if name in there]

    @property
    def shown(self) -> tuple[ShownMap, ...]:
        """The maps to be drawn; the same objects until something changes."""
        if self._shown is None:
            self._shown = tuple(
                self._made(name, self._loaded)
                for name in self.names
                if name in self._names and self._loaded is not None
            )
        return self._shown

    def map(self, name: str) -> ShownMap | None:
        """A map as it is drawn, or would be if it were chosen; None where it is not loaded."""
        if self._loaded is None or name not in self._loaded.maps:
            return None
        return next((each for each in self.shown if each.name == name), None) or self._made(
            name, self._loaded
        )

    def load(self, loaded: LoadedMaps | None) -> None:
        """Take maps, or let them go; what was chosen stays while they are of one reading."""
        before = self._loaded
        if loaded is None or before is None or before.index is not loaded.index:
            self._by_hand, self._orders, self._rankings = {}, {}, {}
            self._unit = self._course = None
        self._loaded = loaded
        self._tell()

    # How they are looked at.

    def is_chosen(self, name: str) -> bool:
        """Whether a map is to be drawn once it is there."""
        return name in self._names

    def choose(self, name: str, *, shown: bool) -> None:
        """Draw a map, or not."""
        names = self._names | {name} if shown else self._names - {name}
        if names != self._names:
            self._names = names
            self._tell()

    @property
    def percentiles(self) -> tuple[float, float]:
        """Where the colours of all maps end that have no limits by hand."""
        return self._percentiles

    def limit_by_percentiles(self, low: float, high: float) -> None:
        """Take colour limits of all maps by percentile, typed ones too.

        Raises
        ------
        InputError
            They cross.
        """
        limits_by_hand(low, high)
        self._percentiles, self._by_hand = (low, high), {}
        self._tell()

    def limit_by_hand(self, name: str, low: float, high: float) -> None:
        """Take the colour limits of a map as they are typed.

        Raises
        ------
        InputError
            They cross, or are no numbers.
        """
        self._by_hand[name] = limits_by_hand(low, high)
        self._tell()

    def is_by_hand(self, name: str) -> bool:
        """Whether the limits of a map were typed."""
        return name in self._by_hand

    @property
    def row_order(self) -> RowOrder:
        """The order of units that is wanted."""
        return self._row_order

    def sort(self, order: RowOrder) -> None:
        """Want another order; until it is found, units stand as they are."""
        if order is not self._row_order:
            self._row_order, self._orders = order, {}
            self._tell()

    def take_order(self, order: RowOrder, name: str, rows: NDArray[np.int64]) -> None:
        """An order was found; it is used if it is still wanted."""
        if order is self._row_order:
            self._orders[name] = rows
            self._tell()

    def rank(self, name: str, ranking: tuple[RankedUnit, ...]) -> None:
        """Take how the units of a map go with the curve; empty when no curve is chosen."""
        self._rankings[name] = ranking
        self._tell()

    def ranking(self, name: str) -> tuple[RankedUnit, ...]:
        """Units of a map by their correlation with the curve; empty while it is not known."""
        return self._rankings.get(name, ())

    # The selected unit.

    @property
    def unit(self) -> tuple[str, int] | None:
        """Map and number of the selected unit."""
        return self._unit

    @property
    def course(self) -> UnitCourse | None:
        """The selected unit over time."""
        return self._course

    def select(self, name: str, unit: int | None) -> None:
        """Select a unit of a map; None for none."""
        wanted = None if unit is None else (name, unit)
        if wanted != self._unit:
            self._unit = wanted
            self._course = self._course_of(wanted)
            self._tell()

    def _course_of(self, wanted: tuple[str, int] | None) -> UnitCourse | None:
        if wanted is None or self._loaded is None:
            return None
        name, unit = wanted
        values = self._loaded.maps[name].heat.curve(unit)
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        if low == high:  # constant: a line in the middle
            low, high = low - 1.0, high + 1.0
        label = f"{TITLES.get(name, name)} unit {unit}"
        return UnitCourse(label, self._loaded.seconds, values, low, high)

    def _made(self, name: str, loaded: LoadedMaps) -> ShownMap:
        one = loaded.maps[name]
        limits = self._by_hand.get(name) or limits_of(one.levels, *self._percentiles)
        diverging = _has_both_signs(limits)
        if diverging and name not in self._by_hand:
            largest = max(-limits.low, limits.high)
            limits = replace(limits, low=-largest, high=largest)
        order = self._orders.get(name)
        unit = self._unit[1] if self._unit is not None and self._unit[0] == name else None
        rows = as_they_are(one.heat.units) if order is None else order
        return ShownMap(name, one.heat, loaded.index, loaded.seconds, limits, diverging, rows, unit)

    def _tell(self) -> None:
        self._shown = None
        self.changed.emit()


def _has_both_signs(limits: ColourLimits) -> bool:
    """Zero is the middle where both signs count for something; typed limits must be even."""
    smaller, larger = sorted((-limits.low, limits.high))
    return limits.low < 0 < limits.high and smaller >= _BOTH_SIGNS * larger
