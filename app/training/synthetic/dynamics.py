"""From valence and arousal curves to what a face, a camera and a lamp do.

Valence shapes the mouth and brows; arousal is the strength of fast small motion. Speech, blinks,
brow raises, head motion and light follow neither: they are what a reader must not be fooled by.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.face_warp import ACTIONS
from app.training.synthetic.fields import TREMBLE_SPOTS
from app.training.synthetic.processes import (
    Course,
    affect_curve,
    band_noise,
    episodes,
    events,
    generator,
)
from app.training.synthetic.settings import DynamicsSettings, GeneratorSettings, Range

_BLINK = np.array([0.35, 0.85, 1.0, 0.9, 0.6, 0.25])
"""Lid closure of a blink at 30 frames a second."""


@dataclass(frozen=True, slots=True)
class Performance:
    """What one synthetic person does, frame by frame.

    Attributes
    ----------
    seconds : float64 array (T,)
        Frame times from 0.
    valence, arousal : float64 array (T,)
        The known curves, in [-1, 1].
    actions : float32 array (T, len(ACTIONS))
        Coefficients, columns by ``ACTIONS``.
    tremble : float32 array (T, len(TREMBLE_SPOTS), 2)
        Fast small motion in portrait pixels.
    """

    seconds: NDArray[np.float64]
    valence: NDArray[np.float64]
    arousal: NDArray[np.float64]
    actions: NDArray[np.float32]
    tremble: NDArray[np.float32]


def draw(rng: np.random.Generator, span: Range) -> float:
    """One uniform value of a range."""
    return float(rng.uniform(*span))


def perform(
    seed: int,
    settings: GeneratorSettings,
    curves: tuple[Course, Course] | None = None,
) -> Performance:
    """The performance of a seed: random curves unless ``curves`` (valence, arousal) are given."""
    count, rate, how = settings.frames, settings.fps, settings.dynamics
    if curves is None:
        curves = (
            _affect(seed, "valence", count, rate, how),
            _affect(seed, "arousal", count, rate, how),
        )
    valence, arousal = curves
    if valence.shape != (count,) or arousal.shape != (count,):
        raise ValueError(f"curves must have shape ({count},)")
    return Performance(
        seconds=np.arange(count) / rate,
        valence=valence,
        arousal=arousal,
        actions=_actions(seed, valence, rate, how),
        tremble=_tremble(seed, arousal, rate, how),
    )


def _affect(seed: int, dimension: str, count: int, rate: int, how: DynamicsSettings) -> Course:
    rng = generator(seed, dimension)
    return affect_curve(rng, count, rate, how.curve_hz, draw(rng, how.holds))


def _actions(seed: int, valence: Course, rate: int, how: DynamicsSettings) -> NDArray[np.float32]:
    """Action coefficients (T, K): valence's shape plus everything that is not valence."""
    count = valence.size
    person = generator(seed, "expression")
    gain, rest = draw(person, how.shape_gain), float(person.normal(0, how.shape_rest))
    lean = float(person.normal(0, 0.08))
    shown = valence * gain + rest
    pleasant, unpleasant = np.clip(shown, 0, 1.15), np.clip(-shown, 0, 1.15)
    brows = how.brows * band_noise(generator(seed, "brows"), count, rate, 0.0, 0.4)
    opening = _speech(seed, count, rate, how)
    lids = _blinks(seed, count, rate, how.blinks_per_minute)
    lids = np.maximum(lids, 0.12 * pleasant + 0.06 * unpleasant - 0.1 * np.clip(brows, 0, 1))
    pucker = 0.25 * opening * band_noise(generator(seed, "pucker"), count, rate, 0.0, 2.0)
    courses = {
        "smile_left": np.clip(pleasant * (1 + lean) + 0.1, 0, 1.2),
        "smile_right": np.clip(pleasant * (1 - lean) + 0.1, 0, 1.2),
        "frown": unpleasant,
        "brow_raise": np.clip(brows, -0.1, 1) + 0.15 * pleasant,
        "brow_lower": 0.8 * unpleasant + np.clip(-brows, 0, 0.5),
        "pucker": pucker,
        "lips_part": np.clip((pleasant - 0.3) / 0.5, 0, 1),
        "mouth_open": opening,
        "lid_left": lids,
        "lid_right": lids,
    }
    return np.stack([courses[action] for action in ACTIONS], axis=1).astype(np.float32)


def _speech(seed: int, count: int, rate: int, how: DynamicsSettings) -> Course:
    rng = generator(seed, "speech")
    strength = draw(rng, how.speech)
    talking = episodes(rng, count, rate, how.speech_share)
    movement = 0.35 + 0.5 * band_noise(rng, count, rate, *how.speech_hz)
    return np.clip(strength * talking * movement, 0, 1)


def _blinks(seed: int, count: int, rate: int, per_minute: float) -> Course:
    """Lid closure (T,) of blinks, 0 ... 1."""
    lids = np.zeros(count)
    phase = np.arange(0, _BLINK.size, 30 / rate)
    shape = np.interp(phase, np.arange(_BLINK.size), _BLINK)
    for at in events(generator(seed, "blinks"), count, rate, per_minute):
        length = min(shape.size, count - at)
        lids[at : at + length] = np.maximum(lids[at : at + length], shape[:length])
    return lids


def tremble_amplitude(arousal: Course, how: DynamicsSettings) -> Course:
    """Root mean square of the tremble in portrait pixels: geometric between its two ends."""
    share = (arousal + 1) / 2
    return how.tremble_rest * (how.tremble / how.tremble_rest) ** share


def _tremble(seed: int, arousal: Course, rate: int, how: DynamicsSettings) -> NDArray[np.float32]:
    rng = generator(seed, "tremble")
    amplitude = tremble_amplitude(arousal, how) * draw(rng, how.tremble_gain)
    low, high = how.tremble_hz
    high = min(high, 0.42 * rate)
    motion = [band_noise(rng, arousal.size, rate, low, high) for _ in range(2 * len(TREMBLE_SPOTS))]
    courses = np.stack(motion, axis=1).reshape(arousal.size, -1, 2)
    # A root mean square over both directions, held within three of it: a face does not tear.
    courses = 3 * np.tanh(courses / 3) * np.sqrt(0.5)
    return np.asarray(courses * amplitude[:, None, None], dtype=np.float32)
