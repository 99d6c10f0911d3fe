"""Adding lines to ``summary.csv``, also while other processes do."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core.prediction import PersonPrediction
from app.files import atomic_write, output_error
from app.formats.summary_csv import read_summary, summary_csv

LONGEST_WAIT_SECONDS = 10.0
"""It is held for milliseconds: whoever holds it longer has died with it."""


def add_to_summary(readings: Sequence[tuple[str, PersonPrediction]], path: Path) -> None:
    """Write one line per recording and person; lines of other recordings stay."""
    with only_one_writer(path):
        text = summary_csv(readings, read_summary(path))
        with atomic_write(path) as stream:
            stream.write(text.encode())


@contextmanager
def only_one_writer(path: Path, longest_wait: float = LONGEST_WAIT_SECONDS) -> Iterator[None]:
    """Hold a file against others who hold it the same way.

    Raises
    ------
    OutputError
        Its folder cannot be written to.
    """
    lock = path.with_name(f".{path.name}.lock")
    deadline = time.monotonic() + longest_wait
    while not _taken(lock):
        if time.monotonic() > deadline:
            lock.unlink(missing_ok=True)
        time.sleep(0.02)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _taken(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    except PermissionError as error:
        # Windows says so while a file that somebody else has just deleted is still closing.
        if os.name == "nt" and lock.exists():
            return False
        raise output_error(lock, error) from error
    except OSError as error:
        raise output_error(lock, error) from error
    return True
