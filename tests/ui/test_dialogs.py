"""Dialogs of the window: what they ask, and what becomes of the answer."""

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QTableWidget

from app.core.timebase import TimeBase
from app.ui.components import COMPONENTS, versions
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.go_to import GoToDialog
from app.ui.dialogs.preferences import PreferencesDialog, size_text
from app.ui.dialogs.shortcuts import ShortcutsDialog
from app.ui.notices import Notice
from app.ui.places import frame_at_place

# 0, 40, 80, 200 ms and on: a rate that varies, and a beginning that is not zero.
VARIABLE = TimeBase(np.array([1000, 1040, 1080, 1200, 61_200], dtype=np.int64), Fraction(1, 1000))


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("0", 0),
        ("4", 4),
        ("frame 3", 3),
        ("#3", 3),
        ("f2", 2),
        ("5", None),
        ("-1", None),
        ("1.05 s", 1),
        ("1,05s", 1),
        ("0.2 s", 0),
        ("1.199 sec", 2),
        ("0:01.08", 2),
        ("1:01.2", 4),
        ("0:01:01.2", 4),
        ("2:00", None),
        ("9 s", 3),
        ("", None),
        ("soon", None),
        ("1:2:3:4", None),
    ],
)
def test_places_are_found_by_the_presentation_times(text, frame):
    assert frame_at_place(text, VARIABLE) == frame


def test_a_place_in_a_recording_of_one_frame():
    one = TimeBase(np.array([500], dtype=np.int64), Fraction(1, 1000))
    assert frame_at_place("0.5 s", one) == 0
    assert frame_at_place("0.6 s", one) is None


def _accept(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return next(
        button
        for button in box.buttons()
        if box.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole
    )


def test_go_to_says_what_is_meant_and_refuses_what_means_nothing(qtbot):
    dialog = GoToDialog(VARIABLE, 2)
    qtbot.addWidget(dialog)
    assert dialog.frame == 2
    dialog.write("1.1 s")
    assert dialog.meaning == "Frame 2, shown from 0:01.080"
    assert _accept(dialog).isEnabled()
    dialog.write("99")
    assert dialog.frame is None
    assert not _accept(dialog).isEnabled()


@pytest.fixture
def shortcuts(actions, qtbot):
    dialog = ShortcutsDialog(actions)
    qtbot.addWidget(dialog)
    return dialog


def test_a_free_key_is_taken_at_once_and_used_when_accepted(shortcuts, actions):
    shortcuts.choose("mute")
    shortcuts.press("Ctrl+Shift+M")
    assert shortcuts.keys["mute"] == ("Ctrl+Shift+M",)
    assert actions.keys("mute") == ("Shift+M",)
    shortcuts.accept()
    assert actions.keys("mute") == ("Ctrl+Shift+M",)


def test_a_taken_key_is_refused_and_its_owner_named(shortcuts, actions):
    shortcuts.choose("mute")
    shortcuts.press("Space")
    assert shortcuts.said == "Space belongs to \u201cPlay or pause\u201d already."
    assert shortcuts.keys["mute"] == ("Shift+M",)
    shortcuts.accept()
    assert actions.keys("play_pause") == ("Space",)


def test_a_taken_key_can_be_taken_over(shortcuts, actions):
    shortcuts.choose("mute")
    shortcuts.press("=")
    shortcuts.take_over()
    assert shortcuts.said == ""
    assert shortcuts.keys["mute"] == ("=",)
    assert shortcuts.keys["zoom_in"] == ("+",)


def test_cancelled_keys_change_nothing(shortcuts, actions, preferences):
    shortcuts.choose("mute")
    shortcuts.press("Ctrl+Shift+M")
    shortcuts.reject()
    assert actions.keys("mute") == ("Shift+M",)
    assert preferences.get("shortcuts") == {}


def test_a_default_that_was_given_away_does_not_make_two_owners(shortcuts):
    shortcuts.choose("mute")
    shortcuts.press("Space")
    shortcuts.take_over()
    shortcuts.choose("play_pause")
    shortcuts._put_default()
    owners = [name for name, keys in shortcuts.keys.items() if "Space" in keys]
    assert owners == ["mute"]
    assert "Mute" in shortcuts.said
    shortcuts._reset_all()
    assert shortcuts.keys["play_pause"] == ("Space",)
    assert shortcuts.keys["mute"] == ("Shift+M",)


def test_the_search_finds_actions_and_keys_and_hides_empty_groups(shortcuts):
    shortcuts._filter("ctrl+g")
    visible = [name for name, item in shortcuts._items.items() if not item.isHidden()]
    assert visible == ["go_to"]
    assert [item.text(0) for item in shortcuts._headings if not item.isHidden()] == ["Playback"]
    shortcuts._filter("")
    assert not any(item.isHidden() for item in shortcuts._items.values())


def test_a_theme_is_chosen_at_once(preferences, tmp_path, qtbot):
    dialog = PreferencesDialog(preferences, tmp_path, tmp_path / "x.log")
    qtbot.addWidget(dialog)
    dialog.choose_theme("light")
    assert preferences.get("theme") == "light"


def test_the_cache_can_be_cleared_only_when_something_is_in_it(preferences, tmp_path, qtbot):
    dialog = PreferencesDialog(preferences, tmp_path, tmp_path / "x.log")
    qtbot.addWidget(dialog)
    assert not dialog._clear.isEnabled()
    dialog.show_cache_size(2_500_000)
    with qtbot.waitSignal(dialog.clearCacheRequested):
        dialog._clear.click()
    assert "2.5 MB" in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.show_cache_size(0)
    assert not dialog._clear.isEnabled()


def test_folders_are_shown_as_they_are_named(preferences, tmp_path, qtbot):
    odd = tmp_path / "<b>cache</b>"
    dialog = PreferencesDialog(preferences, odd, tmp_path / "x.log")
    qtbot.addWidget(dialog)
    label = next(label for label in dialog.findChildren(QLabel) if label.text() == str(odd))
    assert label.textFormat().name == "PlainText"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 kB"), (832_000, "832 kB"), (1_000_000, "1.0 MB"), (5_000_000_000, "5.00 GB")],
)
def test_sizes_are_decimal(size, text):
    assert size_text(size) == text


def test_about_lists_what_is_installed_with_licences(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    tables = {table.accessibleName(): table for table in dialog.findChildren(QTableWidget)}
    libraries, weights = tables["Libraries"], tables["Known weights"]
    assert libraries.rowCount() == len(COMPONENTS)
    assert all(libraries.item(row, 1).text() != "-" for row in range(libraries.rowCount()))
    assert weights.item(0, 0).text() == "mimamo-demo"
    assert "MIT License" in dialog.findChild(QPlainTextEdit).toPlainText()


def test_every_dependency_of_the_project_is_named():
    import re
    from importlib.metadata import requires

    needed = {
        re.split(r"[=<>;\[ ]", line)[0].lower().replace("_", "-")
        for line in requires("mimamo-studio") or []
        if "extra" not in line
    }
    named = {component.distribution.lower().replace("_", "-") for component in COMPONENTS}
    # Addons and shiboken6 are parts of Qt for Python.
    assert needed - named <= {"pyside6-addons", "shiboken6"}
    assert all(value for _, value in versions())


def test_details_can_be_copied(qtbot):
    dialog = DetailsDialog(Notice("Bad.", "Traceback"))
    qtbot.addWidget(dialog)
    dialog.copy()
    assert QGuiApplication.clipboard().text() == "Bad.\n\nTraceback\n"


def test_a_dialog_opens_as_high_as_its_words_though_qt_would_have_it_lower(
    qtbot, preferences, tmp_path
):
    """As on a small screen, or one at 200 %, of which Qt gives two thirds."""
    dialog = PreferencesDialog(preferences, tmp_path, tmp_path / "x.log")
    qtbot.addWidget(dialog)
    dialog.resize(460, 10)
    dialog.show()
    qtbot.waitExposed(dialog)
    wrapped = [label for label in dialog.findChildren(QLabel) if label.wordWrap()]
    assert wrapped
    for label in wrapped:
        assert label.height() >= label.heightForWidth(label.width())
