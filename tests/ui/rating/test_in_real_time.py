"""With Qt's own timers and a running clock: the countdown ends, ticks come, frames get values."""

import numpy as np
import pytest

from app.core.document import Document
from app.session import live_rating
from app.session.journal import MemoryJournal
from app.session.live_rating import LiveRating, RatingState
from app.session.session import Session
from app.ui.controllers.playback import PlaybackController
from app.ui.controllers.rating import RatingController
from app.ui.rating.rating_panel import RatingPanel
from app.ui.video.player_view import PlayerView
from tests.support.timelines import recording, time_base


@pytest.fixture
def session():
    made = Session()
    base = time_base(30)
    made.show(recording(base))
    made.annotations.open(MemoryJournal(Document(30)), base.seconds)
    made.annotations.work_as("Anna")
    return made


def test_a_take_counts_down_records_and_ends_by_itself(session, actions, qtbot, monkeypatch):
    monkeypatch.setattr(live_rating, "COUNTDOWN", 0.2)
    player = PlayerView(session, actions)
    qtbot.addWidget(player)
    rating = LiveRating(session.playback, session.annotations)
    panel = RatingPanel(session, rating, actions)
    qtbot.addWidget(panel)
    playing = PlaybackController(session, player, actions)
    controller = RatingController(session, rating, panel, actions)
    panel.show()
    rating.held.hold([0.5])
    actions["live_rating"].trigger()
    assert rating.state is RatingState.COUNTDOWN
    qtbot.waitUntil(lambda: rating.state is RatingState.RECORDING, timeout=3000)
    qtbot.waitUntil(lambda: rating.state is RatingState.IDLE, timeout=8000)
    (curve,) = session.annotations.document.curves
    np.testing.assert_array_equal(curve.samples.values, 0.5)
    assert not controller._timer.isActive()
    assert playing is not None
