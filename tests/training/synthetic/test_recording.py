"""Synthetic recordings: repeatable, different by seed, known curves, independent settings."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.training.synthetic.dynamics import tremble_amplitude
from app.training.synthetic.face_warp import ACTIONS
from app.training.synthetic.recording import (
    TEST_SEEDS,
    TRAINING_SEEDS,
    VALIDATION_SEEDS,
    render,
)
from app.training.synthetic.settings import (
    GeneratorSettings,
    LightSettings,
    PersonSettings,
    PoseSettings,
    SensorSettings,
)

SHORT = GeneratorSettings(duration=0.4)
STEADY = GeneratorSettings(
    duration=0.5,
    light=LightSettings(gain=0, gamma=0, gradient=0, colour=0),
    sensor=SensorSettings(noise=(0, 0), blur=(0, 0)),
    pose=PoseSettings(
        shift=0, roll=0, scale=0, turn=0, zoom=(1, 1), framing=0, cuts_per_minute=0, mirror=0
    ),
    person=PersonSettings(shape=0, tone=0),
)


def pictures(seed: int, settings: GeneratorSettings = SHORT) -> NDArray[np.uint8]:
    return np.stack(list(render(seed, settings).frames()))


def test_the_same_seed_gives_the_same_recording() -> None:
    first, second = render(3, SHORT), render(3, SHORT)
    assert np.array_equal(first.performance.valence, second.performance.valence)
    assert np.array_equal(pictures(3), pictures(3))


def test_seeds_differ() -> None:
    one, other = render(3).performance, render(4).performance
    assert np.abs(one.valence - other.valence).mean() > 0.1
    assert np.abs(one.arousal - other.arousal).mean() > 0.1
    assert np.abs(pictures(3).astype(int) - pictures(4)).mean() > 5


def test_no_seed_is_of_two_kinds() -> None:
    kinds = [set(seeds) for seeds in (TRAINING_SEEDS, VALIDATION_SEEDS, TEST_SEEDS)]
    assert len(set.union(*kinds)) == sum(len(kind) for kind in kinds)


@pytest.mark.parametrize("seed", range(6))
def test_curves_and_coefficients_stay_in_range(seed: int) -> None:
    performance = render(seed).performance
    assert np.abs(performance.valence).max() <= 1
    assert np.abs(performance.arousal).max() <= 1
    assert np.isfinite(performance.actions).all()
    assert performance.actions.min() >= -0.6
    assert performance.actions.max() <= 1.6
    assert np.abs(performance.tremble).max() < 6
    assert np.allclose(np.diff(performance.seconds), 1 / 30)


def test_pictures_have_the_size_asked_for_and_no_black_border() -> None:
    settings = replace(SHORT, width=300, height=200)
    frames = pictures(5, settings)
    assert frames.shape == (settings.frames, 200, 300, 3)
    assert frames.dtype == np.uint8
    edge = np.concatenate([frames[:, 0], frames[:, :, 0], frames[:, :, -1]], axis=1)
    assert np.mean(edge.max(axis=-1) < 8) < 0.1


def test_one_setting_leaves_the_other_processes_alone() -> None:
    brighter = replace(SHORT, light=LightSettings(gain=0.4))
    one, other = render(8, SHORT), render(8, brighter)
    assert not np.array_equal(one.light, other.light)
    assert np.array_equal(one.pose, other.pose)
    assert np.array_equal(one.performance.actions, other.performance.actions)
    assert np.array_equal(one.performance.tremble, other.performance.tremble)


def test_given_curves_are_shown() -> None:
    count = STEADY.frames
    smiling = render(1, STEADY, (np.full(count, 0.9), np.zeros(count))).performance
    frowning = render(1, STEADY, (np.full(count, -0.9), np.zeros(count))).performance
    smile, frown = ACTIONS.index("smile_left"), ACTIONS.index("frown")
    assert smiling.actions[:, smile].mean() > frowning.actions[:, smile].mean() + 0.5
    assert frowning.actions[:, frown].mean() > smiling.actions[:, frown].mean() + 0.5
    with pytest.raises(ValueError, match="curves must have shape"):
        render(1, STEADY, (np.zeros(3), np.zeros(3)))


def test_valence_moves_the_mouth_corner_up_in_the_picture() -> None:
    count = STEADY.frames
    frames = [
        next(render(1, STEADY, (np.full(count, level), np.full(count, -1.0))).frames())
        for level in (0.0, 0.9)
    ]
    gray = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    flow = cv2.calcOpticalFlowFarneback(*gray, None, 0.5, 3, 15, 5, 7, 1.5, 0)
    # The view is centred on the face; the left corner lies 21 left and 15 below it.
    x, y = STEADY.width // 2 - 24, STEADY.height // 2 + 18
    assert np.median(flow[y - 3 : y + 4, x - 3 : x + 4, 1]) < -1


def test_arousal_is_the_strength_of_fast_motion() -> None:
    levels = np.linspace(-1, 1, 5)
    amplitude = tremble_amplitude(levels, STEADY.dynamics)
    assert amplitude[0] == pytest.approx(STEADY.dynamics.tremble_rest)
    assert amplitude[-1] == pytest.approx(STEADY.dynamics.tremble)
    count = STEADY.frames
    changes = [
        np.abs(np.diff(pictures_of_arousal(level, count).astype(np.float32), axis=0)).mean()
        for level in (-1.0, 0.0, 1.0)
    ]
    assert changes[0] < changes[1] < changes[2]


def pictures_of_arousal(level: float, count: int) -> NDArray[np.uint8]:
    curves = (np.zeros(count), np.full(count, level))
    return np.stack(list(render(2, STEADY, curves).frames()))[:, 90:180, 90:190]


def test_impossible_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        GeneratorSettings(duration=0)
