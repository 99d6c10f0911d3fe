"""A timeline on which curves are edited by mouse, for tests."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, Qt

from app.core.document import Document
from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve
from app.core.scheme import DEFAULT_SCHEMES
from app.session.journal import MemoryJournal
from app.session.session import Session
from app.ui.timeline.lane import MARGIN
from app.ui.timeline.timeline_view import TimelineView

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def open_annotations(session: Session, rater="Anna", read_only="") -> MemoryJournal:
    """A recording without any annotation."""
    seconds = session.recording.time_base.seconds
    journal = MemoryJournal(Document(seconds.size), read_only)
    session.annotations.open(journal, seconds)
    session.annotations.work_as(rater)
    return journal


def make_curve(session: Session, values=None, dimension="arousal", activate=True) -> str:
    """A curve by whoever is at work; its id."""
    notes = session.annotations
    scheme = notes.schemes.dimension(dimension) or DEFAULT_SCHEMES.dimension(dimension)
    after, track = new_curve(notes.document, scheme, rater=notes.rater)
    if values is not None:
        after = with_values(after, track, values)
    notes.commit(after, kind="new", summary="New curve", track=track)
    if activate:
        notes.activate(track)
    return track


@dataclass
class Hand:
    """Moves the mouse over a lane, in frames and values."""

    qtbot: object
    view: TimelineView
    lane: str = "arousal"

    @property
    def canvas(self):
        return self.view.strips[self.lane].canvas

    def place(self, frame, value=0.0):
        seconds = self.view._session.annotations.seconds
        whole = int(np.floor(frame))
        instant = seconds[min(max(whole, 0), seconds.size - 1)] + (frame - whole) / 30
        scale = self.canvas.lane.value_scale(self.canvas.height())
        return QPoint(round(self.canvas.time_scale.x(instant)), round(scale.y(value)))

    def press(self, frame, value=0.0, keys=NONE):
        self.qtbot.mousePress(self.canvas, LEFT, keys, self.place(frame, value))

    def move(self, frame, value=0.0):
        self.qtbot.mouseMove(self.canvas, self.place(frame, value))

    def release(self, frame, value=0.0, keys=NONE):
        self.qtbot.mouseRelease(self.canvas, LEFT, keys, self.place(frame, value))

    def stroke(self, *places, keys=NONE):
        """Press at the first place, over all others, let go at the last."""
        self.press(*places[0], keys=keys)
        for each in places[1:]:
            self.move(*each)
        self.release(*places[-1], keys=keys)

    @property
    def step(self):
        """The value of one pixel."""
        scale = self.canvas.lane.value_scale(self.canvas.height())
        return (scale.high - scale.low) / (self.canvas.height() - 2 * MARGIN)
