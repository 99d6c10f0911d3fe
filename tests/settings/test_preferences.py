"""Preferences survive restarts, damage and full disks."""

import json
import threading

import pytest

from app.core.errors import OutputError
from app.settings.preferences import FILE_NAME, ROWS, Preferences, open_preferences


def test_every_default_makes_sense_to_its_own_row():
    assert [row.name for row in ROWS if not row.accepts(row.default)] == []


def test_a_value_comes_back_after_a_restart(tmp_path):
    preferences = open_preferences(tmp_path / "not there yet")
    preferences.set("theme", "dark")
    preferences.set("shortcuts", {"mute": ("Ctrl+M",)})
    preferences.save()
    again = open_preferences(tmp_path / "not there yet")
    assert again.get("theme") == "dark"
    assert again.get("shortcuts") == {"mute": ["Ctrl+M"]}
    assert again.get("volume") == 0.8
    assert again.notices == []


def test_what_is_got_is_a_copy():
    preferences = Preferences()
    preferences.get("recent_files").append("x")
    assert preferences.get("recent_files") == []


def test_changes_are_told_once_and_only_when_something_changed():
    preferences, told = Preferences(), []
    preferences.changed.connect(lambda name: told.append(name))
    preferences.set("volume", 0.5)
    preferences.set("volume", 0.5)
    preferences.reset("volume")
    assert told == ["volume", "volume"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("volume", 1.2),
        ("volume", True),
        ("volume", "loud"),
        ("recent_files", [1]),
        ("overlays", {"box": 1}),
        ("person", 0),
        ("person", True),
        ("person", "everybody"),
        ("lane_heights", {"arousal": "high"}),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name, value):
    preferences = Preferences()
    with pytest.raises(ValueError, match=name):
        preferences.set(name, value)


def test_an_unknown_name_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        Preferences().get("colour of the moon")


@pytest.mark.parametrize("content", [b"{", b"", b"[1]", b"\xff\xfe{}", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_defaults_are_used(tmp_path, content):
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    preferences = open_preferences(tmp_path)
    assert preferences.get("theme") == "system"
    assert (tmp_path / f"{FILE_NAME}.broken-1").read_bytes() == content
    assert len(preferences.notices) == 1
    assert "broken-1" in preferences.notices[0]


def test_the_second_damaged_file_does_not_overwrite_the_first(tmp_path):
    for content in ("first", "second"):
        (tmp_path / FILE_NAME).write_text(content)
        open_preferences(tmp_path)
    assert (tmp_path / f"{FILE_NAME}.broken-1").read_text() == "first"
    assert (tmp_path / f"{FILE_NAME}.broken-2").read_text() == "second"


def test_one_senseless_value_costs_only_itself(tmp_path):
    (tmp_path / FILE_NAME).write_text(json.dumps({"volume": 7, "theme": "light"}))
    preferences = open_preferences(tmp_path)
    assert preferences.get("volume") == 0.8
    assert preferences.get("theme") == "light"
    assert "volume" in preferences.notices[0]
    assert (tmp_path / FILE_NAME).exists()


def test_names_of_a_later_version_survive(tmp_path):
    (tmp_path / FILE_NAME).write_text(json.dumps({"hologram": [1, {"a": None}]}))
    preferences = open_preferences(tmp_path)
    preferences.set("muted", True)
    preferences.save()
    assert json.loads((tmp_path / FILE_NAME).read_text()) == {
        "hologram": [1, {"a": None}],
        "muted": True,
    }


def test_a_switch_added_later_has_its_default(tmp_path):
    (tmp_path / FILE_NAME).write_text(json.dumps({"overlays": {"box": False}}))
    overlays = open_preferences(tmp_path).get("overlays")
    assert overlays["box"] is False
    assert overlays["affect"] is True


def test_a_file_that_cannot_be_written_raises_and_keeps_the_value(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    preferences = open_preferences(blocked)
    preferences.set("volume", 0.1)
    with pytest.raises(OutputError):
        preferences.save()
    assert preferences.get("volume") == 0.1


def test_it_may_be_saved_while_it_changes(tmp_path):
    preferences = open_preferences(tmp_path)
    saving = [threading.Thread(target=preferences.save) for _ in range(4)]
    for number, thread in enumerate(saving):
        thread.start()
        preferences.set("volume", number / 10)
    for thread in saving:
        thread.join()
    preferences.save()
    assert open_preferences(tmp_path).get("volume") == 0.3
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
