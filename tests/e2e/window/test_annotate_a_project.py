"""A rater's day: a new project, two recordings, a curve rated live and corrected, segments, undo
and redo of everything, all of it there the next morning; then out as files, and into another
project."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app.ui.dialogs.export_annotations import ExportDialog
from app.ui.dialogs.import_annotations import ImportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.new_track import NewTrackDialog, Start
from tests.e2e.window.conftest import Story
from tests.support.annotating import Hand
from tests.support.shared import shared_file

FILM, SECOND = "video/pyfeat_single_face.mp4", "video/intel_asl_thanks.mkv"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def make_project(story: Story, folder: Path) -> None:
    story.key(Qt.Key.Key_N, CTRL)
    dialog = dialog_of(story, NewProjectDialog)
    dialog.name.setText(folder.name)
    dialog.place.setText(str(folder.parent))
    accept(story, dialog)
    story.until(lambda: story.studio.desk.project is not None)


def dialog_of(story: Story, kind: type):
    def found():
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
        return next((each for each in shown if each.isVisible()), None)

    story.until(lambda: found() is not None)
    return found()


def accept_button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    role = QDialogButtonBox.ButtonRole.AcceptRole
    return next(each for each in box.buttons() if box.buttonRole(each) is role)


def accept(story: Story, dialog) -> None:
    story.click(accept_button(dialog))


def open_annotated(story: Story, path: Path) -> None:
    story.open(path)
    story.until(lambda: story.session.annotations.is_open)


def rate_live(story: Story, seconds: float) -> None:
    """A take with the mouse on the slider, at 1x."""
    rating = story.studio.views.annotation
    story.key(Qt.Key.Key_R)
    story.until(lambda: rating.take.under_way)
    slider = rating.rating.slider
    story.qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=on_slider(slider, 0.2))
    story.until(lambda: rating.take.state.name == "RECORDING")
    playback, began = story.session.playback, story.session.playback.seconds

    def moved():
        share = (playback.seconds - began) / seconds
        story.qtbot.mouseMove(slider, on_slider(slider, 0.2 + 0.6 * min(share, 1)))
        return playback.seconds - began >= seconds

    story.until(moved)
    story.qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=on_slider(slider, 0.8))
    story.key(Qt.Key.Key_R)
    story.until(lambda: not rating.take.under_way)


def on_slider(slider, share: float) -> QPoint:
    return QPoint(round(slider.width() * share), slider.height() // 2)


def correct(story: Story) -> None:
    """Draw, move, erase, by mouse."""
    hand = Hand(story.qtbot, story.studio.views.timeline)
    story.key(Qt.Key.Key_D)
    hand.stroke((20, -0.5), (25, -0.6), (30, -0.2))
    story.key(Qt.Key.Key_M)
    value = story.session.annotations.active_curve.samples.values[25]
    hand.stroke((25, value), (25, value + 0.3))
    story.key(Qt.Key.Key_E)
    hand.stroke((2, 0), (6, 0))
    story.key(Qt.Key.Key_V)


def add_segments(story: Story) -> None:
    """By drag, by N, by a category's key, and an event."""
    playback, notes = story.session.playback, story.session.annotations
    playback.seek_frame(5)
    story.key(Qt.Key.Key_1)
    playback.seek_frame(15)
    story.key(Qt.Key.Key_1)
    hand = Hand(story.qtbot, story.studio.views.timeline, "segments")
    canvas = hand.canvas
    start, end = hand.place(25).x(), hand.place(40).x()
    story.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(start, 14))
    story.qtbot.mouseMove(canvas, QPoint((start + end) // 2, 14))
    story.qtbot.mouseMove(canvas, QPoint(end, 14))
    story.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(end, 14))
    playback.seek_frame(50)
    story.key(Qt.Key.Key_N)
    playback.seek_frame(58)
    story.key(Qt.Key.Key_N)
    playback.seek_frame(64)
    story.key(Qt.Key.Key_7)
    assert sum(len(track.segments) for track in notes.document.segment_tracks) == 4


def level_valence(story: Story) -> None:
    """A curve of valence by dialog, constant to begin with."""
    story.key(Qt.Key.Key_T, CTRL)
    dialog = dialog_of(story, NewTrackDialog)
    dialog.scheme.setCurrentIndex(dialog.scheme.findText("valence"))
    dialog.start.setCurrentIndex(dialog.start.findText(Start.CONSTANT.value))
    accept(story, dialog)
    notes = story.session.annotations
    story.until(lambda: len(notes.document.curves) == 2)


def export(story: Story, kind: str, target: Path) -> None:
    """By menu and dialog."""
    story.trigger("export_annotations")
    dialog = dialog_of(story, ExportDialog)
    dialog.formats.setCurrentIndex(dialog.formats.findData(kind))
    dialog.place.setText(str(target))
    story.until(lambda: accept_button(dialog).isEnabled())
    story.click(accept_button(dialog))
    story.until(target.exists)


def import_file(story: Story, path: Path) -> None:
    """By key and dialog, as it is proposed."""
    tracks = len(story.session.annotations.document.tracks)
    story.choose_files(path)
    story.key(Qt.Key.Key_I, CTRL)
    dialog = dialog_of(story, ImportDialog)
    story.until(lambda: accept_button(dialog).isEnabled())
    story.click(accept_button(dialog))
    story.until(lambda: len(story.session.annotations.document.tracks) > tracks)


def the_curve(document):
    (found,) = [curve for curve in document.curves if curve.head.scheme == "arousal"]
    return found


def test_a_day_of_a_rater(begin, tmp_path) -> None:
    film, second = shared_file(FILM), shared_file(SECOND)
    story = begin()
    make_project(story, tmp_path / "study")
    open_annotated(story, second)
    open_annotated(story, film)
    assert [each.path for each in story.studio.desk.project.recordings] == [second, film]

    notes = story.session.annotations
    rate_live(story, 1.5)
    assert len(notes.history.entries) == 1
    rated = notes.active_curve.samples.values
    known = rated[~np.isnan(rated)]
    assert known.size >= 40
    assert known[0] < -0.3
    assert known.max() > 0.2
    correct(story)
    assert len(notes.history.entries) == 4
    corrected = notes.active_curve.samples.values
    assert np.isnan(corrected[3:6]).all()
    assert corrected[25] == pytest.approx(-0.3, abs=0.08)
    add_segments(story)

    level_valence(story)  # Aff-Wild2 wants both
    whole, edits = notes.document, len(notes.history.entries)
    while notes.history.can_undo:
        story.key(Qt.Key.Key_Z, CTRL)
    assert notes.document.tracks == ()
    while notes.history.can_redo:
        story.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert notes.document == whole
    assert len(notes.history.entries) == edits
    story.window.close()

    again = begin()
    again.studio.controllers.door.open_paths([tmp_path / "study"])
    again.until(lambda: again.session.annotations.is_open)
    again.studio.controllers.opening.open(film)
    again.until(lambda: again.session.recording.path == film)
    again.until(lambda: len(again.session.annotations.document.tracks) == 3)
    assert again.session.annotations.document == whole
    assert len(again.session.annotations.history.entries) == edits

    export(again, "elan", tmp_path / "out" / "film.eaf")
    export(again, "aff-wild2", tmp_path / "out" / "film.txt")
    make_project(again, tmp_path / "second")
    again.until(lambda: again.studio.desk.name == "second")
    open_annotated(again, film)
    assert again.session.annotations.document.tracks == ()
    import_file(again, tmp_path / "out" / "film.eaf")
    by_elan = again.session.annotations.document
    assert the_curve(by_elan).samples == the_curve(whole).samples
    (marks,), (before,) = by_elan.segment_tracks, whole.segment_tracks
    assert [each.label for each in marks.segments] == [each.label for each in before.segments]
    for now, was in zip(marks.segments, before.segments, strict=True):
        assert now.onset == pytest.approx(was.onset, abs=0.0006)  # whole milliseconds
        assert now.offset == pytest.approx(was.offset, abs=0.0016)  # an event lasts one

    again.session.annotations.undo()
    import_file(again, tmp_path / "out" / "film.txt")
    by_text = again.session.annotations.document
    assert the_curve(by_text).samples == the_curve(whole).samples
