"""A take from its beginning to its being kept: samples, curves, picture, edit."""

import math

import numpy as np

from app.core.document import CurveAnnotation
from app.core.edits.takes import Take
from app.core.errors import EditError, StudioError
from app.session.annotations import Annotations
from app.session.rated_curves import (
    Mode,
    Punch,
    RatedCurve,
    committed,
    curves_for,
    previewed,
)

FADE = 0.25
"""Seconds of the recording over which old and new values are mixed, at each end of a passage."""

NO_SELECTION = "Select a passage on the timeline first, then rate it again."


class TakeUnderWay:
    """What is rated, where it goes, and how it looks meanwhile.

    Parameters
    ----------
    annotations : Annotations
        Where it is kept.
    mode : Mode
        The dimensions that are rated.
    punch : Punch or None
        The passage, when it is one that is rated again.

    Raises
    ------
    EditError
        Nothing can be edited, or a curve is locked.
    """

    def __init__(self, annotations: Annotations, mode: Mode, punch: Punch | None) -> None:
        if annotations.read_only:
            raise EditError(annotations.read_only)
        self.curves: tuple[RatedCurve, ...] = curves_for(
            annotations, mode, anybodys=punch is not None
        )
        self.punch = punch
        part = punch.passage.slice if punch is not None else None
        self._annotations = annotations
        self._take = Take(annotations.seconds, len(self.curves), part)
        self._shown: CurveAnnotation | None = None
        self._is_showing = self._is_kept = False
        old = [each.id for each in self.curves if not each.is_new]
        active = annotations.active_curve
        if old and (active is None or active.head.id not in old):
            annotations.activate(old[-1])
        annotations.changed.connect(self.show)
        annotations.preview_changed.connect(self.show)

    @property
    def part(self) -> tuple[int, int]:
        """First frame that may be rated, and the first one after."""
        return self._take.part

    @property
    def is_empty(self) -> bool:
        """Whether no frame was rated."""
        return self._take.span == (0, 0)

    def jump(self) -> None:
        """What comes next was not reached by playing."""
        self._take.jump()

    def sample(self, seconds: float, values: tuple[float, ...]) -> None:
        """Take what is held at a position of the playhead."""
        self._take.sample(seconds, values)

    def before(self, frame: int) -> tuple[float | None, ...]:
        """What the curves have at a frame without the take; None in gaps."""
        document = self._annotations.document
        found = [float(each.now(document).samples.values[frame]) for each in self.curves]
        return tuple(None if math.isnan(value) else value for value in found)

    def leave(self) -> None:
        """It is over: its picture goes, and does not come back."""
        self._annotations.changed.disconnect(self.show)
        self._annotations.preview_changed.disconnect(self.show)
        self._annotations.show_preview(None)

    def show(self) -> None:
        """Let the timeline show it: the curve for edits, if it is among the rated ones.

        Another gesture that is shown is left alone; after it, and after every edit, the take is
        seen again.
        """
        if self._is_showing or self._is_kept or self.is_empty:
            return
        preview = self._annotations.preview
        if preview is not None and preview is not self._shown:
            return
        self._is_showing = True
        try:
            self._show()
        finally:
            self._is_showing = False

    def _show(self) -> None:
        active, ids = self._annotations.active, [each.id for each in self.curves]
        number = ids.index(active.head.id) if active and active.head.id in ids else len(ids) - 1
        curve = self.curves[number].now(self._annotations.document)
        before = self._shown.samples if self._shown is not None else None
        self._shown = previewed(curve, self._take.values[number], self.punch, before)
        self._annotations.show_preview(self._shown)

    def keep(self, end: float) -> None:
        """Make it an edit, and its curve the one for edits.

        Parameters
        ----------
        end : float
            When the recording's last frame ceases to be shown, seconds.

        Raises
        ------
        EditError, ProjectError
            It cannot be kept.
        """
        notes, (first, stop) = self._annotations, self._take.span
        after, ids = committed(
            notes.document, self.curves, self._take.values, self.punch, notes.rater
        )
        last = notes.seconds[stop] if stop < notes.seconds.size else end
        names = " and ".join(each.curve.head.scheme for each in self.curves)
        how = "again" if self.punch is not None else "live"
        summary = f"Rated {names} {how}, {clock(notes.seconds[first])} to {clock(last)}"
        self._is_kept = True
        try:
            track = ids[0] if len(ids) == 1 else ""
            notes.commit(after, kind="rate", summary=summary, track=track)
        except StudioError:
            self._is_kept = False
            self.show()
            raise
        active = notes.active
        if active is None or active.head.id not in ids:
            notes.activate(ids[-1])


def mode_of_passage(annotations: Annotations, mode: Mode) -> Mode:
    """What to rate again: the mode, unless the curve for edits is of another dimension."""
    active = annotations.active_curve
    return mode if active is None or active.head.scheme in mode else (active.head.scheme,)


def punch_of_selection(annotations: Annotations) -> Punch:
    """The selected passage.

    Raises
    ------
    EditError
        None is selected, or nothing is open.
    """
    passage, seconds = annotations.selection, annotations.seconds
    if passage is None:
        raise EditError(NO_SELECTION if annotations.is_open else annotations.read_only)
    step = float(np.median(np.diff(seconds))) if seconds.size > 1 else 1.0
    return Punch(passage, round(FADE / step))


def clock(seconds: float) -> str:
    """A time as m:ss.f, as summaries have it."""
    tenths = round(abs(seconds) * 10)
    sign = "-" if seconds < 0 and tenths else ""
    return f"{sign}{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"
