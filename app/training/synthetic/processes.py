"""Random courses over time, each a pure function of its generator.

Every process of a recording has a generator of its own, named after what it moves, so that changing
one setting leaves the other processes as they were.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

Course = NDArray[np.float64]


def generator(seed: int, purpose: str) -> np.random.Generator:
    """The random generator of one purpose of one recording."""
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def band_noise(
    rng: np.random.Generator, count: int, rate: float, low: float, high: float
) -> Course:
    """Gaussian noise (count,) of unit variance in a band of frequencies, 0 included for low = 0.

    The band's edges roll off as Gaussians a fifth of the upper edge wide, so the course is smooth.
    """
    padded = 2 * count + round(4 * rate / max(high, 1e-3))
    frequency = np.fft.rfftfreq(padded, 1 / rate)
    outside = np.maximum(low - frequency, 0) + np.maximum(frequency - high, 0)
    response = np.exp(-0.5 * (outside / (0.2 * high)) ** 2)
    weight = np.where((frequency == 0) | (frequency == rate / 2), 1.0, 2.0)
    spread = np.sqrt(np.sum(weight * response**2) / padded)
    white = np.fft.rfft(rng.standard_normal(padded))
    return np.fft.irfft(white * response / spread, padded)[:count]


def eased_steps(rng: np.random.Generator, count: int, rate: float, hold_s: float) -> Course:
    """Holds at random levels of [-1, 1] (count,), joined by eased steps of 0.3 to 1.2 seconds."""
    times = np.arange(count) / rate
    course = np.full(count, rng.uniform(-1, 1))
    level, at = float(course[0]), float(rng.uniform(0, hold_s))
    while at < times[-1]:
        following = float(rng.uniform(-1, 1))
        length = float(rng.uniform(0.3, 1.2))
        progress = np.clip((times - at) / length, 0, 1)
        course += (following - level) * progress**2 * (3 - 2 * progress)
        level, at = following, at + length + float(rng.uniform(0.5, 1.5)) * hold_s
    return course


def affect_curve(
    rng: np.random.Generator, count: int, rate: float, highest_hz: float, holds: float
) -> Course:
    """A curve of valence or arousal (count,) in [-1, 1]: smooth and piecewise courses mixed."""
    smooth = np.tanh(1.1 * band_noise(rng, count, rate, 0.0, highest_hz))
    steps = eased_steps(rng, count, rate, 0.35 / highest_hz)
    mixed = (1 - holds) * smooth + holds * steps
    return np.asarray(np.clip(1.25 * mixed, -1, 1), dtype=np.float64)


def episodes(rng: np.random.Generator, count: int, rate: float, share: float) -> Course:
    """An envelope (count,) in [0, 1] that is up about that share of the time, in episodes."""
    if share <= 0:
        return np.zeros(count)
    course = band_noise(rng, count, rate, 0.0, 0.25)
    # The normal quantile of 1 - share, by the logistic approximation (within 0.02).
    threshold = np.log((1 - share) / share) / 1.702 if share < 1 else -np.inf
    return np.asarray(1 / (1 + np.exp(-8 * (course - threshold))), dtype=np.float64)


def events(rng: np.random.Generator, count: int, rate: float, per_minute: float) -> list[int]:
    """Frame indices of random events, at least half a second apart and not in the first."""
    found: list[int] = []
    at = 0.5
    while per_minute > 0:
        at += 0.5 + float(rng.exponential(max(60 / per_minute - 0.5, 0.1)))
        if at * rate >= count - 1:
            break
        found.append(int(at * rate))
    return found
