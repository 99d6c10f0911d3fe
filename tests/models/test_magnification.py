"""Magnification multiplies a known motion, measured by the probe and by an independent method."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.displacement import phase_motion, reliable
from models.even_times import even_times
from models.laplacian import weighted_levels
from models.magnification import (
    LinearMagnification,
    Magnification,
    PhaseMagnification,
    magnify,
)
from models.phase_magnifier import grid_of, mirrored
from models.preprocessing import gray48
from models.steerable_pyramid import SteerablePyramid
from models.temporal_bands import Band
from tests.reference.motion_scenes import (
    SCALE,
    least_squares_shift,
    moved_crops,
    noise_scene,
    pink_scene,
    swing_of,
)
from tests.support.aligned_faces import aligned_face

HERTZ, RATE = 2.0, 30.0
BAND = Band(1.0, 4.0)
FRAMES = 48

Clip = NDArray[np.uint8]


def textured(kind: str) -> NDArray[np.float64]:
    scenes = {"fine": noise_scene(2.0, 224, 1), "medium": noise_scene(4.0, 224, 1)}
    scene = scenes[kind] if kind in scenes else pink_scene(224, 0.2, 1)
    return np.clip(128 + 45 * (scene - scene.mean()) / scene.std(), 0, 255)


def swinging(scene: NDArray[np.float64], amplitude: float, frames: int = FRAMES) -> Clip:
    swing = amplitude * np.sin(2 * np.pi * HERTZ * np.arange(frames) / RATE)
    return moved_crops(scene, [(float(d), 0.0) for d in swing])


def by_probe(first: Clip, second: Clip) -> float:
    found = phase_motion(gray48(torch.from_numpy(np.stack([first, second]))).double())
    trusted = reliable(found.uncertainty)[0]
    return float(found.motion[0, 0][trusted].median()) * SCALE


def magnified(frames: Clip, settings: Magnification) -> Clip:
    times = even_times(np.arange(len(frames)) / RATE)
    return np.stack(list(magnify(frames, times, settings)))


def amplitudes(frames: Clip) -> tuple[float, float]:
    """Amplitude of the swing in pixels, by the probe and by least squares."""
    late = np.arange(18, len(frames))
    curves = [
        [by_probe(frames[0], frames[i]) for i in late],
        [least_squares_shift(frames[0], frames[i])[0] for i in late],
    ]
    probe, other = (abs(swing_of(np.array(c), late / RATE, HERTZ)) for c in curves)
    return probe, other


@pytest.mark.parametrize("kind", ["fine", "medium", "pink"])
@pytest.mark.parametrize(("amplitude", "factor"), [(0.05, 10.0), (0.2, 5.0)])
def test_phase_multiplies_a_known_motion(kind: str, amplitude: float, factor: float) -> None:
    frames = swinging(textured(kind), amplitude)
    settings = PhaseMagnification(BAND, factor, "causal")
    for found in amplitudes(magnified(frames, settings)):
        assert found / amplitude == pytest.approx(factor, rel=0.15)


@pytest.mark.parametrize("timing", ["compensated", "ideal"])
def test_phase_multiplies_with_every_timing(timing: str) -> None:
    frames = swinging(textured("fine"), 0.1, 60)
    found = magnified(frames, PhaseMagnification(BAND, 6.0, timing))
    late = np.arange(15, 45)
    curve = np.array([least_squares_shift(found[0], found[i])[0] for i in late])
    assert abs(swing_of(curve, late / RATE, HERTZ)) == pytest.approx(0.6, rel=0.15)


@pytest.mark.parametrize("kind", ["fine", "medium"])
def test_linear_multiplies_a_known_motion(kind: str) -> None:
    frames = swinging(textured(kind), 0.1)
    settings = LinearMagnification(BAND, 8.0, shortest_wavelength=4.0, timing="causal")
    for found in amplitudes(magnified(frames, settings)):
        assert found / 0.1 == pytest.approx(9.0, rel=0.15)


def test_motion_outside_the_band_stays() -> None:
    frames = swinging(textured("fine"), 0.2)
    found = amplitudes(magnified(frames, PhaseMagnification(Band(8, 12), 4.0, "causal")))[1]
    assert found / 0.2 == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize(
    "settings", [PhaseMagnification(BAND, 1.0), LinearMagnification(BAND, 0.0)]
)
def test_nothing_added_changes_nothing(settings: Magnification) -> None:
    frames = np.random.default_rng(1).integers(0, 256, (4, 36, 36, 3), dtype=np.uint8)
    np.testing.assert_array_equal(magnified(frames, settings), frames)


@pytest.mark.parametrize(
    "settings", [PhaseMagnification(BAND, 5.0), LinearMagnification(BAND, 8.0)]
)
def test_chroma_is_kept_and_still_frames_stay(settings: Magnification) -> None:
    frames = aligned_face("video/pyfeat_single_face.mp4", stop=24).crops
    np.testing.assert_array_equal(magnified(frames[[0] * 5], settings), frames[[0] * 5])
    found = magnified(frames, settings).astype(int)
    inside = ((found > 0) & (found < 255)).all(-1)
    change = (found - frames)[inside]
    assert np.abs(change).max() > 10
    assert np.ptp(change, axis=-1).max() == 0


def test_frames_come_as_they_are_done() -> None:
    """A causal stream holds nothing back; the other takes bounded memory."""
    taken = 0

    def source(frames: Clip) -> Iterator[Clip]:
        nonlocal taken
        for frame in frames:
            taken += 1
            yield frame

    frames = np.zeros((30, 16, 16, 3), np.uint8)
    times = even_times(np.arange(30) / RATE)
    running = magnify(source(frames), times, LinearMagnification(BAND, timing="causal"))
    next(running)
    assert taken == 1


def test_phase_on_the_mirror_images() -> None:
    generator = torch.Generator().manual_seed(0)
    noise = torch.rand((2, 1, 64, 64), generator=generator, dtype=torch.float64)
    pictures = torch.nn.functional.avg_pool2d(noise, 5, 1, 2)[:, 0]
    for count in (2, 5, 8):
        z = SteerablePyramid(64, 3, count).decompose(pictures).bands[0]
        turn = torch.angle(z[1] * z[0].conj())
        same = torch.exp(1j * (mirrored(turn[:, :64, :64]) - turn))
        torch.testing.assert_close(same, torch.ones_like(same), atol=1e-6, rtol=0)


def test_laplacian_levels_add_up() -> None:
    picture = np.random.default_rng(0).standard_normal((50, 37)).astype(np.float32)
    whole = weighted_levels(picture, lambda _: 1.0)
    fine = weighted_levels(picture, lambda wavelength: float(wavelength < 8))
    coarse = weighted_levels(picture, lambda wavelength: float(wavelength >= 8))
    np.testing.assert_allclose(fine + coarse, whole, atol=1e-5)
    assert np.std(picture - whole) < 0.2 * np.std(picture)  # the low-pass that is left out


@pytest.mark.parametrize("size", [8, 16, 36, 48, 112, 224])
def test_grids_fit(size: int) -> None:
    side, levels = grid_of(size)
    SteerablePyramid(side, levels, 4)
    assert size <= side < 1.5 * size


def test_what_cannot_be_magnified_is_refused() -> None:
    times = even_times(np.arange(3) / RATE)
    settings = PhaseMagnification(BAND)
    with pytest.raises(ValueError, match="even side"):
        list(magnify(np.zeros((3, 15, 15, 3), np.uint8), times, settings))
    with pytest.raises(ValueError, match="uint8"):
        list(magnify(np.zeros((3, 16, 16, 3)), times, settings))
    with pytest.raises(ValueError, match="0 to 100"):
        PhaseMagnification(BAND, -1)
    with pytest.raises(ValueError, match="2 to 8"):
        PhaseMagnification(BAND, orientations=9)
    with pytest.raises(ValueError, match="longer than 0"):
        LinearMagnification(BAND, shortest_wavelength=0)
