"""Figures of a study: means over seeds, intervals over subjects, paired differences, verdicts."""

import numpy as np
import pytest

from app.core.evaluation.intervals import Draws, Interval
from app.core.metrics import concordance
from app.training.study.figures import Figure, Score, difference, figure, kept_better, verdict
from tests.support.study_results import FRAMES, SUBJECTS, a_result


def of(noise: float, **more: float) -> Score:
    return Score.of([a_result(noise, seed, **more) for seed in (1, 2, 3)])


@pytest.mark.parametrize("dimension", [0, 1])
def test_a_figure_is_the_mean_ccc_of_the_seeds(dimension: int) -> None:
    results = [a_result(0.5, seed) for seed in (1, 2, 3)]
    each = [
        concordance(
            r.predictions[0][:, dimension].astype(float), r.labels[:, dimension].astype(float)
        )
        for r in results
    ]
    found = figure(Score.of(results), dimension, Draws.of(SUBJECTS))
    assert found.value == pytest.approx(np.mean(each), abs=1e-9)
    assert found.seeds == pytest.approx(each, abs=1e-9)
    assert found.interval.low is not None
    assert found.interval.high is not None
    assert found.interval.low < found.value < found.interval.high


def test_an_interval_is_that_of_frames_drawn_subject_by_subject() -> None:
    results = [a_result(0.8, seed) for seed in (1, 2)]
    rng = np.random.default_rng(5)
    drawn = []
    for _ in range(1500):
        chosen = rng.integers(0, SUBJECTS, SUBJECTS)
        at = (chosen[:, None] * FRAMES + np.arange(FRAMES)).ravel()
        pairs = [(each.predictions[0][at, 1], each.labels[at, 1]) for each in results]
        drawn.append(np.mean([concordance(*map(np.float64, pair)) for pair in pairs]))
    found = figure(Score.of(results), 1, Draws.of(SUBJECTS)).interval
    assert found.low == pytest.approx(np.quantile(drawn, 0.025), abs=0.03)
    assert found.high == pytest.approx(np.quantile(drawn, 0.975), abs=0.03)


def test_a_difference_is_paired_and_so_narrower_than_either_side() -> None:
    draws, good, worse = Draws.of(SUBJECTS), of(0.6), of(0.7)
    found = difference(good, worse, 0, draws)
    assert found.value == pytest.approx(
        figure(good, 0, draws).value - figure(worse, 0, draws).value, abs=1e-9
    )
    same = difference(good, good, 0, draws)
    assert (same.value, same.interval.low, same.interval.high) == (0, 0, 0)


def test_who_loses_less_under_gamma() -> None:
    draws = Draws.of(SUBJECTS)
    steady, flickering = (
        [a_result(0.3, seed, under_gamma=spread) for seed in (1, 2, 3)] for spread in (0.4, 1.5)
    )
    sides = [(Score.of(each), Score.of(each, 1)) for each in (steady, flickering)]
    found = kept_better(sides[0], sides[1], 0, draws)
    lost = [figure(a, 0, draws).value - figure(b, 0, draws).value for a, b in sides]
    assert found.value == pytest.approx(lost[1] - lost[0], abs=1e-9)
    assert verdict(found) == "agrees"
    assert verdict(kept_better(sides[1], sides[0], 0, draws)) == "disagrees"


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.01, 0.2, "agrees"),
        (-0.2, -0.01, "disagrees"),
        (-0.1, 0.1, "not told apart"),
        (0.0, 0.1, "not told apart"),
        (None, None, "no interval"),
    ],
)
def test_a_verdict_is_by_the_interval(low: float | None, high: float | None, word: str) -> None:
    assert verdict(Figure(0.05, Interval(low, high), ())) == word
