"""The pyramid against the plain sums it stands for."""

from itertools import pairwise

import numpy as np
import pytest

from app.core.heat_map import HeatMap


def values(frames, units=5, seed=0, gaps=True):
    rng = np.random.default_rng(seed)
    made = rng.normal(size=(frames, units)).astype(np.float16).astype(np.float32)
    if gaps:
        for start in rng.integers(0, frames, max(1, frames // 100)):
            made[start : start + int(rng.integers(1, 40))] = np.nan
    return made


def plain(made, edges):
    mean, low, high = [], [], []
    for a, b in pairwise(edges):
        part = made[max(a, 0) : max(b, 0)]
        part = part[~np.isnan(part[:, 0])]
        nothing = np.full(made.shape[1], np.nan)
        mean.append(part.mean(axis=0) if len(part) else nothing)
        low.append(part.min(axis=0) if len(part) else nothing)
        high.append(part.max(axis=0) if len(part) else nothing)
    return np.array(mean), np.array(low), np.array(high)


@pytest.mark.parametrize("frames", [1, 7, 8, 9, 1000, 4097, 20_011])
@pytest.mark.parametrize("width", [1, 13, 400])
def test_columns_are_the_plain_means_and_extremes_of_their_frames(frames, width):
    made = values(frames, seed=frames)
    heat = HeatMap.of_blocks(np.array_split(made, min(frames, 3)), frames, 5)
    for start, stop in ((0, frames), (frames * 0.31, frames * 0.83), (-frames, 2.5 * frames)):
        if (stop - start) / width < 1:
            continue
        columns = heat.columns(start, stop, width)
        mean, low, high = plain(made, columns.edges)
        np.testing.assert_array_equal(columns.low, low.astype(np.float32))
        np.testing.assert_array_equal(columns.high, high.astype(np.float32))
        np.testing.assert_allclose(columns.mean, mean, atol=4e-3)


@pytest.mark.parametrize("per_column", [1, 3.7, 9, 250])
def test_edges_follow_each_other_and_lie_within_half_a_column(per_column):
    heat = HeatMap.of_blocks([values(20_000)], 20_000, 5)
    start, width = 1234.5, 60
    columns = heat.columns(start, start + per_column * width, width)
    wanted = start + per_column * np.arange(width + 1)
    assert (np.diff(columns.edges) > 0).all()
    assert np.abs(columns.edges - wanted).max() <= per_column / 2 + 1e-9


def test_zoomed_in_each_column_shows_the_frame_it_falls_in():
    made = values(50, gaps=False)
    columns = HeatMap.of_blocks([made], 50, 5).columns(10.5, 13.0, 10)
    np.testing.assert_array_equal(columns.edges[:-1], [10, 10, 11, 11, 11, 11, 12, 12, 12, 12])
    np.testing.assert_array_equal(columns.mean, made[columns.edges[:-1]])
    assert np.isnan(HeatMap.of_blocks([made], 50, 5).columns(-1.0, 0.0, 4).mean).all()


def test_an_extreme_of_one_frame_is_seen_at_every_zoom():
    made = np.zeros((100_000, 2), np.float32)
    made[77_777, 1] = 9
    heat = HeatMap.of_blocks([made], 100_000, 2)
    for width in (1, 7, 100, 3000):
        assert heat.columns(0, 100_000, width).high[:, 1].max() == 9
        assert heat.columns(0, 100_000, width).high[:, 0].max() == 0


def test_putting_a_part_gives_what_putting_all_gives():
    made, other = values(9001, seed=3), values(9001, seed=4)
    heat = HeatMap.of_blocks([made], 9001, 5)
    heat.columns(0, 9001, 3)  # from here on there are extremes too
    made = made.copy()
    for start, stop in ((0, 1), (17, 19), (4090, 8200), (9000, 9001)):
        heat.put(start, other[start:stop])
        made[start:stop] = other[start:stop]
    whole = HeatMap.of_blocks([made], 9001, 5)
    whole.columns(0, 9001, 3)
    for level, expected in zip(heat._means, whole._means, strict=True):
        np.testing.assert_array_equal(level.mean, expected.mean)
        np.testing.assert_array_equal(level.counts, expected.counts)
    for level, expected in zip(heat._extremes, whole._extremes, strict=True):
        np.testing.assert_array_equal(level.low, expected.low)
        np.testing.assert_array_equal(level.high, expected.high)


def test_what_was_not_put_is_a_gap_and_so_is_what_is_not_finite():
    heat = HeatMap(100, 3)
    heat.put(10, np.array([[1, 2, 3], [1, np.inf, 3], [np.nan, 2, 3], [1e9, -1e9, 0]]))
    assert np.flatnonzero(~np.isnan(heat.values(0, 100)[:, 0])).tolist() == [10, 13]
    assert heat.values(13, 14).tolist() == [[65504, -65504, 0]]
    assert heat.columns(0, 10, 5).mean.shape == (5, 3)
    assert np.isnan(heat.columns(0, 10, 5).mean).all()
    assert heat.curve(1)[10] == 2
    assert sorted(heat.sample()) == [-65504, 0, 1, 2, 3, 65504]


def test_what_is_kept_in_half_precision_is_taken_as_it_is():
    given = np.array([[1, 2, 3], [1, np.inf, 3], [np.nan, 2, 3], [6e-8, -65504, 0]], np.float16)
    heat = HeatMap.of_blocks([given], 4, 3)
    np.testing.assert_array_equal(heat.halves[[0, 3]], given[[0, 3]])
    assert np.isnan(heat.halves[[1, 2]]).all()


def test_frames_that_do_not_fit_are_refused():
    heat = HeatMap(10, 3)
    with pytest.raises(ValueError, match="beyond the map"):
        heat.put(8, np.zeros((3, 3)))
    with pytest.raises(ValueError, match=r"\(n, 3\)"):
        heat.put(0, np.zeros((3, 4)))
    with pytest.raises(ValueError, match="at least one frame"):
        HeatMap(0)
    for start, stop, width in ((5, 5, 3), (0, 5, 0), (0, np.nan, 2)):
        with pytest.raises(ValueError, match="no columns"):
            heat.columns(start, stop, width)


def test_means_take_as_much_memory_as_frames_and_extremes_nothing_until_asked_for():
    heat, frames = HeatMap(108_000), 108_000 * 256 * 2
    assert 1.99 * frames < heat.nbytes < 2.02 * frames
    heat.columns(0, 108_000, 1)
    assert heat.nbytes < 4.02 * frames


@pytest.mark.parametrize(
    ("start", "stop", "width"), [(0, 5000, 37), (-90, 1200.5, 61), (3, 40, 90)]
)
def test_means_alone_are_those_of_the_columns(start, stop, width):
    values = np.random.default_rng(4).normal(size=(5000, 5)).astype(np.float32)
    values[700:930] = np.nan
    made = HeatMap.of_blocks([values], 5000, 5)
    edges, means = made.means(start, stop, width)
    columns = made.columns(start, stop, width)
    np.testing.assert_array_equal(edges, columns.edges)
    np.testing.assert_allclose(means, columns.mean, atol=2e-3)


def test_frames_as_they_are_kept_cannot_be_written_to():
    made = HeatMap.of_blocks([np.ones((3, 2), np.float32)], 3, 2)
    with pytest.raises(ValueError, match="read-only"):
        made.halves[0] = 2


def test_the_strongest_value_of_a_column_is_the_one_farthest_from_its_mean():
    rng = np.random.default_rng(6)
    made = np.abs(rng.normal(size=(3000, 4))).astype(np.float16).astype(np.float32)
    made[1234, 2], made[700:730] = -40, np.nan
    heat = HeatMap.of_blocks([made], 3000, 4)
    assert not heat.has_extremes
    heat.make_extremes()
    edges, found = heat.strongest(0, 3000, 60)
    for column, (a, b) in enumerate(pairwise(edges)):
        part = made[a:b][~np.isnan(made[a:b, 0])]
        if not len(part):
            assert np.isnan(found[column]).all()
            continue
        away = np.abs(part - part.mean(axis=0, dtype=np.float64))
        farthest = part[away.argmax(axis=0), np.arange(4)]
        # Nodes hold rounded means, so two values that lie as far may take each other's place.
        tie = np.abs(np.abs(found[column] - part.mean(axis=0)) - away.max(axis=0)) < 0.01
        assert (np.isclose(found[column], farthest) | tie).all()
    assert found[np.searchsorted(edges, 1234, side="right") - 1, 2] == -40
