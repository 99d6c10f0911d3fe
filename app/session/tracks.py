"""The tracks of the recording that is open, and how each is shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from psygnal import Signal

from app.core.track import ContinuousTrack

TrackKey = tuple[str, str, int, str]
"""System, digest of its weights, person, dimension."""


@dataclass(frozen=True, slots=True)
class ShownTrack:
    """A track and its place on the timeline.

    Attributes
    ----------
    key : TrackKey
        What it is; a newer result of the same key takes its place.
    label : str
        For people, for example ``"MIMAMO Net, mimamo-demo"``.
    track : ContinuousTrack
        Values on the recording's frames.
    person : int
        Whose.
    caution : str
        The label of predictions that were not validated; empty otherwise.
    variant : int
        0 for the first system of a dimension, 1 for the second ...: tells their look apart.
    visible : bool
        Whether it is drawn.
    """

    key: TrackKey
    label: str
    track: ContinuousTrack
    person: int
    caution: str
    variant: int = 0
    visible: bool = True


class TrackList:
    """Tracks in the order in which they came.

    Signals
    -------
    changed()
        A track came, went, or is shown otherwise.
    """

    changed: ClassVar[Signal] = Signal()

    def __init__(self) -> None:
        self._tracks: dict[TrackKey, ShownTrack] = {}

    def __iter__(self) -> Iterator[ShownTrack]:
        return iter(self._tracks.values())

    def __len__(self) -> int:
        return len(self._tracks)

    def of(self, dimension: str) -> list[ShownTrack]:
        """The tracks of one dimension."""
        return [shown for shown in self if shown.track.dimension == dimension]

    def put(self, *tracks: ShownTrack) -> None:
        """Add tracks, or replace those with their keys, which keep their look."""
        for shown in tracks:
            self._put(shown)
        if tracks:
            self.changed.emit()

    def _put(self, shown: ShownTrack) -> None:
        before = self._tracks.get(shown.key)
        if before is not None:
            shown = replace(shown, variant=before.variant, visible=before.visible)
        else:
            taken = {other.variant for other in self.of(shown.track.dimension)}
            free = next(number for number in range(len(taken) + 1) if number not in taken)
            shown = replace(shown, variant=free)
        self._tracks[shown.key] = shown

    def show(self, key: TrackKey, *, visible: bool) -> None:
        """Draw a track or hide it."""
        self._tracks[key] = replace(self._tracks[key], visible=visible)
        self.changed.emit()

    def hide(self, keys: Collection[TrackKey]) -> None:
        """Draw none of some tracks, as far as they are there."""
        for key in keys:
            if key in self._tracks:
                self._tracks[key] = replace(self._tracks[key], visible=False)
        self.changed.emit()

    def remove(self, key: TrackKey) -> None:
        """Take a track away."""
        del self._tracks[key]
        self.changed.emit()

    def clear(self) -> None:
        """Take all away."""
        self._tracks.clear()
        self.changed.emit()

    def values_at(self, frame: int) -> dict[TrackKey, float]:
        """Value of every track at a frame; NaN in a gap."""
        return {
            shown.key: float(shown.track.values[frame])
            if 0 <= frame < len(shown.track.values)
            else float(np.nan)
            for shown in self
        }
