"""What to do when a device's memory does not suffice: less at a time."""

from collections.abc import Callable
from typing import TypeVar

import torch

T = TypeVar("T")


def in_parts(compute: Callable[[slice], T], count: int) -> list[T]:
    """Results of consecutive parts of 0 ... count - 1: one part if memory suffices, else halves.

    Parameters
    ----------
    compute : callable
        Takes a slice of positions. It must leave nothing changed behind when it raises
        `torch.OutOfMemoryError`, for it is then called again with the two halves.
    count : int
        Positions, at least 1.

    Raises
    ------
    torch.OutOfMemoryError
        Memory does not suffice for a single position.
    """
    return _parts(compute, 0, count)


def _parts(compute: Callable[[slice], T], start: int, stop: int) -> list[T]:
    try:
        return [compute(slice(start, stop))]
    except torch.OutOfMemoryError:
        if stop - start <= 1:
            raise
    # Only here, where the error with its traceback is gone, are its tensors free.
    torch.cuda.empty_cache()
    middle = (start + stop) // 2
    return _parts(compute, start, middle) + _parts(compute, middle, stop)
