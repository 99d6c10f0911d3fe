"""What networks see of motion: phase differences, phases and flow, as a run streams."""

import numpy as np
import pytest
import torch

from app.analysis.systems.mimamo_reader import MimamoReader
from app.analysis.temporal_input import flow, snippet_stream, whole_snippets
from models.mimamo import MimamoNet
from models.phase import phase_differences
from models.spec import TEMPORAL_INPUTS, ModelSpec
from tests.reference.plain_phase import plain_angle, plain_bands, plain_blur
from tests.support.tolerances import PHASE_FLOAT32
from tests.support.training_clips import moving_gray

LENGTH = 19


def spec_of(temporal: str, num_phase: int = 4) -> ModelSpec:
    return ModelSpec(
        trunk="none",
        spatial_width=0,
        streams=("temporal",),
        num_phase=num_phase,
        window=8,
        temporal_input=temporal,
    )


def walk(length: int = LENGTH, step: tuple[float, float] = (0.7, -0.3)) -> np.ndarray:
    return moving_gray(np.arange(length)[:, None] * np.array(step), seed=4)


def unit(gray: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(gray).float() / 255


@pytest.mark.parametrize("temporal", TEMPORAL_INPUTS)
@pytest.mark.parametrize("num_phase", [4, 8, 12, 16])
@pytest.mark.parametrize("length", [1, 3, LENGTH])
def test_streaming_gives_what_the_whole_run_gives(temporal, num_phase, length) -> None:
    gray = unit(walk(length))
    spec = spec_of(temporal, num_phase)
    stream, parts = snippet_stream(spec), []
    for frame in gray:
        parts.append(stream.copy().push(frame[None]))  # a copy, given up
        parts[-1] = stream.push(frame[None])
    parts.append(stream.finish())
    for level, size in enumerate((48, 24)):
        whole = whole_snippets(spec, gray)[level]
        assert whole.shape == (length, 2 * num_phase, size, size)
        torch.testing.assert_close(torch.cat([part[level] for part in parts]), whole)
        assert float(whole.mean((-2, -1)).abs().max()) < 1e-5


def test_phases_are_those_whose_differences_the_network_gets() -> None:
    gray, n = unit(walk()), 4
    phases = whole_snippets(spec_of("phase", n), gray)
    differences = phase_differences(gray, n, "principal")
    for phase, difference in zip(phases, differences, strict=True):
        by_step = phase.view(len(gray), 2, n, *phase.shape[2:])
        wanted = difference.view_as(by_step)
        found = by_step[:, :, 1:] - by_step[:, :, :-1]
        torch.testing.assert_close(found, wanted[:, :, 1:], atol=PHASE_FLOAT32, rtol=0)


def test_phases_against_an_independent_computation() -> None:
    gray, n, frame = walk(), 4, 9
    z = [plain_bands(each / 255.0) for each in gray[frame - 2 : frame + 3]]
    for level, found in enumerate(whole_snippets(spec_of("phase", n), unit(gray))):
        bands = np.stack([each[level] for each in z])
        amplitude = np.abs(bands) + 1e-10
        unwrapped = np.unwrap(plain_angle(bands), axis=0)
        psi = plain_blur(amplitude * unwrapped) / plain_blur(amplitude)
        wanted = (psi - psi.mean((-2, -1), keepdims=True))[1:].transpose(1, 0, 2, 3)
        assert np.abs(found[frame].numpy().reshape(wanted.shape) - wanted).max() < PHASE_FLOAT32


def test_flow_is_the_motion_in_pixels() -> None:
    step = (0.7, -0.3)
    found = flow(walk(step=step))
    inner = found[:, :, 8:40, 8:40].mean((1, 2, 3))
    assert inner == pytest.approx(step, abs=0.05)


def test_flow_of_level_1_is_half_that_of_level_0() -> None:
    rng = np.random.default_rng(0)
    gray = rng.integers(0, 256, (LENGTH, 48, 48), dtype=np.uint8)
    fine, coarse = whole_snippets(spec_of("flow"), unit(gray))
    blocks = fine.view(LENGTH, 8, 24, 2, 24, 2).mean((3, 5)) / 2
    torch.testing.assert_close(coarse, blocks, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("temporal", ["phase-difference", "flow"])
def test_steps_to_repeated_frames_are_zero(temporal: str) -> None:
    still = unit(np.repeat(walk(1), 6, axis=0))
    for level in whole_snippets(spec_of(temporal), still):
        assert not level.any()
    first = whole_snippets(spec_of(temporal), unit(walk()))[0][0].view(2, 4, 48, 48)
    assert not first[:, :2].any()
    assert first[:, 2:].any()


@pytest.mark.parametrize("temporal", TEMPORAL_INPUTS)
def test_the_reader_gives_each_network_what_it_was_trained_on(temporal: str) -> None:
    spec, gray = spec_of(temporal), walk(8)
    torch.manual_seed(2)
    net = MimamoNet.from_spec(spec).eval()
    reader = MimamoReader(net, spec)
    readings = reader.push({"gray": torch.from_numpy(gray)}) + reader.finish()
    level0, level1 = whole_snippets(spec, unit(gray))
    with torch.inference_mode():
        wanted = net(level0[None], level1[None], None).valence_arousal[0]
    assert readings[-1].valence_arousal == pytest.approx(wanted.numpy(), abs=1e-5)
