"""Recordings to learn from: synthetic ones that move otherwise than those the shipped weights know.

Their faces show little: a third of the usual shape, a faint tremble, and valence and arousal that
turn within two or three seconds, so that even short passages hold all of it. Whoever learnt from
the usual ones reads the arousal of these hardly at all, so fine-tuning must help.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.recording import render
from app.training.synthetic.settings import GeneratorSettings
from app.video.writer import VideoWriter

SEEDS = (20_001, 20_002)


def faint_settings(seconds: float) -> GeneratorSettings:
    """See the module."""
    usual = GeneratorSettings()
    faint = replace(
        usual.dynamics,
        shape_gain=(0.35, 0.4),
        shape_rest=0.0,
        tremble=0.35,
        tremble_rest=0.03,
        speech_share=0.0,
    )
    steady = replace(usual.pose, cuts_per_minute=0.0)
    return replace(usual, duration=seconds, dynamics=faint, pose=steady)


def write_faint(seed: int, path: Path, seconds: float) -> NDArray[np.float64]:
    """Write the recording of a seed; gives what it shows, valence and arousal, (T, 2)."""
    settings = faint_settings(seconds)
    time = np.arange(settings.frames) / settings.fps
    phase = SEEDS.index(seed)
    valence = 0.7 * np.sin(2 * np.pi * time / 2.9 + phase)
    arousal = 0.8 * np.sin(2 * np.pi * time / 2.2 + 2 + phase)
    made = render(seed, settings, (valence, arousal))
    with VideoWriter(
        path, settings.width, settings.height, settings.fps, crf=20, preset="veryfast"
    ) as writer:
        for frame in made.frames():
            writer.write(frame)
    return np.stack([valence, arousal], axis=1)
