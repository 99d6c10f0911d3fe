"""A training that learns nothing: holds the lock of its run and tells events as a real one does.

``python -m tests.support.made_up_training FOLDER [EPOCHS [SECONDS]]``: that many epochs of one
stage, each so long; it heeds the files ``stop`` and ``cancel``, and goes on after the epochs that
are told already. CCC rises and falls again, so that the best epoch is in the middle.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.training.events import (
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
from app.training.run_course import RunCourse
from app.training.run_folder import BEST, RunFolder
from app.training.run_lock import RunLock

STEPS = 4


def told(folder: RunFolder, epochs: int) -> Iterator[Event]:
    """What is told, one event at a time."""
    done = len(RunCourse().after(folder.events()).epochs)
    for frame in (100, 300):
        yield Preparing("a.mp4", 1, 1, frame, 300)
    yield Prepared(
        {"training": 240, "validation": 60, "test": 0},
        {"training": 2, "validation": 1, "test": 0},
        {"training": 3, "validation": 1, "test": 0},
        0.04,
    )
    yield StageBegun("together", 1, 1, 4)
    for epoch in range(done + 1, epochs + 1):
        yield from an_epoch(epoch, epochs)
        if folder.is_asked_to_stop:
            yield Noticed("The run was asked to end.")
            yield finished("stopped early")
            return
    yield finished("complete")


def an_epoch(epoch: int, epochs: int) -> Iterator[Event]:
    loss = 0.9 * 0.8**epoch + 0.1
    for step in range(1, STEPS + 1):
        left = (epochs - epoch + 1 - step / STEPS) * 2.0
        yield Stepped("together", epoch, step, STEPS, loss + 0.02 * (-1) ** step, left)
    validation = ccc(epoch, epochs)
    yield EpochDone(
        "together",
        epoch,
        epochs,
        loss,
        {"valence": 1 - loss, "arousal": 0.95 - loss},
        validation,
        epoch <= max(1, epochs // 2),
        2.0,
    )


def ccc(epoch: int, epochs: int) -> dict[str, float | None]:
    """Best at half of the epochs."""
    away = abs(epoch - max(1, epochs // 2)) / epochs
    return {"valence": 0.7 - away, "arousal": 0.6 - 0.8 * away}


def finished(reason: str) -> Finished:
    return Finished(reason, BEST, {"valence": 0.7, "arousal": 0.6}, {})


def main(folder: RunFolder, epochs: int, seconds: float) -> None:
    with RunLock(folder), folder.events_file.open("a", encoding="utf-8") as stream:
        for event in told(folder, epochs):
            if folder.is_asked_to_cancel:
                event = Ended("cancelled")
            if isinstance(event, Finished):
                folder.best.write_bytes(b"weights")
            stream.write(event.to_line() + "\n")
            stream.flush()
            if isinstance(event, Ended):
                return
            time.sleep(seconds / STEPS if isinstance(event, Stepped) else 0)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(
        RunFolder(Path(words[0])),
        int(words[1]) if len(words) > 1 else 6,
        float(words[2]) if len(words) > 2 else 0.2,
    )
