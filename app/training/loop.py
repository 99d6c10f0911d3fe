"""One stage of training: epochs, each told, tested and kept, until it is no longer better.

A plain loop on one device (docs/decisions/2026-11-28-training-loop.md). Its state between two
epochs is a `Point` and nothing else, so it goes on in another process as it would have in this one.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from app.training.batch_size import halved, is_out_of_memory
from app.training.batches import Batch, Piece
from app.training.events import Began, EpochDone, Event, Noticed, StageBegun, Stepped
from app.training.optimising import Stepper, reduced_type, scheduled
from app.training.resuming import Best, Point
from app.training.run import Run, copied
from app.training.scoring import Scores, Seen, mean_score, undefined
from app.training.stages import Norms, Together, set_training, stage_net, trainable
from models.losses import ccc_loss

TOLD_EVERY = 0.5
"""Seconds between two events of steps."""


def run_stage(run: Run, number: int, point: Point) -> Generator[Event, None, Point]:
    """Train a stage from where a point says; gives the point after it, with its best weights."""
    stage = Stage(run, number, point)
    yield StageBegun(stage.settings.name, number + 1, len(run.stages), stage.point.batch)
    yield from stage.began()
    while not stage.is_over:
        try:
            yield from stage.epoch()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            point = replace(stage.point, batch=halved(stage.point.batch))
        else:
            continue
        # Only here, where the error with its traceback is gone, are its tensors free.
        del stage
        if run.device.type == "cuda":
            torch.cuda.empty_cache()
        stage = Stage(run, number, point)
        yield Noticed(
            "The memory did not suffice, so the epoch begins again and batches have "
            f"{point.batch} windows from now on."
        )
    return stage.end()


class Stage:
    """A stage at work, from a point on."""

    def __init__(self, run: Run, number: int, point: Point) -> None:
        self.run, self.number, self.settings = run, number, run.stages[number]
        run.net.load_state_dict(point.net)
        # The head of a stream alone has random weights of its own.
        made = stage_net(self.settings.name, run.net, run.settings.seed + 1000 * (number + 1))
        self.net = made.to(run.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        if point.head:
            self.net.load_state_dict(point.head)
        weights = trainable(self.net, run.settings.network.train)
        dtype = reduced_type(run.settings.precision, run.device)
        self.stepper = Stepper(run.settings, weights, self.settings.rate, run.device, dtype)
        if point.optimiser:
            self.stepper.optimiser.load_state_dict(dict(point.optimiser))
            self.stepper.scaler.load_state_dict(dict(point.scaler))
        self.point = replace(point, batch=point.batch or run.first_batch(self.settings))

    @property
    def is_over(self) -> bool:
        """Whether all epochs are done, or the last ones were no better."""
        best, done = self.point.best, self.point.epoch
        since = 0 if best is None else done - best.epoch
        return done >= self.settings.epochs or since >= self.settings.patience

    def began(self) -> Iterator[Began]:
        """What there is to be better than: trained weights, where the whole of them goes on."""
        is_fresh = self.number == 0 and self.point.epoch == 0 and self.run.settings.network.start
        if is_fresh and isinstance(self.net, Together) and self.run.clips.validation:
            yield Began(self.run.scored(self.net, self.run.clips.validation))

    def epoch(self) -> Iterator[Event]:
        """One epoch and its test; the point moves on when both are done and kept."""
        began, number = time.monotonic(), self.point.epoch + 1
        seed = np.random.SeedSequence([self.run.settings.seed, self.number, number])
        torch.manual_seed(int(seed.generate_state(1)[0]))
        seen = Seen()
        yield from self._steps(number, np.random.default_rng(seed), seen)
        validation = self.run.scored(self.net, self.run.clips.validation)
        sentence = undefined(validation, bool(self.run.clips.validation))
        if sentence and number == 1 and self.number == 0:
            yield Noticed(sentence)
        best = self._best(number, validation)
        done = EpochDone(
            stage=self.settings.name,
            epoch=number,
            epochs=self.settings.epochs,
            loss=seen.mean_loss(),
            training=seen.scores(),
            validation=validation,
            is_best=best.epoch == number,
            seconds=time.monotonic() - began,
        )
        self._keep(done, best)
        yield done

    def end(self) -> Point:
        """The point after this stage: its best weights, and why it ended."""
        if self.point.best is None:
            raise ValueError("a stage ends after an epoch")
        self.net.load_state_dict(self.point.best.stage)
        reason = "complete" if self.point.epoch >= self.settings.epochs else "no longer better"
        is_last = self.number + 1 == len(self.run.stages)
        best = self.point.best if is_last else None
        return Point(self.number + 1, net=copied(self.run.net), best=best, reason=reason)

    def _steps(self, number: int, rng: np.random.Generator, seen: Seen) -> Iterator[Stepped]:
        set_training(self.net, self.run.settings.network.train, keep_norms=self.run.keeps_norms)
        norms, groups = Norms(self.net), self.run.groups(self.point.batch, rng)
        told_at, told = time.monotonic(), 0
        for step, pieces in enumerate(groups, 1):
            self.run.heed()
            norms.before_step(step - 1)
            batch = self._batch(pieces)
            done = (number - 1 + (step - 1) / len(groups)) / self.settings.epochs
            self._step(batch, done, seen)
            if step == len(groups) or time.monotonic() - told_at >= TOLD_EVERY:
                loss, told_at, told = seen.mean_loss(told), time.monotonic(), step
                left = self.run.pace.left(self.number, number, step, len(groups))
                yield Stepped(self.settings.name, number, step, len(groups), loss, left)

    def _batch(self, pieces: Sequence[Piece]) -> Batch:
        kind = self.stepper.dtype or torch.float32
        return self.run.training.batch(pieces, self.net.streams, self.run.device, kind)

    def _step(self, batch: Batch, done: float, seen: Seen) -> None:
        """One step, ``done`` of the stage's steps being done before it."""
        with self.stepper.computing():
            values = self.net(batch)
        loss = ccc_loss(values, batch.labels, batch.valid)
        rate = scheduled(self.run.settings.schedule, self.settings.rate, done)
        self.stepper.step(loss, values, rate)
        seen.add(float(loss.detach()), values.detach(), batch.labels)

    def _best(self, number: int, validation: Scores) -> Best:
        before, mean = self.point.best, mean_score(validation)
        # Without clips to test on nothing says when to stop, and the last epoch is what there is.
        if before is None or mean > before.score or not self.run.clips.validation:
            return Best(number, mean, validation, copied(self.net))
        return before

    def _keep(self, done: EpochDone, best: Best) -> None:
        is_whole = isinstance(self.net, Together)
        self.point = Point(
            self.number,
            done.epoch,
            self.point.batch,
            net=copied(self.run.net),
            head={} if is_whole else copied(self.net),
            optimiser=self.stepper.optimiser.state_dict(),
            scaler=self.stepper.scaler.state_dict(),
            best=best,
            told=done.to_line(),
        )
        self.run.keep(self.point, done.validation, is_best=done.is_best, is_whole=is_whole)
