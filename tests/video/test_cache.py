from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.cache import FrameCache

OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 9), st.integers(0, 60)),
        st.tuples(st.just("get"), st.integers(0, 9), st.just(0)),
    ),
    max_size=60,
)


@given(capacity=st.integers(0, 120), operations=OPERATIONS)
def test_behaves_as_a_plain_model_of_least_recently_used(capacity, operations):
    cache: FrameCache[int, int] = FrameCache(capacity)
    model: OrderedDict[int, tuple[int, int]] = OrderedDict()
    for step, (verb, key, size) in enumerate(operations):
        if verb == "put":
            cache.put(key, step, size)
            model.pop(key, None)
            if size <= capacity:
                model[key] = (step, size)
                while sum(entry[1] for entry in model.values()) > capacity:
                    model.popitem(last=False)
        else:
            expected = model.get(key)
            if expected is not None:
                model.move_to_end(key)
            assert cache.get(key) == (None if expected is None else expected[0])
        assert cache.bytes_kept == sum(entry[1] for entry in model.values()) <= capacity
        assert len(cache) == len(model)
        assert {key for key in range(10) if key in cache} == set(model)


def test_what_was_used_last_stays():
    cache: FrameCache[str, int] = FrameCache(20)
    cache.put("a", 1, 10)
    cache.put("b", 2, 10)
    cache.get("a")
    cache.put("c", 3, 10)
    assert cache.get("a") == 1
    assert cache.get("b") is None


def test_a_value_larger_than_the_capacity_is_not_kept_and_drives_nothing_out():
    cache: FrameCache[str, int] = FrameCache(20)
    cache.put("a", 1, 20)
    cache.put("b", 2, 21)
    assert cache.get("a") == 1
    assert "b" not in cache


def test_clear_forgets_everything():
    cache: FrameCache[str, int] = FrameCache(20)
    cache.put("a", 1, 20)
    cache.clear()
    assert (len(cache), cache.bytes_kept, cache.get("a")) == (0, 0, None)


def test_negative_sizes_are_refused():
    with pytest.raises(ValueError, match="capacity"):
        FrameCache(-1)
    with pytest.raises(ValueError, match="size"):
        FrameCache(1).put("a", 1, -1)
