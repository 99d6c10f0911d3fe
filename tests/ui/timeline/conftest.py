"""A timeline on screen with a made recording that starts late and has a gap."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.ui.controllers.timeline import TimelineController
from app.ui.timeline.timeline_view import TimelineView
from tests.support.timelines import face, recording, shown, time_base

FIRST = 5.0
GAP = slice(120, 180)


@pytest.fixture
def view(qtbot, session, actions):
    made = TimelineView(session, actions)
    qtbot.addWidget(made)
    made.resize(1000, 460)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def controller(session, view, actions, preferences):
    return TimelineController(session, view, actions, preferences)


@pytest.fixture
def opened(session, view, controller):
    """300 frames at 30 a second from 5 s on, without a face at frames 120 to 179."""
    base = time_base(300, first=FIRST)
    session.show(recording(base))
    valid = np.ones(300, bool)
    valid[GAP] = False
    session.know_faces([face(base, valid)])
    arousal, valence = np.full(300, 0.5), np.linspace(-1, 1, 300)
    arousal[GAP] = valence[GAP] = np.nan
    session.tracks.put(shown(base, "arousal", arousal))
    session.tracks.put(shown(base, "valence", valence, caution="Not validated on people."))
    return SimpleNamespace(base=base, session=session, view=view, controller=controller)


@pytest.fixture
def turn():
    """Turns the wheel over a widget: ``turn(widget, x, notches, shift=False, across=0)``."""

    def wheel(widget, x, notches, *, shift=False, across=0):
        place = QPointF(x, widget.height() / 2)
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(round(across * 120), round(notches * 120)),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    return wheel
