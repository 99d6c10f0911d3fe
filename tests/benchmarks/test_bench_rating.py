"""Live rating on an hour: what a refresh of the display costs, beside the same without a take."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest

from app.core.edits.curves import with_values
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.rating import RatingController
from app.ui.fonts import text_font
from app.ui.rating.rating_panel import RatingPanel
from app.ui.timeline.timeline_view import TimelineView
from tests.benchmarks.test_bench_timeline import HOUR, noisy_hour, percentile, timed
from tests.support.ratings import REFRESH, Bench

FRAME_MS = 1000 / 30
"""A recording at 30 frames a second has so long for each."""
REFRESHES = 300


@pytest.mark.parametrize("mode", [("arousal",), ("valence", "arousal")], ids=["slider", "plane"])
def test_a_take_on_an_hour(benchmark, qtbot, qapp, mode):
    """A refresh with all that it brings about stays within a frame of the recording."""
    qapp.setFont(text_font())
    bench, actions = Bench(frames=HOUR), Actions(Preferences())
    view = TimelineView(bench.session, actions)
    panel = RatingPanel(bench.session, bench.rating, actions, bench.watch)
    controller = RatingController(bench.session, bench.rating, panel, actions, panel)
    for widget, size in ((view, (1280, 460)), (panel, (320, 420))):
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        qtbot.waitExposed(widget)
    for name in mode:
        track = bench.add(name)
        full = with_values(bench.notes.document, track, noisy_hour(1))
        bench.notes.commit(full, kind="fill", summary="filled")
    bench.rating.held.choose(mode)
    bench.playback.seek_frame(HOUR // 2)

    def refresh(number):
        bench.watch.now += REFRESH
        if bench.rating.under_way:
            bench.rating.held.hold([np.sin(number / 20)] * len(mode))
        bench.playback.tick()

    refreshes = [lambda number=number: refresh(number) for number in range(REFRESHES)]
    bench.playback.play()
    plain = timed(qapp, refreshes)
    bench.playback.pause()
    bench.rating.start()
    bench.count_down()
    spent = benchmark.pedantic(lambda: timed(qapp, refreshes), rounds=1)
    controller.finish()
    before, p95 = percentile(plain), percentile(spent)
    benchmark.extra_info |= {"plain_p95_ms": before, "rating_p95_ms": p95}
    print(f"\n{' and '.join(mode)}: refresh p95 {p95:.1f} ms, without a take {before:.1f} ms")
    assert p95 < FRAME_MS
