"""Progress on the command line: bars on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Generator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from app.analysis.progress import Progress, Stage

R = TypeVar("R")

_LINE_EVERY_SECONDS = 10.0


def follow(work: Generator[Progress, None, R], name: str, *, quiet: bool) -> R:
    """Run work to its end, showing how far it is, and give its result."""
    if quiet:
        return _silently(work)
    if sys.stderr.isatty():
        return _with_bars(work, name)
    return _with_lines(work, name)


def say(text: str, *, quiet: bool = False) -> None:
    """A line for the user, on stderr so that stdout stays free for results."""
    if not quiet:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _silently(work: Generator[Progress, None, R]) -> R:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def _with_bars(work: Generator[Progress, None, R], name: str) -> R:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} frames"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[Stage, TaskID] = {}
        began: dict[Stage, float] = {}
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            stage = progress.stage
            if stage not in tasks:
                tasks[stage] = bars.add_task(f"{name}: {stage.value}", total=None, rate="")
                began[stage] = time.monotonic()
            rate = progress.done / max(time.monotonic() - began[stage], 1e-6)
            bars.update(
                tasks[stage],
                completed=progress.done,
                total=progress.total,
                rate=f"{rate:.0f} frames/s",
            )


def _with_lines(work: Generator[Progress, None, R], name: str) -> R:
    last_stage, last_time = None, 0.0
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        now = time.monotonic()
        if progress.stage is not last_stage or now - last_time >= _LINE_EVERY_SECONDS:
            say(f"{name}: {progress.stage.value}, {progress.done} of {progress.total} frames")
            last_stage, last_time = progress.stage, now
