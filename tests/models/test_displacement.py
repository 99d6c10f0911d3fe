"""Displacement from local phase on motions that are known."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.displacement import RIM, in_picture, phase_motion, probe, reliable, since_first
from models.phase_frames import band_phases
from tests.reference.motion_scenes import SCENES, face_gray, moved_gray
from tests.support.aligned_faces import aligned_face
from tests.support.tolerances import EXACT_FLOAT64

DIRECTIONS = ((1.0, 0.0), (0.0, -1.0), (0.8, 0.6), (-0.6, 0.8))


def relative_errors(gray: torch.Tensor, shift: tuple[float, float]) -> NDArray[np.float64]:
    """Relative error of the displacement at every point that is relied on."""
    found = phase_motion(gray)
    missed = torch.hypot(found.motion[0] - shift[0], found.motion[1] - shift[1])
    return (missed[reliable(found.uncertainty)] / np.hypot(*shift)).numpy()


@pytest.mark.parametrize("amount", [0.05, 0.2, 0.5, 1.0, 1.5])
@pytest.mark.parametrize("scene", SCENES)
def test_shift_is_right_within_a_tenth(scene: str, amount: float) -> None:
    for dx, dy in DIRECTIONS:
        shift = (amount * dx, amount * dy)
        wrong = relative_errors(moved_gray(SCENES[scene](160), [(0, 0), shift]), shift)
        assert len(wrong) > 500
        assert np.median(wrong) < 0.05
        assert np.mean(wrong < 0.1) > 0.9


@pytest.mark.parametrize("amount", [0.05, 0.5, 1.5])
def test_one_orientation_sees_its_own_direction(amount: float) -> None:
    gray = moved_gray(SCENES["fine noise"](160), [(0, 0), (amount, 0.0)])
    for level in phase_motion(gray).levels:
        trusted = reliable(level.along_uncertainty)[0, 0]
        share = level.along[0, 0][trusted] / amount
        assert (share - 1).abs().median() < 0.03
        assert ((share - 1).abs() < 0.1).double().mean() > 0.95
        assert level.along[1, 0][trusted].abs().median() < 0.3 * amount


@pytest.mark.parametrize("amount", [0.5, 1.0, 1.5])
def test_face_that_shifts(amount: float) -> None:
    crop = aligned_face("video/pyfeat_single_face.mp4", stop=2).crops[0]
    for dx, dy in DIRECTIONS:
        shift = (amount * dx, amount * dy)
        wrong = relative_errors(face_gray(crop, [(0, 0), shift]), shift)
        assert np.median(wrong) < 0.06
        assert np.mean(wrong < 0.1) > 0.8


def test_smallest_shift_of_a_face_is_right_on_average() -> None:
    """Rounding to 8 bit moves single points by a hundredth of a pixel, but not their median."""
    crop = aligned_face("video/pyfeat_single_face.mp4", stop=2).crops[0]
    found = phase_motion(face_gray(crop, [(0, 0), (0.05, 0.0)]))
    trusted = reliable(found.uncertainty)[0]
    assert found.motion[0, 0][trusted].median().item() == pytest.approx(0.05, rel=0.1)
    assert (found.motion[0, 0][trusted] - 0.05).abs().median() < 0.01


def test_probe_follows_a_point_over_the_snippet() -> None:
    shifts = [(0.3 * np.sin(i / 2), 0.1 * i) for i in range(13)]
    seen = probe(moved_gray(SCENES["pink noise"](160), shifts), 20.3, 17.0)
    expected = np.array(shifts).T - np.array(shifts)[:1].T
    assert seen.reliable.all()
    np.testing.assert_allclose(seen.course, expected, atol=0.06)
    assert seen.levels[0].phase.shape == (2, 13)
    assert seen.levels[1].motion.shape == (2, 12)


def test_probe_shows_the_phase_of_the_stream() -> None:
    gray = moved_gray(SCENES["pink noise"](160), [(0.1 * i, 0.0) for i in range(5)])
    seen = probe(gray, 20, 30)
    for level, bands in enumerate(band_phases(gray)):
        row, column = 30 >> level, 20 >> level
        turn = seen.levels[level].phase - bands.phase[:, :, row, column].numpy()
        np.testing.assert_allclose(np.exp(1j * turn), 1, atol=1e-9)
        amplitude = bands.amplitude[:, :, row, column].numpy() / 4**level
        np.testing.assert_allclose(seen.levels[level].amplitude, amplitude, atol=EXACT_FLOAT64)
        assert (np.abs(np.diff(seen.levels[level].phase)) <= np.pi).all()


@pytest.mark.parametrize("light", [0.0, 0.5])
def test_nothing_is_relied_on_where_nothing_is(light: float) -> None:
    found = phase_motion(torch.full((3, 48, 48), light, dtype=torch.float64))
    assert not reliable(found.uncertainty).any()
    assert found.motion.isfinite().all()
    assert all(level.along.isfinite().all() for level in found.levels)


def test_an_edge_alone_is_not_relied_on() -> None:
    """Along an edge motion cannot be seen: the aperture problem."""
    x = torch.arange(48, dtype=torch.float64)
    edge = (0.5 + 0.3 * torch.tanh((x - 24) / 2)).expand(2, 48, 48)
    assert not reliable(phase_motion(edge).uncertainty)[0, 10:38, 24].any()


def test_the_rim_is_not_relied_on() -> None:
    gray = moved_gray(SCENES["fine noise"](160), [(0, 0), (0.2, 0)])
    trusted = reliable(phase_motion(gray).uncertainty)[0]
    assert trusted.sum() == trusted[RIM:-RIM, RIM:-RIM].sum()


def test_uncertainty_is_what_noise_does() -> None:
    crop = aligned_face("video/pyfeat_single_face.mp4", stop=2).crops[0]
    still = face_gray(crop, [(0, 0)]).expand(60, 48, 48)
    noise = torch.from_numpy(np.random.default_rng(0).standard_normal(still.shape)) / 255
    found = phase_motion(still + noise)
    spread = found.motion.square().sum(0).mean(0).sqrt()
    trusted = reliable(found.uncertainty).all(0)
    ratio = (spread / found.uncertainty.mean(0))[trusted]
    assert 0.5 < ratio.median() < 1.5
    assert (ratio < 2).double().mean() > 0.95


def test_one_frame_has_no_motion() -> None:
    gray = torch.rand((1, 48, 48), dtype=torch.float64)
    assert phase_motion(gray).motion.shape == (2, 0, 48, 48)
    seen = probe(gray, 3, 4)
    assert seen.course.shape == (2, 1)
    assert seen.levels[0].phase.shape == (2, 1)


@pytest.mark.parametrize(("x", "y"), [(-1, 5), (5, 48), (float("nan"), 3)])
def test_points_outside_are_refused(x: float, y: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        probe(torch.rand((2, 48, 48)), x, y)


def test_pixels_of_the_video() -> None:
    turned = np.array([[0.0, -3.0, 7.0], [3.0, 0.0, 9.0]])
    found = in_picture(np.array([[1.0, 0.0], [0.0, 2.0]]), turned)
    np.testing.assert_allclose(found, [[0, -14], [7, 0]])


def test_steps_add_up() -> None:
    np.testing.assert_allclose(since_first(np.array([[1.0, 2.0, -3.0]])), [[0, 1, 3, 0]])
