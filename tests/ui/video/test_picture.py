"""Overlays, clicks, zoom, copies, and files that go bad."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app.core.errors import OutputError
from app.core.track import ContinuousTrack, Provenance
from app.session.tracks import ShownTrack
from app.ui.theme import DARK, LIGHT, themes
from app.ui.video.decode_worker import rgb32, rgb_view
from app.ui.video.overlay import Affect, affect_at
from app.ui.video.picture_header import Chip
from app.ui.video.picture_view import PictureView
from app.ui.video.saving import written_image
from tests.support.videos import constant_pts, read_counter, truncate, write_counted
from tests.ui.video.test_faces_shown import face_track

PROVENANCE = Provenance("mimamo", "demo", "0" * 64, False)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return write_counted(tmp_path_factory.mktemp("picture") / "counted.mp4", constant_pts(40))


@pytest.fixture
def two_faces(player, recording):
    player.open(recording)
    player.actions["overlay_box"].setChecked(True)
    player.session.know_faces(
        [face_track(1, 5, 40, [1] * 20 + [0] * 20), face_track(2, 60, 30, [1] * 40)]
    )
    return player


def in_view(picture: PictureView, x: float, y: float) -> QPoint:
    return QPointF(*picture.placement.to_widget((x, y))).toPoint()


def test_clicking_a_face_chooses_the_person(two_faces):
    picture, session = two_faces.view.picture, two_faces.session
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=in_view(picture, 75, 25))
    assert session.person == 2
    assert [face.chosen for face in picture.overlay.faces] == [False, True]
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=in_view(picture, 25, 30))
    assert session.person == 1
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=in_view(picture, 120, 90))
    assert session.person == 1


def test_a_drag_over_a_face_chooses_nobody(two_faces):
    picture = two_faces.view.picture
    start = in_view(picture, 75, 25)
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, start + QPoint(40, 0))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert two_faces.session.person == 0


def test_frames_without_a_face_show_none(two_faces):
    two_faces.session.playback.seek_frame(30)
    two_faces.wait_for(30)
    assert [face.person for face in two_faces.view.picture.overlay.faces] == [2]


def test_the_box_is_painted_where_the_face_is_and_can_be_switched_off(two_faces):
    picture = two_faces.view.picture
    edge = in_view(picture, 5.5, 30)  # on the left edge of the first box

    def brightness():
        image = picture.grab().toImage()
        return max(image.pixelColor(edge.x() + dx, edge.y()).lightness() for dx in (-1, 0, 1))

    with_box = brightness()
    chip = next(c for c in two_faces.view.findChildren(Chip) if c.objectName().endswith("_box"))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not two_faces.actions["overlay_box"].isChecked()
    assert with_box > brightness() + 50


def test_a_chip_is_pressed_by_enter_and_follows_its_action(two_faces):
    chip = next(c for c in two_faces.view.findChildren(Chip) if c.objectName().endswith("_quality"))
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert two_faces.actions["overlay_quality"].isChecked()
    two_faces.actions["overlay_quality"].setChecked(False)
    assert not chip.isChecked()


def test_the_crop_is_the_one_the_analysis_cuts(two_faces, qtbot):
    from app.faces.alignment import crop_matrices, cut

    two_faces.actions["overlay_crop"].setChecked(True)
    picture = two_faces.view.picture
    qtbot.waitUntil(lambda: picture.overlay.crop is not None, timeout=20_000)
    track = two_faces.session.faces[0]
    frame = np.ascontiguousarray(rgb_view(picture.image))
    expected = cut(frame, crop_matrices(track, "five-point-112")[0], "five-point-112")
    assert np.array_equal(rgb_view(picture.overlay.crop), expected)


def test_the_prediction_mark_is_of_the_person_and_absent_in_gaps():
    def shown(dimension, person, values, system="mimamo", visible=True):
        seconds = np.arange(3.0)
        track = ContinuousTrack(dimension, seconds, np.array(values), PROVENANCE)
        key = (system, "0", person, dimension)
        return ShownTrack(key, "", track, person, "careful", visible=visible)

    tracks = [
        shown("valence", 1, [0.1, np.nan, 0.3]), shown("arousal", 1, [0.4, 0.5, 0.6]),
        shown("valence", 2, [0.7, 0.7, 0.7]),
    ]  # fmt: skip
    assert affect_at(tracks, 0, 1) == Affect(0.1, 0.4, "careful")
    assert affect_at(tracks, 1, 1) is None
    assert affect_at(tracks, 9, 1) is None
    assert affect_at(tracks, 0, 2) is None
    hidden = [shown("valence", 1, [1, 1, 1], visible=False), shown("arousal", 1, [1, 1, 1])]
    assert affect_at(hidden, 0, 1) is None


def test_a_blind_rater_does_not_read_the_prediction_off_the_picture(player, recording):
    player.open(recording)
    frames = len(player.session.recording.time_base)
    seconds = player.session.recording.time_base.seconds
    for dimension in ("valence", "arousal"):
        track = ContinuousTrack(dimension, seconds, np.full(frames, 0.5), PROVENANCE)
        player.session.tracks.put(ShownTrack(("mimamo", "0", 1, dimension), "", track, 1, ""))
    player.session.choose_person(1)
    picture = player.view.picture
    assert picture.overlay.affect == Affect(0.5, 0.5, "")
    player.session.annotations.hide_others(True)
    assert picture.overlay.affect is None
    player.session.annotations.hide_others(False)
    assert picture.overlay.affect is not None


def test_the_wheel_zooms_about_the_cursor_and_fit_brings_all_back(player, recording):
    player.open(recording)
    picture = player.view.picture
    fitted = picture.placement
    about = QPointF(picture.width() * 0.4, picture.height() * 0.5)
    picture.zoom(2)  # larger than the widget: nothing pulls it to the middle
    before, scale = picture.placement.to_picture(about.toTuple()), picture.placement.scale
    for _ in range(5):
        wheel = QWheelEvent(
            about, picture.mapToGlobal(about), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QGuiApplication.sendEvent(picture, wheel)
    assert picture.placement.scale == pytest.approx(scale * 1.2**5)
    assert picture.placement.to_picture(about.toTuple()) == pytest.approx(before, abs=1.0)
    player.actions["picture_fit"].trigger()
    assert picture.placement == fitted


def test_actual_size_paints_the_very_pixels(player, recording):
    player.open(recording)
    picture = player.view.picture
    player.actions["picture_actual"].trigger()
    place = picture.placement
    painted = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    left, top = round(place.left), round(place.top)
    seen = rgb_view(painted)[top : top + 96, left : left + 128]
    assert np.array_equal(seen, rgb_view(picture.image))


def test_dragging_moves_an_enlarged_picture(player, recording):
    player.open(recording)
    picture = player.view.picture
    picture.zoom(4)
    before, start = picture.placement, picture.rect().center()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(picture, start + QPoint(30, 20))
    QTest.mouseMove(picture, start + QPoint(50, 25))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=start + QPoint(50, 25))
    assert picture.placement.left - before.left == pytest.approx(50, abs=1)
    assert picture.placement.top - before.top == pytest.approx(25, abs=1)


def test_a_frame_is_copied_and_saved_in_its_own_size(player, recording, tmp_path, qtbot):
    player.open(recording)
    player.session.playback.seek_frame(13)
    player.wait_for(13)
    player.actions["copy_frame"].trigger()
    image = QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB32)
    assert read_counter(np.ascontiguousarray(rgb_view(image))) == 13
    target = tmp_path / "frame.png"
    player.pictures.copies.save(target)
    qtbot.waitUntil(lambda: any(str(target) in text for text in player.told), timeout=5000)
    saved = QImage(str(target)).convertToFormat(QImage.Format.Format_RGB32)
    assert np.array_equal(rgb_view(saved), rgb_view(player.view.picture.with_overlay()))


def test_a_frame_that_cannot_be_saved_is_one_sentence(player, recording, tmp_path, qtbot):
    player.open(recording)
    for target in (tmp_path / "absent" / "frame.png", tmp_path / "frame.doc"):
        player.told.clear()
        player.pictures.copies.save(target)
        qtbot.waitUntil(lambda: bool(player.told), timeout=5000)
        assert str(target) in player.told[0]
        assert not target.exists()


def test_a_vanished_file_is_one_sentence_and_no_crash(player, recording, tmp_path, qtbot):
    moved = tmp_path / "gone.mp4"
    moved.write_bytes(recording.read_bytes())
    player.open(moved)
    session_recording = player.session.recording
    moved.unlink()
    player.session.show(session_recording)
    qtbot.waitUntil(lambda: bool(player.told), timeout=5000)
    for frame in (3, 20, 39):
        player.session.playback.seek_frame(frame)
    qtbot.wait(200)
    assert len(player.told) == 1
    assert str(moved) in player.told[0]


def test_a_file_cut_short_while_open_keeps_its_last_good_frame(player, tmp_path, qtbot):
    whole = write_counted(
        tmp_path / "whole.mkv", constant_pts(40), width=320, height=240, key_every=10
    )
    player.open(whole)
    recording = player.session.recording
    truncate(whole, tmp_path / "part.mkv", 0.5).replace(whole)
    player.session.show(recording)
    player.session.playback.seek_frame(39)
    qtbot.waitUntil(lambda: bool(player.told), timeout=10_000)
    player.session.playback.seek_frame(2)
    player.wait_for(2)
    assert player.painted_counter() == 2


def test_another_recording_takes_the_place_of_the_first(player, recording, tmp_path):
    other = write_counted(tmp_path / "other.mp4", constant_pts(10), width=96, height=128)
    player.open(recording)
    player.session.playback.seek_frame(20)
    player.open(other)
    assert player.view.picture.image.size().toTuple() == (96, 128)
    assert player.painted_counter() == 0
    player.session.show(None)
    assert player.view.picture.frame == -1


def test_pixels_survive_the_way_to_an_image_and_back():
    pixels = np.random.default_rng(0).integers(0, 256, (7, 5, 3), np.uint8)
    assert np.array_equal(rgb_view(rgb32(pixels)), pixels)


def test_the_bar_shows_place_rate_and_what_plays(player, recording, qtbot):
    player.open(recording)
    bar = player.view.transport
    player.session.playback.seek_frame(12)
    assert bar._frame.text() == "frame 12 / 39"
    assert bar._time.text() == "0:00.400 / 0:01.333"
    next(a for a in bar._rate_choices.actions() if a.data() == 0.5).trigger()
    assert player.session.playback.rate == 0.5
    player.actions["rate_up"].trigger()
    assert player.session.playback.rate == 0.75
    assert bar._rate.text() == "0.75\u00d7"


def test_every_control_is_named_explained_and_reached_by_tab(player, recording):
    player.open(recording)
    for button in [*player.view.findChildren(QToolButton), *player.view.findChildren(Chip)]:
        assert button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_both_themes_paint_their_own_surround(player, recording):
    player.open(recording)
    picture = player.view.picture
    for theme in (LIGHT, DARK):
        themes.use(theme)
        assert picture.grab().toImage().pixelColor(2, 2) == theme.colour("base")


def test_a_pinch_zooms(player, recording):
    player.open(recording)
    picture = player.view.picture
    before, middle = picture.placement.scale, QPointF(picture.rect().center())
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        middle, middle, middle, 0.25, QPointF(),
    )  # fmt: skip
    assert picture.event(pinch)
    assert picture.placement.scale == pytest.approx(1.25 * before)


def test_a_picture_never_takes_the_place_of_one_that_nobody_asked_about(qapp, tmp_path):
    there = tmp_path / "frame.png"
    there.write_text("mine")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    with pytest.raises(OutputError, match="with its ending"):
        list(written_image(image, tmp_path / "frame"))
    assert there.read_text() == "mine"
    list(written_image(image, there))
    assert there.read_bytes().startswith(b"\x89PNG")
