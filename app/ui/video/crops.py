"""The aligned crop of the frame on screen, cut as the analysis cuts it."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.core.face_track import FaceTrack
from app.ui.tasks import Task, run_task
from app.ui.video.decode_worker import rgb32, rgb_view
from app.ui.video.faces_shown import between, neighbours

CROP = "five-point-112"
CROP_SIDE = 112

Cut = Callable[[NDArray[np.uint8], NDArray[np.float64], str, int | None], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class CropPlaces:
    """Where the crops lie, and what cuts them.

    Attributes
    ----------
    matrices : mapping of person to (track, float64 array (T, 2, 3))
        Crop pixels to picture pixels on the track's frames.
    cut : callable
        ``app.faces.alignment.cut``.
    """

    matrices: Mapping[int, tuple[FaceTrack, NDArray[np.float64]]]
    cut: Cut


class Crops(QObject):
    """Crops of the people known; what cuts them is loaded in a worker, once it is needed.

    Signals
    -------
    ready()
        Crops of the tracks can be had from now on.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tracks: tuple[FaceTrack, ...] = ()
        self._places: CropPlaces | None = None
        self._task: Task | None = None

    def follow(self, tracks: Sequence[FaceTrack]) -> None:
        """Take these people; does nothing if it has them already."""
        if tuple(map(id, tracks)) == tuple(map(id, self._tracks)):
            return
        if self._task is not None:
            self._task.cancel()
        self._tracks, self._places, self._task = tuple(tracks), None, None
        if self._tracks:
            chosen = self._tracks
            self._task = run_task(lambda: crop_places(chosen), on_done=self._take)

    def crop(self, image: QImage, frame: int, person: int, side: int = CROP_SIDE) -> QImage | None:
        """The crop of a person in a frame; None where there is no face, or not yet a crop."""
        if self._places is None or person not in self._places.matrices:
            return None
        track, matrices = self._places.matrices[person]
        place = neighbours(track, frame)
        if place is None:
            return None
        return rgb32(self._places.cut(rgb_view(image), between(matrices, place), CROP, side))

    def _take(self, places: CropPlaces) -> None:
        self._places, self._task = places, None
        self.ready.emit()


def crop_places(tracks: Sequence[FaceTrack]) -> Generator[None, None, CropPlaces]:
    """Find where the crops lie; a step after each person."""
    from app.faces.alignment import crop_matrices, cut  # loads OpenCV

    matrices = {}
    for track in tracks:
        matrices[track.person] = track, crop_matrices(track, CROP)
        yield
    return CropPlaces(matrices, cut)
