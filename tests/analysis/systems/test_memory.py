"""Computing in parts when memory does not suffice."""

import gc
import weakref

import pytest
import torch

from app.analysis.systems.memory import in_parts


def test_enough_memory_takes_one_part():
    assert in_parts(lambda part: part, 16) == [slice(0, 16)]


def test_nothing_to_do_is_one_empty_part():
    assert in_parts(lambda part: part, 0) == [slice(0, 0)]


def test_too_little_memory_halves_until_it_suffices():
    sizes = []

    def compute(part: slice) -> list[int]:
        sizes.append(part.stop - part.start)
        if sizes[-1] > 4:
            raise torch.OutOfMemoryError
        return list(range(part.start, part.stop))

    parts = in_parts(compute, 18)
    assert [number for part in parts for number in part] == list(range(18))
    assert sizes == [18, 9, 4, 5, 2, 3, 9, 4, 5, 2, 3]


def test_too_little_memory_for_one_is_an_error():
    def compute(part: slice) -> None:
        raise torch.OutOfMemoryError

    with pytest.raises(torch.OutOfMemoryError):
        in_parts(compute, 4)


def test_what_the_failed_attempt_held_is_free_before_the_next():
    held: list[weakref.ref[torch.Tensor]] = []

    def compute(part: slice) -> bool:
        if part.stop - part.start == 1:
            return held[0]() is None
        large = torch.zeros(4)
        held.append(weakref.ref(large))
        raise torch.OutOfMemoryError

    gc.disable()
    try:
        assert in_parts(compute, 2) == [True, True]
    finally:
        gc.enable()
