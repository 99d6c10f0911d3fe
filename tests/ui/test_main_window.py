"""The frame: docks, menus, layout, dropping, closing."""

import itertools
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.dialogs.ask import AskDialog
from app.ui.main_window import DOCKS, MainWindow
from app.ui.notices import Notices
from tests.support.recordings import made_recording


def make_window(session, preferences, qtbot, actions=None):
    window = MainWindow(
        session,
        actions or Actions(preferences),
        preferences,
        player=QLineEdit(),
        timeline=QWidget(),
        panels={name: QWidget() for name in ("recordings", "tracks", "analyse")},
        hub=Notices(),
    )
    qtbot.addWidget(window, before_close_func=lambda window: window.guard_closing(str, str))
    return window


@pytest.fixture
def window(session, preferences, actions, qtbot):
    return make_window(session, preferences, qtbot, actions)


def test_menus_without_entries_are_not_shown(window):
    titles = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert titles == ["File", "Edit", "View", "Playback", "Annotate", "Analyse", "Train", "Help"]


def test_every_action_is_in_a_menu_and_its_key_works_in_the_window_and_in_docks(window, actions):
    placed = [action for menu in window.menus.values() for action in menu.actions()]
    for action in actions:
        assert action in placed
        assert action in window.actions()
        assert all(action in dock.actions() for dock in window.docks.values())


def test_menus_begin_and_end_with_an_entry_and_no_two_lines_meet(window):
    for menu in window.menus.values():
        lines = [action.isSeparator() for action in menu.actions()]
        assert not lines[0]
        assert not lines[-1]
        assert not any(first and second for first, second in itertools.pairwise(lines))


def test_only_what_is_given_has_a_dock(session, preferences, qtbot):
    window = MainWindow(
        session,
        Actions(preferences),
        preferences,
        player=QWidget(),
        timeline=QWidget(),
        panels={},
        hub=Notices(),
    )
    qtbot.addWidget(window)
    assert list(window.docks) == ["timeline"]


def test_docks_stand_where_the_design_puts_them(window):
    window.show()
    areas = {name: window.dockWidgetArea(dock) for name, dock in window.docks.items()}
    assert areas == {name: area for name, _, area, *_ in DOCKS if name in areas}
    assert window.docks["recordings"].y() < window.docks["tracks"].y()
    assert window.docks["timeline"].width() == window.width()


def test_a_dock_that_was_closed_comes_back_by_its_menu_entry(window):
    window.show()
    window.docks["tracks"].close()
    entry = window.docks["tracks"].toggleViewAction()
    assert not entry.isChecked()
    entry.trigger()
    assert window.docks["tracks"].isVisible()


def test_a_dock_can_be_torn_off_and_closed_by_buttons_that_keys_reach(window):
    window.show()
    dock = window.docks["analyse"]
    detach, close = dock.titleBarWidget().findChildren(QToolButton)
    assert detach.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert detach.accessibleName()
    detach.click()
    assert dock.isFloating()
    detach.click()
    assert not dock.isFloating()
    close.click()
    assert dock.isHidden()


def test_the_layout_comes_back_and_can_be_reset(session, preferences, qtbot):
    first = make_window(session, preferences, qtbot)
    first.show()
    first.resize(900, 760)
    first.docks["tracks"].close()
    first.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first.docks["recordings"])
    first.close()
    second = make_window(session, preferences, qtbot)
    second.show()
    area = second.dockWidgetArea(second.docks["recordings"])
    assert area == Qt.DockWidgetArea.RightDockWidgetArea
    assert second.docks["tracks"].isHidden()
    assert second.height() == 760  # the width is bounded by the screen of this platform
    second.reset_layout()
    area = second.dockWidgetArea(second.docks["recordings"])
    assert area == Qt.DockWidgetArea.LeftDockWidgetArea
    assert second.docks["tracks"].isVisible()


@pytest.mark.parametrize("rubbish", ["AAAA", "not base64 at all", "\u00e4"])
def test_a_layout_that_makes_no_sense_is_ignored(session, qtbot, rubbish):
    preferences = Preferences()
    preferences.set("window_state", rubbish)
    preferences.set("window_geometry", rubbish)
    window = make_window(session, preferences, qtbot)
    window.show()
    assert all(dock.isVisible() for dock in window.docks.values())
    assert window.width() > 400


def test_the_empty_state_gives_way_to_the_player_and_the_title_says_what_is_open(window, session):
    window.show()
    assert window.windowTitle() == "MIMAMO Studio"
    assert not window.stage.showing_player
    session.show(made_recording("walk.mp4"))
    assert window.stage.showing_player
    assert window.windowTitle() == "walk.mp4 - MIMAMO Studio"
    session.show(None)
    assert not window.stage.showing_player


def _files(*urls: str) -> QMimeData:
    content = QMimeData()
    content.setUrls([QUrl(url) for url in urls])
    return content


def _drop(window: MainWindow, content: QMimeData) -> bool:
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, content, left, none)
    entering.ignore()
    window.dragEnterEvent(entering)
    if entering.isAccepted():
        window.dropEvent(QDropEvent(QPointF(9, 9), copy, content, left, none))
    return entering.isAccepted()


def test_files_and_folders_that_are_dropped_are_told(window):
    told = []
    window.pathsDropped.connect(told.append)
    assert _drop(window, _files("file:///data/a%20b.mp4", "file:///data"))
    assert told == [[Path("/data/a b.mp4"), Path("/data")]]


def test_what_is_no_file_is_not_taken(window):
    words = QMimeData()
    words.setText("hello")
    assert not _drop(window, words)
    assert not _drop(window, _files("https://example.org/a.mp4"))


def test_while_files_are_dragged_over_it_the_window_invites_them(window):
    window.show()
    assert _drop(window, _files("file:///data/a.mp4"))
    target = window.stage._target
    assert target.isHidden()
    window.stage.invite(True)
    assert target.isVisible()
    assert target.size() == window.stage.size()


def test_a_window_with_nothing_under_way_closes_and_stops_everything(window):
    stopped = []
    window.guard_closing(lambda: "", lambda: stopped.append(True))
    window.show()
    window.close()
    assert not window.isVisible()
    assert stopped == [True]


def test_a_window_with_an_analysis_under_way_asks(window, monkeypatch, preferences):
    asked, stopped = [], []
    window.guard_closing(lambda: "An analysis is under way.", lambda: stopped.append(True))
    window.show()
    monkeypatch.setattr(window, "ask_to_stop", lambda text: asked.append(text) or False)
    window.close()
    assert window.isVisible()
    assert (asked, stopped) == (["An analysis is under way."], [])
    monkeypatch.setattr(window, "ask_to_stop", lambda text: True)
    window.close()
    assert not window.isVisible()
    assert stopped == [True]
    assert preferences.get("window_state")


def test_the_question_stays_by_default(qtbot):
    question = AskDialog("It runs.", "Stop it?", "Stop", "Stay")
    qtbot.addWidget(question)
    question.show()
    assert question.stay.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert question.result() == AskDialog.DialogCode.Rejected
    question.show()
    question.ahead.click()
    assert question.result() == AskDialog.DialogCode.Accepted


def test_quit_closes_the_window(window, actions):
    window.show()
    actions["quit"].trigger()
    assert not window.isVisible()


def test_nothing_is_clipped_in_the_smallest_window_with_longer_words(window, session, caplog):
    caplog.set_level(logging.WARNING)
    window.resize(1280, 800)
    window.show()
    for button in window.empty_state.findChildren(type(window.empty_state.focusProxy())):
        button.setText(button.text() + "x" * (len(button.text()) // 5 + 1))
    window.resize(1280, 800)
    assert window.width() == 1280
    assert window.empty_state.minimumSizeHint().width() <= window.stage.width()
