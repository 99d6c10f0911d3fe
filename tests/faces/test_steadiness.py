"""Steadiness end to end: what the phase stream gets to see of a face that does nothing."""

import cv2
import numpy as np
import pytest
import torch

from app.faces.alignment import crop_matrices, cut
from models.phase import phase_differences
from models.preprocessing import gray48
from tests.support.face_frames import frames_of, picture, track_all, warped, with_noise
from tests.support.tolerances import KNOWN_MOTION_CROP, STILL_FACE_PHASE

CROP = "five-point-112"
_U, _V = np.meshgrid([20, 56, 92], [20, 56, 92])
POINTS = np.stack([_U.ravel(), _V.ravel(), np.ones(9)])


def noisy(images, seed=0):
    rng = np.random.default_rng(seed)
    return [with_noise(image, rng) for image in images]


def median_phase(images, track):
    crops = np.stack(
        [cut(*pair, CROP) for pair in zip(images, crop_matrices(track, CROP), strict=True)]
    )
    levels = phase_differences(gray48(torch.from_numpy(crops)), 12, "pair")
    # Snippets clamped at the ends repeat frames, which is stillness for free.
    return [float(level[6:-6].abs().median()) for level in levels]


def away_from(matrices, motions):
    """Distance (T, 9) at 112 of the crop's points from points fixed to the moving picture."""
    places = matrices @ POINTS
    inverse = [cv2.invertAffineTransform(motion) for motion in motions]
    at_rest = np.stack([m[:, :2] @ p + m[:, 2:] for m, p in zip(inverse, places, strict=True)])
    scale = np.sqrt(np.linalg.det(matrices[:, :, :2])).mean()
    return np.linalg.norm(at_rest - at_rest.mean(axis=0), axis=1) / scale


@pytest.mark.parametrize(
    ("image", "width"),
    [
        ("images/faceapi_neutral.jpg", None),
        ("images/pyfeat_single_face.jpg", None),
        ("images/faceapi_happy.jpg", 300),
    ],
)
def test_a_still_face_under_noise_hardly_moves_in_phase(dlib_detector, image, width):
    frames = noisy([picture(image, width)] * 40)
    (track,) = track_all(dlib_detector, frames_of(frames))
    assert track.valid.all()
    fine, coarse = median_phase(frames, track)
    assert fine < STILL_FACE_PHASE
    assert coarse < STILL_FACE_PHASE
    steps = np.diff(crop_matrices(track, CROP) @ POINTS, axis=0)
    assert np.sqrt(np.mean(np.sum(steps**2, axis=1))) < 0.06 * np.sqrt(track.median_area) / 90


@pytest.mark.parametrize(
    ("hertz", "pixels", "degrees", "growth"),
    [(1, 6, 0, 0), (2, 6, 0, 0), (1, 0, 6, 0), (2, 8, 6, 0.03)],
)
def test_a_known_motion_is_followed(dlib_detector, hertz, pixels, degrees, growth):
    image = picture("images/faceapi_neutral.jpg")
    middle = (image.shape[1] / 2, image.shape[0] / 2)
    motions = []
    for t in range(45):
        angle = 2 * np.pi * hertz * t / 30
        motion = cv2.getRotationMatrix2D(
            middle, degrees * np.sin(angle + 1), 1 + growth * np.sin(angle + 0.5)
        )
        motion[:, 2] += pixels * np.sin(angle), 0.6 * pixels * np.cos(angle)
        motions.append(motion)
    frames = noisy([warped(image, motion) for motion in motions])
    (track,) = track_all(dlib_detector, frames_of(frames))
    away = away_from(crop_matrices(track, CROP), motions)
    assert np.sqrt(np.mean(away**2)) < KNOWN_MOTION_CROP
    assert away.max() < 1.0


def test_an_expression_does_not_move_the_crop_and_stays_visible(dlib_detector):
    """A mouth that opens at 1.5 Hz is seen by the phase stream; the crop stays with the head."""
    image = picture("images/faceapi_neutral.jpg")
    (face,) = dlib_detector.detect(image)
    eyes = face.landmarks[2:4].mean(0) - face.landmarks[:2].mean(0)
    unit = np.linalg.norm(eyes) / 35.2
    mouth = face.landmarks[4] + (0, 18 * unit)
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    bump = np.exp(-(((x - mouth[0]) / (20 * unit)) ** 2) - ((y - mouth[1]) / (10 * unit)) ** 2)
    frames = noisy(
        cv2.remap(
            image,
            x,
            (y - 3 * unit * np.sin(2 * np.pi * 1.5 * t / 30) * bump).astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT,
        )
        for t in range(45)
    )
    (track,) = track_all(dlib_detector, frames_of(frames))
    away = away_from(crop_matrices(track, CROP), [np.eye(2, 3)] * 45)
    assert np.sqrt(np.mean(away**2)) < KNOWN_MOTION_CROP
    crops = np.stack(
        [cut(*pair, CROP) for pair in zip(frames, crop_matrices(track, CROP), strict=True)]
    )
    level, _ = phase_differences(gray48(torch.from_numpy(crops)), 12, "pair")
    strength = level[6:-6].abs().mean(dim=(0, 1))
    at_mouth, at_eyes = strength[34:44, 16:32].mean(), strength[16:26, 10:38].mean()
    assert at_mouth > 3 * at_eyes
