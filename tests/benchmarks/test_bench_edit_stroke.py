"""Strokes on an hour of a curve: what a move of the mouse costs, with all that it brings about."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from itertools import cycle

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.session.session import Session
from app.session.tool_settings import ToolSettings
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.curve_tools import CurveToolsController
from app.ui.fonts import text_font
from app.ui.timeline.decimation import Curve
from app.ui.timeline.timeline_view import TimelineView
from tests.benchmarks.test_bench_timeline import HOUR, noisy_hour, percentile, timed
from tests.support.annotating import LEFT, Hand, make_curve, open_annotations
from tests.support.timelines import recording, shown, time_base

REPAINT_MS = 33.0
COMMIT_MS = 50.0
MOVES = 120


@pytest.fixture
def hour(qtbot, qapp):
    """An hour with a prediction and two annotated curves of each of two dimensions."""
    qapp.setFont(text_font())
    session, actions = Session(), Actions(Preferences())
    view = TimelineView(session, actions)
    qtbot.addWidget(view)
    tools = CurveToolsController(session, view, actions, view)
    base = time_base(HOUR)
    session.show(recording(base))
    open_annotations(session)
    for place, name in enumerate(("arousal", "valence")):
        session.tracks.put(shown(base, name, noisy_hour(place)))
        make_curve(session, noisy_hour(place + 2), name, activate=False)
    make_curve(session, noisy_hour(5))
    view.resize(1280, 460)
    view.show()
    qtbot.waitExposed(view)
    qapp.processEvents()
    return session, Hand(qtbot, view), tools


def way(canvas, moves=MOVES):
    """Places to and fro over most of the lane."""
    x = canvas.width() * (0.5 + 0.4 * np.sin(np.linspace(0, 3 * np.pi, moves)))
    y = canvas.height() * (0.5 + 0.3 * np.cos(np.linspace(0, 11 * np.pi, moves)))
    return [QPoint(round(a), round(b)) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


@pytest.mark.parametrize("zoom", [1, 60], ids=["hour", "minute"])
@pytest.mark.parametrize("tool", ["draw", "move", "smooth", "erase"])
def test_a_stroke_on_an_hour(benchmark, qapp, hour, tool, zoom):
    """Each move of the mouse repaints; letting go commits; beside it a full repaint of the view."""
    session, hand, _ = hour
    notes, canvas = session.annotations, hand.canvas
    session.look(session.viewport.zoomed(zoom, 1800.0))
    notes.use(ToolSettings(type(notes.settings.tool)(tool), falloff=2.0, brush=2.0))
    qapp.processEvents()
    places = way(canvas)
    if tool == "move":
        places = [QPoint(places[0].x(), place.y()) for place in places]
    painted = canvas.repaints
    hand.qtbot.mousePress(canvas, LEFT, pos=places[0])
    moves = [lambda at=at: hand.qtbot.mouseMove(canvas, at) for at in places]
    spent = timed(qapp, moves)
    assert canvas.repaints - painted >= 0.5 * MOVES  # every move that changed anything did paint
    commits, edits = [], len(notes.history.entries)
    for _ in range(15):
        start = time.process_time()
        hand.qtbot.mouseRelease(canvas, LEFT, pos=places[-1])
        qapp.processEvents()  # with what is drawn again
        commits.append((time.process_time() - start) * 1e3)
        hand.qtbot.mousePress(canvas, LEFT, pos=places[3])
        for place in places[4:9]:
            hand.qtbot.mouseMove(canvas, place)
        qapp.processEvents()
    hand.qtbot.mouseRelease(canvas, LEFT, pos=places[-1])
    assert len(notes.history.entries) > edits
    canvases = [strip.canvas for strip in hand.view.strips.values()]
    whole = timed(qapp, [lambda: [each._redraw() for each in canvases]] * 20)
    p50, p95 = percentile(spent, 50), percentile(spent)
    ratio = p50 / percentile(whole, 50)
    commit = percentile(commits)
    benchmark.extra_info |= {"p95_ms": p95, "commit_p95_ms": commit, "to_full_repaint": ratio}
    hand.qtbot.mousePress(canvas, LEFT, pos=places[0])
    again = cycle(moves)

    def step():
        next(again)()
        qapp.processEvents()

    benchmark.pedantic(step, rounds=30)
    hand.qtbot.mouseRelease(canvas, LEFT, pos=places[0])
    print(
        f"\n{tool}, {3600 // zoom} s shown: move p50 {p50:.1f} p95 {p95:.1f} ms, "
        f"{ratio:.2f} of a full repaint; commit p95 {commit:.1f} ms"
    )
    assert p95 < REPAINT_MS
    assert commit < COMMIT_MS


def test_retouching_costs_less_than_making_anew(benchmark):
    seconds, values = np.arange(HOUR) / 30, noisy_hour(1)
    curve = Curve(seconds, values)
    others = []
    for k in range(20):
        other = values.copy()
        other[40_000 + 500 * k : 41_000 + 500 * k] = 0.1 * k
        others.append(other)
    spent = {"anew": [], "retouched": []}
    for other in others:
        start = time.perf_counter()
        Curve(seconds, other)
        middle = time.perf_counter()
        curve.retouch(other)
        spent["anew"].append(middle - start)
        spent["retouched"].append(time.perf_counter() - middle)
    anew, retouched = (float(np.median(each)) * 1e3 for each in spent.values())
    benchmark.extra_info |= {"anew_ms": anew, "retouched_ms": retouched}
    again = cycle(others)
    benchmark.pedantic(lambda: curve.retouch(next(again)), rounds=40)
    print(f"\nanew {anew:.2f} ms, retouched {retouched:.2f} ms")
    assert retouched < 0.5 * anew
