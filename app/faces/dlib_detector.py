"""The embedded face detector: dlib's HOG detector and its 5-point predictor.

Nothing is downloaded: the HOG detector (frontal faces of about 75 px and more) is compiled into
dlib, the predictor comes with the package ``face_recognition_models`` and may be used freely. dlib
releases the interpreter lock in both, so they run beside other Python threads.
"""

import importlib.util
import math
from pathlib import Path

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from app.core.errors import WeightsError
from app.core.face_track import EYES_AND_NOSE_BASE
from app.faces.detector import Detection, working_scale

_PACKAGE = "face_recognition_models"
_PREDICTOR = "shape_predictor_5_face_landmarks.dat"

# dlib numbers the eye on the picture's right first, each from its outer corner inwards.
_LEFT_TO_RIGHT = [2, 3, 1, 0, 4]

# A margin of 0 on the HOG scale is dlib's own threshold; true faces reach 1 to 2.
_SCORE_SLOPE = 4.0

# Pictures whose brightest percent stays below this gray level are brightened up to the level below:
# neither HOG nor the predictor is invariant to contrast as low as that of an unlit room.
_DARK_BELOW = 100.0
_BRIGHTEN_TO = 200.0


class DlibDetector:
    """HOG frontal face detector with five landmarks (eye corners, base of the nose).

    Parameters
    ----------
    threshold : float
        Least margin of the HOG classifier; 0 is dlib's own choice, lower finds more and errs more.

    Raises
    ------
    WeightsError
        The predictor's file is missing or unreadable.
    """

    name = "dlib-hog-5"
    scheme = EYES_AND_NOSE_BASE

    def __init__(self, threshold: float = 0.0) -> None:
        self._threshold = threshold
        self._detector = dlib.get_frontal_face_detector()
        path = predictor_path()
        try:
            self._predictor = dlib.shape_predictor(str(path))
        except RuntimeError as error:
            raise WeightsError(
                f"{path.name} of the package {_PACKAGE} cannot be read ({error}); "
                f"reinstall that package"
            ) from error

    def detect(self, image: NDArray[np.uint8], longest_side: int | None = None) -> list[Detection]:
        """Find the faces of a picture (see `FaceDetector.detect`)."""
        scale = working_scale(image, longest_side)
        gray = _brightened(_scaled(_gray(image), scale))
        boxes, margins, _ = self._detector.run(gray, 0, self._threshold)
        found = [self._detection(gray, *pair, scale) for pair in zip(boxes, margins, strict=True)]
        return sorted(found, key=lambda detection: -detection.score)

    def _detection(
        self, gray: NDArray[np.uint8], box: dlib.rectangle, margin: float, scale: float
    ) -> Detection:
        edges = np.array([box.left(), box.top(), box.right(), box.bottom()], np.float64)
        return Detection(
            box=_unscaled(edges, scale),
            score=1.0 / (1.0 + math.exp(-_SCORE_SLOPE * margin)),
            landmarks=_unscaled(self._landmarks(gray, box), scale),
        )

    def locate(
        self, image: NDArray[np.uint8], box: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """Landmarks (5, 2) of a face known to fill a box; None where it lies off the picture."""
        height, width = image.shape[:2]
        side = box[2:] - box[:2]
        # The predictor looks at pixels around the box, so it gets them.
        left, top = np.maximum(np.floor(box[:2] - 0.5 * side), 0).astype(int)
        right, bottom = np.minimum(np.ceil(box[2:] + 0.5 * side), (width, height)).astype(int)
        if right - left < 2 or bottom - top < 2:
            return None
        gray = _gray(image[top:bottom, left:right])
        scale = min(1.0, 2 * 200 / float(side.max()))
        gray = _brightened(_scaled(gray, scale))
        inside = _scaled_points(box - np.array([left, top, left, top]), scale)
        corner = dlib.rectangle(*(round(float(edge)) for edge in inside))
        return np.add(_unscaled(self._landmarks(gray, corner), scale), (left, top))

    def _landmarks(self, gray: NDArray[np.uint8], box: dlib.rectangle) -> NDArray[np.float64]:
        parts = self._predictor(gray, box).parts()
        return np.array([(point.x, point.y) for point in parts], np.float64)[_LEFT_TO_RIGHT]


def predictor_path() -> Path:
    """Where the 5-point predictor's file lies, without importing its package.

    (Importing it would need the removed ``pkg_resources``.)
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "models" / _PREDICTOR
        if path.is_file():
            return path
    raise WeightsError(f"{_PREDICTOR} was not found; install the package {_PACKAGE}")


def _gray(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _scaled(gray: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1.0:
        return gray
    height, width = gray.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=way), np.uint8)


def _scaled_points(points: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Pixel coordinates after scaling; pixel centres are whole numbers before and after."""
    return np.asarray((points + 0.5) * scale - 0.5)


def _unscaled(points: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    return np.asarray((points + 0.5) / scale - 0.5)


def _brightened(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # Every fourth row and column is plenty for a percentile.
    sample = gray[::4, ::4].ravel()
    place = int(0.99 * (sample.size - 1))
    brightest = float(np.partition(sample, place)[place])
    if brightest >= _DARK_BELOW or brightest < 1:
        return gray
    return np.asarray(cv2.convertScaleAbs(gray, alpha=_BRIGHTEN_TO / brightest), np.uint8)
