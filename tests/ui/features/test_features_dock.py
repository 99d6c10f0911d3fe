"""The Features dock: what it says without maps, loading, ranking, limits, the large view."""

import shutil
import time
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.session.feature_maps import ColumnValue, RowOrder
from app.ui.controllers import features as controller_module
from app.ui.controllers.features import FeaturesController
from app.ui.features.features_panel import FeaturesPanel
from app.ui.features.painting import frame_ticks
from app.ui.features.state import CLOSED, NO_FACE, NO_MAPS, NOT_ANALYSED, Stage
from app.ui.notices import notices
from app.ui.output.figure import Sheet
from app.ui.task_board import TaskBoard
from app.ui.tasks import running_tasks, stop_tasks
from app.ui.theme import LIGHT
from app.ui.timeline.timeline_view import TimelineView
from app.ui.timeline.unit_drawing import number_text
from tests.support.annotating import open_annotations
from tests.support.feature_maps import NAMES, activity, analysed, keep_maps, loaded_maps
from tests.support.figures import drawn, fonts_of, pictures_of, text_of
from tests.support.timelines import face, recording, shown, time_base

FRAMES = 300


@pytest.fixture
def made(qtbot, session, actions, tmp_path):
    """A recording that is open and not analysed, the dock on screen."""
    view, panel = TimelineView(session, actions), FeaturesPanel(session, actions)
    qtbot.addWidget(view, before_close_func=lambda _: stop_tasks())
    qtbot.addWidget(panel)
    board = TaskBoard()
    it = FeaturesController(session, panel, view, actions, board, cache=lambda: tmp_path)
    base = time_base(FRAMES)
    for widget in (view, panel):
        widget.resize(900, 700)
        widget.show()
        qtbot.waitExposed(widget)
    told = []
    notices.posted.connect(told.append)
    named = {"session": session, "panel": panel, "view": view, "board": board, "told": told}
    yield SimpleNamespace(base=base, root=tmp_path, it=it, **named)
    notices.posted.disconnect(told.append)
    stop_tasks()  # what is still to be told has nobody left to hear it


def move_over(widget, x, y):
    """As the mouse does; the offscreen platform moves it over one window only."""
    none, at = Qt.MouseButton.NoButton, QPointF(x, y)
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, none, keys)
    QApplication.sendEvent(widget, event)


def open_recording(made, system="mimamo"):
    session = made.session
    one = recording(made.base)
    session.show(one)
    open_annotations(session)
    found = face(made.base)
    wave = np.tanh(activity(FRAMES)[:, 0].astype(float))
    session.tracks.put(shown(made.base, "arousal", wave))
    session.tracks.put(shown(made.base, "valence", -wave))
    session.know_faces([found])
    session.take(analysed(one, found, system))


@pytest.fixture
def loaded(qtbot, made):
    keep_maps(made.root, made.base, gaps=(range(100, 130),))
    open_recording(made)
    qtbot.waitUntil(lambda: made.panel.state.stage is Stage.LOADED)
    qtbot.waitUntil(lambda: all(made.session.features.ranking(name) for name in NAMES))
    return made


def test_it_teaches_while_there_is_nothing(made):
    assert made.panel.state.sentence == CLOSED
    made.session.show(recording(made.base))
    made.session.know_faces([])
    assert made.panel.state.sentence == NOT_ANALYSED


def test_a_system_without_maps_and_a_recording_without_a_face_are_said(made):
    open_recording(made, "expression-baseline")
    assert made.panel.state.sentence == NO_MAPS
    open_recording(made)
    made.session.know_faces([])
    assert made.panel.state.sentence == NO_FACE
    assert made.panel.teaching.button.isHidden()  # another analysis would find none either


def test_reading_what_is_not_analysed_says_why(made):
    made.session.show(recording(made.base))
    made.it.read()
    assert [each.message for each in made.told] == [NOT_ANALYSED]


def test_maps_in_the_cache_come_at_once_with_their_gaps(loaded):
    features = loaded.session.features
    assert list(features.names) == list(NAMES)
    assert np.isnan(features.map("gru").value(110, 0))
    expected = activity(FRAMES)[200, 3]
    assert features.map("gru").value(200, 3) == pytest.approx(expected, abs=5e-3)


def test_maps_of_other_weights_are_not_shown_but_said(qtbot, made):
    keep_maps(made.root, made.base, weights="ee" * 32)
    open_recording(made)
    qtbot.waitUntil(lambda: "other weights" in made.panel.state.sentence)
    assert made.panel.state.stage is Stage.TO_READ
    assert not made.session.features.names


def test_maps_made_in_part_are_gone_on_with(qtbot, made):
    maps = keep_maps(made.root, made.base, gaps=(range(100, 130),))
    next(maps.files_of(maps.runs[1]))[0].unlink()
    open_recording(made)
    qtbot.waitUntil(lambda: "goes on" in made.panel.state.sentence)


def test_a_cache_that_goes_while_maps_are_open_takes_nothing_away(qtbot, loaded):
    shutil.rmtree(loaded.root)
    features = loaded.session.features
    features.select("gru", 2)
    features.sort(RowOrder.CLUSTERED)
    qtbot.waitUntil(lambda: features.map("gru").order[0] != 0 or running_tasks() == 0)
    assert np.isfinite(features.course.values).any()


def test_a_cache_that_goes_while_it_is_read_is_one_sentence(qtbot, made, monkeypatch):
    maps = keep_maps(made.root, made.base)
    real = controller_module.load_maps

    def late(found):
        shutil.rmtree(maps.folder)
        return real(found)

    monkeypatch.setattr(controller_module, "load_maps", late)
    open_recording(made)
    qtbot.waitUntil(lambda: "no longer in the cache" in made.panel.state.sentence)
    assert made.panel.state.stage is Stage.TO_READ
    assert [each.level for each in made.told] == ["error"]


def test_units_are_ranked_by_the_curve_and_selecting_one_draws_it(loaded):
    panel, features = loaded.panel, loaded.session.features
    best = features.ranking("gru")[0]
    assert best.unit < 20
    assert best.correlation > 0.9
    panel.units.setCurrentIndex(panel.units.units.index(0))
    assert features.unit == (panel.map_name, panel.units.units.units[0].unit)


def test_another_curve_ranks_anew(qtbot, loaded):
    panel, features = loaded.panel, loaded.session.features
    before = features.ranking("gru")[0].correlation
    valence = next(k for k in range(2) if "Valence" in panel.curves.itemText(k))
    panel.curves.activated.emit(valence)
    qtbot.waitUntil(lambda: features.ranking("gru")[0].correlation < 0)
    assert features.ranking("gru")[0].correlation == pytest.approx(-before)


def test_rows_are_sorted_by_correlation_and_clustered(qtbot, loaded):
    features = loaded.session.features
    loaded.panel.orderChosen.emit(RowOrder.BY_CORRELATION)
    best = max(features.ranking("gru"), key=lambda each: each.correlation).unit
    qtbot.waitUntil(lambda: features.map("gru").order[0] == best)
    loaded.panel.orderChosen.emit(RowOrder.CLUSTERED)
    plain = np.arange(256)
    qtbot.waitUntil(lambda: not np.array_equal(features.map("gru").order, plain), timeout=20_000)
    assert sorted(features.map("gru").order) == plain.tolist()


def test_columns_show_the_strongest_values_once_they_are_found(qtbot, loaded):
    features, panel = loaded.session.features, loaded.panel
    assert features.map("gru").columns is ColumnValue.MEAN
    assert panel.columns.currentText() == "Means"
    panel.columns.activated.emit(panel.columns.findData(ColumnValue.STRONGEST))
    qtbot.waitUntil(lambda: features.map("gru").columns is ColumnValue.STRONGEST, timeout=20_000)
    assert panel.columns.currentText() == "Strongest values"
    assert all(one.heat.has_extremes for one in features.loaded.maps.values())
    panel.columns.activated.emit(panel.columns.findData(ColumnValue.MEAN))
    assert features.map("gru").columns is ColumnValue.MEAN


def test_a_search_for_strongest_values_that_was_stopped_can_be_begun_again(
    qtbot, loaded, monkeypatch
):
    features, panel = loaded.session.features, loaded.panel

    def endless(_):
        while True:
            time.sleep(0.01)
            yield

    with monkeypatch.context() as patch:
        patch.setattr("app.ui.controllers.feature_units.find_strongest", endless)
        panel.columnsChosen.emit(ColumnValue.STRONGEST)
        qtbot.waitUntil(lambda: loaded.board.current is not None, timeout=20_000)
        loaded.board.cancel()
        qtbot.waitUntil(lambda: not loaded.board.busy, timeout=20_000)
    assert features.columns is ColumnValue.MEAN  # what is chosen is what is shown
    panel.columnsChosen.emit(ColumnValue.STRONGEST)
    qtbot.waitUntil(lambda: features.map("gru").columns is ColumnValue.STRONGEST, timeout=20_000)


def test_limits_that_cross_are_refused_in_one_sentence(loaded):
    box, features = loaded.panel.limits, loaded.session.features
    before = features.map(loaded.panel.map_name).limits
    box.low.setValue(60)
    box.high.setValue(40)
    box.high.editingFinished.emit()
    assert "60 is not below the upper one 40" in box.fault.text()
    assert features.map(loaded.panel.map_name).limits == before
    box.low.setValue(5)
    box.high.setValue(95)
    box.high.editingFinished.emit()
    assert not box.fault.text()
    assert features.percentiles == (5, 95)


def test_constant_features_have_a_plain_note_and_no_rank(qtbot, loaded):
    features, panel = loaded.session.features, loaded.panel
    features.load(loaded_maps(loaded.base, np.full((FRAMES, 256), 0.5, np.float32)))
    qtbot.waitUntil(lambda: bool(features.ranking("gru")))
    assert panel.limits.about.text() == "Every value is 0.5."
    assert all(np.isnan(each.correlation) for each in features.ranking("gru"))


def test_another_person_lets_the_maps_go(qtbot, loaded):
    session = loaded.session
    session.know_faces([face(loaded.base), face(loaded.base, person=2)])
    session.choose_person(2)
    assert not session.features.names
    session.choose_person(1)
    qtbot.waitUntil(lambda: list(session.features.names) == list(NAMES))


def test_the_large_view_shows_the_same_stretch_and_reads_unit_frame_and_value(qtbot, loaded):
    session = loaded.session
    loaded.it.open_large()
    large = loaded.panel.large
    qtbot.addWidget(large)
    qtbot.waitExposed(large)
    session.look(session.viewport.zoomed(4, 2.0))
    assert large.surface.time_scale.start == session.viewport.start
    asked = []
    loaded.view.seekRequested.connect(asked.append)
    move_over(large.surface, 50, 0)
    assert large.reading.text.startswith("Unit 0, frame ")
    large.surface.pressed(50)
    assert asked
    session.annotations.hide_others(True)
    assert "blind" in large.reading.text
    large.close()


def test_frames_are_numbered_far_enough_from_each_other():
    ticks = frame_ticks(np.arange(108_000) * 0.01, 1000)
    assert len(ticks) <= 13
    assert [frame for _, frame in ticks[:3]] == [0, 10_000, 20_000]
    assert frame_ticks(np.zeros(0), 500) == []
    assert frame_ticks(np.array([0.0]), 500) == [(0.0, 0)]


def test_the_dock_scrolls_and_takes_no_room_from_the_timeline(qtbot, loaded):
    panel = loaded.panel
    least = panel.minimumSizeHint()
    assert least.height() < 160
    panel.resize(least.width(), 260)
    qtbot.waitUntil(lambda: panel.height() == 260)
    assert panel.units.height() >= 6 * 22  # the list itself stays one that can be read
    for widget in (panel.enlarge, panel.limits.high, panel.curves):
        right = widget.mapTo(panel, widget.rect().topRight()).x()
        assert right < panel.width() - 12  # nothing is cut, or under the scroll bar


def test_a_map_is_printed_with_axes_colours_and_units(loaded):
    panel, features = loaded.panel, loaded.session.features
    panel.choose_map("gru")
    (figure,) = panel.figures()
    pdf = drawn(figure, Sheet(17.5, 7.0), ".pdf", LIGHT)()
    ((width, height, _),) = pictures_of(pdf)
    assert height >= 256
    assert width > 1000
    assert fonts_of(pdf)
    said = text_of(drawn(figure, Sheet(17.5, 7.0), ".svg", LIGHT)())
    assert {"GRU, 256 units", "unit", "frame", "255", "Units by correlation with"} <= said
    best = features.ranking("gru")[0]
    assert f"Unit {best.unit}" in said
    limits = features.map("gru").limits
    assert {number_text(limits.low), number_text(limits.high)} <= said


def test_maps_are_not_printed_while_rating_blind(loaded):
    loaded.session.annotations.hide_others(True)
    assert not loaded.panel.figures()
