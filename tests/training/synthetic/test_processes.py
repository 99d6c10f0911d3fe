"""Random courses: bounds, bands and independence of purpose."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.synthetic.processes import (
    affect_curve,
    band_noise,
    eased_steps,
    episodes,
    events,
    generator,
)

RATE = 30


@given(seed=st.integers(0, 10_000), holds=st.floats(0, 1), count=st.integers(1, 400))
def test_affect_stays_in_range(seed: int, holds: float, count: int) -> None:
    curve = affect_curve(generator(seed, "valence"), count, RATE, 0.16, holds)
    assert curve.shape == (count,)
    assert np.isfinite(curve).all()
    assert np.abs(curve).max() <= 1


def test_affect_is_smooth_and_wide() -> None:
    curve = affect_curve(generator(1, "arousal"), 20_000, RATE, 0.16, 0.4)
    assert np.abs(np.diff(curve)).max() < 0.2
    assert curve.std() > 0.35


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.5), (1.5, 3.5), (5.0, 11.0)])
def test_band_noise_has_unit_variance_in_its_band(low: float, high: float) -> None:
    course = band_noise(generator(3, "noise"), 40_000, RATE, low, high)
    power = np.abs(np.fft.rfft(course)) ** 2
    frequency = np.fft.rfftfreq(course.size, 1 / RATE)
    inside = (frequency >= low - 0.3 * high) & (frequency <= 1.3 * high)
    assert course.std() == pytest.approx(1, abs=0.1)
    assert power[inside].sum() / power.sum() > 0.9


def test_steps_hold_their_levels() -> None:
    course = eased_steps(generator(5, "steps"), 3000, RATE, hold_s=2.0)
    assert np.mean(np.abs(np.diff(course)) < 1e-9) > 0.4
    assert np.abs(course).max() <= 1 + 1e-9


def test_episodes_cover_about_their_share() -> None:
    envelope = episodes(generator(7, "speech"), 60_000, RATE, 0.35)
    assert envelope.mean() == pytest.approx(0.35, abs=0.1)
    assert episodes(generator(7, "speech"), 10, RATE, 0.0).max() == 0


def test_events_keep_their_rate_and_distance() -> None:
    found = events(generator(9, "blinks"), 600 * RATE, RATE, per_minute=14)
    assert len(found) == pytest.approx(140, rel=0.3)
    assert np.diff(found).min() >= RATE // 2
    assert events(generator(9, "cuts"), 1000, RATE, per_minute=0) == []


def test_purposes_are_independent() -> None:
    draws = {generator(seed, what).random() for seed in range(3) for what in ("light", "pose")}
    assert len(draws) == 6
    assert generator(4, "light").random() == generator(4, "light").random()
