"""Trainings on clips made by hand, in seconds: settings, a preparation without a video, a process.

``python -m tests.support.trainings FOLDER`` trains in a process of its own, to be killed.
"""

import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from app.training.clips import SplitClips
from app.training.events import Event, Prepared
from app.training.run_folder import RunFolder
from app.training.settings import (
    NetworkSettings,
    SourceSettings,
    StageSettings,
    TrainingSettings,
    paper,
)
from app.training.train import train
from tests.support.training_clips import split_clips

SOURCE = SourceSettings("synthetic", "made-by-hand")


def short_settings(epochs: int = 2, **changes: Any) -> TrainingSettings:
    """All stages of the paper, a few epochs each, on little windows."""
    stages = tuple(
        StageSettings(name, epochs, patience=9, rate=0.01, batch=2)
        for name in ("spatial", "temporal", "together")
    )
    settings = replace(
        paper(SOURCE),
        network=NetworkSettings(differences=4),
        stages=stages,
        window=10,
        device="cpu",
    )
    return replace(settings, **changes)


def short_clips(**changes: Any) -> SplitClips:
    """Two clips to learn from, one to validate on, one to test on."""
    return split_clips(**{"training": 2, "validation": 1, "test": 1, "frames": 24} | changes)


@dataclass(frozen=True)
class MadeByHand:
    """What a preparation gives."""

    clips: SplitClips


def preparing(clips: SplitClips) -> Callable[..., Generator[Event, None, MadeByHand]]:
    """A preparation that gives these clips."""

    def prepare(
        settings: TrainingSettings, cache: Path | None, device: torch.device
    ) -> Generator[Event, None, MadeByHand]:
        parts = ("training", "validation", "test")
        counts = {part: sum(map(len, clips.of(part))) for part in parts}
        numbers = {part: len(clips.of(part)) for part in parts}
        yield Prepared(counts, numbers, numbers, 0.0)
        return MadeByHand(clips)

    return prepare


def trained(
    path: Path, settings: TrainingSettings | None = None, clips: SplitClips | None = None
) -> list[Event]:
    """Train in a folder, from the start or from where it is; gives the events of this call."""
    folder = RunFolder(path)
    if not folder.settings_file.exists():
        folder.create(short_settings() if settings is None else settings)
    made = short_clips() if clips is None else clips
    return list(train(folder, None, preparing(made)))


if __name__ == "__main__":
    torch.set_num_threads(1)
    for event in trained(Path(sys.argv[1])):
        sys.stdout.write(event.to_line() + "\n")
        sys.stdout.flush()
