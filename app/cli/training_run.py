"""The work of ``train``, and how it is told. Loads torch."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import typer

from app.analysis.cache import shrink_cache
from app.cli.messages import say
from app.core.errors import StudioError
from app.settings import CACHE_BUDGET_BYTES, cache_folder
from app.training.events import (
    Began,
    Ended,
    EpochDone,
    Event,
    Finished,
    Noticed,
    Prepared,
    Preparing,
    StageBegun,
    Stepped,
)
from app.training.freed_memory import keep_freed_memory
from app.training.run_folder import RunFolder


def carry_out(folder: RunFolder, *, json_lines: bool, quiet: bool) -> None:
    """Train to the end, telling what happens.

    Raises
    ------
    StudioError
        The run ended without weights.
    """
    # CUDA's products give the same twice only with this, which must stand before it is loaded.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    keep_freed_memory()
    from app.training.train import train

    tell = _as_json() if json_lines else Teller(quiet=quiet)
    last: Event | None = None
    try:
        for event in train(folder, cache_of(folder)):
            tell(event)
            last = event
    finally:
        # Also after a failure: the bound on what is kept of faces is a promise.
        with suppress(OSError):
            shrink_cache(cache_folder(), CACHE_BUDGET_BYTES)
    if isinstance(last, Ended):
        raise StudioError(last.sentence or "The training was cancelled; no weights were kept.")
    if not json_lines:
        typer.echo(str(folder.best))


def cache_of(folder: RunFolder) -> Path:
    """Where prepared recordings are kept: a project's own cache, or the user's."""
    source = folder.settings().source
    return Path(source.path) / "cache" if source.kind == "project" else cache_folder()


def _as_json() -> Callable[[Event], None]:
    """Lines on stdout, for as long as somebody reads them."""
    reads = True

    def tell(event: Event) -> None:
        nonlocal reads
        if reads:
            try:
                typer.echo(event.to_line())
            except OSError:  # the reader is gone, and the training goes on without
                reads = False

    return tell


class Teller:
    """Plain lines on stderr: one for each recording, stage and epoch."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._told = ("", 0)
        self._left: float | None = None

    def __call__(self, event: Event) -> None:
        """Say what an event means; notices are said even when quiet."""
        if isinstance(event, Stepped):
            self._left = event.seconds_left
        elif isinstance(event, Noticed):
            say(f"mimamo-studio: warning: {event.text}")
        elif line := self._line(event):
            say(line, quiet=self._quiet)

    def _line(self, event: Event) -> str:
        if isinstance(event, Preparing):
            return self._preparing(event)
        if isinstance(event, Prepared):
            parts = (f"{name} {count}" for name, count in event.frames.items())
            return f"frames: {', '.join(parts)}; {event.gaps:.0%} without face or label"
        if isinstance(event, Began):
            return f"before training: validation {_figures(event.validation)}"
        if isinstance(event, StageBegun):
            return (
                f"stage {event.number} of {event.of}: {event.stage}, {event.batch} windows a batch"
            )
        if isinstance(event, EpochDone):
            best = ", best so far" if event.is_best else ""
            return (
                f"{event.stage} {event.epoch} of {event.epochs}: loss {event.loss:.3f}, "
                f"validation {_figures(event.validation)}{best}{_time_left(self._left)}"
            )
        if isinstance(event, Finished):
            test = f", test {_figures(event.test)}" if event.test else ""
            return f"finished ({event.reason}): validation {_figures(event.validation)}{test}"
        return ""

    def _preparing(self, event: Preparing) -> str:
        """A recording is opened, in a first pass over all of them, and read in a second."""
        before = self._told
        self._told = ("opening" if event.total <= 1 else "preparing", event.number)
        doing, number = self._told
        return "" if self._told == before else f"{doing} {number} of {event.of}: {event.recording}"


def _figures(found: Mapping[str, float | None]) -> str:
    named = (f"{name} {'-' if x is None else f'{x:.3f}'}" for name, x in found.items())
    return f"CCC {', '.join(named)}"


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f", at most {minutes}:{rest:02d} left"
