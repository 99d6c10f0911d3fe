"""The window: how soon it is there, and whether it stays the user's while an analysis runs."""

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.settings.preferences import open_preferences
from app.ui.composition import Studio, assemble
from app.ui.look import Look
from tests.support.shared import shared_file
from tests.support.watchdog import Watchdog
from tests.support.window_start import start_window

MOST_SECONDS_TO_START = 2.0
MOST_PAUSE = 0.050


def test_the_window_is_on_screen_soon(benchmark, tmp_path):
    environment = {
        **os.environ,
        "MIMAMO_CONFIG": str(tmp_path / "config"),
        "MIMAMO_CACHE": str(tmp_path / "cache"),
    }
    began = time.perf_counter()
    starts = [start_window(environment) for _ in range(5)]
    whole = (time.perf_counter() - began) / len(starts)
    benchmark.pedantic(lambda: None, rounds=1)
    seconds = sorted(float(start["seconds"]) for start in starts)
    print(
        f"\nwindow on screen after {seconds[0]:.2f} s at best, {seconds[2]:.2f} s in the median "
        f"(whole process, closing included, {whole:.2f} s)"
    )
    benchmark.extra_info |= {"best": seconds[0], "median": seconds[2]}
    assert seconds[0] <= MOST_SECONDS_TO_START


@pytest.fixture
def studio(qtbot, qapp, tmp_path, monkeypatch) -> Studio:
    monkeypatch.setenv("MIMAMO_CONFIG", str(tmp_path / "config"))
    preferences = open_preferences(tmp_path / "config")
    look = Look(QApplication.instance(), preferences)
    made = assemble(Session(), preferences)
    look.bind(made.actions)
    made.window.keep(look)
    made.window.resize(1280, 800)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.controllers.analysis.cancel()
    monkeypatch.setattr(made.window, "ask_to_stop", lambda _: True)
    made.window.close()


@pytest.mark.parametrize("video", ["mimamo_utterance_1.mp4", "liveportrait_s32.mp4"])
def test_playback_while_an_analysis_runs(video, benchmark, studio, qapp, qtbot):
    clip = shared_file(f"video/{video}")
    session = studio.session
    studio.controllers.opening.open_paths([clip])
    qtbot.waitUntil(lambda: session.recording is not None, timeout=30_000)
    watchdog = Watchdog(qapp)
    # The networks are loaded once, in the worker; what that costs the window is said by itself.
    watchdog.start()
    studio.views.analyse.run.click()
    qtbot.waitUntil(lambda: len(session.faces) > 0, timeout=300_000)
    loading = watchdog.longest
    source = studio.controllers.picture.source
    before = source.dropped
    watchdog.reset()
    session.playback.seek_frame(0)
    session.playback.play()
    qtbot.waitUntil(lambda: not session.playback.playing, timeout=60_000)
    pauses = sorted(watchdog.pauses)
    dropped, shown = source.dropped - before, len(session.recording.time_base)
    qtbot.waitUntil(lambda: not studio.controllers.analysis.running, timeout=300_000)
    watchdog.stop()
    benchmark.pedantic(lambda: None, rounds=1)
    p99 = pauses[int(len(pauses) * 0.99)]
    print(
        f"\n{video}: {dropped} of {shown} frames dropped at 1x while an analysis ran; the window's "
        f"thread was late by {p99 * 1e3:.0f} ms at p99, {pauses[-1] * 1e3:.0f} ms at most; "
        f"{loading * 1e3:.0f} ms once while torch was loaded"
    )
    benchmark.extra_info |= {"dropped": dropped, "longest_ms": pauses[-1] * 1e3}
    assert dropped == 0
    assert p99 <= MOST_PAUSE
