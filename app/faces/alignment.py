"""Aligned crops: where they lie in the picture, and how they are cut.

Convention: a crop matrix (2, 3) maps crop pixels ``(u, v, 1)`` to picture pixels ``(x, y)``; whole
numbers are pixel centres in both. Black outside the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.core.face_track import EYES_AND_NOSE_BASE, FIVE_POINTS, FaceTrack
from app.faces.resampling import warp
from app.faces.templates import FACE_FRAME, Template, poses, template


@dataclass(frozen=True, slots=True)
class CropSpec:
    """A way to cut a face.

    Attributes
    ----------
    name : str
        As in a model's card.
    size : int
        Width and height in pixels.
    kind : "similarity" or "box"
        Upright in the face (rotated with the head, fitted to landmarks), or upright in the picture
        (a square around the face's box).
    templates : mapping of landmark scheme to Template
        For "similarity".
    margin : float
        For "box": how much longer than the box the side is.
    """

    name: str
    size: int
    kind: Literal["similarity", "box"]
    templates: Mapping[str, Template]
    margin: float = 0.0


# OpenFace 2 fits a similarity to the mean of its 3-D point distribution model, times 0.7, its
# origin in the middle of 112 pixels. The mean (In-the-wild_aligned_PDM_68, points counted from 0):
# eye corners 36, 39, 42, 45 (-46.0, -37.5), (-19.6, -36.8), (19.3, -37.0), (45.2, -38.1), nose tip
# 30 (1.2, -8.4), base of the nose 33 (0.6, 6.6), mouth corners 48, 54 (-28.9, 28.6), (28.8, 28.1).
# OpenFace's own output agrees with them to its rounding (tests/reference/measure_faces.py).
_OPENFACE_EYES = [(33.0, 30.0), (78.6, 29.7)]
_OPENFACE_FIVE = [*_OPENFACE_EYES, (56.9, 50.1), (35.8, 76.0), (76.2, 75.7)]
_OPENFACE_NOSE_BASE = (56.4, 60.6)

_OPENFACE = {
    FIVE_POINTS: template(_OPENFACE_FIVE, [[0], [1], [2], [3], [4]], [1.0] * 5),
    EYES_AND_NOSE_BASE: template(
        [*_OPENFACE_EYES, _OPENFACE_NOSE_BASE], [[0, 1], [2, 3], [4]], [1.0, 1.0, 0.4]
    ),
}

CROPS: Mapping[str, CropSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            CropSpec("five-point-112", 112, "similarity", FACE_FRAME),
            CropSpec("openface-112", 112, "similarity", MappingProxyType(_OPENFACE)),
            CropSpec("square-box-20", 64, "box", MappingProxyType({}), margin=0.2),
        )
    }
)
"""Crops by name: ours, the published weights' (an approximation: OpenFace fits 24 rigid points of
68), and the expression baseline's."""


def crop_matrices(track: FaceTrack, crop: str) -> NDArray[np.float64]:
    """Where the crop lies in each frame.

    Parameters
    ----------
    track : FaceTrack
        T frames.
    crop : str
        A name in `CROPS`.

    Returns
    -------
    float64 array (T, 2, 3)
        Crop pixels to picture pixels; NaN where the track has no usable face.

    Raises
    ------
    ValueError
        There is no such crop, or it has no template for the track's landmarks.
    """
    spec = _spec(crop)
    if spec.kind == "box":
        a, b = _squares(track.boxes.astype(np.float64), spec)
    elif track.scheme in spec.templates:
        a, b = poses(track.landmarks, spec.templates[track.scheme])
    else:
        raise ValueError(
            f"crop {crop!r} has no template for landmarks {track.scheme!r}, only for "
            f"{', '.join(spec.templates)}"
        )
    matrices = np.stack(
        [np.stack([a.real, -a.imag, b.real], -1), np.stack([a.imag, a.real, b.imag], -1)], axis=-2
    )
    matrices[~track.valid] = np.nan
    return matrices


def cut(
    image: NDArray[np.uint8],
    matrix: NDArray[np.float64],
    crop: str,
    size: int | None = None,
    *,
    margin: int = 0,
) -> NDArray[np.uint8]:
    """Cut one crop.

    Parameters
    ----------
    image : uint8 array (H, W, 3)
        The frame.
    matrix : float64 array (2, 3)
        Its row of `crop_matrices`.
    crop : str
        A name in `CROPS`.
    size : int, optional
        Pixels per side, for the same view at another resolution (224 for example).
    margin : int
        Pixels more on every side, of the same size.

    Returns
    -------
    uint8 array (S, S, 3)
        S = size + 2 margin.

    Raises
    ------
    ValueError
        There is no such crop, or no face in this frame.
    """
    spec = _spec(crop)
    if not np.isfinite(matrix).all():
        raise ValueError("this frame has no usable face: its crop matrix is not finite")
    side = spec.size if size is None else size
    wider = np.array([[1, 0, -margin], [0, 1, -margin], [0, 0, 1]])
    return warp(image, matrix @ _resized(spec.size, side) @ wider, side + 2 * margin)


def _spec(crop: str) -> CropSpec:
    if crop not in CROPS:
        raise ValueError(f"there is no crop {crop!r}; choose one of {', '.join(CROPS)}")
    return CROPS[crop]


def _resized(size: int, side: int) -> NDArray[np.float64]:
    """Pixels of a crop with ``side`` pixels in those of one with ``size`` (3, 3), edges kept."""
    step = size / side
    offset = (step - 1) / 2
    return np.array([[step, 0, offset], [0, step, offset], [0, 0, 1]])


def _squares(
    boxes: NDArray[np.float64], spec: CropSpec
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    low, high = boxes[:, :2], boxes[:, 2:]
    side = (high - low).max(axis=1) * (1 + spec.margin)
    a = (side / spec.size).astype(np.complex128)
    middle = (low + high) / 2
    centre = (spec.size - 1) / 2 * (1 + 1j)
    return a, middle[:, 0] + 1j * middle[:, 1] - a * centre
