"""Lamp, lens and sensor: from a clean picture to what a camera records."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.processes import band_noise, generator
from app.training.synthetic.settings import GeneratorSettings, LightSettings

_TILES = 8
_MARGIN = 32
_HEADROOM = 0.1

LIGHTS = ("gain", "gamma", "across", "down", "colour")
"""Columns of the light: log gain, log gamma, slopes over half a picture, log red against blue."""


def light_spreads(how: LightSettings) -> tuple[float, ...]:
    """The spread of each of ``LIGHTS``."""
    return (how.gain, how.gamma, how.gradient, how.gradient, how.colour)


def light_course(seed: int, settings: GeneratorSettings) -> NDArray[np.float32]:
    """Light over the frames, float32 (T, 5), columns by ``LIGHTS``."""
    how = settings.light
    rng = generator(seed, "light")
    courses = []
    for spread in light_spreads(how):
        fixed = rng.normal()
        drift = band_noise(rng, settings.frames, settings.fps, 0.0, how.drift_hz)
        courses.append(spread * np.clip(0.7 * fixed + 0.7 * drift, -2.5, 2.5))
    course = np.stack(courses, axis=1).astype(np.float32)
    # The portrait's ground is nearly white: room for brighter light, so that little is clipped.
    course[:, 0] -= _HEADROOM
    return course


class Sensor:
    """Lights, blurs and grains the pictures of one recording."""

    def __init__(self, seed: int, settings: GeneratorSettings) -> None:
        rng = generator(seed, "sensor")
        noise = float(rng.uniform(*settings.sensor.noise))
        self.blur = float(rng.uniform(*settings.sensor.blur))
        self.tone = generator(seed, "tone").normal(0, settings.person.tone, 3).astype(np.float32)
        height, width = settings.height, settings.width
        self._size = (height, width)
        # Fresh noise is dearer than the rest of a frame: a few fields are shifted about instead.
        shape = (_TILES, height + _MARGIN, width + _MARGIN, 3)
        self._grain = (rng.standard_normal(shape, dtype=np.float32) * noise).clip(-126, 126)
        self._places = rng
        self._across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
        self._down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        self._levels = np.linspace(0, 1, 256)

    def __call__(self, picture: NDArray[np.uint8], light: NDArray[np.float32]) -> NDArray[np.uint8]:
        """The recorded picture, RGB uint8, under a light given by ``LIGHTS``."""
        gain, gamma, across, down, colour = (float(value) for value in light)
        tones = np.exp(gain + self.tone + np.array([colour, 0, -colour], np.float32))
        curve = 255 * self._levels[:, None] ** np.exp(gamma) * tones
        table = curve.astype(np.float32)[:, None, :]
        lit = np.asarray(cv2.LUT(picture, table), dtype=np.float32)
        slope = np.maximum(1 + across * self._across + down * self._down, 0.1)
        lit *= slope[..., None]
        if self.blur > 0.2:
            lit = np.asarray(cv2.GaussianBlur(lit, (0, 0), self.blur), dtype=np.float32)
        lit += self._grain_field()
        return np.asarray(lit.clip(0, 255).round(), dtype=np.uint8)

    def _grain_field(self) -> NDArray[np.float32]:
        tile, top, left = (int(v) for v in self._places.integers((_TILES, _MARGIN, _MARGIN)))
        height, width = self._size
        return self._grain[tile, top : top + height, left : left + width]
