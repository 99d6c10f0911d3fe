"""Open a recording, watch it, step, loop; run, cancel, run again from the cache; export; reopen."""

import time

import numpy as np
import pandas as pd
from PySide6.QtCore import Qt

from tests.e2e.window.conftest import Story
from tests.support.shared import shared_file

CLIP = "video/pyfeat_single_face.mp4"


def test_open_play_step_and_loop(story: Story) -> None:
    clip = shared_file(CLIP)
    story.open(clip)
    playback = story.session.playback
    assert playback.frame == 0
    assert story.picture.image.width() == 640

    story.key(Qt.Key.Key_Space)
    assert playback.playing
    story.until(lambda: playback.seconds > 0.4)
    story.key(Qt.Key.Key_Space)
    assert not playback.playing
    stood = playback.frame
    assert stood > 5

    story.key(Qt.Key.Key_Right)
    assert playback.frame == stood + 1
    story.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert playback.frame == max(0, stood - 9)
    story.key(Qt.Key.Key_Home)
    assert playback.frame == 0
    story.key(Qt.Key.Key_End)
    assert playback.frame == 71
    story.until(lambda: story.picture.frame == 71)

    playback.seek_frame(10)
    story.key(Qt.Key.Key_BracketLeft)
    playback.seek_frame(20)
    story.key(Qt.Key.Key_BracketRight)
    assert playback.loop is not None
    story.key(Qt.Key.Key_Space)
    seen = set()
    until = time.monotonic() + 2
    while time.monotonic() < until:
        story.qtbot.wait(10)
        seen.add(playback.frame)
    assert playback.playing
    assert min(seen) >= 10
    assert max(seen) <= 20
    assert len(seen) > 3


def test_analyse_cancel_again_and_export(begin, tmp_path, command_line) -> None:
    clip = shared_file(CLIP)
    story = begin()
    story.open(clip)
    assert story.studio.views.analyse.run.isEnabled()

    # Stopped while the networks are loading or faces are searched: nothing is shown.
    story.click(story.analyse.run)
    story.until(lambda: story.studio.controllers.analysis.running)
    story.trigger("cancel_analysis")
    story.until(lambda: not story.studio.controllers.analysis.running)
    assert len(story.session.analyses) == 0

    story.run_analysis()
    tracks = list(story.session.tracks)
    assert {shown.track.dimension for shown in tracks} == {"arousal", "valence"}
    assert all(shown.caution for shown in tracks)
    assert len(story.session.faces) == 1
    values = tracks[0].track.values
    assert np.isfinite(values).all()

    began = time.monotonic()
    story.run_analysis()
    again = time.monotonic() - began
    assert again < 20
    assert np.array_equal(next(iter(story.session.tracks)).track.values, values)

    target = tmp_path / "window.csv"
    story.choose_target(target)
    story.trigger("export_csv")
    story.until(lambda: target.exists() and target.with_suffix(".json").exists())
    done = command_line("analyze", clip, "--out", tmp_path / "cli.csv", "--quiet")
    assert done.code == 0, done.err
    assert target.read_bytes() == (tmp_path / "cli.csv").read_bytes()

    report = tmp_path / "page.png"
    story.choose_target(report)
    story.trigger("export_report")
    story.until(lambda: report.exists())
    assert report.read_bytes().startswith(b"\x89PNG")


def test_switch_the_system_and_see_both(story: Story) -> None:
    story.open(shared_file(CLIP))
    shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5")
    story.run_analysis()
    system = story.analyse.system
    system.setCurrentIndex(system.findData("expression-baseline"))
    system.activated.emit(system.currentIndex())
    story.until(lambda: story.analyse.run.isEnabled())
    story.run_analysis()
    arousal = story.session.tracks.of("arousal")
    assert [shown.variant for shown in arousal] == [0, 1]
    assert len({shown.key for shown in arousal}) == 2


def test_the_window_comes_back_as_it_was(begin) -> None:
    clip = shared_file(CLIP)
    story = begin()
    story.open(clip)
    story.trigger("theme_light")
    story.studio.actions["overlay_landmarks"].setChecked(True)
    story.window.docks["tracks"].close()
    story.studio.window.close()
    story.until(lambda: not story.window.isVisible())

    again = begin()
    assert again.studio.preferences.get("theme") == "light"
    assert again.studio.actions["overlay_landmarks"].isChecked()
    assert not again.window.docks["tracks"].isVisible()
    assert again.window.docks["recordings"].isVisible()
    recent = again.studio.preferences.get("recent_files")
    assert str(clip) in recent
    again.open(clip)
    assert again.session.recording.path == clip
    assert len(again.session.analyses) == 0  # it was never read


def test_what_was_read_is_shown_again_when_the_recording_is_opened_again(begin) -> None:
    clip = shared_file(CLIP)
    story = begin()
    story.open(clip)
    story.read_until(1.5)
    story.run_analysis()
    curves = {shown.key: shown.track.values for shown in story.session.tracks}
    story.studio.window.close()
    story.until(lambda: not story.window.isVisible())

    again = begin()
    again.open(clip)
    again.until(lambda: len(again.session.analyses) == 1)
    shown = {shown.key: shown.track.values for shown in again.session.tracks}
    assert shown.keys() == curves.keys()
    assert all(np.array_equal(shown[key], curves[key], equal_nan=True) for key in curves)


def test_csv_from_the_window_has_a_row_per_frame(story: Story, tmp_path) -> None:
    story.open(shared_file(CLIP))
    story.run_analysis()
    target = tmp_path / "x.csv"
    story.choose_target(target)
    story.trigger("export_csv")
    story.until(lambda: target.exists() and target.with_suffix(".json").exists())
    assert len(pd.read_csv(target)) == 72
