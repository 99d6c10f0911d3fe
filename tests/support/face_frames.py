"""Frames for the tests of the faces room: from recordings, from still pictures, and made up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.face_track import EYES_AND_NOSE_BASE, FaceTrack
from app.faces.detector import Detection
from app.faces.similarity import Similarity, to_points
from app.faces.templates import FACE_FRAME
from app.faces.tracker import FaceTracker
from app.video.pyav_reader import open_recording
from tests.support.shared import shared_file


@dataclass(frozen=True, slots=True)
class SomeFrames:
    """What the tracker takes: images (N, H, W, 3), index (N,), seconds (N,)."""

    images: NDArray[np.uint8]
    index: NDArray[np.int64]
    seconds: NDArray[np.float64]


def frames_of(images: Iterable[NDArray[np.uint8]], fps: float = 30.0) -> Iterator[SomeFrames]:
    """Pictures as frames at a constant rate, one by one."""
    for i, image in enumerate(images):
        yield SomeFrames(image[None], np.array([i]), np.array([i / fps]))


def track_all(detector: object, batches: Iterable[object]) -> tuple[FaceTrack, ...]:
    """Everything pushed, then finished."""
    tracker = FaceTracker(detector)
    for batch in batches:
        tracker.push(batch)
    return tracker.finish()


def track_recording(detector: object, relative: str, **wanted: int) -> tuple[FaceTrack, ...]:
    """Tracks of a shared recording (``start``, ``stop``, ``step`` as for the reader)."""
    with open_recording(shared_file(relative)) as reader:
        return track_all(detector, reader.batches(**wanted))


def picture(relative: str, width: int | None = None) -> NDArray[np.uint8]:
    """A shared still picture, RGB, brought to a width."""
    image = cv2.cvtColor(cv2.imread(str(shared_file(relative))), cv2.COLOR_BGR2RGB)
    if width is not None:
        height = round(image.shape[0] * width / image.shape[1])
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return image


def with_noise(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Gray noise of standard deviation 2, as a sensor adds."""
    noise = rng.normal(0, 2, image.shape[:2])[..., None]
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)


def warped(image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The picture moved by a matrix (2, 3) that takes old pixels to new ones."""
    size = (image.shape[1], image.shape[0])
    return cv2.warpAffine(
        image, matrix, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT
    )


class PaintedFaces:
    """Textured patches on a plain ground, and a detector that finds them by their texture.

    Parameters
    ----------
    count : int
        Number of different faces.

    Attributes
    ----------
    blind : bool
        Whether it misses everything.
    looked : int
        How often it was asked.
    """

    name = "painted"
    scheme = EYES_AND_NOSE_BASE
    side = 100

    def __init__(self, count: int = 1, size: tuple[int, int] = (240, 480)) -> None:
        rng = np.random.default_rng(7)
        self.size = size
        noise = rng.normal(0, 1, (count, self.side, self.side))
        soft = [cv2.GaussianBlur(each, (0, 0), 3) for each in noise]
        self._looks = [
            np.clip(128 + 45 * each / each.std(), 1, 254).astype(np.uint8) for each in soft
        ]
        self.blind = False
        self.looked = 0

    def paint(self, *places: tuple[float, float] | None) -> NDArray[np.uint8]:
        """A frame with the centres of the faces, later ones in front; None: not there."""
        canvas = np.full(self.size, 60, np.float64)
        for look, place in zip(self._looks, places, strict=False):
            if place is not None:
                _paste(canvas, look, place)
        return np.repeat(np.rint(canvas).astype(np.uint8)[..., None], 3, axis=2)

    def detect(self, image: NDArray[np.uint8], longest_side: int | None = None) -> list[Detection]:
        """The faces that are to be seen, at whatever size the picture has."""
        self.looked += 1
        if self.blind or min(image.shape[:2]) < self.side:
            return []
        found = []
        for look in self._looks:
            score = cv2.matchTemplate(image[..., 0], look, cv2.TM_CCOEFF_NORMED)
            _, best, _, (x, y) = cv2.minMaxLoc(score)
            if best > 0.7:
                half = (self.side - 1) / 2
                found.append(self._detection((x + half, y + half)))
        return found

    def locate(self, image: NDArray[np.uint8], box: NDArray[np.float64]) -> None:
        """Nothing."""
        return

    def _detection(self, place: tuple[float, float]) -> Detection:
        x, y = place
        half = self.side / 2
        scale = self.side / 112
        frame = Similarity(complex(scale), complex(x - 56 * scale, y - 56 * scale))
        eyes = FACE_FRAME[EYES_AND_NOSE_BASE].points
        left, right, nose = frame(eyes)
        points = np.array([left - 5, left + 5, right - 5, right + 5, nose])
        box = np.array([x - half, y - half, x + half, y + half])
        return Detection(box, 0.9, to_points(points))


def _paste(
    canvas: NDArray[np.float64], look: NDArray[np.uint8], place: tuple[float, float]
) -> None:
    """Put a patch at a place between pixels, on top."""
    height, width = canvas.shape
    half = (look.shape[0] - 1) / 2
    shift = np.array([[1, 0, place[0] - half], [0, 1, place[1] - half]], np.float64)
    moved = cv2.warpAffine(look.astype(np.float64), shift, (width, height), flags=cv2.INTER_CUBIC)
    cover = cv2.warpAffine(np.ones(look.shape), shift, (width, height))
    canvas[:] = canvas * (1 - cover) + np.clip(moved, 0, 255) * cover
