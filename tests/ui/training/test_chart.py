"""Charts over epochs as plain values, and where their view puts them."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.events import EpochDone, Finished, StageBegun, Stepped
from app.training.following import FollowedRun
from app.training.run_course import RunCourse, RunState
from app.training.run_folder import RunFolder
from app.ui.training.chart import (
    Chart,
    Line,
    ccc_chart,
    comparison_chart,
    described,
    loss_chart,
    thinned,
    ticks_between,
)
from app.ui.training.chart_view import ChartView


def epoch(number, stage="together", valence=0.2, arousal=0.4, best=False, loss=0.5, epochs=9):
    ccc = {"valence": valence, "arousal": arousal}
    return EpochDone(stage, number, epochs, loss, ccc, ccc, best, 1.0)


def course(*events):
    return RunCourse().after(events)


def test_stages_follow_each_other_and_each_has_its_best_epoch():
    told = course(
        StageBegun("spatial", 1, 2, 4),
        epoch(1, "spatial", best=True),
        epoch(2, "spatial"),
        StageBegun("together", 2, 2, 4),
        epoch(1, valence=None),
        epoch(2, best=True, valence=-0.3),
    )
    chart = ccc_chart(told)
    names = [line.name for line in chart.lines]
    assert names[:2] == ["valence, validation", "arousal, validation"]
    valence = chart.lines[0].points
    assert [x for x, _ in valence] == [1, 2, 3, 4]
    assert math.isnan(valence[2][1])
    assert [(m.x, m.text) for m in chart.marks if not m.faint] == [(1, "best"), (4, "best")]
    assert [(m.x, m.text) for m in chart.marks if m.faint] == [(0, "spatial"), (2, "together")]
    assert chart.low == -0.5  # rounded down to a quarter
    assert chart.last == 11.0  # as far as the stage may go


def test_a_run_that_is_over_ends_where_it_ended():
    told = course(epoch(1), epoch(2), Finished("no longer better", "b", {}, {}))
    assert ccc_chart(told).last == 2.0
    assert ccc_chart(RunCourse()).lines[0].points == ()


def test_losses_of_batches_lie_within_their_epoch():
    told = course(Stepped("together", 1, 1, 4, 0.9), Stepped("together", 2, 4, 4, 1.3))
    assert loss_chart(told).lines[0].points == ((0.25, 0.9), (2.0, 1.3))
    assert loss_chart(told).high == 1.3


def test_runs_are_compared_by_the_mean_of_both_dimensions():
    runs = [
        FollowedRun(RunFolder(path), RunState.FINISHED, course(epoch(1), epoch(2)))
        for path in (Path("a"), Path("b"))
    ]
    chart = comparison_chart(runs)
    assert [line.name for line in chart.lines] == ["a", "b"]
    assert chart.lines[0].points[0] == (1.0, pytest.approx(0.3))
    assert chart.lines[0].colour != chart.lines[1].colour


@given(st.integers(1, 5000))
def test_thinning_keeps_the_mean_and_the_last_place(count):
    points = [(k / 10, float(k % 7)) for k in range(count)]
    thin = thinned(points)
    assert len(thin) <= 600
    assert thin[-1][0] == points[-1][0]
    if count <= 600:
        assert list(thin) == points


@given(st.floats(-1, 0.9), st.floats(0.01, 300))
def test_ticks_are_round_and_few(low, span):
    ticks = ticks_between(low, low + span, 4)
    assert len(ticks) <= 5
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in ticks)


def test_epochs_are_whole_numbers_from_one():
    assert Chart("x", last=3).epochs == (1, 2, 3)
    assert Chart("x", last=25).epochs == (5, 10, 15, 20, 25)


def test_the_last_values_are_said():
    chart = Chart("CCC", (Line("valence", ((1, 0.25), (2, math.nan)), "valence"),))
    assert described(chart) == "CCC. valence: none"


def test_the_view_puts_the_ends_of_the_axes_at_the_ends_of_the_plot(qtbot):
    view = ChartView("CCC by epoch")
    qtbot.addWidget(view)
    view.resize(300, view.sizeHint().height())
    view.show_chart(Chart("CCC", (Line("a", ((1, 0.0), (4, 1.0)), "text"),), last=4.0))
    plot = view.plot()
    assert (view.place(4, 1).x(), view.place(4, 1).y()) == (plot.right(), plot.top())
    assert (view.place(0, 0).x(), view.place(0, 0).y()) == (plot.left(), plot.bottom())
    assert plot.bottom() < view.height()
    assert not view.grab().isNull()
    assert "a: 1.000" in view.accessibleDescription()
