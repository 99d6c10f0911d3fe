"""Progress on the command line: bars on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Callable, Generator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bars

from app.analysis.course import Course, Standing
from app.analysis.progress import Progress
from app.cli.messages import say

P = TypeVar("P")
R = TypeVar("R")

_LINE_EVERY_SECONDS = 10.0


def follow(
    work: Generator[Progress, None, R], name: str, *, quiet: bool, everybody: bool = False
) -> R:
    """Run an analysis to its end, showing how far it is, and give its result."""
    if quiet:
        return to_the_end(work, lambda progress: None)
    if sys.stderr.isatty():
        return _with_bar(work, name, Course(everybody))
    return _with_lines(work, name, Course(everybody))


def to_the_end(work: Generator[P, None, R], show: Callable[[P], object]) -> R:
    """Run work to its end, showing each step, and give its result."""
    while True:
        try:
            show(next(work))
        except StopIteration as end:
            result: R = end.value
            return result


def _with_bar(work: Generator[Progress, None, R], name: str, course: Course) -> R:
    # Names of files are no markup, whatever brackets are in them.
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[frames]}", markup=False),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(name, total=1.0, frames="")

        def show(progress: Progress) -> None:
            standing = course.take(progress, time.monotonic())
            bars.update(
                task,
                description=f"{name}: {standing.stage.value}",
                completed=standing.share,
                frames=f"{standing.done}/{standing.total} frames{_pace(standing)}",
            )

        return to_the_end(work, show)


def _with_lines(work: Generator[Progress, None, R], name: str, course: Course) -> R:
    last: Standing | None = None
    said = 0.0

    def show(progress: Progress) -> None:
        nonlocal last, said
        now = time.monotonic()
        standing = course.take(progress, now)
        begins = last is None or standing.stage is not last.stage or standing.done < last.done
        if begins or now - said >= _LINE_EVERY_SECONDS:
            frames = f"{standing.done} of {standing.total} frames"
            say(f"{name}: {standing.stage.value}, {frames}{_pace(standing)}")
            said = now
        last = standing

    return to_the_end(work, show)


def _pace(standing: Standing) -> str:
    if standing.frames_per_second is None or standing.seconds_left is None:
        return ""
    minutes, seconds = divmod(round(standing.seconds_left), 60)
    return f", {standing.frames_per_second:.0f} frames/s, {minutes}:{seconds:02d} left"
