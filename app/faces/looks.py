"""What a face looks like, well enough to notice that it is another one.

This is no face recognition: small gray pictures of upright faces are compared, and the same person
in other light or turned far aside may fail. It decides one thing only: whether a face that comes
back where one was lost may take its number.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.faces.frame import FACE_SIZE, MARGIN, AnalysedFrame, likeness
from app.faces.similarity import Similarity

_SIZE = (28, 28)
# The recent look takes up this share of a confirmed frame, and so does the view it is nearest to.
_SHARE = 0.2
# A face turned or lit so that no view kept is this much alike is kept as a further view.
_NEW_VIEW = 0.8
_MOST_VIEWS = 8


def appearance(frame: AnalysedFrame, pose: Similarity) -> NDArray[np.float64]:
    """A face, upright, in 28 x 28 gray values of mean 0 and variance 1."""
    inside = frame.patch(pose)[MARGIN : MARGIN + FACE_SIZE, MARGIN : MARGIN + FACE_SIZE]
    small = cv2.resize(inside, _SIZE, interpolation=cv2.INTER_AREA).astype(np.float64)
    return np.asarray((small - small.mean()) / max(float(small.std()), 1e-6))


class Looks:
    """The remembered looks of one face.

    Parameters
    ----------
    seen : float64 array (28, 28)
        Its first `appearance`.
    """

    def __init__(self, seen: NDArray[np.float64]) -> None:
        self._recent = seen.copy()
        self._views = [seen.copy()]

    def take(self, seen: NDArray[np.float64]) -> None:
        """Remember the face as it was found in a frame."""
        self._recent += _SHARE * (seen - self._recent)
        alike = [likeness(view, seen) for view in self._views]
        nearest = int(np.argmax(alike))
        if alike[nearest] >= _NEW_VIEW:
            self._views[nearest] += _SHARE * (seen - self._views[nearest])
            return
        if len(self._views) == _MOST_VIEWS:
            del self._views[1]
        self._views.append(seen.copy())

    def recent_likeness(self, seen: NDArray[np.float64]) -> float:
        """Correlation with the face as it looked lately, -1 ... 1."""
        return likeness(self._recent, seen)

    def likeness(self, seen: NDArray[np.float64]) -> float:
        """Correlation with the nearest of the views kept of the face, -1 ... 1."""
        return max(likeness(view, seen) for view in self._views)
