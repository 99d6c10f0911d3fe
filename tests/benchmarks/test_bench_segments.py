"""Five thousand segments over an hour: a drag, its commit, and the table that follows."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.core.document import Document
from app.core.edits.tracks import new_segment_track
from app.core.segment import Segment
from app.session.journal import MemoryJournal
from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.segments import SegmentsController
from app.ui.panels.segments_panel import SegmentsPanel
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.timeline_view import TimelineView
from tests.support.timelines import recording, time_base

HOUR = 108_000
MANY = 5_000
STROKE_BUDGET_MS, COMMIT_BUDGET_MS = 33.0, 50.0
LABELS = ("smile", "frown", "speech", "blink", "not in the scheme")


def crowd(seconds, count):
    rng = np.random.default_rng(4)
    first = np.sort(rng.integers(0, HOUR - 200, count))
    long = np.where(np.arange(count) % 5 == 3, 0, rng.integers(5, 60, count))
    return [
        Segment(float(seconds[one]), float(seconds[one + more]), LABELS[at % 5], "", at + 1)
        for at, (one, more) in enumerate(zip(first.tolist(), long.tolist(), strict=True))
    ]


@pytest.fixture
def hour(qtbot):
    session, actions = Session(), Actions(Preferences())
    view = TimelineView(session, actions, extra_lanes=(SegmentLane(),))
    panel = SegmentsPanel(session, actions)
    for widget in (view, panel):
        qtbot.addWidget(widget)
    view.resize(1600, 460)
    controller = SegmentsController(session, view, panel, actions)
    base = time_base(HOUR)
    session.show(recording(base))
    document, track = new_segment_track(
        Document(HOUR), "expression", rater="Anna", segments=crowd(base.seconds, MANY)
    )
    session.annotations.open(MemoryJournal(document), base.seconds)
    session.annotations.activate(track)
    view.show()
    panel.show()
    qtbot.waitExposed(view)
    return session, view, controller


def timed(qapp, call):
    """Milliseconds of processor time of a call and of the painting that it brings about."""
    start = time.process_time()
    call()
    qapp.processEvents()
    return 1000 * (time.process_time() - start)


def test_a_drag_among_thousands_of_segments(benchmark, qapp, hour):
    session, view, _ = hour
    canvas = view.strips["segments"].canvas
    left, y = Qt.MouseButton.LeftButton, canvas.height() - 3
    moves, commits = [], []

    def stroke():
        QTest.mousePress(canvas, left, pos=QPoint(300, y))
        for x in range(304, 364):
            spent = timed(qapp, lambda x=x: QTest.mouseMove(canvas, QPoint(x, y)))
            moves.append(spent)
        commits.append(timed(qapp, lambda: QTest.mouseRelease(canvas, left, pos=QPoint(364, y))))

    benchmark.pedantic(stroke, rounds=5, warmup_rounds=1)
    slow, kept = float(np.percentile(moves, 95)), float(np.percentile(commits, 95))
    benchmark.extra_info.update(move_p95_ms=slow, commit_p95_ms=kept)
    print(f"\n{MANY} segments: move p95 {slow:.1f} ms, commit p95 {kept:.1f} ms")
    assert len(session.annotations.history.entries) == 6
    assert slow <= STROKE_BUDGET_MS
    assert kept <= COMMIT_BUDGET_MS
