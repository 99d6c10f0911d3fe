"""Aligned crops of shared recordings, as the analysis cuts them, for the motion science's tests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.faces.alignment import crop_matrices, cut
from app.faces.dlib_detector import DlibDetector
from app.video.pyav_reader import open_recording
from tests.support.face_frames import track_recording
from tests.support.shared import shared_file


@dataclass(frozen=True, slots=True)
class AlignedFace:
    """The first person of a recording.

    Attributes
    ----------
    crops : uint8 array (T, S, S, 3)
        Aligned crops, RGB.
    seconds : float64 array (T,)
        When each is shown.
    matrices : float64 array (T, 2, 3)
        Pixels of the 112-pixel crop to pixels of the picture.
    """

    crops: NDArray[np.uint8]
    seconds: NDArray[np.float64]
    matrices: NDArray[np.float64]


def aligned_face(
    relative: str, start: int = 0, stop: int | None = None, size: int = 112
) -> AlignedFace:
    """Crops of a shared recording's first person, in the frames where there is a usable face."""
    track = track_recording(DlibDetector(), relative, start=start, stop=stop)[0]
    matrices = crop_matrices(track, "five-point-112")
    crops, seconds = [], []
    with open_recording(shared_file(relative)) as reader:
        for batch in reader.batches(start=start, stop=stop):
            for image, index in zip(batch.images, batch.index, strict=True):
                if track.valid[index - start]:
                    crops.append(cut(image, matrices[index - start], "five-point-112", size))
            seconds.extend(batch.seconds[track.valid[batch.index - start]])
    return AlignedFace(np.stack(crops), np.array(seconds), matrices[track.valid])
