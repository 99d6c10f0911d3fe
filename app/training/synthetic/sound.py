"""A hum that follows arousal: higher, louder and more tremulous the more of it there is."""

import numpy as np
from numpy.typing import NDArray

SOUND_RATE = 44_100
"""Samples per second."""

_LOWEST_HZ, _HIGHEST_HZ = 98.0, 220.0
_OVERTONES = (1.0, 0.45, 0.28, 0.12, 0.06)


def hum(
    arousal: NDArray[np.float64], seconds: NDArray[np.float64], duration: float
) -> NDArray[np.float32]:
    """Sound samples (N,) in [-1, 1] at ``SOUND_RATE`` for a curve at known times.

    Parameters
    ----------
    arousal : float64 array (T,)
        In [-1, 1].
    seconds : float64 array (T,)
        Times of the curve.
    duration : float
        Length in seconds.
    """
    times = np.arange(round(duration * SOUND_RATE)) / SOUND_RATE
    level = (np.interp(times, seconds, arousal) + 1) / 2
    pitch = _LOWEST_HZ * (_HIGHEST_HZ / _LOWEST_HZ) ** level
    phase = 2 * np.pi * np.cumsum(pitch) / SOUND_RATE
    voice = sum(share * np.sin((n + 1) * phase) for n, share in enumerate(_OVERTONES))
    vibrato = 1 + 0.35 * level * np.sin(2 * np.pi * 6.5 * times)
    loudness = (0.06 + 0.16 * level) * vibrato
    fade = np.clip(np.minimum(times, duration - times) / 0.1, 0, 1)
    return np.asarray(voice * loudness * fade, dtype=np.float32)
