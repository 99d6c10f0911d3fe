"""Motion energy: measures a recording when asked, and shows it as a lane of the timeline."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.face_track import FaceTrack
from app.session.session import Session
from app.settings import cache_folder
from app.ui.actions import Actions
from app.ui.controllers.motion_energy_work import measured
from app.ui.controllers.motion_subject import parameters_in_use, track_in_use
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task
from app.ui.timeline.motion_lane import MotionLane
from app.ui.timeline.timeline_view import TimelineView

if TYPE_CHECKING:
    from app.analysis.motion_energy_track import MotionEnergyTrack

KEPT = 8
ASK = "View > Motion > Motion energy measures how much face and regions move"
MEASURING = "Measuring motion..."
NO_FACES = "Run the analysis first; it finds the face whose motion is measured"

Key = tuple[Path, int]


class MotionEnergyController(QObject):
    """What stands behind Motion energy.

    Parameters
    ----------
    session : Session
        Says whose motion.
    timeline : TimelineView
        Gets a lane when motion is measured for the first time.
    actions : Actions
        ``motion_energy``.
    board : TaskBoard
        Work is done on it.
    cache : callable
        Where analyses are kept.
    """

    def __init__(
        self,
        session: Session,
        timeline: TimelineView,
        actions: Actions,
        board: TaskBoard,
        parent: QObject | None = None,
        *,
        cache: Callable[[], Path] = cache_folder,
    ) -> None:
        super().__init__(parent)
        self._session, self._timeline, self._actions = session, timeline, actions
        self._cache, self._board = cache, board
        self._task: Task | None = None
        self._lane = MotionLane()
        self._kept: OrderedDict[Key, tuple[FaceTrack, MotionEnergyTrack]] = OrderedDict()
        self._measuring: Key | None = None
        actions.on("motion_energy", self.measure)
        session.recording_changed.connect(self._give_up)
        for signal in (session.faces_changed, session.person_changed):
            signal.connect(self._follow)
        self._follow()

    def measure(self) -> None:
        """Measure the person chosen, unless it was done."""
        recording, track = self._session.recording, track_in_use(self._session)
        if recording is None or track is None:
            return
        if self._lane.name not in self._timeline.strips:
            self._timeline.add_lane(self._lane)
        key = recording.path, track.person
        if self._known(key, track) is None and self._measuring != key:
            base, cache = recording.time_base, self._cache()
            crop = str(parameters_in_use(self._session).get("crop", "five-point-112"))
            analyses = self._session.analyses
            sha256 = analyses[-1].video_sha256 if analyses else ""
            self._stop()
            self._measuring = key
            self._task = self._board.run(
                f"Measuring motion in {recording.path.name}",
                lambda: measured(recording.path, base, track, crop, cache, sha256),
                on_done=partial(self._take, key, track),
                on_error=self._fail,
            )
            # A method, not a closure: it goes with this.
            self._task.ended.connect(self._on_ended)
        self._follow()

    def _take(self, key: Key, track: FaceTrack, energy: "MotionEnergyTrack") -> None:
        self._kept[key] = track, energy
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._follow()

    def _fail(self, sentence: str, details: str) -> None:
        notices.error(sentence, details)

    def _on_ended(self) -> None:
        """Done, failed, or stopped by the user: it can be asked for again."""
        self._task = self._measuring = None
        self._follow()

    def _give_up(self) -> None:
        self._stop()
        self._follow()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.ended.disconnect(self._on_ended)
            self._task.cancel()
        self._task = self._measuring = None

    def _follow(self, *_: object) -> None:
        """Show what is known of the person chosen."""
        recording, track = self._session.recording, track_in_use(self._session)
        self._actions.enable("motion_energy", track is not None)
        if self._lane.name not in self._timeline.strips:
            return
        energy, hint = None, NO_FACES
        if recording is not None and track is not None:
            key = recording.path, track.person
            energy = self._known(key, track)
            hint = MEASURING if self._measuring == key else ASK
        self._lane.hold(energy, hint)
        strip = self._timeline.strips[self._lane.name]
        strip.show_scene(self._lane.scene)
        strip.head.show_values(self._lane.values(self._session.playback.frame))

    def _known(self, key: Key, track: FaceTrack) -> "MotionEnergyTrack | None":
        of, energy = self._kept.get(key, (None, None))
        return energy if of is track else None
