"""The demonstration weights: ``python -m app.training.demonstration [--work DIR]``.

Renders synthetic recordings, reads them by the product's own pipeline, trains the compact trunk and
the two-stream network on them, stores both in 16 bits and measures what was stored, again by the
product's own pipeline, on seeds that were never trained on. Recordings and finished stages stay in
the working folder; a run that was interrupted goes on from there.
"""

import argparse
import hashlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from app.training.demonstration_card import demonstration_card, write_readable_card
from app.training.demonstration_data import prepare
from app.training.demonstration_evaluate import evaluate
from app.training.demonstration_frames import ClipFrames, FrameBank
from app.training.demonstration_plan import FULL, SMOKE, DemonstrationPlan
from app.training.demonstration_training import Training, single_streams
from app.training.synthetic.recording import TEST_SEEDS, TRAINING_SEEDS, VALIDATION_SEEDS
from app.weights.digests import record_digest
from models.checkpoint import save_model

WEIGHTS = Path(__file__).resolve().parents[2] / "resources" / "weights" / "mimamo-demo.safetensors"

_log = logging.getLogger(__name__)


def make(plan: DemonstrationPlan, work: Path, target: Path) -> dict[str, float | int]:
    """Make the weights: recordings, stages, file, test, card; gives the test's numbers."""
    work.mkdir(parents=True, exist_ok=True)
    clock = _Clock(work / "processor_minutes.json")
    training = bank_of(TRAINING_SEEDS[: plan.training], work / "training", plan, jittered=True)
    validation = bank_of(
        VALIDATION_SEEDS[: plan.validation], work / "validation", plan, jittered=False
    )
    test = bank_of(TEST_SEEDS[: plan.test], work / "test", plan, jittered=False)
    clock.note("recordings")
    trained = Training(plan, work).run(training, validation)
    clock.note("training")
    numbers: dict[str, float | int] = single_streams(trained, test)
    draft = work / "draft.safetensors"
    save_model(draft, trained.net, trained.trunk, demonstration_card(plan, {}), half=True)
    numbers |= evaluate(draft, TEST_SEEDS[: plan.test], work / "test", plan)
    clock.note("test")
    card = demonstration_card(plan, numbers, clock.minutes)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_model(target, trained.net, trained.trunk, card, half=True)
    record_digest(target)
    write_readable_card(target.with_suffix(".md"), card, target.stat().st_size)
    _log.info("%s written after %.1f processor minutes: %s", target, clock.minutes, numbers)
    return numbers


def bank_of(
    seeds: Sequence[int], folder: Path, plan: DemonstrationPlan, *, jittered: bool
) -> FrameBank:
    """All frames of the seeds' recordings."""
    found = prepare(seeds, folder, plan, jittered=jittered)
    bank = FrameBank([ClipFrames.of(clip) for clips in found for clip in clips])
    _log.info("%s: %d recordings, %d frames", folder.name, len(seeds), len(bank))
    return bank


class _Clock:
    """Minutes of processor time, those of earlier, interrupted runs included."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[str, float] = json.loads(path.read_text()) if path.exists() else {}
        self._since = _processor_seconds()

    @property
    def minutes(self) -> float:
        """Minutes noted so far."""
        return round(sum(self._parts.values()), 1)

    def note(self, part: str) -> None:
        """Add the time since the last note to a part of the work."""
        now = _processor_seconds()
        self._parts[part] = self._parts.get(part, 0.0) + (now - self._since) / 60
        self._since = now
        self._path.write_text(json.dumps(self._parts))


def _processor_seconds() -> float:
    """Processor time of this process and its ended children: what other work cannot stretch."""
    return sum(os.times()[:4])


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and make the weights."""
    parser = argparse.ArgumentParser(prog="python -m app.training.demonstration")
    parser.add_argument("--work", type=Path, default=Path("demonstration-work"), metavar="DIR")
    parser.add_argument("--target", type=Path, metavar="FILE")
    parser.add_argument("--smoke", action="store_true", help="a few minutes, to see it learn")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    options = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stdout, format="%(asctime)s %(message)s", level=logging.INFO)
    torch.set_num_threads(options.threads)
    plan = SMOKE if options.smoke else FULL
    work = options.work / digest_of(plan)
    smoke_target = work / "smoke.safetensors"  # a try must never take the shipped weights' place
    make(plan, work, options.target or (smoke_target if options.smoke else WEIGHTS))


def digest_of(plan: DemonstrationPlan) -> str:
    """A name for all that the plan decides, so that stages of another plan are never taken."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()[:12]


if __name__ == "__main__":
    main()
