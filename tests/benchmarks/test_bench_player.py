"""The player's speed: what a person waits for between a key and the picture.

Each of these starts from the request and ends when the frame is on the widget. ``extra_info`` has
percentiles; the numbers go to ``docs/benchmarks/player.md``.
"""

import os
import random
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.picture import PictureController
from app.ui.controllers.playback import PlaybackController
from app.ui.video.player_view import PlayerView
from app.video.pyav_reader import open_recording
from tests.support.videos import constant_pts, write_counted

SIZES = {"360p": (640, 360), "720p": (1280, 720)}
LONG_GOP = 250


@pytest.fixture
def player(qtbot):
    session, actions = Session(), Actions(Preferences())
    view = PlayerView(session, actions)
    qtbot.addWidget(view)
    view.resize(760, 560)
    view.show()
    pictures = PictureController(session, view, actions)
    playing = PlaybackController(session, view, actions)

    def open_file(path):
        with open_recording(path) as reader:
            session.show(reader.recording)
        qtbot.waitUntil(lambda: view.picture.frame == 0, timeout=20_000)

    def go(frame):
        """Milliseconds until a frame is on the widget, painted."""
        start = time.perf_counter()
        session.playback.seek_frame(frame)
        while view.picture.frame != frame:
            QCoreApplication.processEvents()
            time.sleep(0.0002)
            if time.perf_counter() - start > 30:
                raise TimeoutError(frame)
        view.picture.repaint()
        return (time.perf_counter() - start) * 1e3

    yield session, view, pictures, open_file, go
    del playing
    session.playback.pause()
    pictures.close()


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    return {
        name: write_counted(
            folder / f"{name}.mp4", constant_pts(300), width=width, height=height, key_every=60
        )
        for name, (width, height) in SIZES.items()
    }


@pytest.fixture(scope="module")
def long_gop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    return write_counted(
        folder / "1080p.mp4", constant_pts(500), width=1920, height=1080, key_every=LONG_GOP
    )


def note(benchmark, name, milliseconds):
    p50, p95 = np.percentile(milliseconds, [50, 95])
    benchmark.extra_info |= {"p50_ms": p50, "p95_ms": p95, "load": os.getloadavg()[0]}
    print(f"\n{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, load {os.getloadavg()[0]:.1f}")
    return p50, p95


def test_a_step_to_a_frame_kept(benchmark, player, recordings, qtbot):
    _, _, pictures, open_file, go = player
    open_file(recordings["360p"])
    go(100)
    qtbot.waitUntil(lambda: pictures.source.image(110) is not None, timeout=10_000)
    steps = [*range(101, 111), *range(109, 99, -1)]
    spent = benchmark.pedantic(lambda: [go(frame) for frame in steps], rounds=10, warmup_rounds=1)
    p50, _ = note(benchmark, "step", spent)
    assert p50 < 5


def test_a_random_frame_of_360p(benchmark, player, recordings):
    _, _, _, open_file, go = player
    open_file(recordings["360p"])
    picks = random.Random(1)
    frames = [picks.randrange(300) for _ in range(60)]
    spent = benchmark.pedantic(lambda: [go(frame) for frame in frames], rounds=1)
    _, p95 = note(benchmark, "random frame", spent)
    assert p95 < 160


def test_stepping_back_through_1080p_with_far_key_frames(benchmark, player, long_gop, qtbot):
    """At the pace of a key held down (25 a second)."""
    _, _, _, open_file, go = player
    open_file(long_gop)
    go(480)

    def back():
        spent = []
        for frame in range(479, 300, -1):
            spent.append(go(frame))
            qtbot.wait(max(1, int(40 - spent[-1])))
        return spent

    spent = benchmark.pedantic(back, rounds=1)
    _, p95 = note(benchmark, "1080p step back", spent)
    print(f"worst {max(spent):.0f} ms")
    assert p95 < 100


@pytest.mark.parametrize("size", SIZES)
def test_playing_at_its_own_speed_drops_no_frame(benchmark, player, recordings, qtbot, size):
    session, view, pictures, open_file, _ = player
    open_file(recordings[size])
    shown = set()
    session.playback.moved.connect(lambda frame, _: shown.add(view.picture.frame))

    def play():
        session.playback.play()
        qtbot.waitUntil(lambda: not session.playback.playing, timeout=60_000)

    benchmark.pedantic(play, rounds=1)
    benchmark.extra_info |= {"dropped": pictures.source.dropped, "load": os.getloadavg()[0]}
    print(f"\n{size}: dropped {pictures.source.dropped} of 300, load {os.getloadavg()[0]:.1f}")
    assert len(shown) >= 299 - pictures.source.dropped
    assert pictures.source.dropped <= 3


@pytest.mark.parametrize("size", [*SIZES, "1080p"])
def test_painting(benchmark, player, recordings, long_gop, size):
    _, view, _, open_file, _ = player
    open_file(long_gop if size == "1080p" else recordings[size])
    benchmark(view.picture.repaint)
