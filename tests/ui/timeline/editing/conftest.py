"""A timeline with a recording of 300 frames that can be annotated."""

from types import SimpleNamespace

import numpy as np
import pytest

from app.ui.controllers.curve_tools import CurveToolsController
from app.ui.controllers.timeline import TimelineController
from app.ui.notices import Notices
from app.ui.timeline.timeline_view import TimelineView
from tests.support.annotating import Hand, make_curve, open_annotations
from tests.support.timelines import recording, time_base


@pytest.fixture
def desk(qtbot, session, actions, preferences):
    """Ten seconds at 30 frames a second over about 7 pixels a frame... when zoomed; see tests."""
    view = TimelineView(session, actions)
    qtbot.addWidget(view)
    view.resize(1200, 460)
    timeline = TimelineController(session, view, actions, preferences)
    told, hub = [], Notices()
    hub.posted.connect(lambda notice: told.append(notice.message))
    tools = CurveToolsController(session, view, actions, view, hub)
    session.show(recording(time_base(300)))
    journal = open_annotations(session)
    view.show()
    qtbot.waitExposed(view)
    made = SimpleNamespace(
        session=session,
        notes=session.annotations,
        view=view,
        actions=actions,
        hand=Hand(qtbot, view),
        told=told,
        journal=journal,
        kept=(timeline, tools),
    )
    made.values = lambda: made.notes.active_curve.samples.values
    return made


@pytest.fixture
def curve(desk):
    """The active curve: a ramp of arousal from -0.5 to 0.5, with a gap at 200 to 219."""
    values = np.linspace(-0.5, 0.5, 300)
    values[200:220] = np.nan
    return make_curve(desk.session, values)
