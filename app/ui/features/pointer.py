"""The mouse on a feature lane: it names the unit under it; a double click selects that unit."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.ui.timeline.feature_lane import FeatureLane
from app.ui.timeline.pointer import Pointer


class UnitPointer:
    """A press moves the playhead, as on every lane; see `LanePointer`.

    Parameters
    ----------
    lane : FeatureLane
        Is pointed at.
    told : callable
        Called when another unit is pointed at.
    select : callable
        Called with map and unit at a double click.
    """

    def __init__(
        self,
        lane: FeatureLane,
        told: Callable[[], object],
        select: Callable[[str, int], object],
    ) -> None:
        self._lane, self._told, self._select = lane, told, select

    def press(self, at: Pointer) -> bool:
        """Never takes hold."""
        return False

    def drag(self, at: Pointer) -> None:
        """Nothing is held."""

    def release(self, at: Pointer) -> None:
        """Nothing is held."""

    def cancel(self) -> None:
        """Nothing is held."""

    def double_click(self, at: Pointer) -> bool:
        """Select the unit."""
        unit = self._lane.unit_at(at.y, at.height)
        if unit is not None:
            self._select(self._lane.map, unit)
        return unit is not None

    def hover(self, at: Pointer | None) -> Qt.CursorShape | None:
        """Read another unit."""
        self._lane.pointed = None if at is None else self._lane.unit_at(at.y, at.height)
        self._told()
        return None
