"""What a run told, gathered: what is told twice counts as it was told last."""

from app.training.events import Ended, EpochDone, Finished, Noticed, StageBegun, Stepped
from app.training.run_course import MOST_STEPS, RunCourse, RunState, mean_ccc


def epoch(number, *, stage="together", best=False, loss=0.5):
    return EpochDone(stage, number, 9, loss, {}, {"valence": 0.1, "arousal": 0.3}, best, 1.0)


def test_epochs_told_again_after_an_interruption_take_the_place_of_the_first_telling():
    first = [StageBegun("together", 1, 1, 4), epoch(1, best=True), epoch(2), epoch(3, best=True)]
    again = [StageBegun("together", 1, 1, 4), epoch(2, loss=0.4)]
    course = RunCourse().after(first).after(again)
    assert [(each.epoch, each.loss) for each in course.epochs] == [(1, 0.5), (2, 0.4)]
    assert course.best("together").epoch == 1


def test_steps_told_again_take_the_place_of_the_first_telling():
    steps = [Stepped("a", 1, 1, 2, 0.9), Stepped("a", 1, 2, 2, 0.8), Stepped("b", 1, 1, 2, 0.7)]
    course = RunCourse().after(steps).after([Stepped("b", 1, 1, 2, 0.6)])
    assert [(each.stage, each.loss) for each in course.steps] == [
        ("a", 0.9),
        ("a", 0.8),
        ("b", 0.6),
    ]


def test_a_long_run_keeps_its_steps_few_and_its_losses():
    told = [
        Stepped(stage, 1 + n // 1000, 1 + n % 1000, 1000, float(n % 10), 5.0)
        for stage in ("spatial", "together")
        for n in range(7000)
    ]
    course = RunCourse().after(told)
    assert len(course.steps) <= MOST_STEPS
    assert course.steps[-1] == told[-1]
    in_slices = RunCourse()
    for start in range(0, len(told), 333):
        in_slices = in_slices.after(told[start : start + 333])
    assert in_slices == course
    assert [step.stage for step in course.steps] == sorted(step.stage for step in course.steps)
    losses = [step.loss for step in course.steps[:-200]]  # merged: means of ten and more
    assert abs(sum(losses) / len(losses) - 4.5) < 0.2


def test_stages_keep_their_order_and_their_own_best():
    course = RunCourse().after([epoch(1, stage="spatial", best=True), epoch(1, best=True)])
    assert course.stages == ("spatial", "together")
    assert course.best("spatial").stage == "spatial"
    assert RunCourse().best("spatial") is None


def test_where_a_run_is():
    told = RunCourse().after([epoch(1)])
    assert told.state(alive=True) is RunState.GOING_ON
    assert told.state(alive=False) is RunState.INTERRUPTED
    done = told.after([Finished("complete", "best.safetensors", {}, {})])
    assert done.state(alive=False) is RunState.FINISHED
    assert told.after([Ended("cancelled")]).state(alive=False) is RunState.CANCELLED
    failed = told.after([Ended("failed", "No memory.")])
    assert failed.state(alive=False) is RunState.FAILED
    assert failed.after([Noticed("more")]).state(alive=False) is RunState.FAILED
    # It goes on: what it ended with before is over.
    assert failed.after([epoch(2)]).state(alive=False) is RunState.INTERRUPTED


def test_a_mean_that_is_not_defined_is_not_invented():
    assert mean_ccc({"valence": 0.2, "arousal": 0.4}) == 0.30000000000000004
    assert mean_ccc({"valence": None, "arousal": 0.4}) is None
    assert mean_ccc({}) is None
