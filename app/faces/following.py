"""One face being followed from frame to frame."""

import numpy as np
from numpy.typing import NDArray

from app.faces.bridging import TICK
from app.faces.detector import Detection, FaceDetector
from app.faces.frame import AnalysedFrame
from app.faces.looks import Looks, appearance
from app.faces.records import ABSENT, FOLLOWED, FOUND, FaceRecorder
from app.faces.rigid_motion import rigid_motion
from app.faces.similarity import Similarity, to_complex
from app.faces.templates import pose as pose_of

# Following fails where less of the face than this moves as one, where it no longer looks like the
# face that was found, or where it leaves the landmarks (pixels of the face frame).
_LEAST_AGREEMENT = 0.35
_LEAST_LIKENESS = 0.35
_FARTHEST_FROM_LANDMARKS = 16.0
# Landmarks are located and looks are checked this often (the predictor's trees fill the processor's
# cache, and steadying averages over far longer), and at once where less of the face agrees.
_CHECK_EVERY = 0.08
_DOUBTFUL_AGREEMENT = 0.6
# The running pose is drawn to the located landmarks by this share a time, against drift.
_LANDMARK_SHARE = 0.3

_CENTRE = 56.0 + 60.0j


class FollowedFace:
    """One face: where it is now, what it looks like, and what was noted of it.

    Attributes
    ----------
    pose : Similarity
        From the face frame to the picture, in the last frame seen.
    looks : Looks
        What the face looked like where the detector found it.
    following : bool
        Whether the face is being followed; False once lost.
    last_seen : float
        Time when it was last followed or found; minus infinity once the picture was cut since.
    missed_since : float or None
        Time of the first of the detector's misses since it last found the face.
    """

    def __init__(self, detector: FaceDetector, detection: Detection, frame: AnalysedFrame) -> None:
        self._detector = detector
        self.recorder = FaceRecorder(frame.row, detection.landmarks.shape[0])
        self.pose = pose_of(detection.landmarks, detector.scheme)
        self._frame_box = self._box_in_frame(detection.box)
        self.looks = Looks(appearance(frame, self.pose))
        self._motion: tuple[complex, complex] | None = None
        self._landmarks: NDArray[np.complex128] | None = None
        self._agreement = 0.0
        self._found: Detection | None = None
        self._last_checked = frame.seconds
        self.following = False
        self.last_seen = frame.seconds
        self.missed_since: float | None = None
        self.confirmations = 0
        self.last_looked_for = frame.seconds
        self.confirm(detection, frame)

    @property
    def box(self) -> NDArray[np.float64]:
        """Left, top, right, bottom in the picture (last known)."""
        centre, size = self.pose(np.array(self._frame_box[0])), self._frame_box[1]
        half = abs(self.pose.a) * size / 2
        middle = complex(centre)
        return np.array(
            [
                middle.real - half.real,
                middle.imag - half.imag,
                middle.real + half.real,
                middle.imag + half.imag,
            ]
        )

    def follow(self, before: AnalysedFrame, after: AnalysedFrame) -> bool:
        """Carry the face into the next frame; False (and lost) where that fails."""
        motion = rigid_motion(before, after, self.pose)
        if motion is None or motion.agreement < _LEAST_AGREEMENT:
            return self.lose()
        moved = self.pose.after(motion.change)
        doubtful = motion.agreement < _DOUBTFUL_AGREEMENT
        if doubtful or after.seconds - self._last_checked >= _CHECK_EVERY - TICK:
            self._last_checked = after.seconds
            alike = self.unlikeness(after, moved) <= 1 - _LEAST_LIKENESS
            if not alike or not self._take_landmarks(after.image, moved):
                return self.lose()
        whole = moved.after(self.pose.inverse())
        self._motion = (whole.a, whole.b)
        self._agreement = motion.agreement
        self.last_seen = after.seconds
        self.pose = self._drawn_to_landmarks(moved)
        return True

    def _take_landmarks(self, image: NDArray[np.uint8], moved: Similarity) -> bool:
        before = self.pose
        self.pose = moved
        located = self._detector.locate(image, self.box)
        self.pose = before
        if located is None:
            self._landmarks = None
            return True
        self._landmarks = to_complex(located)
        seen = pose_of(located, self._detector.scheme)
        apart = abs(complex(seen(np.array(_CENTRE))) - complex(moved(np.array(_CENTRE))))
        return apart < _FARTHEST_FROM_LANDMARKS * abs(moved.a)

    def _drawn_to_landmarks(self, moved: Similarity) -> Similarity:
        if self._landmarks is None:
            return moved
        located = np.stack([self._landmarks.real, self._landmarks.imag], -1)
        return moved.towards(pose_of(located, self._detector.scheme), _LANDMARK_SHARE)

    def lose(self) -> bool:
        """Follow no longer; the last pose and the appearance are kept. Always False."""
        self.following = False
        self._motion = self._landmarks = None
        return False

    def leave_scene(self) -> None:
        """The picture was cut: what is seen from now on does not continue this face."""
        self.lose()
        self.last_seen = -np.inf

    def confirm(self, detection: Detection, frame: AnalysedFrame) -> None:
        """Take a detection as this face in the present frame."""
        self._found = detection
        seen = pose_of(detection.landmarks, self._detector.scheme)
        self.pose = self.pose.towards(seen, 0.5) if self.following else seen
        relative = self._box_in_frame(detection.box)
        share = 0.2 if self.confirmations else 1.0
        centre, size = self._frame_box
        self._frame_box = (
            centre + share * (relative[0] - centre),
            size + share * (relative[1] - size),
        )
        located = self._detector.locate(frame.image, self.box)
        self._landmarks = to_complex(detection.landmarks if located is None else located)
        self.looks.take(appearance(frame, self.pose))
        self.following = True
        self.last_seen = frame.seconds
        self.missed_since = None
        self.confirmations += 1
        self.last_looked_for = frame.seconds

    def miss(self, seconds: float) -> None:
        """Note that the detector looked for the face and did not find it."""
        self.last_looked_for = seconds
        if self.missed_since is None:
            self.missed_since = seconds

    def note(self, row: int) -> None:
        """Write the present frame of a followed face down and make ready for the next."""
        found = self._found
        while self.recorder.first + len(self.recorder) < row:
            self.recorder.add(ABSENT, missed=True)
        self.recorder.add(
            FOLLOWED if found is None else FOUND,
            missed=self.missed_since is not None,
            motion=self._motion,
            landmarks=self._landmarks,
            agreement=self._agreement if self._motion else 1.0,
            score=np.nan if found is None else found.score,
            box=None if found is None else self._box_in_frame(found.box),
        )
        self._found = self._motion = self._landmarks = None

    def unlikeness(self, frame: AnalysedFrame, pose: Similarity) -> float:
        """How little a place looks like this face did lately, 0 ... 2 (1 - correlation)."""
        return 1.0 - self.looks.recent_likeness(appearance(frame, pose))

    def _box_in_frame(self, box: NDArray[np.float64]) -> tuple[complex, complex]:
        centre = complex(*(box[:2] + box[2:]) / 2)
        size = complex(*(box[2:] - box[:2])) / abs(self.pose.a)
        return complex(self.pose.inverse()(np.array(centre))), size
