"""How presets and learning rates do on eight short recordings of synthetic facial motion.

    python -m tests.benchmarks.compare_presets FOLDER

FOLDER keeps recordings, cache, runs and, as ``presets.csv``, the table of ``docs/training.md``; a
comparison that was interrupted goes on. Seeds of the generator stand for subjects, none of which
the shipped weights have seen: six are learnt from, two validated on. It shows which rates learn and
which do not, on one seed; not how well a network would do on people.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import torch

from app.training.events import Ended, EpochDone, Event, Finished
from app.training.preparation import PreparedClips, prepare
from app.training.run_folder import RunFolder
from app.training.settings import (
    SourceSettings,
    SplitSettings,
    TrainingSettings,
    fine_tuning,
    modern,
    paper,
)
from app.training.train import train
from models.catalogue import DEFAULT

SEEDS = tuple(str(seed) for seed in range(20_000, 20_008))
EPOCHS = {"spatial": 6, "temporal": 4, "together": 6}
RATES: Mapping[str, tuple[float, ...]] = {
    "paper": (0.01, 0.03, 0.1),
    "modern": (3e-4, 1e-3, 3e-3),
    "fine-tuning": (1e-4, 3e-4, 1e-3),
}


def settings_of(preset: str, rate: float, source: SourceSettings) -> TrainingSettings:
    """A preset with one rate in all stages, few epochs, no early stop, in 16 bits where it can."""
    made = {
        "paper": paper(source),
        "modern": modern(source),
        "fine-tuning": fine_tuning(source, DEFAULT),
    }[preset]
    stages = tuple(
        replace(stage, rate=rate, epochs=EPOCHS[stage.name], patience=99) for stage in made.stages
    )
    return replace(
        made,
        stages=stages,
        split=SplitSettings(validation=0.25),
        precision="mixed",
        augment=False,
        device="cpu",
    )


def compare(place: Path) -> Iterator[tuple[object, ...]]:
    """Rows of the table: preset, rate, CCC after each stage (best epoch), seconds."""
    source = SourceSettings("synthetic", str(place / "recordings"), SEEDS)
    kept: PreparedClips | None = None

    def once(settings: TrainingSettings, cache: Path | None, device: torch.device):
        nonlocal kept
        if kept is None:
            kept = yield from prepare(settings, cache, device)
        yield kept.prepared
        return kept

    for preset, rates in RATES.items():
        for rate in rates:
            folder = RunFolder(place / f"{preset}-{rate:g}")
            if not folder.settings_file.exists():
                folder.create(settings_of(preset, rate, source))
            events: list[Event] = list(train(folder, place / "cache", once))
            yield preset, f"{rate:g}", *_figures(folder), _end(events[-1])


def _figures(folder: RunFolder) -> Iterator[str]:
    done = [event for event in folder.events() if isinstance(event, EpochDone)]
    for stage in EPOCHS:
        best = [event for event in done if event.stage == stage and event.is_best]
        found = best[-1].validation if best else {}
        for name in ("valence", "arousal"):
            value = found.get(name)
            yield "" if value is None else f"{value:.3f}"
    yield f"{sum(event.seconds for event in done):.0f}"


def _end(event: Event) -> str:
    if isinstance(event, Finished):
        return event.reason
    return event.sentence if isinstance(event, Ended) else ""


def main(place: Path) -> None:
    """Write and print the table."""
    heads = [f"{stage}_{name}" for stage in EPOCHS for name in ("valence", "arousal")]
    with (place / "presets.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("preset", "rate", *heads, "seconds", "end"))
        for row in compare(place):
            writer.writerow(row)
            stream.flush()
            print(*row, flush=True)


if __name__ == "__main__":
    chosen = Path(sys.argv[1])
    chosen.mkdir(parents=True, exist_ok=True)
    main(chosen)
