"""Bandpass filters against SciPy's, and even times."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt, sosfiltfilt

from models.even_times import even_times, evenly
from models.temporal_bands import Band, CompensatedFilter, TemporalFilter, Timing, temporal_filter

RATE = 30.0
BAND = Band(0.7, 3.0)
SECTIONS = butter(2, (0.7, 3.0), btype="bandpass", fs=RATE, output="sos")


def filtered(chosen: TemporalFilter, run: NDArray[np.float32]) -> NDArray[np.float32]:
    done = [values for frame in run for values in chosen.push(frame)]
    return np.stack([*done, *chosen.finish()])


def walk(frames: int, values: int = 5) -> NDArray[np.float32]:
    steps = np.random.default_rng(2).standard_normal((frames, values))
    return np.cumsum(steps, axis=0).astype(np.float32)


def test_causal_is_scipys() -> None:
    run = walk(200)
    expected = sosfilt(SECTIONS, run - run[0], axis=0)
    found = filtered(temporal_filter(BAND, RATE, "causal"), run)
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_compensated_is_scipys_in_bounded_memory() -> None:
    run = walk(600)
    chosen = temporal_filter(BAND, RATE)
    assert isinstance(chosen, CompensatedFilter)
    found = filtered(chosen, run)
    expected = sosfiltfilt(SECTIONS, run - run[0], axis=0, padtype=None)
    scale = expected.std()
    assert np.abs(found - expected)[100:-100].max() < 0.03 * scale


def test_compensated_gives_frames_before_the_end() -> None:
    chosen = temporal_filter(BAND, RATE)
    given = sum(len(list(chosen.push(frame))) for frame in walk(600))
    assert given > 400
    assert given + len(list(chosen.finish())) == 600


@pytest.mark.parametrize("timing", ["compensated", "causal", "ideal"])
def test_gain_in_and_out_of_the_band(timing: Timing) -> None:
    t = np.arange(600) / RATE
    waves = np.stack([np.sin(2 * np.pi * f * t) for f in (0.1, np.sqrt(2.1), 9.0)], 1)
    found = filtered(temporal_filter(BAND, RATE, timing), waves.astype(np.float32))[150:450]
    gain = found.std(0) / waves[150:450].std(0)
    assert gain[1] == pytest.approx(1, abs=0.03)
    assert max(gain[0], gain[2]) < 0.12
    if timing != "ideal":
        assert np.corrcoef(found[:, 1], waves[150:450, 1])[0, 1] > 0.99


@pytest.mark.parametrize("timing", ["compensated", "causal", "ideal"])
@pytest.mark.parametrize("frames", [1, 2, 40])
def test_constant_runs_give_zero(timing: Timing, frames: int) -> None:
    found = filtered(temporal_filter(BAND, RATE, timing), np.full((frames, 3), 7, np.float32))
    assert found.shape == (frames, 3)
    assert np.abs(found).max() == 0


def test_what_cannot_be_filtered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"below 15\.00 Hz"):
        temporal_filter(Band(1, 15), RATE)
    with pytest.raises(ValueError, match="0 < low < high"):
        Band(3, 1)
    with pytest.raises(ValueError, match="timing"):
        temporal_filter(BAND, RATE, "late")  # type: ignore[arg-type]
    monkeypatch.setattr("models.temporal_bands.LARGEST_RUN", 100)
    with pytest.raises(ValueError, match="choose a shorter range"):
        filtered(temporal_filter(BAND, RATE, "ideal"), walk(20))


def test_rounded_times_are_even() -> None:
    times = even_times(np.round(np.arange(300) / 29.97, 3))
    assert not times.resampled
    assert times.statement == ""
    assert times.rate == pytest.approx(29.97, rel=1e-4)


def test_uneven_times_are_resampled_and_stated() -> None:
    steps = np.tile([0.03, 0.05], 30)
    times = even_times(np.concatenate([[0], np.cumsum(steps)]))
    assert times.resampled
    assert "resampled" in times.statement
    ramp = [np.full((2, 2, 3), round(100 * t), np.uint8) for t in times.given]
    found = np.stack(list(evenly(ramp, times)))[:, 0, 0, 0]
    assert len(found) == len(times.seconds)
    np.testing.assert_allclose(found, 100 * times.seconds, atol=1.01)


@pytest.mark.parametrize("seconds", [[0.0], [0.0, 0.0, 1.0], [0.0, np.nan], [0, 0.1, 0.2, 1.2]])
def test_times_that_are_no_run_are_refused(seconds: list[float]) -> None:
    with pytest.raises(ValueError, match=r"times|gap"):
        even_times(np.array(seconds))


@pytest.mark.parametrize("count", [3, 5])
def test_frames_and_times_must_agree(count: int) -> None:
    frames = [np.zeros((2, 2, 3), np.uint8)] * count
    with pytest.raises(ValueError, match="frames"):
        list(evenly(frames, even_times(np.arange(4) / 30)))
