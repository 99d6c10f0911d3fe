"""The view follows the playhead like one turns pages, unless the user looks elsewhere."""

import pytest


@pytest.fixture
def zoomed(opened, actions):
    opened.session.look(opened.session.viewport.zoomed(5, 5.0))
    actions["follow_playhead"].setChecked(True)
    return opened.session


def test_a_page_is_turned_when_the_playhead_leaves(zoomed):
    zoomed.playback.seek(6.9)
    assert zoomed.viewport.start == 5.0
    zoomed.playback.seek(7.2)
    assert zoomed.viewport.start == pytest.approx(7.2 - 0.05 * 2.0)


def test_it_stays_when_following_is_off_and_catches_up_when_on_again(zoomed, actions):
    actions["follow_playhead"].setChecked(False)
    zoomed.playback.seek(12.0)
    assert zoomed.viewport.start == 5.0
    actions["follow_playhead"].setChecked(True)
    assert zoomed.viewport.start <= 12.0 <= zoomed.viewport.end


def test_who_looks_elsewhere_is_left_there_until_the_playhead_comes(zoomed, opened):
    opened.view.panRequested.emit(5.0)
    elsewhere = zoomed.viewport
    zoomed.playback.seek(6.0)
    assert zoomed.viewport == elsewhere
    zoomed.playback.seek(elsewhere.start + 0.5)
    zoomed.playback.seek(elsewhere.end + 0.5)
    assert zoomed.viewport.start > elsewhere.start


def test_playing_is_a_wish_to_see_it(zoomed, opened):
    opened.view.panRequested.emit(5.0)
    zoomed.playback.play()
    zoomed.playback.pause()
    zoomed.playback.seek(5.5)
    assert zoomed.viewport.start <= 5.5 <= zoomed.viewport.end
