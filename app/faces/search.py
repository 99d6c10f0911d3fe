"""When and where to look for faces, so that looking stays cheap.

* The whole picture (reduced to 640 pixels): every 0.5 s; three times a second while no face is
  there; at once after a cut or when following failed, then every 0.1 s for a second.
* Around each followed face (a region of two box sides, brought to a face of 100 pixels, which also
  finds faces too small for the whole picture): every 0.25 s; after a miss every 0.06 s; soon after
  its first detection, to confirm it.
* Closer (the picture enlarged, at most twofold and to 1280 pixels): only when nothing was found and
  no face is there, at first and after a cut at once, then after 1, 2, 4, 4 ... s.
"""

import numpy as np
from numpy.typing import NDArray

from app.faces.bridging import TICK
from app.faces.detector import LONGEST_SIDE, Detection, FaceDetector

_WHOLE_EVERY = 0.5
_WHOLE_EVERY_WITHOUT_FACE = 1 / 3
_AFTER_LOSS_EVERY = 0.1
_AFTER_LOSS_FOR = 1.0
_AROUND_EVERY = 0.25
_AROUND_EVERY_AFTER_MISS = 0.06
_CLOSER_FIRST = 1.0
_CLOSER_AT_MOST = 4.0

_REGION_SIDES = 2.0
_REGION_FACE = 100
_CLOSER_FACTOR = 2


class FaceSearch:
    """Looks for faces when it is time.

    Parameters
    ----------
    detector : FaceDetector
        What to look with.
    """

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._last_whole = -np.inf
        self._lost_at = -np.inf
        self.start_afresh()

    def start_afresh(self) -> None:
        """Forget what was tried before: the scene is new."""
        self._next_closer = -np.inf
        self._closer_pause = _CLOSER_FIRST
        self._last_whole = -np.inf

    def face_lost(self, seconds: float) -> None:
        """A face was being followed until now."""
        self._lost_at = seconds
        self._last_whole = -np.inf
        self._closer_pause = _CLOSER_FIRST

    def whole_due(self, seconds: float, faces: int) -> bool:
        """Whether to look at the whole picture now."""
        pause = _WHOLE_EVERY if faces else _WHOLE_EVERY_WITHOUT_FACE
        if seconds - self._lost_at < _AFTER_LOSS_FOR:
            pause = _AFTER_LOSS_EVERY
        return seconds - self._last_whole >= pause - TICK

    def whole(self, image: NDArray[np.uint8], seconds: float, faces: int) -> list[Detection]:
        """Faces of the whole picture; a closer look where that is due."""
        self._last_whole = seconds
        found = self._detector.detect(image)
        if found or faces or seconds < self._next_closer - TICK:
            return found
        self._next_closer = seconds + self._closer_pause
        self._closer_pause = min(2 * self._closer_pause, _CLOSER_AT_MOST)
        longest = max(image.shape[:2])
        side = _CLOSER_FACTOR * min(longest, LONGEST_SIDE)
        return self._detector.detect(image, side)

    @staticmethod
    def around_due(since_confirmed: float, missed: bool, confirmations: int) -> bool:
        """Whether to look around a followed face now.

        Parameters
        ----------
        since_confirmed : float
            Seconds since it was last found or looked for.
        missed : bool
            Whether it was not found then.
        confirmations : int
            In how many frames it was found so far.
        """
        soon = missed or confirmations < 2
        pause = _AROUND_EVERY_AFTER_MISS if soon else _AROUND_EVERY
        return since_confirmed >= pause - TICK

    def around(self, image: NDArray[np.uint8], box: NDArray[np.float64]) -> list[Detection]:
        """Faces in the region around a box, in pixels of the whole picture."""
        height, width = image.shape[:2]
        centre = (box[:2] + box[2:]) / 2
        side = float(np.mean(box[2:] - box[:2]))
        reach = _REGION_SIDES * side / 2
        left, top = np.clip(np.floor(centre - reach), 0, None).astype(int)
        right, bottom = np.minimum(np.ceil(centre + reach), (width, height)).astype(int)
        if right - left < 2 or bottom - top < 2:
            return []
        region = np.ascontiguousarray(image[top:bottom, left:right])
        scale = _REGION_FACE / max(side, 1.0)
        found = self._detector.detect(region, max(1, round(scale * max(region.shape[:2]))))
        shift = np.array([left, top], np.float64)
        return [
            Detection(each.box + np.tile(shift, 2), each.score, each.landmarks + shift)
            for each in found
        ]
