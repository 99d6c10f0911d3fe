"""A synthetic recording: a seed and settings in, frames with known curves out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.camera import Camera, draw_framing, head_motion
from app.training.synthetic.dynamics import Performance, perform
from app.training.synthetic.face_warp import FaceWarp
from app.training.synthetic.light import Sensor, light_course, light_spreads
from app.training.synthetic.processes import Course, events, generator
from app.training.synthetic.settings import GeneratorSettings

TRAINING_SEEDS = range(10_000)
VALIDATION_SEEDS = range(10_000, 20_000)
TEST_SEEDS = range(20_000, 30_000)
"""Seeds stand for subjects; no seed is in two of these."""


@dataclass(frozen=True, slots=True)
class SyntheticRecording:
    """One recording before any picture is drawn.

    Attributes
    ----------
    seed : int
        Which person and which performance.
    settings : GeneratorSettings
        How they vary.
    performance : Performance
        Frame times, valence and arousal curves, action coefficients.
    pose : float32 array (T, 6)
        Head motion, columns by ``camera.POSES``.
    light : float32 array (T, 5)
        Light, columns by ``light.LIGHTS``.
    cuts : tuple of int
        Frames at which a new framing begins, besides the first.
    """

    seed: int
    settings: GeneratorSettings
    performance: Performance
    pose: NDArray[np.float32]
    light: NDArray[np.float32]
    cuts: tuple[int, ...]

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Draw the pictures, RGB uint8 (height, width, 3), in order."""
        settings = self.settings
        warp = face_warp(settings.texture)
        sensor = Sensor(self.seed, settings)
        rng = generator(self.seed, "framing")
        mirrored = bool(rng.random() < settings.pose.mirror)
        camera = Camera(self.seed, settings, draw_framing(rng, settings, mirrored))
        spreads = np.array(light_spreads(settings.light), np.float32)
        lamp = np.zeros_like(self.light[0])
        for at in range(len(self.performance.seconds)):
            if at in self.cuts:
                camera = Camera(self.seed, settings, draw_framing(rng, settings, mirrored))
                lamp = rng.normal(0, 0.5, lamp.shape).astype(np.float32) * spreads
            face = warp(self.performance.actions[at], self.performance.tremble[at])
            yield sensor(camera(face, self.pose[at]), self.light[at] + lamp)


@lru_cache(maxsize=2)
def face_warp(texture: float) -> FaceWarp:
    """The portrait's warp at a texture scale; made once."""
    return FaceWarp(texture)


def render(
    seed: int,
    settings: GeneratorSettings | None = None,
    curves: tuple[Course, Course] | None = None,
) -> SyntheticRecording:
    """Compose the recording of a seed; the same seed and settings give the same pictures.

    Parameters
    ----------
    seed : int
        See ``TRAINING_SEEDS``, ``VALIDATION_SEEDS``, ``TEST_SEEDS``.
    settings : GeneratorSettings, optional
        The defaults if not given.
    curves : pair of float64 arrays (T,), optional
        Valence and arousal in [-1, 1] to be shown, in place of the seed's own.
    """
    settings = settings or GeneratorSettings()
    count = settings.frames
    return SyntheticRecording(
        seed=seed,
        settings=settings,
        performance=perform(seed, settings, curves),
        pose=head_motion(seed, settings),
        light=light_course(seed, settings),
        cuts=tuple(
            events(generator(seed, "cuts"), count, settings.fps, settings.pose.cuts_per_minute)
        ),
    )
