"""Smaller parts of the frame: status line, recent menu, empty state, availability, key sharing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import OutputError
from app.settings.preferences import FILE_NAME, RECENT_FILES, Preferences, open_preferences
from app.settings.recent_files import (
    forget_all_files,
    forget_file,
    recent_files,
    remember_file,
)
from app.ui.controllers.availability import Availability
from app.ui.controllers.keeping import PreferencesKeeper
from app.ui.empty_state import EmptyState
from app.ui.key_sharing import KeySharing, keeps_key
from app.ui.notices import Notices
from app.ui.recent_menu import RecentMenu, distinct_names
from app.ui.status_bar import StatusBar, time_left_text
from app.ui.task_board import TaskStatus
from tests.support.recordings import made_recording

# The status line.


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.2, "1 s left"),
        (59.4, "59 s left"),
        (75, "1 min left"),
        (3599, "1 h 0 min left"),
        (7500, "2 h 5 min left"),
    ],
)
def test_time_left_is_said_coarsely(seconds, text):
    assert time_left_text(seconds) == text


@pytest.fixture
def status(qtbot):
    status = StatusBar()
    qtbot.addWidget(status)
    status.show()
    return status


def test_nothing_is_shown_while_nothing_is_under_way(status):
    assert status.findChild(QProgressBar).isHidden()
    assert status.findChild(QToolButton).isHidden()


def test_a_task_is_shown_with_its_progress_and_can_be_cancelled(status, qtbot):
    status.show_task(TaskStatus("Analysing", "finding faces", 0.25, 90, others=1))
    bar = status.findChild(QProgressBar)
    assert bar.value() / bar.maximum() == 0.25
    assert status._title.text() == "Analysing  +1"
    assert status._detail.text() == "finding faces  \N{MIDDLE DOT}  2 min left"
    with qtbot.waitSignal(status.cancelRequested):
        status.findChild(QToolButton).click()
    status.show_task(TaskStatus("Copying", can_cancel=False))
    assert bar.maximum() == 0
    assert status.findChild(QToolButton).isHidden()
    status.show_task(None)
    assert bar.isHidden()


def test_weights_with_a_caution_are_told_in_the_colour_of_warnings(status):
    status.set_weights("mimamo-demo", "Not validated on people")
    assert status._weights.toolTip() == "Not validated on people"
    assert status._weights._colour == "warning"
    status.set_weights("mine")
    assert status._weights._colour == "faint"


# Recent files.


def test_the_latest_is_first_each_once_and_not_too_many():
    preferences = Preferences()
    for number in [*range(20), 15]:
        remember_file(preferences, Path(f"/data/{number}.mp4"))
    recent = recent_files(preferences)
    assert len(recent) == RECENT_FILES
    assert [path.stem for path in recent[:3]] == ["15", "19", "18"]
    assert preferences.get("last_folder") == str(Path("/data"))
    forget_file(preferences, Path("/data/19.mp4"))
    assert [path.stem for path in recent_files(preferences)[:2]] == ["15", "18"]
    forget_all_files(preferences)
    assert recent_files(preferences) == ()


def test_two_recordings_of_one_name_are_told_apart():
    names = distinct_names((Path("/a/x.mp4"), Path("/b/x.mp4"), Path("/a/y.mp4")))
    assert names == (f"x.mp4  ({Path('/a')})", f"x.mp4  ({Path('/b')})", "y.mp4")


def test_the_recent_menu_follows_the_list(preferences, qtbot):
    menu = RecentMenu(preferences)
    qtbot.addWidget(menu)
    assert not menu.isEnabled()
    remember_file(preferences, Path("/data/this & that.mp4"))
    entry = menu.actions()[0]
    assert entry.text() == "this && that.mp4"
    with qtbot.waitSignal(menu.chosen) as chosen:
        entry.trigger()
    assert chosen.args == [Path("/data/this & that.mp4")]
    menu.actions()[-1].trigger()
    assert not menu.isEnabled()


# The empty state.


def test_the_empty_state_offers_three_ways_to_begin(actions, preferences, qtbot):
    state = EmptyState(actions, preferences)
    qtbot.addWidget(state)
    triggered = []
    for name in ("open_video", "open_project", "open_demo"):
        actions.on(name, lambda name=name: triggered.append(name))
    for button in state.findChildren(QPushButton):
        assert button.accessibleName()
        assert button.toolTip()
        button.click()
    assert triggered == ["open_video", "open_project", "open_demo"]


def test_the_empty_state_offers_what_was_opened_last(actions, preferences, qtbot):
    state = EmptyState(actions, preferences)
    qtbot.addWidget(state)
    for number in range(6):
        remember_file(preferences, Path(f"/data/{number}.mp4"))
    state.findChildren(QWidget)
    links = [state._recent.itemAt(place).widget() for place in range(state._recent.count())]
    assert [link.text() for link in links] == ["5.mp4", "4.mp4", "3.mp4", "2.mp4"]
    with qtbot.waitSignal(state.recentChosen) as chosen:
        links[1].click()
    assert chosen.args == [Path("/data/4.mp4")]


# What can be chosen.


def test_actions_wait_for_a_recording(session, actions):
    availability = Availability(session, actions)
    assert not actions["play_pause"].isEnabled()
    session.show(made_recording())
    assert actions["play_pause"].isEnabled()
    assert not actions["export_csv"].isEnabled()
    session.show(None)
    assert not actions["play_pause"].isEnabled()
    assert availability is not None  # psygnal holds it weakly


# Keys.

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("kind", "key", "modifiers", "kept"),
    [
        (QPushButton, Qt.Key.Key_Space, NONE, True),
        (QPushButton, Qt.Key.Key_Left, NONE, False),
        (QSlider, Qt.Key.Key_Left, NONE, True),
        (QSlider, Qt.Key.Key_Left, CTRL, False),
        (QListWidget, Qt.Key.Key_Home, NONE, True),
        (QListWidget, Qt.Key.Key_Right, NONE, False),
        (QListWidget, Qt.Key.Key_J, NONE, False),
        (QComboBox, Qt.Key.Key_Space, NONE, True),
        (QWidget, Qt.Key.Key_Space, NONE, False),
    ],
)
def test_widgets_keep_the_keys_they_need_and_no_others(qapp, kind, key, modifiers, kept):
    assert keeps_key(kind(), key, modifiers) is kept


def test_space_presses_a_focused_button_and_plays_everywhere_else(actions, qapp, qtbot):
    window, content = QMainWindow(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(content)
    button, plain, line = QPushButton("b"), QWidget(), QLineEdit()
    plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for widget in (button, plain, line):
        column.addWidget(widget)
    window.setCentralWidget(content)
    window.addAction(actions["play_pause"])
    actions.enable("play_pause", True)
    sharing = KeySharing(window)
    sharing.follow(qapp)
    counts = {"play": 0, "press": 0}
    actions.on("play_pause", lambda: counts.update(play=counts["play"] + 1))
    button.clicked.connect(lambda: counts.update(press=counts["press"] + 1))
    with qtbot.waitExposed(window):
        window.show()
    for widget in (button, plain, line):
        window.activateWindow()
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Space)
    assert counts == {"play": 1, "press": 1}
    assert line.text() == " "


# Preferences reach the disk.


def test_changes_are_written_soon_and_together(tmp_path, qtbot):
    preferences = open_preferences(tmp_path)
    keeper = PreferencesKeeper(preferences, Notices())
    keeper._timer.setInterval(10)
    for number in range(50):
        preferences.set("volume", number / 50)
    assert not (tmp_path / FILE_NAME).exists()
    qtbot.waitUntil(lambda: (tmp_path / FILE_NAME).exists())
    assert open_preferences(tmp_path).get("volume") == 0.98


def test_the_last_change_is_written_at_the_end(tmp_path, qapp):
    preferences = open_preferences(tmp_path)
    keeper = PreferencesKeeper(preferences, Notices())
    keeper.flush()
    assert not (tmp_path / FILE_NAME).exists()
    preferences.set("theme", "dark")
    keeper.flush()
    assert open_preferences(tmp_path).get("theme") == "dark"


def test_a_full_disk_is_told_once(tmp_path, qtbot, monkeypatch):
    preferences, hub, told = open_preferences(tmp_path), Notices(), []
    hub.posted.connect(told.append)
    keeper = PreferencesKeeper(preferences, hub)
    keeper._timer.setInterval(5)

    def full() -> None:
        raise OutputError("Cannot write x: the disk is full; free some space.")

    monkeypatch.setattr(preferences, "save", full)
    preferences.set("volume", 0.1)
    qtbot.waitUntil(lambda: len(told) == 1)
    preferences.set("volume", 0.2)
    keeper.flush()
    assert len(told) == 1
    assert told[0].message.startswith("Your settings are not kept: Cannot write x")
