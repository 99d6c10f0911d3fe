"""What people made, on the lanes: curves, rows, ranges, further dimensions, blindness."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from app.core.edits.curves import with_values
from app.core.edits.tracks import deleted, locked, new_segment_track
from app.core.scheme import DEFAULT_SCHEMES, DimensionScheme, Schemes
from app.ui.annotation_colours import colour_of
from app.ui.controllers.curve_tools import CurveToolsController
from app.ui.theme import DARK, LIGHT, themes
from app.ui.timeline.decimation import Curve
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.track_row import AnnotationRow
from tests.support.annotating import LEFT, make_curve, open_annotations
from tests.support.timelines import shown

TENSION = Schemes((*DEFAULT_SCHEMES.dimensions, DimensionScheme("tension", 1, 9)), ())


@pytest.fixture
def annotated(opened, actions):
    opened.journal = open_annotations(opened.session)
    opened.notes = opened.session.annotations
    opened.tools = CurveToolsController(opened.session, opened.view, actions)
    return opened


def colours_at(canvas, seconds):
    picture = canvas.grab().toImage()
    x = round(canvas.time_scale.x(seconds))
    return [picture.pixelColor(x, y) for y in range(picture.height())]


def rows_of(view, lane):
    rows = view.strips[lane].head.rows
    return [row for row in rows if isinstance(row, AnnotationRow)]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_curve_is_drawn_in_the_colour_of_its_rater(annotated, theme):
    try:
        themes.use(theme)
        track = make_curve(annotated.session, np.full(300, -0.6))
        canvas = annotated.view.strips["arousal"].canvas
        head = annotated.notes.document.track(track).head
        wanted = colour_of(annotated.notes.document, head, theme).name()
        rows = [y for y, each in enumerate(colours_at(canvas, 7.0)) if each.name() == wanted]
        place = canvas.lane.value_scale(canvas.height()).y(-0.6)
        assert len(rows) in (2, 3, 4)
        assert np.mean(rows) + 0.5 == pytest.approx(place, abs=1.0)
    finally:
        themes.use(DARK)


def test_rows_say_what_they_are_and_do_it(qtbot, annotated):
    notes, view = annotated.notes, annotated.view
    first = make_curve(annotated.session, np.full(300, 0.25))
    second = make_curve(annotated.session, activate=False)
    rows = rows_of(view, "arousal")
    assert [row.row.label for row in rows] == ["arousal (Anna)", "arousal 2 (Anna)"]
    assert [row.row.active for row in rows] == [True, False]
    assert rows[0].accessibleName() == "arousal (Anna), active, shown"
    assert rows[0].reading == "+0.250"
    qtbot.mouseClick(rows[1], LEFT, pos=QPoint(40, 8))
    assert notes.active.head.id == second
    qtbot.mouseClick(rows[0].eye, LEFT)
    assert notes.hidden == {first}
    assert rows[0].accessibleName().endswith("hidden")
    qtbot.mouseClick(rows[0].lock, LEFT)
    assert notes.document.track(first).head.locked
    assert rows[0].lock.isChecked()
    qtbot.mouseClick(rows[0].lock, LEFT)
    assert not notes.document.track(first).head.locked
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Space)
    assert notes.active.head.id == first


def test_the_lock_of_a_lane_is_that_of_its_active_track(qtbot, annotated):
    head = annotated.view.strips["arousal"].head
    assert not head.lock.isEnabled()
    track = make_curve(annotated.session)
    assert head.lock.isEnabled()
    qtbot.mouseClick(head.lock, LEFT)
    assert annotated.notes.document.track(track).head.locked
    assert head.lock.isChecked()
    assert "Unlock" in head.lock.toolTip()
    annotated.notes.activate("")
    assert not head.lock.isEnabled()


def test_a_dimension_of_the_project_gets_a_lane_with_its_range(annotated):
    view, notes = annotated.view, annotated.notes
    assert list(view.strips) == ["quality", "arousal", "valence", "audio"]
    notes.use_schemes(TENSION)
    assert list(view.strips) == ["quality", "arousal", "valence", "tension", "audio"]
    lane = view.strips["tension"].lane
    assert lane.labels() == (9, 5, 1)
    assert "New curve" in lane.hint()
    make_curve(annotated.session, np.full(300, 3.0), "tension")
    assert [row.reading for row in rows_of(view, "tension")] == ["3.000"]
    notes.use_schemes(DEFAULT_SCHEMES)
    assert "tension" in view.strips  # a curve is there still
    notes.commit(deleted(notes.document, notes.active.head.id), kind="delete", summary="")
    assert "tension" not in view.strips
    view.strips["audio"].canvas.grab()


def test_a_height_is_remembered_for_a_lane_that_comes_later(annotated):
    annotated.view.set_lane_heights({"tension": 200})
    annotated.notes.use_schemes(TENSION)
    assert annotated.view.strips["tension"].chosen_height == 200


def test_curves_of_different_ranges_share_a_lane_by_their_share(annotated):
    notes = annotated.notes
    nine = DimensionScheme("arousal", 1.0, 9.0)
    notes.use_schemes(Schemes((nine,), ()))
    make_curve(annotated.session, np.full(300, 7.0))
    lane = annotated.view.strips["arousal"].lane
    predicted, rated = lane.places(10)
    assert predicted == pytest.approx(7.0)  # a prediction of 0.5 is three quarters up
    assert rated == pytest.approx(7.0)
    assert lane.values(10) == ["+0.500", "7.000"]


def test_blind_hides_predictions_and_the_others(annotated):
    other = make_curve(annotated.session, np.full(300, 0.2))
    own = make_curve(annotated.session, np.full(300, -0.2))
    view, notes = annotated.view, annotated.notes
    notes.hide_others(True)
    assert view.strips["valence"].lane.rows() == []
    assert view.strips["valence"].lane.hint() == ""
    seen = {row.annotation: row.visible for row in view.strips["arousal"].lane.rows()}
    assert seen == {other: False, own: True}
    assert view.strips["arousal"].lane.places(10) == [None, pytest.approx(-0.2)]
    notes.hide_others(False)
    assert len(view.strips["arousal"].lane.rows()) == 3


def test_an_edit_draws_its_own_curve_only_however_many_there_are(annotated):
    others = [make_curve(annotated.session, np.full(300, 0.1 * k)) for k in range(3)]
    track = make_curve(annotated.session, np.zeros(300))
    valence = make_curve(annotated.session, np.zeros(300), "valence", activate=False)
    view, notes = annotated.view, annotated.notes
    strip, overview = view.strips["arousal"], view.overview

    def painted():
        view.grab()
        stills = [view.strips[name].lane.stills.repaints for name in ("arousal", "valence")]
        return (strip.canvas.repaints, overview.repaints, *stills)

    first = painted()
    curve = notes.active_curve
    notes.show_preview(type(curve)(curve.head, type(curve.samples).of(np.full(300, 0.7))))
    during = painted()
    assert during[0] == first[0] + 1
    assert during[1:] == first[1:]
    edited = with_values(notes.document, track, np.full(300, -0.7))
    notes.commit(edited, kind="x", summary="x")
    notes.undo()
    assert painted()[2:] == first[2:]
    colour = colour_of(notes.document, notes.active.head, themes.now).name()
    assert colour in [each.name() for each in colours_at(strip.canvas, 7.0)]
    edited = with_values(notes.document, others[0], np.full(300, -0.7))
    notes.commit(edited, kind="x", summary="x")
    assert painted()[2] > first[2]
    notes.activate(valence)
    assert painted()[2] > first[2] + 1


def test_what_another_track_gets_leaves_the_overview_as_it_is(annotated):
    make_curve(annotated.session, np.zeros(300))
    view, notes = annotated.view, annotated.notes
    view.grab()
    before = view.overview.repaints
    document, _ = new_segment_track(notes.document, "expression", rater="Anna")
    notes.commit(document, kind="x", summary="x")
    view.grab()
    assert view.overview.repaints == before
    make_curve(annotated.session, np.zeros(300))
    view.grab()
    assert view.overview.repaints == before + 1


def test_a_preview_draws_its_own_lane_only(annotated):
    make_curve(annotated.session, np.zeros(300))
    view, notes = annotated.view, annotated.notes
    for strip in view.strips.values():
        strip.canvas.grab()
    before = {name: strip.canvas.repaints for name, strip in view.strips.items()}
    values = np.full(300, 0.7)
    curve = notes.active_curve
    notes.show_preview(type(curve)(curve.head, type(curve.samples).of(values)))
    for strip in view.strips.values():
        strip.canvas.grab()
    after = {name: strip.canvas.repaints for name, strip in view.strips.items()}
    assert {name for name in after if after[name] > before[name]} == {"arousal"}
    assert rows_of(view, "arousal")[0].reading == "+0.700"
    notes.show_preview(None)
    assert rows_of(view, "arousal")[0].reading == "+0.000"


def test_locked_is_said_by_the_strip_of_tools(annotated):
    target = annotated.view.tools.target
    assert "No track" in target.text
    track = make_curve(annotated.session)
    assert target.text == "arousal (Anna)"
    notes = annotated.notes
    notes.commit(locked(notes.document, track, lock=True), kind="lock", summary="")
    assert target.text == "arousal (Anna), locked"


def test_a_new_prediction_is_drawn_beside_annotations(annotated):
    make_curve(annotated.session)
    annotated.session.tracks.put(shown(annotated.base, "arousal", np.zeros(300), system="late"))
    kinds = [type(row).__name__ for row in annotated.view.strips["arousal"].head.rows]
    assert kinds == ["TrackRow", "TrackRow", "AnnotationRow"]
    heads = [row.geometry() for row in annotated.view.strips["arousal"].head.rows]
    assert all(isinstance(place, QRect) for place in heads)


@pytest.mark.parametrize("frames", [1, 2, 7, 300, 1025])
def test_a_retouched_curve_is_as_one_made_anew(frames):
    rng = np.random.default_rng(frames)
    seconds, values = np.arange(frames) / 30, rng.normal(size=frames)
    curve = Curve(seconds, values)
    for _ in range(20):
        values = values.copy()
        first, stop = sorted(rng.integers(0, frames + 1, 2).tolist())
        values[first:stop] = rng.choice([np.nan, 0.5, -3.0], stop - first)
        curve.retouch(values)
        anew = Curve(seconds, values)
        for scale in (TimeScale(0, 40, 30), TimeScale(0.1, 2.0, 100)):
            ours, theirs = curve.columns(scale), anew.columns(scale)
            np.testing.assert_array_equal(ours.low, theirs.low)
            np.testing.assert_array_equal(ours.high, theirs.high)
            np.testing.assert_allclose(ours.mean, theirs.mean, atol=1e-9)
    with pytest.raises(ValueError, match="as many frames"):
        curve.retouch(np.zeros(frames + 1))
