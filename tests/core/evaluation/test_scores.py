"""Scores of splits: sums per subject, intervals against scipy, and what must be so."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from app.core.evaluation.intervals import Draws, interval
from app.core.evaluation.pairs import LabelledPrediction, figures_of
from app.core.evaluation.scores import NO_RECORDING, difference, scores
from app.core.evaluation.subject_sums import FIGURE_NAMES, SubjectSums


def people(seed, subjects, *, recordings=2, frames=60, share=0.7, gaps=True):
    """Recordings of people who are read more or less well."""
    rng = np.random.default_rng(seed)
    made = []
    for subject in range(subjects):
        skill = rng.normal(share, 0.2)
        for recording in range(recordings):
            labelled = np.clip(rng.normal(rng.normal(0, 0.3), 0.3, (frames, 2)), -1, 1)
            noise = rng.normal(rng.normal(0, 0.1), 0.2, (frames, 2))
            predicted = np.clip(skill * labelled + noise, -1, 1)
            if gaps:
                predicted[rng.random((frames, 2)) < 0.05] = np.nan
                labelled[rng.random(frames) < 0.05] = np.nan
            name = f"s{subject:02d}"
            made.append(LabelledPrediction(f"{name}-{recording}", name, predicted, labelled))
    return made


def plain_mean(pairs, column):
    each = [figures_of([pair])[column].concordance for pair in pairs]
    return np.mean([one for one in each if one is not None])


def plain(pairs, name, column):
    """A figure computed from frames, without sums."""
    if name == "mean_concordance":
        return plain_mean(pairs, column)
    return getattr(figures_of(pairs)[column], name)


@given(seed=st.integers(0, 10_000), subjects=st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_sums_of_any_draw_give_the_figures_of_its_frames(seed, subjects):
    pairs = people(seed, subjects)
    sums = SubjectSums.of(pairs)
    counts = np.random.default_rng(seed).multinomial(subjects, np.full(subjects, 1 / subjects))
    drawn = [pair for pair in pairs for _ in range(counts[sums.subjects.index(pair.subject)])]
    for name in FIGURE_NAMES:
        for column in range(2):
            found = sums.figure(name, column, counts[None].astype(float))[0]
            assert found == pytest.approx(plain(drawn, name, column), abs=1e-9)


def test_the_table_holds_the_figures_of_the_whole():
    pairs = people(3, 5)
    found = scores(pairs)
    for column, dimension in enumerate(("valence", "arousal")):
        ours = found.of(dimension)
        for name in FIGURE_NAMES:
            assert ours.scores[name].value == pytest.approx(plain(pairs, name, column), abs=1e-12)
        assert (ours.recordings, ours.of) == (10, 10)
    assert found.subjects == 5


def test_intervals_are_those_of_scipy():
    pairs = people(5, 25, recordings=1, gaps=False)
    sums = SubjectSums.of(pairs)

    def statistic(chosen):
        found = figures_of([pairs[int(i)] for i in chosen])[0].concordance
        assert found is not None
        return found

    theirs = stats.bootstrap(
        (np.arange(25),), statistic, vectorized=False, n_resamples=2000, method="BCa",
        rng=np.random.default_rng(0),
    ).confidence_interval  # fmt: skip
    ours = interval(lambda w: sums.figure("concordance", 0, w), Draws.of(25, seed=4))
    # Two draws of 2000 each: their ends differ by chance, by a small share of the width.
    width = theirs.high - theirs.low
    assert ours.low == pytest.approx(theirs.low, abs=0.12 * width)
    assert ours.high == pytest.approx(theirs.high, abs=0.12 * width)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    held = 0
    for seed in range(200):
        values = np.random.default_rng(seed).exponential(1.0, 30)
        found = interval(lambda w, v=values: (w @ v) / w.sum(axis=1), Draws.of(30, seed, 500))
        held += found.low <= 1.0 <= found.high
    assert 0.87 <= held / 200 <= 0.985  # scipy's BCa holds 0.92-0.93 at 30 skewed values


def test_equal_seeds_give_equal_intervals():
    pairs = people(1, 6)
    assert scores(pairs, seed=7) == scores(pairs, seed=7)
    assert scores(pairs, seed=7) != scores(pairs, seed=8)


def test_frames_of_one_person_do_not_narrow_an_interval():
    pairs = people(2, 12, frames=50, gaps=False)
    longer = [
        dataclasses.replace(
            pair,
            predicted=np.tile(pair.predicted, (20, 1)),
            labelled=np.tile(pair.labelled, (20, 1)),
        )
        for pair in pairs
    ]
    first, second = (scores(each).of("valence").scores["concordance"] for each in (pairs, longer))
    assert first.interval.low == pytest.approx(second.interval.low, abs=1e-9)
    assert first.interval.high == pytest.approx(second.interval.high, abs=1e-9)


@pytest.mark.parametrize(
    ("subjects", "says"), [(1, "only one"), (2, "there are 2"), (3, "rough guide"), (10, "")]
)
def test_few_subjects_are_said(subjects, says):
    found = scores(people(0, subjects)).of("arousal").scores["concordance"].interval
    assert says in found.remark
    assert bool(found.remark) == bool(says)
    assert (found.low is None) == (subjects < 3)
    assert (found.low is None) == (found.high is None)


def test_equal_labels_are_said_and_never_nan():
    pairs = [
        dataclasses.replace(pair, labelled=np.full_like(pair.labelled, 0.25))
        for pair in people(0, 4, gaps=False)
    ]
    found = scores(pairs).of("valence")
    for name in ("concordance", "pearson"):
        assert found.scores[name].value is None
        assert found.scores[name].why == "all labels are equal"
        assert found.scores[name].interval.low is None
    assert found.scores["mean_concordance"].why == NO_RECORDING
    assert found.scores["error"].value is not None
    assert found.scores["error"].interval.low is not None


def test_people_with_equal_labels_each_are_fine_together():
    pairs = [
        dataclasses.replace(pair, labelled=np.full_like(pair.labelled, i / 10))
        for i, pair in enumerate(people(0, 6, gaps=False))
    ]
    found = scores(pairs).of("valence").scores
    assert found["concordance"].value is not None
    assert found["concordance"].interval.low is not None
    assert found["mean_concordance"].value is None


def test_a_draw_of_equal_labels_is_not_defined_despite_rounding():
    pairs = [
        LabelledPrediction(f"r{i}", f"s{i}", np.random.default_rng(i).normal(0, 0.3, (97, 2)),
                           np.full((97, 2), label))
        for i, label in enumerate((0.1, 0.3, -0.7))
    ]  # fmt: skip
    sums = SubjectSums.of(pairs)
    for name in ("concordance", "pearson"):
        assert np.isnan(sums.figure(name, 0, np.eye(3) * 3)).all()
    assert np.isfinite(sums.figure("concordance", 0, np.ones((1, 3)))).all()


def test_nothing_at_all_is_said():
    found = scores([])
    assert found.subjects == 0
    assert found.of("valence").scores["concordance"].value is None
    assert found.of("valence").scores["error"].why != ""


def test_a_difference_between_networks_is_narrower_than_their_intervals():
    first = people(11, 20, share=0.7, gaps=False)
    rng = np.random.default_rng(0)
    second = [
        dataclasses.replace(pair, predicted=0.8 * pair.predicted + rng.normal(0, 0.02, (60, 2)))
        for pair in first
    ]
    gained = difference(first, second, "concordance", "arousal")
    one = scores(first).of("arousal").scores["concordance"]
    other = scores(second).of("arousal").scores["concordance"]
    assert gained.value == pytest.approx(one.value - other.value, abs=1e-12)
    assert gained.interval.low <= gained.value <= gained.interval.high
    width = gained.interval.high - gained.interval.low
    assert width < 0.7 * (one.interval.high - one.interval.low)
    swapped = difference(second, first, "concordance", "arousal")
    assert swapped.interval.low == pytest.approx(-gained.interval.high, abs=0.02)


def test_a_difference_needs_the_same_people():
    with pytest.raises(ValueError, match="subjects differ"):
        difference(people(0, 3), people(0, 4), "error", "valence")
