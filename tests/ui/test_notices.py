"""Notices: the latest on top, from any thread, never too many."""

import threading

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.notices import KEPT, Notice, NoticeBar, Notices


@pytest.fixture
def hub(qapp):
    return Notices()


@pytest.fixture
def bar(hub, qtbot):
    bar = NoticeBar(hub)
    qtbot.addWidget(bar)
    return bar


def _button(bar, text):
    return next(button for button in bar.findChildren(QPushButton) if button.text() == text)


def test_it_is_not_there_before_something_is_told(bar):
    assert not bar.isVisibleTo(None)
    assert bar.shown is None


def test_the_latest_is_shown_and_closing_brings_back_the_one_before(hub, bar):
    hub.error("First.")
    hub.error("Second.", "why")
    assert bar.shown == Notice("Second.", "why", "error")
    assert bar.waiting == 1
    assert "1 more" in [label.text() for label in bar.findChildren(QLabel)]
    bar.dismiss()
    assert bar.shown == Notice("First.")
    bar.dismiss()
    assert not bar.isVisibleTo(None)


def test_what_is_told_again_is_not_kept_twice(hub, bar):
    for _ in range(5):
        hub.error("Same.")
    assert bar.waiting == 0


def test_a_thousand_bad_files_do_not_need_a_thousand_clicks(hub, bar):
    for number in range(1000):
        hub.error(f"Cannot open {number}.")
    assert bar.waiting == KEPT - 1
    assert bar.shown == Notice("Cannot open 999.")


def test_details_are_behind_a_button_only_where_there_are_any(hub, bar, qtbot):
    hub.error("Bad.")
    assert _button(bar, "Details").isHidden()
    hub.error("Worse.", "Traceback")
    assert not _button(bar, "Details").isHidden()
    with qtbot.waitSignal(bar.detailsRequested) as asked:
        _button(bar, "Details").click()
    assert asked.args == [Notice("Worse.", "Traceback", "error")]


def test_a_note_leaves_by_itself_an_error_stays(hub, bar, monkeypatch, qtbot):
    bar._leaving.setInterval(20)
    hub.note("Done.")
    qtbot.waitUntil(lambda: bar.shown is None)
    hub.error("Bad.")
    qtbot.wait(60)
    assert bar.shown == Notice("Bad.")


def test_text_is_never_taken_for_markup(hub, bar):
    hub.error("Cannot open <b>x</b>.mp4.")
    label = next(label for label in bar.findChildren(QLabel) if "<b>" in label.text())
    assert label.textFormat().name == "PlainText"


def test_a_thread_may_tell_and_the_bar_hears_it_on_the_main_thread(hub, bar, qtbot, monkeypatch):
    shown_in = []
    monkeypatch.setattr(bar, "_show", lambda: shown_in.append(threading.current_thread()))
    thread = threading.Thread(target=hub.error, args=("From afar.",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown_in))
    assert shown_in == [threading.main_thread()]
    assert bar.shown.message == "From afar."
