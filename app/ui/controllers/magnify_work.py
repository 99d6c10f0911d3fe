"""What the Magnify dock has done in workers: a range is magnified, and written as a video."""

import time
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.analysis.magnify_plan import MagnifyOrder
from app.analysis.pace import Pace
from app.ui.give_way import give_way
from app.ui.magnify.card import HEIGHT, WIDTH, Card
from app.ui.task_board import TaskStatus

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified

LOADING = "Loading..."
TOLD_EVERY_SECONDS = 0.1
TICKS = 90_000
"""A second of the exported video, as MPEG counts."""

News = Generator[TaskStatus | float | None, None, "Magnified"]


def magnify(order: MagnifyOrder) -> News:
    """Magnify an order, in a thread that comes after the window's.

    Yields lines for the board, the share done (0 to 1) for the dock, and None in between: each is
    a place to stop.
    """
    give_way()
    yield TaskStatus("", LOADING)
    from app.analysis.magnified import magnified  # loads torch, OpenCV and FFmpeg

    pace, told = Pace(), float("-inf")
    work = magnified(order)
    try:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                found: Magnified = end.value
                return found
            now = time.monotonic()
            if now - told < TOLD_EVERY_SECONDS:
                yield None
                continue
            told, share = now, progress.done / max(progress.total, 1)
            _, left = pace.take(progress.done, progress.total, now)
            yield TaskStatus("", order.settings.text, share, left)
            yield share
    finally:
        work.close()


def write_video(
    found: "Magnified", card: Card, path: Path
) -> Generator[TaskStatus | None, None, None]:
    """Write before and after side by side, in time, whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    give_way()
    yield None
    from app.video.writer import VideoWriter  # loads FFmpeg

    rate = Fraction(found.passages[0].rate).limit_denominator(1001)
    total, ticks = sum(len(each.seconds) for each in found.passages), Fraction(1, TICKS)
    with VideoWriter(path, WIDTH, HEIGHT, rate, time_base=ticks, crf=16) as writer:
        for number, (pts, image) in enumerate(frames_of(found, card)):
            writer.write(image, pts)
            yield TaskStatus("", share=min(number / total, 1.0))


def frames_of(found: "Magnified", card: Card) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """When each frame of the video is shown, in ticks from 0, and the frame; gaps have one."""
    parts: list[tuple[float, int]] = [(each[0], -1) for each in found.gaps]
    parts += [(float(each.seconds[0]), number) for number, each in enumerate(found.passages)]
    parts.sort()
    origin, last = parts[0][0], -1
    for start, number in parts:
        if number < 0:
            last = max(last + 1, round((start - origin) * TICKS))
            yield last, card.gap
            continue
        passage = found.passages[number]
        for at, before, after in zip(passage.seconds, passage.before, passage.after, strict=True):
            last = max(last + 1, round((float(at) - origin) * TICKS))
            yield last, card.frame(before, after)
