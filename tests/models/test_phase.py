"""Phase differences: frozen outputs, an independent implementation, streaming and refusals."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.phase import PhaseStream, Unwrap, band_phases, pair_differences, phase_differences
from tests.reference.plain_phase import plain_phase_differences
from tests.reference.synthetic_clip import synthetic_gray
from tests.support.shared import shared_file
from tests.support.tolerances import CPU_CUDA, EXACT_FLOAT64, PHASE_FLOAT32, PHASE_FLOAT64

CONVENTIONS: tuple[Unwrap, ...] = ("pair", "principal", "released")


def unit(gray: np.ndarray, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """8-bit gray as the released code scales it: a float32 quotient, whatever comes after."""
    return torch.from_numpy(gray.astype(np.float32) / 255).to(dtype)


def synthetic(frames: int = 24, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return unit(synthetic_gray(frames), dtype)


def random_clip(frames: int, seed: int = 0) -> torch.Tensor:
    """Smooth moving noise in float64: phases of every kind, few pixels near a branch cut."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand((frames + 4, 48, 48), generator=generator, dtype=torch.float64)
    return noise.unfold(0, 5, 1).mean(-1)


@pytest.mark.parametrize(
    ("dtype", "atol"), [(torch.float32, PHASE_FLOAT32), (torch.float64, PHASE_FLOAT64)]
)
@pytest.mark.parametrize("kind", ["small", "synthetic"])
def test_released_convention_is_the_frozen_output(
    kind: str, dtype: torch.dtype, atol: float
) -> None:
    frozen = np.load(shared_file(f"golden/phase_reference_{kind}.npz"))
    levels = phase_differences(unit(frozen["gray_u8"], dtype), unwrap="released")
    for level, found in enumerate(levels):
        expected = frozen[f"level{level}_f64"]
        np.testing.assert_allclose(found[frozen["frames"]].numpy(), expected, atol=atol, rtol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", ["small", "synthetic"])
def test_principal_convention_is_the_frozen_output(kind: str, dtype: torch.dtype) -> None:
    frozen = np.load(shared_file(f"golden/phase_reference_{kind}.npz"))
    frames = frozen["frames"][frozen["unwrapfix_rows"]]
    levels = phase_differences(unit(frozen["gray_u8"], dtype), unwrap="principal")
    for level, found in enumerate(levels):
        expected = frozen[f"level{level}_unwrapfix"]  # itself computed in float32
        np.testing.assert_allclose(found[frames].numpy(), expected, atol=PHASE_FLOAT32, rtol=0)


def test_our_closed_form_clip_is_the_frozen_one() -> None:
    frozen = np.load(shared_file("golden/phase_reference_synthetic.npz"))
    np.testing.assert_array_equal(synthetic_gray(), frozen["gray_u8"])


@pytest.mark.parametrize("unwrap", CONVENTIONS)
@pytest.mark.parametrize("num_phase", [4, 12])
def test_independent_implementation(unwrap: Unwrap, num_phase: int) -> None:
    gray = random_clip(9)
    expected = plain_phase_differences(gray.numpy(), num_phase, unwrap)
    for found, plain in zip(phase_differences(gray, num_phase, unwrap), expected, strict=True):
        np.testing.assert_allclose(found.numpy(), plain, atol=EXACT_FLOAT64, rtol=0)


BLACK_FRAMES = {
    "first": [0, 1],
    "within": [3, 4],
    "last": [7, 8],
    "one": [5],
    "every other": [1, 3],
}


@pytest.mark.parametrize("black", BLACK_FRAMES.values(), ids=BLACK_FRAMES)
@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_black_frames_have_no_phase(unwrap: Unwrap, black: list[int]) -> None:
    """A coefficient of exactly 0 has the angle 0: a cut from black is no motion."""
    gray = random_clip(9)
    gray[black] = 0
    expected = plain_phase_differences(gray.numpy(), 4, unwrap)
    found = phase_differences(gray, 4, unwrap)
    sloped = phase_differences(gray.clone().requires_grad_(True), 4, unwrap)
    for ours, with_slopes, plain in zip(found, sloped, expected, strict=True):
        np.testing.assert_allclose(ours.numpy(), plain, atol=EXACT_FLOAT64, rtol=0)
        np.testing.assert_allclose(with_slopes.detach(), plain, atol=EXACT_FLOAT64, rtol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_cut_from_black_is_exactly_still(dtype: torch.dtype) -> None:
    gray = random_clip(3).to(dtype)
    gray[:2] = 0
    for probe in pair_differences(gray):
        assert torch.count_nonzero(probe.difference) == 0
        assert (probe.weight > 0).all()


def test_conventions_differ_where_phases_wrap() -> None:
    """Otherwise the comparisons above would not tell one convention from another."""
    pair, principal, released = (phase_differences(random_clip(9), 12, u)[0] for u in CONVENTIONS)
    assert (pair - principal).abs().max() > 0.1
    assert (principal - released).abs().max() > 0.5


@pytest.mark.parametrize("num_phase", range(4, 17, 2))
@pytest.mark.parametrize("frames", [1, 2, 5, 40])
def test_shapes(num_phase: int, frames: int) -> None:
    fine, coarse = phase_differences(synthetic(frames), num_phase)
    assert fine.shape == (frames, 2 * num_phase, 48, 48)
    assert coarse.shape == (frames, 2 * num_phase, 24, 24)
    assert fine.dtype == coarse.dtype == torch.float32


@settings(max_examples=30, deadline=None)
@given(
    chunks=st.lists(st.integers(0, 20), min_size=1, max_size=8).filter(any),
    num_phase=st.sampled_from([4, 12, 16]),
    unwrap=st.sampled_from(CONVENTIONS),
)
def test_stream_equals_clip_for_any_chunking(
    chunks: list[int], num_phase: int, unwrap: Unwrap
) -> None:
    gray = random_clip(sum(chunks))
    stream = PhaseStream(num_phase, unwrap)
    parts, arrived = [], 0
    for chunk in gray.split(chunks):
        parts.append(stream.push(chunk))
        arrived += len(chunk)
        given_out = sum(len(fine) for fine, _ in parts)
        assert given_out == max(0, arrived - num_phase // 2)
    parts.append(stream.finish())
    whole = phase_differences(gray, num_phase, unwrap)
    for level in (0, 1):
        joined = torch.cat([part[level] for part in parts])
        torch.testing.assert_close(joined, whole[level], atol=EXACT_FLOAT64, rtol=0)


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_stream_keeps_only_the_last_snippet(unwrap: Unwrap) -> None:
    """What a stream holds after 40 and after 400 frames takes the same memory."""

    def held(frames: int) -> int:
        stream = PhaseStream(12, unwrap)
        for chunk in synthetic(frames).split(10):
            stream.push(chunk)
        return sum(tensor.untyped_storage().nbytes() for tensor in _tensors(stream))

    assert 0 < held(400) <= held(40)


def _tensors(value: object) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, tuple | list):
        return [tensor for item in value for tensor in _tensors(item)]
    if not type(value).__module__.startswith("models."):
        return []
    names = getattr(value, "__slots__", None) or vars(value)
    return [tensor for name in names for tensor in _tensors(getattr(value, name))]


def test_results_of_a_push_are_not_overwritten_by_the_next() -> None:
    stream = PhaseStream()
    stream.push(synthetic(12))
    first = stream.push(synthetic(8))
    kept = [level.clone() for level in first]
    stream.push(random_clip(16).float())
    for level, before in zip(first, kept, strict=True):
        torch.testing.assert_close(level, before, atol=0, rtol=0)


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_clamped_frames_give_exactly_zero(unwrap: Unwrap) -> None:
    for level in phase_differences(random_clip(7), 12, unwrap):
        steps = level.unflatten(1, (2, 12))
        for frame in range(7):
            pairs = torch.arange(frame - 6, frame + 6)
            outside = (pairs < 0) | (pairs >= 6)
            assert torch.count_nonzero(steps[frame][:, outside]) == 0
            assert torch.all(steps[frame][:, ~outside].abs().amax((-2, -1)) > 0.01)


def test_a_single_frame_and_a_still_clip_give_zero() -> None:
    frame = random_clip(1)
    for unwrap in CONVENTIONS:
        for level in phase_differences(frame, 12, unwrap):
            assert torch.count_nonzero(level) == 0
        for level in phase_differences(frame.expand(20, -1, -1), 12, unwrap):
            assert level.abs().max() < EXACT_FLOAT64


@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_every_image_has_zero_mean_and_stays_within_the_clamp(unwrap: Unwrap) -> None:
    for level in phase_differences(random_clip(20, seed=3), 12, unwrap):
        assert level.mean((-2, -1)).abs().max() < EXACT_FLOAT64
        assert level.abs().max() <= 5 * torch.pi


@pytest.mark.parametrize("unwrap", CONVENTIONS)
@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_a_blank_clip_is_finite(unwrap: Unwrap, value: float) -> None:
    for level in phase_differences(torch.full((9, 48, 48), value), 12, unwrap):
        assert torch.isfinite(level).all()


def test_pair_differences_are_the_snippets_before_the_mean() -> None:
    gray = random_clip(14)
    for probe, level in zip(pair_differences(gray), phase_differences(gray), strict=True):
        centred = probe.difference - probe.difference.mean((-2, -1), keepdim=True)
        assert probe.difference.shape == probe.weight.shape == (2, 13, *level.shape[-2:])
        assert probe.difference.abs().max() <= torch.pi
        assert probe.weight.min() > 0
        middle = level[6].unflatten(0, (2, 12))
        torch.testing.assert_close(middle, centred[:, :12], atol=EXACT_FLOAT64, rtol=0)


def test_band_phases_are_polar_coordinates_of_the_bands() -> None:
    for bands in band_phases(random_clip(3)):
        assert bands.phase.shape == bands.amplitude.shape
        assert bands.phase.shape[:2] == (2, 3)
        assert bands.phase.abs().max() <= torch.pi
        assert bands.amplitude.min() >= 1e-10


def test_autocast_and_inference_mode_leave_the_values_alone() -> None:
    gray = synthetic(9)
    expected = phase_differences(gray)[0]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        torch.testing.assert_close(phase_differences(gray)[0], expected, atol=0, rtol=0)
    with torch.inference_mode():
        torch.testing.assert_close(phase_differences(gray)[0], expected, atol=0, rtol=0)


@pytest.mark.gpu
@pytest.mark.parametrize("unwrap", CONVENTIONS)
def test_cuda_agrees_with_the_cpu(unwrap: Unwrap) -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    gray = synthetic()
    for found, expected in zip(
        phase_differences(gray.cuda(), 12, unwrap),
        phase_differences(gray, 12, unwrap),
        strict=True,
    ):
        assert found.is_cuda
        torch.testing.assert_close(found.cpu(), expected, atol=CPU_CUDA, rtol=0)


@pytest.mark.parametrize("num_phase", [2, 3, 5, 18, 0, -4, 12.5, "12"])
def test_wrong_num_phase_is_refused(num_phase: int) -> None:
    with pytest.raises(ValueError, match="num_phase must be even and 4 to 16"):
        phase_differences(synthetic(3), num_phase)


def test_wrong_convention_is_refused_with_the_right_names() -> None:
    with pytest.raises(ValueError, match="pair, principal, released, not 'fixed'"):
        PhaseStream(unwrap="fixed")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gray", "complaint"),
    [
        (torch.zeros(48, 48), r"\(frames, 48, 48\)"),
        (torch.zeros(3, 1, 48, 48), r"\(frames, 48, 48\)"),
        (torch.zeros(3, 112, 112), r"\(3, 112, 112\)"),
        (torch.zeros(3, 48, 48, dtype=torch.uint8), "8-bit values / 255"),
        (torch.zeros(3, 48, 48, dtype=torch.bfloat16), "bfloat16"),
        (torch.zeros(0, 48, 48), "no frame"),
    ],
)
def test_wrong_gray_is_refused(gray: torch.Tensor, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        phase_differences(gray)


def test_a_run_keeps_its_precision() -> None:
    stream = PhaseStream()
    stream.push(synthetic(3))
    with pytest.raises(ValueError, match=r"float32 on cpu, these frames are torch\.float64"):
        stream.push(random_clip(3))


def test_a_finished_run_takes_no_more() -> None:
    stream = PhaseStream()
    assert [len(level) for level in stream.finish()] == [0, 0]
    with pytest.raises(RuntimeError, match="finished"):
        stream.push(synthetic(1))
    with pytest.raises(RuntimeError, match="finished"):
        stream.finish()
