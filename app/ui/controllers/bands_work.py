"""What is done in workers for bands of uncertainty: find them in the cache, or read them."""

import time
from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from app.analysis.kept_band import Uncertainty, kept_bands
from app.analysis.pace import Pace
from app.analysis.progress import Progress, Stage
from app.session.bands import Band
from app.ui.controllers.features_work import Doing
from app.ui.controllers.partial_tracks import DIMENSIONS
from app.ui.controllers.read_again import Subject, ready_again
from app.ui.give_way import give_way
from app.ui.task_board import TaskStatus

Floats = NDArray[np.float64]

LOADING = TaskStatus("", "loading the networks")


def find_bands(
    subject: Subject, passes: int, seconds: Floats
) -> Generator[None, None, tuple[Band, ...]]:
    """What is kept of this reading with so many passes; loads no torch.

    Parameters
    ----------
    seconds : float64 array (N,)
        Presentation times of all frames of the recording.
    """
    yield
    for found in kept_bands(subject.root, subject.sha256, passes):
        made_of = (found.person, found.weights_sha256)
        if made_of == (subject.person, subject.weights_sha256) and np.array_equal(
            found.index, subject.index
        ):
            return bands_of(found, seconds)
    return ()


def read_bands(
    subject: Subject, passes: int, seconds: Floats
) -> Generator[TaskStatus | Doing, None, tuple[Band, ...]]:
    """Read the person with dropout as often as is wanted, saying how far it is."""
    give_way()
    yield from _say(LOADING)
    from app.analysis.mc_dropout import read_uncertainty  # loads torch

    loading = ready_again(subject)
    while True:
        try:
            next(loading)
        except StopIteration as end:
            run, request = end.value
            break
        yield from _say(LOADING)
    work, pace = read_uncertainty(request, run.system, run.detector, passes), Pace()
    while True:
        try:
            news = next(work)
        except StopIteration as end:
            return bands_of(end.value, seconds)
        yield from _say(status_of(news, passes, pace))


def status_of(news: Progress, passes: int, pace: Pace) -> TaskStatus:
    """How far it is, in words."""
    if news.stage is not Stage.READING or not news.total:
        return TaskStatus("", news.stage.value)
    _, left = pace.take(news.done, news.total, time.monotonic())
    number = min(passes, news.done * passes // news.total + 1)
    share = news.done / news.total
    return TaskStatus("", f"pass {number} of {passes}", share, left)


def _say(status: TaskStatus) -> Generator[TaskStatus | Doing, None, None]:
    yield status
    yield Doing(status.detail, status.share)


def bands_of(found: Uncertainty, seconds: Floats) -> tuple[Band, ...]:
    """A band for each dimension, on all frames of the recording."""
    mean, deviation = found.on_frames(seconds)
    return tuple(
        Band(
            (found.system, found.weights_sha256, found.person, name),
            found.passes,
            mean[:, column].copy(),
            deviation[:, column].copy(),
        )
        for column, name in enumerate(DIMENSIONS)
    )
