import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.video.time_text import clock_text, rate_text, signed_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00.000"),
        (3.3333, "0:03.333"),
        (59.9996, "1:00.000"),
        (754.5, "12:34.500"),
        (3661.25, "1:01:01.250"),
        (-0.5, "\u22120:00.500"),
        (-0.0001, "0:00.000"),
    ],
)
def test_times(seconds, text):
    assert clock_text(seconds) == text


@given(st.floats(0, 100_000))
def test_a_time_reads_back(seconds):
    *upper, last = clock_text(seconds).split(":")
    total = 0.0
    for part in upper:
        total = total * 60 + int(part)
    assert total * 60 + float(last) == pytest.approx(seconds, abs=0.000501)


def test_rates_have_the_digits_they_need():
    assert [rate_text(rate) for rate in (1, 0.1, 0.25, -2, 1.5)] == [
        "1.0\u00d7", "0.1\u00d7", "0.25\u00d7", "\u22122.0\u00d7", "1.5\u00d7",
    ]  # fmt: skip


def test_values_carry_their_sign():
    assert [signed_text(value) for value in (0.314, -1)] == ["+0.31", "\u22121.00"]
