"""Opening recordings; asserted on the session."""

import pytest

from app.session.session import RecordingState
from tests.support.videos import constant_pts, truncate, write_counted, write_sound_only


def states(room):
    return {entry.path.name: entry.state for entry in room.session.entries}


def test_all_are_listed_and_the_first_is_opened(room, opened):
    assert room.session.recording.path == opened[0]
    assert len(room.session.recording.time_base) == 40
    assert states(room) == {
        "a.mp4": RecordingState.OPEN,
        "b.mp4": RecordingState.LISTED,
        "c.mp4": RecordingState.LISTED,
    }
    assert room.preferences.get("recent_files") == [str(opened[0])]
    assert room.preferences.get("last_folder") == str(opened[0].parent)
    assert room.told == []


def test_another_takes_its_place(qtbot, room, opened):
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open(opened[1])
    assert room.session.recording.path == opened[1]
    assert states(room)["a.mp4"] is RecordingState.LISTED
    assert room.preferences.get("recent_files") == [str(opened[1]), str(opened[0])]


def test_the_last_of_several_wishes_wins(qtbot, room, opened):
    for path in (opened[1], opened[2], opened[1]):
        room.opening.open(path)
    qtbot.waitUntil(room.idle)
    assert room.session.recording.path == opened[1]


def make_bad(kind, folder):
    path = folder / f"{kind}.mp4"
    match kind:
        case "empty":
            path.touch()
        case "text":
            path.write_text("no video")
        case "sound":
            write_sound_only(path)
        case "folder":
            path.mkdir()
    return path


@pytest.mark.parametrize("kind", ["empty", "text", "sound", "folder", "missing"])
def test_bad_input_is_one_sentence_and_the_open_recording_stays(qtbot, room, opened, kind):
    bad = make_bad(kind, opened[0].parent)
    before = room.session.recording
    room.opening.open_paths([bad])
    qtbot.waitUntil(room.idle)
    assert room.session.recording is before
    (message,) = room.errors
    assert str(bad) in message
    assert message.endswith((".", "check whether it was moved."))


def test_a_cut_recording_is_opened_as_far_as_it_goes_and_that_is_said(qtbot, room, opened):
    folder = opened[0].parent
    half = truncate(write_counted(folder / "whole.mp4", constant_pts(200)), folder / "half.mp4")
    with qtbot.waitSignal(room.opening.opened):
        room.opening.open_paths([half])
    assert room.session.recording.path == half
    assert room.notes == ["half.mp4 is cut off; it is read as far as it goes."]
    assert room.session.entry(half).message == room.notes[0]


def test_a_recent_file_that_vanished_is_said_and_forgotten(qtbot, room, opened):
    opened[0].unlink()
    room.opening.open(opened[0])
    qtbot.waitUntil(room.idle)
    assert "does not exist" in room.errors[0]
    assert room.preferences.get("recent_files") == []
    assert states(room)["a.mp4"] is RecordingState.FAILED


def test_a_thousand_files_are_listed_without_a_long_pause(qtbot, room, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number:04d}.mp4").touch()
    room.opening.open_paths(sorted(folder.iterdir()))
    qtbot.waitUntil(lambda: len(room.session.entries) == 1000, timeout=10_000)
    qtbot.waitUntil(room.idle)
    assert room.recordings.model.rowCount() == 1000
    assert len(room.errors) == 1  # only the first was opened; it is empty


def test_the_demo_is_copied_to_the_user_and_opened(qtbot, room, monkeypatch, tmp_path):
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    room.actions["open_demo"].trigger()
    qtbot.waitUntil(lambda: room.session.recording is not None)
    assert room.session.recording.path == tmp_path / "data" / "demo" / "demo.mp4"


def test_closing_leaves_it_listed(room, opened):
    room.actions.enable("close_recording", True)
    room.actions["close_recording"].trigger()
    assert room.session.recording is None
    assert states(room)["a.mp4"] is RecordingState.LISTED


def test_files_left_out_are_counted(qtbot, room, opened):
    (opened[0].parent / "x.txt").touch()
    room.opening.open_paths([opened[0].parent / "x.txt", opened[1]])
    qtbot.waitUntil(room.idle)
    assert room.notes == ["1 file that is no video was left out."]
