"""Weights in use: every choice is a step, rolling back is one, and can be taken back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.session.weights_in_use import MOST_STEPS, WeightsInUse, WeightsSteps, weights_title

NAMES = st.sampled_from(["a", "b", "c", "runs/x/best.safetensors"])
MOVES = st.lists(st.one_of(NAMES, st.sampled_from([-1, 1])), max_size=80)


def walked(moves):
    steps = WeightsSteps(("a",))
    for move in moves:
        steps = steps.moved(move) if isinstance(move, int) else steps.used(move)
    return steps


@given(MOVES)
def test_rolling_back_and_using_again_meet(moves):
    steps = walked(moves)
    assert len(steps.steps) <= MOST_STEPS
    if steps.before:
        back = steps.moved(-1)
        assert (back.now, back.after) == (steps.before, steps.now)
        assert back.moved(1) == steps
    assert steps.used(steps.now) == steps
    new = steps.used("new")
    assert (new.now, new.before, new.after) == ("new", steps.now, "")


@given(MOVES)
def test_steps_survive_the_memory_of_a_project(moves):
    steps = walked(moves)
    assert WeightsSteps.from_json(json.loads(json.dumps(steps.to_json()))) == steps


@pytest.mark.parametrize(
    "stored", [{}, {"steps": 3}, {"steps": [1]}, {"at": 0}, {"steps": [], "at": 9}]
)
def test_what_is_no_memory_is_no_steps(stored):
    assert WeightsSteps.from_json(stored) == WeightsSteps()


def test_a_step_that_is_not_there_becomes_the_last():
    assert WeightsSteps.from_json({"steps": ["a", "b"], "at": 7}).now == "b"


def test_who_listens_hears_of_changes_only():
    weights, heard = WeightsInUse(), []
    weights.changed.connect(lambda: heard.append(weights.steps.now))
    weights.use("a")
    weights.use("a")
    weights.use("b")
    weights.roll_back()
    weights.roll_back()
    weights.use_again()
    assert heard == ["a", "b", "a", "b"]


def test_weights_of_a_run_are_called_by_its_name():
    assert weights_title("/s/runs/fine-tuning 2/best.safetensors") == "fine-tuning 2"
    assert weights_title("mimamo-demo") == "mimamo-demo"
    assert weights_title("/w/own.safetensors") == "own.safetensors"
