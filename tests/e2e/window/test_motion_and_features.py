"""A researcher looks at motion and features: the snippet and a point of it, motion energy, feature
maps and a unit, the plane, agreement, what drove a moment, and all of it out as a figure."""

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.output.figure_dialog import FigureDialog
from tests.e2e.window.conftest import MINUTE, Story
from tests.support.annotating import make_curve
from tests.support.figures import fonts_of, pictures_of
from tests.support.shared import shared_file

CLIP = "video/pyfeat_single_face.mp4"
ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
LONG = 5 * MINUTE


def test_a_researcher_looks_at_motion_and_features(story: Story, tmp_path) -> None:
    story.open(shared_file(CLIP))
    story.run_analysis()
    look_at_motion(story)
    measure_energy(story)
    look_at_features(story)
    look_at_the_plane(story)
    compare(story)
    explain(story)
    print_the_layout(story, tmp_path / "layout.pdf")


def look_at_motion(story: Story) -> None:
    motion = story.studio.views.seeing.motion
    for _ in range(3):
        story.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    story.key(Qt.Key.Key_U, ALT)
    story.until(lambda: motion.isVisible() and motion.pictures is not None)
    story.until(lambda: motion.pictures.snippet.frame == story.session.playback.frame == 30)
    assert np.abs(motion.pictures.snippet.difference[0]).max() > 0
    story.click(motion.large, motion.large.area.center().toPoint())
    story.until(lambda: len(motion.probe.rows) == 6)
    step = motion.look.step
    story.key(Qt.Key.Key_Period)
    assert motion.look.step == step + 1
    story.key(Qt.Key.Key_Comma)


def measure_energy(story: Story) -> None:
    timeline = story.studio.views.timeline
    story.key(Qt.Key.Key_Y, ALT)
    assert "motion" in timeline.strips
    lane = timeline.strips["motion"].lane
    story.until(lambda: not lane.hint(), LONG)
    assert any(lane.values(30))


def look_at_features(story: Story) -> None:
    features, panel = story.session.features, story.studio.views.seeing.features
    story.key(Qt.Key.Key_8, ALT)
    story.until(lambda: len(features.names) == 4, LONG)
    story.key(Qt.Key.Key_7, ALT)
    story.until(lambda: panel.isVisible() and bool(features.ranking(panel.map_name)), LONG)
    first = panel.units.visualRect(panel.units.units.index(0)).center()
    story.click(panel.units.viewport(), first)
    best = features.ranking(panel.map_name)[0]
    assert features.unit == (panel.map_name, best.unit)
    assert features.course is not None
    assert {f"features_{name}" for name in features.names} <= set(
        story.studio.views.timeline.strips
    )


def look_at_the_plane(story: Story) -> None:
    plane, playback = story.studio.views.seeing.plane, story.session.playback
    story.key(Qt.Key.Key_P, ALT)
    story.until(lambda: plane.isVisible() and plane.view.scene.main is not None)
    for corner in (plane.view.shape()[0].topLeft(), plane.view.shape()[0].bottomRight()):
        wanted = plane.view.frame_at(corner)
        story.click(plane.view, corner.toPoint())
        story.until(lambda wanted=wanted: playback.frame == wanted)


def compare(story: Story) -> None:
    """Against a rating that is half as strong as the prediction."""
    panel = story.studio.views.seeing.compare
    predicted = next(iter(story.session.tracks.of("arousal"))).track.values
    story.until(lambda: story.session.annotations.is_open)
    make_curve(story.session, predicted / 2, "arousal")
    story.key(Qt.Key.Key_M, ALT)
    table = panel.blocks["arousal"].table
    story.until(lambda: panel.isVisible() and table.texts[1][1] == "+1.000")
    story.key(Qt.Key.Key_G, ALT)
    assert set(story.session.comparing.shaded) == {"arousal"}


def explain(story: Story) -> None:
    driving = story.studio.views.seeing.driving
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    story.key(Qt.Key.Key_X, control | shift)
    story.until(lambda: driving.found is not None, LONG)
    assert len(driving.found.regions) == 6
    assert any(bar.shuffled is not None for bar in driving.found.regions)


def print_the_layout(story: Story, target) -> None:
    """File > Export figure, answered by its buttons: the layout is the last of the views."""
    story.key(Qt.Key.Key_U, ALT)
    story.until(story.studio.views.seeing.motion.isVisible)
    story.choose_target(target)
    seen = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FigureDialog):
            QTimer.singleShot(50, story.window, answer)
            return
        seen.extend(dialog.view.itemData(k) for k in range(dialog.view.count()))
        dialog.view.setCurrentIndex(dialog.view.count() - 1)
        story.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    QTimer.singleShot(50, story.window, answer)
    story.key(Qt.Key.Key_K, ALT)
    story.until(target.exists)
    assert {"timeline", "picture", "motion", "features", "plane", "compare", "why"} < set(seen)
    assert seen[-1] == "layout"
    pdf = target.read_bytes()
    assert fonts_of(pdf)
    assert len(pictures_of(pdf)) >= 4 + 2 + 1  # maps, the snippet, the frame
