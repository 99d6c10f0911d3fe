"""Follows every face of a recording, frame after frame.

Looking for faces (`app.faces.search`) happens every few frames, following (`app.faces.following`)
in every one. Frames are taken one at a time and nothing is kept of their pictures, so memory grows
only by the numbers noted of each face. What follows from the whole recording (numbering of persons,
bridging, steadying) is done in `FaceTracker.finish`.
"""

from array import array
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import FaceTrack
from app.faces.association import LEAST_OVERLAP, assign, doubles, overlap
from app.faces.bridging import LONGEST_BRIDGE
from app.faces.detector import FaceDetector
from app.faces.following import FollowedFace
from app.faces.frame import AnalysedFrame, is_cut
from app.faces.search import FaceSearch
from app.faces.tracks import Clock, face_tracks

# A detection never repeated is no face, unless the recording is too short to repeat it.
_LEAST_CONFIRMATIONS = 2
_FRAMES_TO_REPEAT = 4


class Frames(Protocol):
    """Frames to analyse, such as a `FrameBatch` of the video room."""

    @property
    def images(self) -> NDArray[np.uint8]:
        """RGB, upright, (N, H, W, 3)."""

    @property
    def index(self) -> NDArray[np.int64]:
        """Index in the recording, (N,)."""

    @property
    def seconds(self) -> NDArray[np.float64]:
        """Presentation times, (N,)."""


class FaceTracker:
    """Faces of a recording as `FaceTrack`.

    Parameters
    ----------
    detector : FaceDetector
        Finds faces and their landmarks.
    """

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._search = FaceSearch(detector)
        self._faces: list[FollowedFace] = []
        self._before: AnalysedFrame | None = None
        self._index = array("q")
        self._seconds = array("d")
        self._cuts = array("b")

    def push(self, batch: Frames) -> None:
        """Take the next frames.

        Raises
        ------
        ValueError
            Times or indices do not increase strictly.
        """
        for image, index, seconds in zip(batch.images, batch.index, batch.seconds, strict=True):
            self._take(image, int(index), float(seconds))

    def finish(self) -> tuple[FaceTrack, ...]:
        """The tracks of all frames pushed, person 1 first; empty where no face was found.

        Persons are numbered by first appearance, from left to right within one frame.
        """
        needed = _LEAST_CONFIRMATIONS if len(self._index) >= _FRAMES_TO_REPEAT else 1
        clock = Clock(
            index=np.array(self._index, np.int64),
            seconds=np.array(self._seconds, np.float64),
            cuts=np.array(self._cuts, np.bool_),
        )
        histories = (
            face.recorder.history() for face in self._faces if face.confirmations >= needed
        )
        return face_tracks(histories, clock, self._detector.scheme)

    def _take(self, image: NDArray[np.uint8], index: int, seconds: float) -> None:
        if self._index and not (seconds > self._seconds[-1] and index > self._index[-1]):
            raise ValueError(
                f"frames must come in order: frame {index} at {seconds} s came after frame "
                f"{self._index[-1]} at {self._seconds[-1]} s"
            )
        frame = AnalysedFrame(image, len(self._index), seconds)
        cut = self._before is not None and is_cut(self._before, frame)
        self._index.append(index)
        self._seconds.append(seconds)
        self._cuts.append(cut)
        if cut:
            self._start_afresh()
        elif self._before is not None:
            self._follow(self._before, frame)
        self._look(frame)
        for face in self._followed:
            face.note(frame.row)
        self._before = frame

    @property
    def _followed(self) -> list[FollowedFace]:
        return [face for face in self._faces if face.following]

    def _start_afresh(self) -> None:
        for face in self._faces:
            face.leave_scene()
        self._search.start_afresh()

    def _follow(self, before: AnalysedFrame, frame: AnalysedFrame) -> None:
        for face in self._followed:
            missed = face.missed_since
            if missed is not None and frame.seconds - missed > LONGEST_BRIDGE:
                face.lose()
            elif not face.follow(before, frame):
                self._search.face_lost(frame.seconds)
        self._lose_doubles(frame)

    def _lose_doubles(self, frame: AnalysedFrame) -> None:
        faces = self._followed
        for pair in doubles([face.box for face in faces]):
            both = [faces[i] for i in pair if faces[i].following]
            if len(both) == 2:
                max(both, key=lambda face: face.unlikeness(frame, face.pose)).lose()
                self._search.face_lost(frame.seconds)

    def _look(self, frame: AnalysedFrame) -> None:
        followed = self._followed
        confirmed: set[FollowedFace] = set()
        if self._search.whole_due(frame.seconds, len(followed)):
            confirmed = self._look_everywhere(frame)
        for face in followed:
            if face not in confirmed and self._search.around_due(
                frame.seconds - face.last_looked_for,
                face.missed_since is not None,
                face.confirmations,
            ):
                self._look_around(face, frame)
        # A chance find that was lost again is no person to come back.
        self._faces = [
            face
            for face in self._faces
            if face.following or face.confirmations >= _LEAST_CONFIRMATIONS
        ]

    def _look_everywhere(self, frame: AnalysedFrame) -> set[FollowedFace]:
        found = self._search.whole(frame.image, frame.seconds, len(self._followed))
        pairs, new = assign(self._faces, found, frame, self._detector.scheme)
        for face, detection in pairs:
            face.confirm(detection, frame)
        self._faces += [FollowedFace(self._detector, detection, frame) for detection in new]
        return {face for face, _ in pairs}

    def _look_around(self, face: FollowedFace, frame: AnalysedFrame) -> None:
        found = self._search.around(frame.image, face.box)
        best = max(found, key=lambda each: overlap(each.box, face.box), default=None)
        if best is not None and overlap(best.box, face.box) >= LEAST_OVERLAP:
            face.confirm(best, frame)
        else:
            face.miss(frame.seconds)
