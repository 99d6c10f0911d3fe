"""What was begun by a key and not ended: where, how it grows in its lane, how it is given up."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.session.session import Session
from app.ui.timeline.lane_row import LaneStrip
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.segment_painting import Growing


class BegunSegments(QObject):
    """The first frame of each, by label; Escape gives up the last that was begun.

    Parameters
    ----------
    session : Session
        Whose playhead it grows with.
    strip : LaneStrip
        Shows the lane.
    lane : SegmentLane
        Draws what grows.
    track : callable
        Id of the track it will come to; empty when that is still to be made.
    """

    def __init__(
        self,
        session: Session,
        strip: LaneStrip,
        lane: SegmentLane,
        track: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._strip, self._lane, self._track = session, strip, lane, track
        self._frames: dict[str, int] = {}
        session.recording_changed.connect(self.forget)
        session.playback.moved.connect(self._on_moved)

    def __contains__(self, label: str) -> bool:
        return label in self._frames

    @property
    def labels(self) -> tuple[str, ...]:
        """In the order in which they were begun."""
        return tuple(self._frames)

    def begin(self, label: str) -> None:
        """Begin at the frame shown."""
        self._frames[label] = self._session.playback.frame
        self.show()

    def end(self, label: str) -> tuple[int, int]:
        """The frames from where it was begun to the one shown, half-open; it is begun no more."""
        begun, now = self._frames.pop(label), self._session.playback.frame
        self._listen()
        return min(begun, now), max(begun, now) + 1

    def drop(self) -> None:
        """Give up the last one."""
        if self._frames:
            self._frames.popitem()
            self.show()

    def forget(self) -> None:
        """Give up all."""
        if self._frames:
            self._frames.clear()
            self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take an Escape that came up to a window because nobody there had a use for it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, QDialog)
            and QApplication.activePopupWidget() is None
        ):
            self.drop()
            return True
        return False

    def show(self) -> None:
        """Draw them up to the playhead, and have their track in the lane's head."""
        self._listen()
        self._grow()
        self._strip.show_scene(self._lane.scene)

    def _on_moved(self, _frame: int, _seconds: float) -> None:
        if self._frames and self._session.annotations.is_open:
            self._grow()
            self._strip.canvas.show_scene(self._lane.scene)

    def _grow(self) -> None:
        seconds, now = self._session.annotations.seconds, self._session.playback.seconds
        track = self._track()
        growing = (
            Growing(track, label, float(seconds[frame]), now)
            for label, frame in self._frames.items()
        )
        self._lane.grow(tuple(growing))

    def _listen(self) -> None:
        """Hear of Escape only while there is something to give up."""
        application = QGuiApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if self._frames:
                application.installEventFilter(self)
