"""The table of actions is consistent, and what is made from it behaves."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from app.settings.preferences import Preferences
from app.ui.action_table import MENUS, ROWS
from app.ui.actions import Actions, Conflict, conflicts_of, key_text
from app.ui.icons import FOLDER

_FIXED = """open_video open_folder open_demo close_recording export_csv export_report copy_frame
save_frame preferences quit play_pause step_back step_forward step_back_10 step_forward_10
second_back second_forward go_start go_end go_to shuttle_back shuttle_stop shuttle_forward
rate_down rate_up loop_in loop_out loop_clear mute zoom_in zoom_out zoom_fit follow_playhead
picture_fit picture_actual overlay_box overlay_landmarks overlay_crop overlay_quality
overlay_affect theme_system theme_light theme_dark run_analysis cancel_analysis fetch_weights
help_guide help_shortcuts about copy_diagnostics"""
FIXED = frozenset(re.findall(r"\w+", _FIXED))

KEYS = {  # as the design states them
    "play_pause": "Space",
    "step_back": "Left",
    "step_forward": "Right",
    "step_back_10": "Shift+Left",
    "step_forward_10": "Shift+Right",
    "second_back": "Ctrl+Left",
    "second_forward": "Ctrl+Right",
    "go_start": "Home",
    "go_end": "End",
    "shuttle_back": "J",
    "shuttle_stop": "K",
    "shuttle_forward": "L",
    "loop_in": "[",
    "loop_out": "]",
    "zoom_in": "+",
    "zoom_out": "-",
    "zoom_fit": "0",
    "help_guide": "F1",
    "tool_select": "V",
    "tool_draw": "D",
    "tool_move": "M",
    "tool_smooth": "S",
    "tool_erase": "E",
    "live_rating": "R",
    "new_segment": "N",
    "undo": "Ctrl+Z",
    "keep_project": "Ctrl+S",
}


def test_every_agreed_action_is_there_once():
    ids = [row.id for row in ROWS]
    assert len(ids) == len(set(ids))
    assert set(ids) >= FIXED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_is_complete(row):
    assert row.menu.partition("/")[0] in MENUS
    assert row.tip
    assert row.keys
    assert all(not QKeySequence(key).isEmpty() for key in row.keys)
    assert not row.icon or (FOLDER / f"{row.icon}.svg").is_file()
    assert row.checkable or not (row.preference or row.choice_of)


def test_the_keys_of_the_design_are_the_defaults():
    table = {row.id: row.keys[0] for row in ROWS}
    assert {name: table[name] for name in KEYS} == KEYS


def test_no_key_is_claimed_twice():
    counts = Counter(QKeySequence(key).toString() for row in ROWS for key in row.keys)
    assert [key for key, times in counts.items() if times > 1] == []


def test_no_menu_has_two_entries_with_one_letter_to_press(actions):
    for menu in {row.menu for row in ROWS}:
        texts = [row.text for row in ROWS if row.menu == menu]
        letters = [found[1].lower() for text in texts if (found := re.search(r"&(\w)", text))]
        assert len(letters) == len(set(letters)), (menu, letters)


def test_a_tooltip_names_the_key_and_follows_it(actions, preferences):
    assert actions["play_pause"].toolTip() == "Play or pause (Space)"
    preferences.set("shortcuts", {"play_pause": ["P"]})
    assert actions["play_pause"].toolTip() == "Play or pause (P)"
    assert actions["play_pause"].shortcut() == QKeySequence("P")


def test_only_changed_keys_are_remembered(actions, preferences):
    keys = actions.all_keys()
    actions.set_all_keys({**keys, "mute": ("Ctrl+M",), "loop_clear": ()})
    assert preferences.get("shortcuts") == {"mute": ["Ctrl+M"], "loop_clear": []}
    assert actions["loop_clear"].shortcuts() == []
    again = Actions(preferences)
    assert again.keys("mute") == ("Ctrl+M",)
    assert again.keys("play_pause") == ("Space",)


def test_a_conflict_names_the_key_and_who_has_it(actions):
    keys = actions.all_keys()
    assert conflicts_of(keys, "mute", ["space"]) == (Conflict("Space", "play_pause"),)
    assert conflicts_of(keys, "play_pause", ["Space"]) == ()
    assert conflicts_of(keys, "mute", ["="]) == (Conflict("=", "zoom_in"),)


def test_several_keys_are_written_with_or():
    assert key_text(("+", "=")) == "+ or ="
    assert key_text(()) == ""


def test_a_plain_action_calls_without_arguments_a_switch_with_its_state(actions):
    calls = []
    actions.on("step_forward", lambda frames=1: calls.append(frames))
    actions.enable("step_forward", True)
    actions["step_forward"].trigger()
    actions.on("overlay_crop", calls.append)
    actions["overlay_crop"].trigger()
    actions["overlay_crop"].setChecked(False)
    assert calls == [1, True, False]


def test_switches_start_as_they_were_left_and_remember(preferences, qapp):
    preferences.set("follow_playhead", False)
    actions = Actions(preferences)
    assert not actions["follow_playhead"].isChecked()
    actions["follow_playhead"].trigger()
    actions["overlay_landmarks"].trigger()
    assert preferences.get("follow_playhead") is True
    assert preferences.get("overlays")["landmarks"] is True
    assert preferences.get("overlays")["box"] is True
    preferences.set("muted", True)
    assert actions["mute"].isChecked()


def test_themes_exclude_each_other(actions):
    actions["theme_light"].trigger()
    actions["theme_dark"].trigger()
    assert [
        name for name in ("system", "light", "dark") if actions[f"theme_{name}"].isChecked()
    ] == ["dark"]


def test_what_needs_a_recording_waits_for_one(actions):
    assert actions["open_video"].isEnabled()
    assert not actions["play_pause"].isEnabled()
    assert not actions["export_csv"].isEnabled()
    actions.enable_needing("recording", True)
    assert actions["play_pause"].isEnabled()
    assert not actions["export_csv"].isEnabled()


def test_preferences_without_file_are_never_shared(qapp):
    first, second = Actions(Preferences()), Actions(Preferences())
    first["mute"].trigger()
    assert not second["mute"].isChecked()
