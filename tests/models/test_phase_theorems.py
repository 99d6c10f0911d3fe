"""What must hold for phase differences whatever the code: motion, light and slopes."""

import numpy as np
import pytest
import torch

from models.phase import (
    PhaseStream,
    Unwrap,
    band_phases,
    pair_differences,
    phase_differences,
)
from tests.support.shared import shared_file

CONVENTIONS: tuple[Unwrap, ...] = ("pair", "principal", "released")


def textured_clip(frames: int = 16) -> torch.Tensor:
    """Smooth moving noise: phases of every kind and direction."""
    generator = torch.Generator().manual_seed(8)
    noise = torch.rand((frames + 4, 48, 48), generator=generator, dtype=torch.float64)
    return noise.unfold(0, 5, 1).mean(-1)


def face_clip() -> torch.Tensor:
    frozen = np.load(shared_file("golden/phase_reference_small.npz"))
    return torch.from_numpy(frozen["gray_u8"] / 255)


def grating(shift: float, period: float, axis: int) -> torch.Tensor:
    """A grating that moves by ``shift`` samples a frame along x (axis 0) or y (axis 1)."""
    t = torch.arange(3, dtype=torch.float64)[:, None, None]
    y, x = torch.meshgrid(torch.arange(48.0), torch.arange(48.0), indexing="ij")
    along = (x, y)[axis].double()
    return 0.5 + 0.3 * torch.cos(2 * torch.pi * (along - shift * t) / period)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("shift", [-0.6, -0.1, 0.05, 0.2, 0.8])
@pytest.mark.parametrize(("period", "level"), [(4.2, 0), (8.3, 1)])
def test_shift_gives_proportional_phase(axis: int, shift: float, period: float, level: int) -> None:
    """Moving a wave of period p by s samples turns its phase by -2 pi s / p (far from the rim)."""
    probe = pair_differences(grating(shift, period, axis))[level]
    rim = 12 >> level
    inside = probe.difference[axis, :, rim:-rim, rim:-rim]
    expected = -2 * np.pi * shift / period
    assert inside.mean().item() == pytest.approx(expected, rel=0.03)
    assert (inside - expected).abs().max() < 0.15 * abs(expected)


def test_motion_shows_in_its_own_orientation() -> None:
    """A textured picture that moves in x turns orientation 0, not orientation 1."""
    generator = torch.Generator().manual_seed(1)
    wide = torch.rand((1, 1, 48, 96), generator=generator, dtype=torch.float64)
    smooth = torch.nn.functional.avg_pool2d(wide, 5, 1, 2)[0, 0]
    clip = torch.stack([smooth[:, 20 + t : 68 + t] for t in range(2)])
    probe = pair_differences(clip)[1].difference
    along, across = probe[0, 0].mean(), probe[1, 0].mean()
    assert along > 0.3
    assert across.abs() < 0.2 * along


@pytest.mark.parametrize("gamma", [0.8, 1.25])
def test_gamma_hardly_changes_phase_differences(gamma: float) -> None:
    gray = face_clip()
    for plain, changed in zip(phase_differences(gray), phase_differences(gray**gamma), strict=True):
        assert np.corrcoef(plain.flatten(), changed.flatten())[0, 1] > 0.97
        assert (plain - changed).abs().median() < 0.15 * plain.abs().median()


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_gain_and_offset_change_nothing(unwrap: Unwrap) -> None:
    gray = textured_clip()[:8]
    for plain, changed in zip(
        phase_differences(gray, 12, unwrap),
        phase_differences(0.5 * gray + 0.2, 12, unwrap),
        strict=True,
    ):
        torch.testing.assert_close(changed, plain, atol=1e-6, rtol=0)


def test_reversed_time_turns_the_sign_of_pairs() -> None:
    gray = textured_clip()[:5]
    for forward, backward in zip(
        pair_differences(gray), pair_differences(gray.flip(0)), strict=True
    ):
        torch.testing.assert_close(backward.difference, -forward.difference.flip(1))


@pytest.mark.parametrize("unwrap", CONVENTIONS)
@pytest.mark.parametrize("frames", [2, 5])
def test_slopes(unwrap: Unwrap, frames: int) -> None:
    """Directional derivative against central differences, on a clip whose phases wrap."""
    clip = textured_clip(frames)
    assert any(bands.phase.diff(dim=1).abs().max() > torch.pi for bands in band_phases(clip))
    weights = [torch.randn(n, dtype=torch.float64) for n in (48, 24)]

    def value(frames_in: torch.Tensor) -> torch.Tensor:
        levels = phase_differences(frames_in, 4, unwrap)
        return sum(
            (level.square() @ w).sum() for level, w in zip(levels, weights, strict=True)
        ) * torch.ones(1, dtype=torch.float64)

    clip.requires_grad_(True)
    assert torch.autograd.gradcheck(value, clip, eps=1e-7, atol=1e-4, rtol=1e-3, fast_mode=True)


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_slopes_of_a_black_clip_are_finite(unwrap: Unwrap) -> None:
    gray = torch.zeros((20, 48, 48), requires_grad=True)
    fine, coarse = phase_differences(gray, 12, unwrap)
    (fine.sum() + coarse.sum()).backward()
    assert gray.grad is not None
    assert torch.isfinite(gray.grad).all()


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_slopes_of_a_cut_from_black_are_finite(unwrap: Unwrap) -> None:
    gray = textured_clip(6).float()
    gray[:3] = 0
    gray.requires_grad_(True)
    fine, coarse = phase_differences(gray, 4, unwrap)
    (fine.square().sum() + coarse.square().sum()).backward()
    assert gray.grad is not None
    assert torch.isfinite(gray.grad).all()
    assert gray.grad[3:].abs().max() > 0


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_values_are_the_same_with_and_without_slopes(unwrap: Unwrap) -> None:
    gray = textured_clip()
    with_slopes = phase_differences(gray.clone().requires_grad_(True), 12, unwrap)
    for found, plain in zip(with_slopes, phase_differences(gray, 12, unwrap), strict=True):
        assert found.requires_grad
        torch.testing.assert_close(found.detach(), plain, atol=1e-9, rtol=0)


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_slopes_reach_through_a_stream(unwrap: Unwrap) -> None:
    """Frames pushed before and after, and the end of the run, keep the slopes of the clip."""

    def slopes(frames: torch.Tensor, streamed: bool) -> torch.Tensor:
        gray = frames.clone().requires_grad_(True)
        stream = PhaseStream(4, unwrap)
        if streamed:
            parts = [stream.push(gray[:3]), stream.push(gray[3:8]), stream.push(gray[8:])]
            fine = torch.cat([part[0] for part in (*parts, stream.finish())])
        else:
            fine = phase_differences(gray, 4, unwrap)[0]
        fine.square().mean((1, 2, 3)).dot(torch.arange(1.0, 13.0).double()).backward()
        assert gray.grad is not None
        return gray.grad

    clip = textured_clip(12)
    torch.testing.assert_close(slopes(clip, True), slopes(clip, False))


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_results_may_enter_training(unwrap: Unwrap) -> None:
    """Differences computed without slopes are ordinary tensors that a network can learn from."""
    fine, _ = phase_differences(textured_clip(3), 4, unwrap)
    scale = torch.ones((), dtype=torch.float64, requires_grad=True)
    (fine * scale).square().sum().backward()
    assert scale.grad is not None
    assert scale.grad > 0


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_slopes_may_begin_within_a_run(unwrap: Unwrap) -> None:
    clip = textured_clip(9)
    later = clip[4:].clone().requires_grad_(True)
    stream = PhaseStream(4, unwrap)
    parts = [stream.push(clip[:4]), stream.push(later), stream.finish()]
    fine = torch.cat([part[0] for part in parts])
    fine.square().sum().backward()
    assert later.grad is not None
    assert torch.isfinite(later.grad).all()
    torch.testing.assert_close(fine.detach(), phase_differences(clip, 4, unwrap)[0])
