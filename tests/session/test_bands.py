"""Bands: off at first, within the scale, gone with the recording or other passes."""

import numpy as np
import pytest

from app.session.bands import PASSES, Band
from app.session.session import Session

KEY = ("mimamo", "ab" * 32, 1, "arousal")


def band(deviation=(0.1, 0.3, np.nan), passes=5):
    deviation = np.array(deviation)
    return Band(KEY, passes, np.zeros(deviation.size), deviation)


def test_it_is_off_until_somebody_wants_it():
    bands, told = Session().bands, []
    bands.changed.connect(lambda: told.append(1))
    assert not bands.wanted
    assert bands.passes == PASSES
    bands.take([band()])
    assert not bands.shown
    bands.want(True)
    assert list(bands.shown) == [KEY]
    bands.want(True)
    assert len(told) == 2


def test_it_lies_about_the_curve_within_the_scale_and_gaps_stay_gaps():
    low, high = band().about(np.array([0.5, -0.9, 0.2]))
    np.testing.assert_allclose(low, [0.4, -1.0, np.nan])
    np.testing.assert_allclose(high, [0.6, -0.6, np.nan])
    low, high = band((0.1, 0.1, 0.1)).about(np.array([np.nan, 1.0, 0.0]))
    assert np.isnan(low[0]) and np.isnan(high[0])  # noqa: PT018
    assert high[1] == 1.0


def test_another_recording_or_number_of_passes_takes_it_away():
    session = Session()
    session.bands.take([band()])
    session.show(None)
    assert not session.bands.known
    session.bands.take([band()])
    session.bands.choose(PASSES)
    assert session.bands.known
    session.bands.choose(7)
    assert not session.bands.known


@pytest.mark.parametrize(
    ("passes", "deviation", "mean"),
    [(1, np.zeros(3), np.zeros(3)), (5, -np.ones(3), np.zeros(3)), (5, np.zeros(3), np.zeros(2))],
)
def test_what_is_no_band_is_refused(passes, deviation, mean):
    with pytest.raises(ValueError, match=r"band needs|both be"):
        Band(KEY, passes, mean, deviation)
