"""Feature maps as values: in memory, as they are drawn, and one unit of them over time.

Convention: a map has a row for each analysed frame (its position) and a column for each unit;
`LoadedMaps.index` says which frame of the recording a position is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.core.colour_limits import ColourLimits
from app.core.heat_map import HeatMap

TITLES = {
    "spatial": "Spatial stream",
    "temporal": "Temporal stream",
    "fused": "Fused",
    "gru": "GRU",
}
"""Maps by their name, in the order in which they are shown."""


class RowOrder(Enum):
    """In which order a map shows its units."""

    AS_IS = "As they are"
    BY_CORRELATION = "By correlation with the curve"
    CLUSTERED = "Clustered"


class ColumnValue(Enum):
    """What a pixel column shows of the frames it covers."""

    MEAN = "Means"
    STRONGEST = "Strongest values"


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
    columns : ColumnValue
        What a pixel column shows.
    """

    name: str
    heat: HeatMap
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]
    limits: ColourLimits
    diverging: bool
    order: NDArray[np.int64]
    unit: int | None = None
    columns: ColumnValue = ColumnValue.MEAN

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
