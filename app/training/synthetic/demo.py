"""The demo recording: ``python -m app.training.synthetic.demo [FOLDER]``.

Twenty seconds of the synthetic person with sound and known curves. In one passage a card covers the
picture, so that an analysis shows an honest gap.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.files import atomic_path
from app.training.synthetic.portrait import SAMPLES
from app.training.synthetic.processes import Course
from app.training.synthetic.recording import SyntheticRecording, render
from app.training.synthetic.settings import (
    DynamicsSettings,
    GeneratorSettings,
    LightSettings,
    PersonSettings,
    PoseSettings,
    SensorSettings,
)
from app.training.synthetic.sound import SOUND_RATE, hum
from app.video.writer import VideoWriter

DEMO_SEED = 30_000
"""Outside the training, validation and test seeds."""

DEMO_SETTINGS = GeneratorSettings(
    width=640,
    height=360,
    duration=20.0,
    texture=1.6,
    light=LightSettings(gain=0.05, gamma=0.05, gradient=0.08, colour=0.01),
    sensor=SensorSettings(noise=(1.0, 1.0), blur=(0.0, 0.0)),
    pose=PoseSettings(
        zoom=(1.6, 1.6), framing=0.0, cuts_per_minute=0.0, mirror=0.0, drift_hz=(0.4, 0.4)
    ),
    dynamics=DynamicsSettings(
        tremble_gain=(1.0, 1.0), shape_gain=(1.0, 1.0), shape_rest=0.0, speech=(0.35, 0.35)
    ),
    person=PersonSettings(shape=0.0, tone=0.0),
)

COVERED_S = (11.6, 12.5)
"""When the card lies over the picture, its way in and out included."""

_SLIDE_S = 0.1
_CRF = 19
_KEYS = np.array(
    [
        # seconds, valence, arousal
        (0.0, 0.00, -0.60),
        (2.5, 0.10, -0.50),
        (4.0, 0.80, -0.20),
        (6.5, 0.85, 0.70),
        (8.5, 0.30, 0.80),
        (10.5, -0.60, 0.50),
        (13.0, -0.75, -0.40),
        (14.5, -0.50, -0.70),
        (16.5, 0.20, 0.00),
        (18.0, 0.60, 0.60),
        (20.0, 0.30, -0.30),
    ]
)


def demo_curves(seconds: NDArray[np.float64]) -> tuple[Course, Course]:
    """Valence and arousal of the demo at given times, each (T,): eased from key to key."""
    at = np.clip(np.searchsorted(_KEYS[:, 0], seconds, side="right") - 1, 0, len(_KEYS) - 2)
    begin, end = _KEYS[at], _KEYS[at + 1]
    share = ((seconds - begin[:, 0]) / (end[:, 0] - begin[:, 0]))[:, None]
    eased = begin + (end - begin) * share**2 * (3 - 2 * share)
    return eased[:, 1], eased[:, 2]


def demo_recording() -> SyntheticRecording:
    """The demo before its pictures are drawn."""
    seconds = np.arange(DEMO_SETTINGS.frames) / DEMO_SETTINGS.fps
    return render(DEMO_SEED, DEMO_SETTINGS, demo_curves(seconds))


def covered(
    frames: Iterator[NDArray[np.uint8]], seconds: NDArray[np.float64]
) -> Iterator[NDArray[np.uint8]]:
    """The frames with a plain card pushed over them in ``COVERED_S``."""
    start, end = COVERED_S
    for frame, at in zip(frames, seconds, strict=True):
        share = float(np.clip(min(at - start, end - at) / _SLIDE_S, 0, 1))
        width = round(share * frame.shape[1])
        if width:
            # In from the left, out to the right.
            hidden = slice(None, width) if at < (start + end) / 2 else slice(-width, None)
            frame[:, hidden] = (84, 96, 104)
        yield frame


def write_demo(folder: Path) -> None:
    """Write ``demo.mp4`` and ``demo_curves.csv`` into a folder."""
    recording = demo_recording()
    times = recording.performance.seconds
    with VideoWriter(
        folder / "demo.mp4",
        DEMO_SETTINGS.width,
        DEMO_SETTINGS.height,
        DEMO_SETTINGS.fps,
        audio_rate=SOUND_RATE,
        crf=_CRF,
        preset="slow",
    ) as writer:
        sound = hum(recording.performance.arousal, times, DEMO_SETTINGS.duration)
        pieces = np.array_split(sound, len(times))
        for frame, piece in zip(covered(recording.frames(), times), pieces, strict=True):
            writer.write(frame)
            writer.write_audio(piece)
    _write_curves(folder / "demo_curves.csv", recording)


def _write_curves(path: Path, recording: SyntheticRecording) -> None:
    performance = recording.performance
    columns = (performance.seconds, performance.valence, performance.arousal)
    with atomic_path(path) as temporary, temporary.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("time_s", "valence", "arousal"))
        for seconds, valence, arousal in zip(*columns, strict=True):
            table.writerow((f"{seconds:.6f}", f"{valence:.4f}", f"{arousal:.4f}"))


if __name__ == "__main__":
    write_demo(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
