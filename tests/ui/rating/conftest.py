"""The Rating dock on a bench, with the controllers that a rater needs."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton

from app.ui.actions import Actions
from app.ui.controllers.rating import RatingController
from app.ui.key_sharing import KeySharing
from app.ui.notices import notices
from app.ui.rating.rating_panel import RatingPanel
from tests.support.ratings import Bench


@dataclass
class Room:
    """A window with the panel, a button beside it, and everything wired."""

    bench: Bench
    panel: RatingPanel
    actions: Actions
    window: QMainWindow
    controller: RatingController
    told: list
    steps: list

    def start(self):
        self.actions["live_rating"].trigger()
        self.bench.count_down()


@pytest.fixture
def room(qtbot, actions, qapp):
    bench = Bench()
    window = QMainWindow()
    panel = RatingPanel(bench.session, bench.rating, actions, bench.watch)
    window.setCentralWidget(panel)
    window.menuBar().addAction("x")
    window.setStatusBar(None)
    controller = RatingController(bench.session, bench.rating, panel, actions, window)
    steps, told = [], []
    actions.on("play_pause", bench.playback.toggle)
    actions.on("step_back", lambda: steps.append(-1))
    actions.on("step_forward", lambda: steps.append(1))
    for name in ("live_rating", "rate_selection", "discard_take", "blind", "play_pause"):
        window.addAction(actions[name])
    for name in ("step_back", "step_forward"):
        actions.enable(name, True)
        window.addAction(actions[name])
    actions.enable("play_pause", True)
    hear = told.append
    notices.posted.connect(hear)
    sharing = KeySharing()
    sharing.follow(qapp)
    qtbot.addWidget(window)
    window.beside = QPushButton("beside", window)
    window.resize(320, 640)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield Room(bench, panel, actions, window, controller, told, steps)
    controller.finish()
    sharing.deleteLater()
    notices.posted.disconnect(hear)
