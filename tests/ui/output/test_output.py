"""Figures out: sizes, embedded fonts, drawings that parse, and what is offered."""

import re
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.errors import OutputError
from app.session.bands import Band
from app.ui.controllers.output import NO_MAPS_IN_CSV, OutputController
from app.ui.fonts import text_font
from app.ui.notices import notices
from app.ui.output.figure import PRESETS, Figure, Sheet
from app.ui.output.figure_dialog import FigureDialog
from app.ui.output.seen import motion_quantities
from app.ui.task_board import TaskBoard
from app.ui.theme import DARK, LIGHT
from app.ui.timeline.motion_lane import MotionLane
from app.ui.timeline.timeline_view import TimelineView
from app.ui.video.picture_view import PictureView
from tests.support.annotating import make_curve, open_annotations
from tests.support.feature_maps import loaded_maps
from tests.support.figures import drawn
from tests.support.timelines import face, recording, shown, time_base

FRAMES = 300
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def made(qtbot, session, actions, preferences):
    """A timeline with two curves of a prediction, and one that was drawn by hand."""
    timeline, picture, panel = TimelineView(session, actions), PictureView(), QWidget()
    board = TaskBoard()
    for widget in (timeline, picture, panel):
        qtbot.addWidget(widget)
    timeline.resize(900, 500)
    timeline.show()
    panel.resize(200, 100)
    it = OutputController(
        session, timeline, picture, {"motion": ("Motion", panel)}, actions, preferences, board
    )
    base = time_base(FRAMES)
    session.show(recording(base))
    open_annotations(session)
    session.know_faces([face(base)])
    for name in ("valence", "arousal"):
        session.tracks.put(shown(base, name, caution="not validated"))
    make_curve(session, np.zeros(FRAMES), "arousal")
    return SimpleNamespace(it=it, session=session, panel=panel, board=board, timeline=timeline)


def figure(made, name="timeline"):
    return next(each for each in made.it.figures if each.name == name)


def test_a_pdf_is_as_large_as_asked_and_embeds_its_fonts(made):
    content = drawn(figure(made), Sheet(17.5, 7.0), ".pdf", LIGHT)()
    assert content.startswith(b"%PDF")
    assert b"/FontFile" in content
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert float(box[1]) == pytest.approx(17.5 / 2.54 * 72, abs=1.0)
    wide, high = Sheet(17.5, 7.0).size_cm(figure(made))
    assert float(box[2]) / float(box[1]) == pytest.approx(high / wide, rel=0.01)


def test_curves_of_a_pdf_are_lines_even_beside_others(made):
    """An image in the page would be a curve that was painted as dots."""
    assert b"/Subtype /Image" not in drawn(figure(made), Sheet(17.5, 7.0), ".pdf", LIGHT)()


def test_a_band_of_a_pdf_is_an_outline_too(made):
    track = next(iter(made.session.tracks))
    deviation = np.full(FRAMES, 0.2)
    deviation[50:60] = np.nan
    before = len(drawn(figure(made), Sheet(17.5, 7.0), ".svg", LIGHT)())
    made.session.bands.take([Band(track.key, 5, deviation * 0, deviation)])
    made.session.bands.want(True)
    assert len(drawn(figure(made), Sheet(17.5, 7.0), ".svg", LIGHT)()) > before + 2000
    assert b"/Subtype /Image" not in drawn(figure(made), Sheet(17.5, 7.0), ".pdf", LIGHT)()


def test_an_svg_parses_and_needs_no_font(qtbot, made):
    content = drawn(figure(made), Sheet(8.5, 7.0, note="Not validated"), ".svg", LIGHT)()
    root = ET.fromstring(content)  # noqa: S314 - our own drawing
    assert not list(root.iter(f"{SVG}text"))
    said = {each.get("aria-label") for each in root.iter(f"{SVG}path")}
    assert {"Arousal", "Valence", "Not validated"} <= said
    assert QSvgRenderer(QByteArray(content)).isValid()


def test_letters_of_an_svg_lie_where_they_lay(qtbot):
    """The same words as dots and as outlines cover the same place."""

    def paint(painter, area, theme):
        painter.setFont(text_font(40))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(20, 20, 300, 60), "Valence")

    words = Figure("words", "Words", lambda _: 100.0, paint)
    sheet = Sheet(8.5, 11.0, 72)
    dots = QImage.fromData(drawn(words, sheet, ".png", LIGHT)())
    image = QImage(dots.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    from PySide6.QtGui import QPainter

    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawn(words, sheet, ".svg", LIGHT)())).render(painter)
    painter.end()
    assert ink_of(image) == pytest.approx(ink_of(dots), abs=1.5)


def ink_of(image):
    """Left, top, right, bottom of what is dark."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    values = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    rows, columns = np.nonzero(values[:, : grey.width()] < 128)
    return [columns.min(), rows.min(), columns.max(), rows.max()]


@pytest.mark.parametrize("dpi", [100, 150, 300, 333])
def test_a_png_has_its_dots_and_its_density(made, dpi):
    sheet = Sheet(8.5, 7.0, dpi)
    image = QImage.fromData(drawn(figure(made), sheet, ".png", LIGHT)())
    assert image.width() == pytest.approx(8.5 / 2.54 * dpi, abs=1)
    assert (image.width(), image.height()) == sheet.size_dots(figure(made))
    assert image.dotsPerMeterX() == pytest.approx(dpi / 0.0254, rel=0.01)


@pytest.mark.parametrize("dpi", [120, 200, 301])
def test_bands_reach_as_far_as_their_time_at_any_density(made, dpi):
    """The face is found throughout, so its band reaches the right edge of the lane."""
    image = QImage.fromData(drawn(figure(made), Sheet(8.5, 7.0, dpi), ".png", LIGHT)())
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    values = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    values = values[: grey.height() // 3, : grey.width()]
    rows = (values < 160).mean(axis=1) > 0.8  # the line of confidence, and the band
    assert rows.sum() >= 3 * Sheet(8.5, 7.0, dpi).dots_per_pixel


def test_dark_figures_are_dark_and_light_ones_light(made):
    for theme in (LIGHT, DARK):
        image = QImage.fromData(drawn(figure(made), Sheet(8.5, 7.0, 72), ".png", theme)())
        assert image.pixelColor(2, image.height() - 2).name() == theme.base.lower()


def test_what_cannot_be_written_is_one_sentence(made):
    with pytest.raises(OutputError, match=r"choose \.pdf, \.svg or \.png"):
        drawn(figure(made), Sheet(), ".gif", LIGHT)
    with pytest.raises(OutputError, match="fewer dots per inch"):
        drawn(figure(made), Sheet(60.0, 7.0, 2400), ".png", LIGHT)
    for wrong in ({"width_cm": 0.0}, {"text_pt": 0.0}, {"dpi": 0}):
        with pytest.raises(ValueError, match=r"figure is|text has"):
            Sheet(**wrong)


def test_views_are_offered_as_they_are_there(made, session):
    assert [each.name for each in made.it.figures] == ["timeline"]
    made.panel.show()
    assert [each.name for each in made.it.figures] == ["timeline", "motion", "layout"]
    assert figure(made, "motion").as_on_screen
    layout = drawn(figure(made, "layout"), Sheet(17.5, 7.0), ".pdf", LIGHT)()
    assert b"/FontFile" in layout
    for strip in made.timeline.strips.values():
        strip.head.eye.setChecked(False)
    assert [each.name for each in made.it.figures] == ["motion"]
    session.show(None)
    assert made.it.figures == []


def test_the_dialog_says_sizes_and_takes_presets(qtbot, made):
    dialog = FigureDialog(made.it.figures, made.it.caution)
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.sheet.width_cm, dialog.suffix) == (17.5, ".pdf")
    assert dialog.sheet.note == "Not validated"
    dialog.preset.setCurrentIndex(0)
    dialog.preset.activated.emit(0)
    assert dialog.sheet.width_cm == PRESETS[0].width_cm
    dialog.width_cm.setValue(12.0)
    assert dialog.preset.currentIndex() == len(PRESETS)
    assert not dialog.dpi.isEnabled()
    dialog.kind.setCurrentIndex(2)
    assert dialog.dpi.isEnabled()
    assert dialog.size_said.text().startswith("12.0")
    assert "dots" in dialog.size_said.text()
    assert dialog.colour_theme is LIGHT
    assert not dialog.grab().isNull()


def test_a_figure_is_written_whole_and_said(qtbot, made, tmp_path):
    said = []
    notices.posted.connect(said.append)
    try:
        target = tmp_path / "out.pdf"
        made.it.write_figure(figure(made), Sheet(), target, LIGHT)
        qtbot.waitUntil(lambda: len(said) == 1)
        assert target.read_bytes().startswith(b"%PDF")
        made.it.write_figure(figure(made), Sheet(), tmp_path / "no" / "out.pdf", LIGHT)
        qtbot.waitUntil(lambda: len(said) == 2)
    finally:
        notices.posted.disconnect(said.append)
    assert [each.level for each in said] != []
    assert "out.pdf written to" in said[0].message
    assert "folder does not exist" in said[1].message
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_visible_data_are_written_where_asked(qtbot, made, tmp_path, monkeypatch):
    answers = iter(((str(tmp_path / "a"), "CSV (*.csv)"), (str(tmp_path / "b.npz"), "")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(answers))
    for _ in range(2):
        made.it.export_visible()
        qtbot.waitUntil(lambda: not made.board.busy)
    assert (tmp_path / "a.csv").read_text().startswith("frame,time_s,")
    assert set(np.load(tmp_path / "b.npz").files) == {
        "frame", "time_s", "values", "names", "units", "made_by",
    }  # fmt: skip


def test_motion_energy_goes_out_while_its_lane_is_open(qtbot, made):
    frames = len(made.session.playback.time_base)
    index = np.arange(0, frames, 2)
    values = np.tile(np.arange(5, dtype=np.float32), (len(index), 1))
    values[3] = np.nan
    lane = MotionLane()
    seconds = made.session.playback.time_base.seconds[index]
    lane.hold(SimpleNamespace(person=1, index=index, seconds=seconds, values=values), "")
    assert motion_quantities(made.timeline, frames) == []
    made.timeline.add_lane(lane)
    face, *_, mouth = motion_quantities(made.timeline, frames)
    assert face.name == "motion energy face person 1"
    assert mouth.unit == "rad/s"
    assert mouth.values[:5].tolist()[::2] == [4.0] * 3
    assert np.isnan(mouth.values[[1, 3, 6]]).all()
    assert motion_quantities(made.timeline, frames - 5) == []
    made.timeline.strips["motion"].head.eye.setChecked(False)
    assert motion_quantities(made.timeline, frames) == []


def test_maps_are_said_to_be_left_out_of_csv_and_a_table_of_maps_alone_is_npz(
    qtbot, made, tmp_path, monkeypatch
):
    said, asked = [], []
    made.session.features.load(loaded_maps(made.session.playback.time_base))

    def choose(*given):
        asked.append(given[-1])
        return str(tmp_path / ("a.csv" if len(asked) == 1 else "b.npz")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    notices.posted.connect(said.append)
    try:
        made.it.export_visible()
        qtbot.waitUntil(lambda: not made.board.busy)
        for track in tuple(made.session.tracks):
            made.session.tracks.show(track.key, visible=False)
        for each in made.session.annotations.document.curves:
            made.session.annotations.show(each.head.id, visible=False)
        made.it.export_visible()
        qtbot.waitUntil(lambda: not made.board.busy)
    finally:
        notices.posted.disconnect(said.append)
    assert NO_MAPS_IN_CSV in said[0].message
    assert asked == ["CSV (*.csv);;NumPy (*.npz)", "NumPy (*.npz)"]
    with np.load(tmp_path / "b.npz") as stored:
        assert stored["values"].shape[1] == 0
        assert stored["map_gru"].shape == (len(made.session.playback.time_base), 256)
