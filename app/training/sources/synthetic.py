"""Synthetic facial motion: recordings of which valence and arousal are known, one seed a subject.

The folder holds ``SEED.mp4`` beside ``SEED.csv``; what is named and not there yet is made first, as
the demonstration weights' recordings were. Seeds stand for subjects, though all share one portrait;
the generator's ranges of seeds are the official lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.core.errors import InputError
from app.files import atomic_write_text, make_folder
from app.training.labelled import LabelledRecording, Part
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    asked_for,
    labels_from,
    pairs_of,
    read_as,
    title_of,
    wrong_layout,
)
from app.training.synthetic.processes import generator
from app.training.synthetic.recording import TEST_SEEDS, TRAINING_SEEDS, VALIDATION_SEEDS, render
from app.training.synthetic.settings import GeneratorSettings, Range
from app.video.writer import VideoWriter

DURATION = 7.0
"""Seconds of a recording that is made because it was named."""

QUALITY: Range = (18.0, 27.0)
"""H.264 quality of recordings, drawn by the seed."""

_PARTS: tuple[tuple[Part, range], ...] = (
    ("training", TRAINING_SEEDS),
    ("validation", VALIDATION_SEEDS),
    ("test", TEST_SEEDS),
)


@dataclass(frozen=True, slots=True)
class SyntheticSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """The seeds that are named, made where absent; all there are where none is named."""
        folder = Path(self.settings.path)
        seeds = [_seed(name) for name in self.settings.recordings]
        for _ in write_recordings(folder, seeds):
            pass
        found = sorted(int(path.stem) for path in folder.glob("*.mp4") if path.stem.isdigit())
        if not found:
            raise wrong_layout(self.settings, "it is empty and no seed is named")
        asked = asked_for(map(str, found), self.settings)
        return tuple(self._labelled(folder, seed) for seed in found if str(seed) in asked)

    def _labelled(self, folder: Path, seed: int) -> LabelledRecording:
        video, table = folder / f"{seed}.mp4", folder / f"{seed}.csv"
        if not table.is_file():
            raise wrong_layout(self.settings, f"{table.name} is missing beside {video.name}")
        rated = pairs_of(read_as("tracks", table))
        return LabelledRecording(
            name=str(seed),
            path=video,
            subject=f"seed {seed}",
            labels=labels_from(rated, self.settings, video),
            part=next((part for part, seeds in _PARTS if seed in seeds), None),
        )


def source(settings: SourceSettings) -> SyntheticSource:
    """The source of some settings."""
    return SyntheticSource(settings)


def write_recordings(
    folder: Path, seeds: Sequence[int], settings: GeneratorSettings | None = None
) -> Iterator[int]:
    """Make the recordings of seeds that are not in a folder yet; gives each that was made.

    Parameters
    ----------
    folder : Path
        Made where absent.
    seeds : sequence of int
        Which.
    settings : GeneratorSettings, optional
        Of all recordings; by default those of the demonstration weights.
    """
    made = settings or GeneratorSettings(duration=DURATION)
    for seed in seeds:
        make_folder(folder)
        if not ((folder / f"{seed}.mp4").exists() and (folder / f"{seed}.csv").exists()):
            _write(folder, seed, made)
            yield seed


def _write(folder: Path, seed: int, settings: GeneratorSettings) -> None:
    recording = render(seed, settings)
    performance = recording.performance
    curves = np.stack([performance.valence, performance.arousal], axis=1)
    with atomic_write_text(folder / f"{seed}.csv") as stream:
        stream.write("frame,valence,arousal\n")
        stream.writelines(f"{i},{v:.5f},{a:.5f}\n" for i, (v, a) in enumerate(curves.tolist()))
    crf = round(float(generator(seed, "codec").uniform(*QUALITY)))
    size = (settings.width, settings.height)
    video = folder / f"{seed}.mp4"
    with VideoWriter(video, *size, settings.fps, crf=crf, preset="veryfast") as writer:
        for frame in recording.frames():
            writer.write(frame)


def _seed(name: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) <= 9):
        raise InputError(f"“{name}” is no seed; synthetic recordings are named by whole numbers.")
    return int(name)
