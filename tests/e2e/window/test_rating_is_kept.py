"""A rater closes the window in the middle of a take: the take is in the project afterwards."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt

from app.session import live_rating
from app.session.live_rating import RatingState
from app.store.project import create_project, open_project

DEMO = Path(__file__).resolve().parents[3] / "resources" / "samples" / "demo.mp4"
LEFT = Qt.MouseButton.LeftButton


def test_a_take_is_kept_when_the_window_closes(begin, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(live_rating, "COUNTDOWN", 0.3)
    folder = tmp_path / "project"
    story = begin()
    story.studio.desk.take(create_project(folder, "Ratings"))
    story.open(DEMO)
    notes, rating = story.session.annotations, story.studio.views.annotation.take
    story.until(lambda: notes.is_open)
    notes.work_as("Anna")
    story.key(Qt.Key.Key_R)
    assert rating.state is RatingState.COUNTDOWN
    slider = story.studio.views.annotation.rating.slider
    story.until(slider.isVisible)
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, slider.height() // 2))
    story.until(lambda: rating.state is RatingState.RECORDING)
    for _ in range(5):
        story.key(Qt.Key.Key_Up)
    assert rating.held.values[0] > 0.1
    first = story.session.playback.frame
    story.until(lambda: story.session.playback.frame > first + 15)
    story.window.close()
    with open_project(folder) as project:
        (known,) = project.recordings
        (curve,) = project.journal(known.id, known.frames).document.curves
    assert curve.head.rater == "Anna"
    values = curve.samples.values
    assert not np.isnan(values[: first + 15]).any()
    assert values[first + 10] == rating.held.values[0]
