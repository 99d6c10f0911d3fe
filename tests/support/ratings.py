"""A recording to rate, a watch that is wound by hand, and a rater at work."""

from dataclasses import dataclass, field

import numpy as np

from app.core.document import Document
from app.core.edits.tracks import locked, new_curve
from app.core.samples import Samples
from app.session.journal import MemoryJournal
from app.session.live_rating import LiveRating
from app.session.playback import MonotonicClock
from app.session.session import Session
from tests.support.timelines import recording, time_base

REFRESH = 1 / 60


@dataclass
class Watch:
    """A time that passes when told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bench:
    """10 s at 30 frames a second from 5 s on, opened for Anna."""

    frames: int = 300
    first: float = 5.0
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self):
        self.session = Session(MonotonicClock(self.watch))
        self.base = time_base(self.frames, first=self.first)
        self.session.show(recording(self.base))
        self.journal = MemoryJournal(Document(self.frames))
        self.notes = self.session.annotations
        self.notes.open(self.journal, self.base.seconds)
        self.notes.work_as("Anna")
        self.playback = self.session.playback
        self.rating = LiveRating(self.playback, self.notes, self.watch)

    def pass_time(self, seconds, each=lambda at: None):
        """Let the display refresh for so long; ``each(seconds of the recording)`` comes before."""
        for _ in range(round(seconds / REFRESH)):
            self.watch.now += REFRESH
            each(self.playback.seconds)
            self.rating.tick()
            self.playback.tick()

    def count_down(self):
        self.pass_time(3.05)

    def curve(self, dimension="arousal"):
        return next(c for c in self.notes.document.curves if c.head.scheme == dimension)

    def values(self, dimension="arousal"):
        return self.curve(dimension).samples.values

    def add(self, dimension="arousal", value=None, **head):
        """A curve of Anna's; active afterwards."""
        scheme = self.notes.schemes.dimension(dimension)
        value = np.nan if value is None else value
        samples = Samples.of(np.full(self.frames, value))
        rater = head.get("rater", "Anna")
        document, track = new_curve(self.notes.document, scheme, rater=rater, samples=samples)
        if head.get("locked"):
            document = locked(document, track, lock=True)
        self.notes.commit(document, kind="new", summary="made")
        self.notes.activate(track)
        return track
