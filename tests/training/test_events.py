"""Events: a line each, read back as they were; what is no event is left out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError, OutputError
from app.training.events import (
    Began,
    Ended,
    EpochDone,
    Finished,
    Noticed,
    Prepared,
    Preparing,
    StageBegun,
    Stepped,
    event_of,
)
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, paper

EVENTS = [
    Preparing("a.mp4", 1, 2, 64, 300),
    Prepared({"training": 64}, {"training": 1}, {"training": 1}, 0.25),
    Began({"valence": 0.25, "arousal": None}),
    StageBegun("spatial", 1, 3, 8),
    Stepped("spatial", 1, 3, 9, 0.75, None),
    EpochDone("together", 1, 25, 0.5, {"valence": 0.2}, {"valence": None}, True, 3.5),
    Noticed("Only one subject — „so“."),
    Finished("complete", "best.safetensors", {"valence": 0.5, "arousal": 0.25}, {}),
    Ended("failed", "The disk is full."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_comes_back_from_its_line(event):
    line = event.to_line()
    assert "\n" not in line
    assert event_of(line) == event


@given(st.text())
def test_text_of_any_kind_stays_on_one_line(text):
    line = Noticed(text).to_line()
    assert len(line.split("\n")) == 1
    assert event_of(line) == Noticed(text)


@given(st.text())
def test_what_is_no_event_is_none(text):
    assert event_of(text) is None


def test_numbers_that_are_not_finite_become_null():
    fields = json.loads(Stepped("spatial", 1, 1, 1, float("nan"), float("inf")).to_line())
    assert fields["loss"] is None
    assert fields["seconds_left"] is None


def test_later_fields_and_kinds_are_skipped():
    assert event_of('{"event": "notice", "text": "x", "colour": "red"}') == Noticed("x")
    assert event_of('{"event": "dream"}') is None
    assert event_of('{"event": "notice"}') is None


def test_a_folder_tells_its_events_without_the_line_that_was_cut_off(tmp_path):
    run = RunFolder(tmp_path)
    lines = "".join(event.to_line() + "\n" for event in EVENTS)
    run.events_file.write_text(lines + EVENTS[0].to_line()[:20], encoding="utf-8")
    assert list(run.events()) == EVENTS
    assert list(RunFolder(tmp_path / "none").events()) == []


def test_a_run_is_made_once_and_keeps_its_settings(tmp_path):
    run, settings = RunFolder(tmp_path / "runs" / "first"), paper(SourceSettings("folder", "x"))
    run.create(settings)
    assert run.settings() == settings
    with pytest.raises(OutputError, match="first"):
        run.create(settings)
    with pytest.raises(InputError, match="no training run"):
        RunFolder(tmp_path).settings()


def test_settings_give_way_until_something_was_learnt(tmp_path):
    run, settings = RunFolder(tmp_path / "run"), paper(SourceSettings("folder", "x"))
    run.create(settings)
    run.events_file.write_text(Ended("failed", "no such folder").to_line() + "\n")
    run.split_file.write_text("{}")
    run.ask_to_stop()
    other = paper(SourceSettings("folder", "y"))
    run.replace(other)
    assert (run.settings(), list(run.events()), run.split_file.exists()) == (other, [], False)
    assert not run.is_asked_to_stop
    run.events_file.write_text(StageBegun("spatial", 1, 3, 8).to_line() + "\n")
    with pytest.raises(OutputError, match="learnt in it already"):
        run.replace(settings)
    assert run.settings() == other


def test_asking_is_seen_until_it_is_taken_back(tmp_path):
    run = RunFolder(tmp_path)
    assert [run.is_asked_to_stop, run.is_asked_to_cancel] == [False, False]
    run.ask_to_stop()
    run.ask_to_cancel()
    assert run.is_asked_to_stop
    assert run.is_asked_to_cancel
    run.forget_asking()
    assert [run.is_asked_to_stop, run.is_asked_to_cancel] == [False, False]
