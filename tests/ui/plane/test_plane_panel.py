"""The Plane dock: what it shows of the session, where clicks go, and what it costs."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from app.session.affect_courses import Source
from app.ui.controllers.plane import PlaneController
from app.ui.plane.painting import percent, quadrant_words
from app.ui.plane.plane_panel import PlanePanel
from app.ui.rating.geometry import place
from app.ui.rating.plane_frame import QUADRANTS
from app.ui.theme import DARK, LIGHT, themes
from app.ui.video.time_text import MINUS
from tests.support.annotating import LEFT, make_curve, open_annotations
from tests.support.timelines import recording, shown, time_base

FRAMES = 300
HOUR = 108_000
ROUND = 2 * np.pi * np.arange(FRAMES) / FRAMES


@pytest.fixture
def made(qtbot, session, actions, preferences):
    """An open recording, the dock on screen, nothing predicted yet."""
    panel = PlanePanel(session, actions)
    qtbot.addWidget(panel)
    asked = []
    controller = PlaneController(
        session, panel, actions, preferences, reveal=lambda: asked.append(True)
    )
    base = time_base(FRAMES)
    panel.resize(360, 480)
    panel.show()
    qtbot.waitExposed(panel)
    session.show(recording(base))
    open_annotations(session)
    return SimpleNamespace(panel=panel, session=session, base=base, it=controller, asked=asked)


@pytest.fixture
def circling(made):
    """Once round the plane at half its size, with a gap from frame 200 to 219."""
    for name, values in (("valence", 0.5 * np.cos(ROUND)), ("arousal", 0.5 * np.sin(ROUND))):
        values[200:220] = np.nan
        made.session.tracks.put(shown(made.base, name, values))
    return made


def place_of(view, valence, arousal):
    _, axes = view.shape()
    return place(axes, (valence, arousal)).toPoint()


def tone(view, at):
    return view.grab().toImage().pixelColor(at).name()


def test_it_teaches_until_there_is_something_to_see(made):
    panel = made.panel
    assert panel._pages.currentIndex() == 0
    assert "Run the analysis" in panel.teaching.text
    made.session.tracks.put(shown(made.base, "valence"))
    assert "Only valence is predicted so far; arousal is missing." in panel.teaching.text
    made.session.tracks.put(shown(made.base, "arousal"))
    assert panel._pages.currentIndex() == 1
    made.session.show(None)
    assert panel.teaching.text.startswith("Open a recording")


def test_points_trail_and_joint_are_where_the_values_are(circling):
    session, view = circling.session, circling.panel.view
    circling.panel.show_trail(0)
    circling.panel.density.setChecked(False)
    session.playback.seek_frame(75)
    ground = tone(view, place_of(view, 0.2, 0.2))
    text = DARK.colour("text").name()
    assert tone(view, place_of(view, 0.0, 0.5)) == text
    make_curve(session, np.full(FRAMES, -0.5), "arousal")
    make_curve(session, np.full(FRAMES, 0.4), "valence")
    rater = view.scene.rater
    assert tone(view, place_of(view, 0.4, -0.5)) == rater
    assert tone(view, place_of(view, 0.2, 0.0)) != ground  # the line between the two
    assert tone(view, place_of(view, 0.2, 0.2)) == ground
    circling.panel.show_trail(2)  # frames 15 to 75: an eighth of the circle is behind it
    behind = place_of(view, 0.5 * np.cos(ROUND[50]), 0.5 * np.sin(ROUND[50]))
    assert tone(view, behind) != ground
    before = place_of(view, 0.5 * np.cos(ROUND[290]), 0.5 * np.sin(ROUND[290]))
    assert tone(view, before) == ground


def test_in_a_gap_there_is_no_point_and_it_is_said(circling):
    session, panel = circling.session, circling.panel
    session.playback.seek_frame(150)
    (row,) = panel.legend.rows
    assert row.reading == f"valence {MINUS}0.50  arousal +0.00"
    session.playback.seek_frame(210)
    (row,) = panel.legend.rows
    assert (row.point, row.reading) == (None, "no value here")
    assert "no value here" in panel.legend.accessibleDescription()


def test_a_click_goes_to_the_nearest_moment(qtbot, circling):
    view, playback = circling.panel.view, circling.session.playback
    qtbot.mouseClick(view, LEFT, pos=place_of(view, 0.0, 0.9))
    assert playback.frame == pytest.approx(75, abs=2)
    qtbot.mouseClick(view, LEFT, pos=place_of(view, -0.9, 0.0))
    assert playback.frame == pytest.approx(150, abs=2)
    qtbot.mouseClick(
        view, LEFT, pos=place_of(view, *(0.5 * f(ROUND[210]) for f in (np.cos, np.sin)))
    )
    assert playback.frame in (199, 220)  # never within the gap


def test_hovering_names_the_moment_and_moves_nothing(qtbot, circling):
    view, playback = circling.panel.view, circling.session.playback
    before = view.grab().toImage()
    qtbot.mouseMove(view, place_of(view, 0.0, 0.6))
    assert view.near == pytest.approx(75, abs=2)
    assert view.grab().toImage() != before
    assert playback.frame == 0
    qtbot.mouseMove(view, QPoint(1, 1))
    assert view.near is None
    assert view.grab().toImage() == before


def test_shares_stand_in_their_corners(circling):
    view, made = circling.panel.view, circling.session
    assert view.shares.known == pytest.approx(280 / 300)
    assert "93 %" in circling.panel.said.text
    made.tracks.put(shown(circling.base, "valence", np.full(FRAMES, -0.5)))
    made.tracks.put(shown(circling.base, "arousal", np.full(FRAMES, 0.5)))
    assert view.shares.unpleasant_active == 1
    assert circling.panel.said.isHidden()
    words = quadrant_words(view.shares, 400)
    assert words == tuple(
        f"{name}\n{share}"
        for name, share in zip(QUADRANTS, ("100 %", "0 %", "0 %", "0 %"), strict=True)
    )
    assert quadrant_words(view.shares, 190)[0] == "100 %"
    assert [percent(x) for x in (0, 0.001, 0.5, 1)] == ["0 %", "< 1 %", "50 %", "100 %"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_density_is_bright_where_it_stayed(circling, theme):
    themes.use(theme)
    try:
        made, view = circling.session, circling.panel.view
        made.tracks.put(shown(circling.base, "valence", np.full(FRAMES, -0.5)))
        made.tracks.put(shown(circling.base, "arousal", np.full(FRAMES, 0.25)))
        circling.panel.show_trail(0)
        made.playback.seek_frame(0)
        view.frame = -1  # without the point that would lie on it
        there, away = place_of(view, -0.5, 0.25), place_of(view, 0.5, -0.25)
        assert tone(view, there) != tone(view, away)
        circling.panel.density.setChecked(False)
        assert tone(view, there) == tone(view, away)
        assert view.densest > 50  # nearly all of the time within a tenth
    finally:
        themes.use(DARK)


def test_the_annotation_can_be_the_one_that_is_read(qtbot, circling):
    panel, session = circling.panel, circling.session
    assert not panel.sources.isEnabled()
    make_curve(session, np.full(FRAMES, -0.5), "arousal")
    make_curve(session, np.full(FRAMES, -0.5), "valence")
    assert panel.sources.isEnabled()
    assert panel.view.scene.source is Source.PREDICTED
    panel.sources.setFocus()
    qtbot.keyClick(panel.sources, Qt.Key.Key_Down)
    assert panel.view.scene.source is Source.ANNOTATED
    assert panel.view.shares.unpleasant_calm == 1


def test_blind_hides_what_was_predicted(circling):
    panel, session = circling.panel, circling.session
    session.annotations.hide_others(True)
    assert panel._pages.currentIndex() == 0
    assert "blind" in panel.teaching.text
    assert panel.view.scene.main is None
    assert panel.view.frame_at(QPointF(100, 100)) is None
    session.annotations.hide_others(False)
    assert panel._pages.currentIndex() == 1


def test_the_trail_is_remembered_and_the_action_reveals(circling, preferences, actions):
    circling.panel.trail.setValue(30)
    assert preferences.get("plane_trail") == 30
    assert circling.panel.view.trail_seconds == 30
    actions["show_plane"].trigger()
    assert circling.asked == [True]


def test_out_of_sight_nothing_is_computed(circling, monkeypatch):
    panel, session = circling.panel, circling.session
    panel.hide()
    asked = []
    monkeypatch.setattr(panel, "_scene", lambda: asked.append(True))
    session.tracks.put(shown(circling.base, "valence", np.zeros(FRAMES)))
    session.playback.seek_frame(5)
    assert asked == []
    monkeypatch.undo()
    panel.show()
    assert panel.view.scene.predicted.at(0) == (0.0, 0.0)
    assert panel.view.frame == 5


def test_odd_recordings(qtbot, made):
    for frames, value in ((1, 0.3), (5, np.nan), (5, 0.0)):
        base = time_base(frames)
        made.session.show(recording(base))
        open_annotations(made.session)
        for name in ("valence", "arousal"):
            made.session.tracks.put(shown(base, name, np.full(frames, value)))
        made.panel.grab()
        qtbot.mouseClick(made.panel.view, LEFT, pos=QPoint(150, 150))
    assert made.panel.view.shares.pleasant_active == 1


@pytest.mark.parametrize("size", [(320, 290), (320, 520), (900, 700), (160, 200)])
def test_it_fits_any_dock(circling, size):
    circling.panel.resize(*size)
    view = circling.panel.view
    area, _ = view.shape()
    assert view.rect().toRectF().contains(area)
    assert view.rect().toRectF().contains(view._bar(area, view.rect().toRectF()))


def test_an_hour_moves_with_the_playhead(qapp, qtbot, made):
    session, panel = made.session, made.panel
    base = time_base(HOUR)
    session.show(recording(base))
    open_annotations(session)
    rng = np.random.default_rng(0)
    for name in ("valence", "arousal"):
        walk = np.clip(np.cumsum(rng.normal(0, 0.02, HOUR)), -1, 1)
        session.tracks.put(shown(base, name, walk))
        make_curve(session, np.roll(walk, 60), name)
    panel.trail.setValue(120)
    qapp.processEvents()
    painted, spent = panel.view.repaints, []
    for frame in range(5000, HOUR, 3000):
        start = time.process_time()
        session.playback.seek_frame(frame)
        qapp.processEvents()
        spent.append(time.process_time() - start)
    assert panel.view.repaints == painted  # the density stays as it is
    assert np.percentile(spent, 95) < 16e-3
    start = time.process_time()
    session.tracks.put(shown(base, "valence", walk))
    qapp.processEvents()
    assert time.process_time() - start < 50e-3
    start = time.process_time()
    panel.view.frame_at(QPointF(100, 100))
    assert time.process_time() - start < 10e-3
