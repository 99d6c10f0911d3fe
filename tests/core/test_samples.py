"""Chunked, content-addressed values of a curve."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.core.samples import CHUNK, Samples, digest_of

VALUES = arrays(
    np.float64,
    st.integers(0, 40),
    elements=st.floats(-1, 1, allow_nan=False) | st.just(float("nan")),
)


def test_a_curve_is_cut_into_chunks_named_by_their_bytes():
    values = np.linspace(-1, 1, 2 * CHUNK + 5)
    samples = Samples.of(values)
    assert [samples.chunk(number).size for number in range(3)] == [CHUNK, CHUNK, 5]
    last = hashlib.sha256(values[2 * CHUNK :].astype("<f8").tobytes()).hexdigest()
    assert samples.digests[2] == last


def test_an_edit_gives_new_names_to_what_it_touches_and_to_nothing_else():
    before = Samples.of(np.zeros(3 * CHUNK))
    after = before.replaced(CHUNK - 1, np.ones(2))
    same = [a == b for a, b in zip(before.digests, after.digests, strict=True)]
    assert same == [False, False, True]
    assert after.values[CHUNK - 2 : CHUNK + 2].tolist() == [0, 1, 1, 0]
    assert not before.values.any()


def test_gaps_and_zeros_have_one_form():
    odd = np.array([0x7FF8000000000001], np.uint64).view(np.float64)
    assert Samples.of(odd) == Samples.of([np.nan])
    assert Samples.of([-0.0]).digests == Samples.of([0.0]).digests
    assert not np.signbit(Samples.of([-0.0]).values[0])


def test_values_cannot_be_altered_behind_the_digest():
    given = np.zeros(3)
    samples = Samples.of(given)
    given[0] = 1
    assert samples.values[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        samples.values[0] = 1


@pytest.mark.parametrize("bad", [[np.inf], [[0.0]], [-np.inf, 0.0]])
def test_only_finite_values_in_a_row(bad):
    with pytest.raises(ValueError, match="values must be"):
        Samples.of(bad)


@pytest.mark.parametrize(("first", "count"), [(-1, 1), (3, 2), (5, 1)])
def test_an_edit_stays_within_the_curve(first, count):
    with pytest.raises(ValueError, match="outside"):
        Samples.gap(4).replaced(first, np.zeros(count))


@given(VALUES, VALUES)
def test_equal_means_the_same_bytes(first, second):
    same = Samples.of(first).values.tobytes() == Samples.of(second).values.tobytes()
    assert (Samples.of(first) == Samples.of(second)) == same


@given(VALUES, st.data())
def test_putting_the_old_values_back_gives_the_old_curve(values, draw):
    before = Samples.of(values)
    first = draw.draw(st.integers(0, values.size))
    stop = draw.draw(st.integers(first, values.size))
    after = before.replaced(first, np.full(stop - first, 0.25))
    assert after.replaced(first, values[first:stop]) == before
    assert hash(after.replaced(first, values[first:stop])) == hash(before)


def test_a_chunk_is_named_alike_whatever_its_place_in_memory():
    values = np.arange(20.0)
    assert digest_of(values[::2]) == digest_of(values[::2].copy())
