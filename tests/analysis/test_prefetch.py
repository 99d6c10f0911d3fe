import threading
from itertools import count

import pytest

from app.analysis.prefetch import prefetch


def test_items_keep_their_order():
    assert list(prefetch(range(100), depth=3)) == list(range(100))


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield 1
        yield 2
        raise KeyError("broken")

    got = []
    with pytest.raises(KeyError, match="broken"):
        got.extend(prefetch(items()))
    ahead = prefetch(items())
    assert [next(ahead), next(ahead)] == [1, 2]
    with pytest.raises(KeyError, match="broken"):
        next(ahead)


def test_closing_stops_the_producer_and_closes_it():
    closed = threading.Event()

    def items():
        try:
            yield from count()
        finally:
            closed.set()

    ahead = prefetch(items())
    assert next(ahead) == 0
    ahead.close()
    assert closed.is_set()
    assert "prefetch" not in {thread.name for thread in threading.enumerate()}


def test_items_are_made_ahead_but_not_further_than_allowed():
    made = []

    def items():
        for number in range(50):
            made.append(number)
            yield number

    ahead = prefetch(items(), depth=2)
    for number in ahead:
        assert number == made[number]
        assert len(made) <= number + 1 + 2 + 1
