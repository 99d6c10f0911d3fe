"""Work that only the window's thread may do, in slices: between two of them the window lives."""

from collections.abc import Callable, Generator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from app.core.errors import StudioError

Result = TypeVar("Result")


def run_slices(
    work: Generator[None, None, Result],
    on_done: Callable[[Result], object],
    on_error: Callable[[str], object],
    parent: QObject,
) -> None:
    """Go on with a generator whenever the window has nothing else to do.

    Parameters
    ----------
    on_done, on_error : callable
        Get what the generator returns, or why it failed.
    parent : QObject
        When it goes, the work is left as it is.
    """
    timer = QTimer(parent)

    def step() -> None:
        try:
            next(work)
            return
        except StopIteration as end:
            done: Callable[[], object] = partial(on_done, end.value)
        except StudioError as error:
            done = partial(on_error, str(error))
        timer.stop()
        timer.deleteLater()
        done()

    timer.timeout.connect(step)
    timer.start(0)
