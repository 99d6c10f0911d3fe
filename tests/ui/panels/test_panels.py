"""The panels: what they show of the session, and what they ask for."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from app.analysis.choices import AnalysisChoice, WeightsCard
from app.analysis.course import Standing
from app.analysis.progress import Stage
from app.core.track import ContinuousTrack, Provenance
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.panels.parts import chooser
from app.ui.panels.range_chooser import clock
from app.ui.panels.recordings_model import ENTRY, NAME, ON_SCREEN
from app.ui.panels.recordings_panel import RecordingsPanel
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.work_state import WorkState, in_words
from app.video.pyav_reader import open_recording
from tests.support.videos import constant_pts, write_counted

HERE = WeightsCard("w", "What they are.", "MIT", "")


@pytest.fixture
def recording(tmp_path):
    with open_recording(write_counted(tmp_path / "a.mp4", constant_pts(90))) as reader:
        return reader.recording


@pytest.fixture
def analyse(qtbot, session, actions):
    panel = AnalysePanel(session, actions)
    qtbot.addWidget(panel)
    return panel


@pytest.fixture
def ready(analyse, session, recording):
    session.show(recording)
    analyse.show_card("mimamo", "mimamo-demo", HERE)
    return analyse


def shown(person=1, weights="w", caution="", dimension="valence", values=(0.5, -0.25, np.nan)):
    made_by = Provenance("mimamo", weights, weights * 8, False, {"window": 64})
    track = ContinuousTrack(dimension, np.arange(len(values)) / 30, np.array(values), made_by)
    key = (made_by.system, made_by.weights_sha256, person, dimension)
    return ShownTrack(key, f"MIMAMO Net, {weights}", track, person, caution)


class TestAnalyse:
    def test_run_asks_with_what_is_chosen(self, qtbot, ready, actions):
        ready.range.box.setCurrentIndex(2)
        ready.range.start.setValue(0.5)
        ready.range.end.setValue(1.5)
        ready.person.choose("all")
        with qtbot.waitSignal(ready.runRequested) as asked:
            qtbot.mouseClick(ready.run, Qt.MouseButton.LeftButton)
        assert asked.args == [AnalysisChoice("mimamo", "mimamo-demo", "auto", "all", (0.5, 1.5))]
        with qtbot.waitSignal(ready.runRequested):
            actions["run_analysis"].trigger()

    def test_run_waits_for_a_recording_and_for_weights(self, analyse, session, recording, actions):
        analyse.show_card("mimamo", "mimamo-demo", HERE)
        assert not analyse.run.isEnabled()
        assert analyse.run.toolTip() == "Open a recording first."
        session.show(recording)
        assert analyse.run.isEnabled()
        analyse.show_card("mimamo", "mimamo-demo", WeightsCard("w", "", "", "", fault="Damaged."))
        assert not actions["run_analysis"].isEnabled()
        assert analyse.weights.missing.text() == "Damaged."

    def test_a_late_card_of_other_weights_is_dropped(self, ready):
        ready.show_card("mimamo", "other", WeightsCard("o", "", "", "beware"))
        assert ready.weights.band.isHidden()

    def test_the_caution_cannot_be_missed_and_goes_with_the_weights(self, ready):
        ready.set_weights("mimamo-demo")
        assert not ready.weights.band.isHidden()
        assert "not validated on people" in ready.weights.band.text
        ready.resize(280, 360)  # so low that the form scrolls
        ready.show()
        band = ready.weights.band
        assert band.isVisible()
        assert band.mapTo(ready, band.rect().bottomLeft()).y() < 360
        assert band.visibleRegion().boundingRect() == band.rect()
        ready.set_weights("mimamo-published")
        assert ready.weights.band.isHidden()

    def test_between_the_loop_marks(self, ready, session):
        ready.range.box.setCurrentIndex(1)
        assert not ready.run.isEnabled()
        assert "loop marks" in ready.range.explanation.text()
        session.playback.mark(start=0.5)
        session.playback.mark(end=2.0)
        assert ready.run.isEnabled()
        assert ready.choice.span == (0.5, 2.0)
        assert ready.range.explanation.text() == "0:00.5 to 0:02.0, 1.5 s"

    def test_a_range_that_ends_before_it_starts_cannot_run(self, ready):
        ready.range.box.setCurrentIndex(2)
        ready.range.start.setValue(2.0)
        ready.range.end.setValue(1.0)
        assert not ready.run.isEnabled()

    def test_the_person_follows_the_picture_and_changes_it(self, ready, session):
        session.choose_person(2)
        assert ready.choice.person == 2
        assert ready.person.box.currentText() == "Person 2"
        ready.person.box.setCurrentIndex(ready.person.box.findData(1))
        ready.person.box.activated.emit(ready.person.box.currentIndex())
        assert session.person == 1
        session.choose_person(0)
        assert ready.choice.person == "largest"

    def test_a_number_is_forgotten_with_its_recording(self, ready, session, recording):
        session.choose_person(3)
        session.show(recording)
        assert ready.choice.person == "largest"

    def test_progress(self, qtbot, ready, recording):
        standing = Standing(Stage.READING, 30, 90, 0.66, 42.4, 75.0)
        state = WorkState(recording.path, "reading the face", standing, ("b", "c"))
        ready.show_state(state)
        work = ready.work
        assert work.title.text == "a.mp4"
        assert work.stage.text == "Reading the face, frame 30 of 90"
        assert work.pace.text() == "42 frames/s  \N{MIDDLE DOT}  1 min left"
        assert work.bar.value() == 660
        assert work.waiting.text() == "2 more recordings wait."
        assert not ready.run.isEnabled()
        with qtbot.waitSignal(ready.cancelRequested):
            work.cancel.click()
        ready.show_state(WorkState(recording.path, "loading the networks"))
        assert work.stage.text == "Loading the networks..."
        assert work.bar.maximum() == 0
        ready.show_state(WorkState())
        assert work.isHidden()
        assert in_words(state) == ("reading the face, 42 frames/s", 0.66, 75.0)


class TestRecordings:
    @pytest.fixture
    def panel(self, qtbot, session, actions):
        panel = RecordingsPanel(session, actions)
        qtbot.addWidget(panel)
        return panel

    def test_what_is_said_of_an_entry(self, panel, session, recording, tmp_path):
        other = tmp_path / "x" / "a.mp4"
        session.list_recordings([recording.path, other])
        session.show(recording)
        session.note(other, RecordingState.ANALYSING, "finding faces", 0.42)
        first, second = panel.model.index(0), panel.model.index(1)
        assert first.data(ON_SCREEN)
        assert not second.data(ON_SCREEN)
        assert first.data(NAME) == f"a.mp4  ({tmp_path.name})"
        assert second.data() == "a.mp4  (x), 42%, finding faces"
        session.note(other, RecordingState.FAILED, "It is damaged.")
        assert "It is damaged." in second.data(Qt.ItemDataRole.ToolTipRole)
        assert panel.count.text == "0 of 2"

    def test_only_what_changed_is_told(self, qtbot, panel, session, tmp_path):
        paths = [tmp_path / f"{n}.mp4" for n in range(50)]
        session.list_recordings(paths)
        panel.view.setCurrentIndex(panel.model.index(3))
        changed = []
        panel.model.dataChanged.connect(lambda first, last: changed.append(first.row()))
        session.note(paths[7], RecordingState.WAITING)
        session.list_recordings([tmp_path / "more.mp4"])
        assert changed == [7]
        assert panel.selected == [paths[3]]  # the selection survives
        session.forget(paths[0])
        assert panel.model.rowCount() == 50
        assert panel.model.index(0).data(ENTRY).path == paths[1]

    def test_the_context_menu(self, qtbot, panel, session, tmp_path):
        session.list_recordings([tmp_path / "a.mp4", tmp_path / "b.mp4"])
        panel.view.selectAll()
        enabled = {a.text(): a.isEnabled() for a in panel.menu().actions()}
        assert enabled == {
            "&Open": False,
            "&Analyse": True,
            "&Who is seen...": True,
            "&Show in folder": False,
            "&Remove from list": True,
        }
        with qtbot.waitSignal(panel.analyseRequested) as asked:
            panel._menu_actions["analyse"].trigger()
        assert asked.args == [[tmp_path / "a.mp4", tmp_path / "b.mp4"]]

    def test_painting_every_state(self, qtbot, panel, session, tmp_path):
        for state in RecordingState:
            path = tmp_path / f"{state.name}.mp4"
            session.list_recordings([path])
            session.note(path, state, "why", 0.5)
        panel.resize(240, 400)
        panel.show()
        picture = panel.view.grab().toImage()
        colours = {picture.pixel(x, y) for x in range(0, 200, 2) for y in range(0, 280, 2)}
        assert len(colours) > 5


class TestTracks:
    @pytest.fixture
    def panel(self, qtbot, session, actions):
        panel = TracksPanel(session, actions)
        qtbot.addWidget(panel)
        return panel

    def test_one_group_for_each_result_and_person(self, panel, session):
        for person in (1, 2):
            for name in ("valence", "arousal"):
                session.tracks.put(shown(person, dimension=name))
        assert [len(group.rows) for group in panel.groups] == [2, 2]
        assert [row.key[3] for row in panel.groups[0].rows] == ["arousal", "valence"]
        assert panel.groups[1].accessibleName() == "MIMAMO Net, w, person 2"

    def test_a_further_result_leaves_the_groups_that_are_there(self, panel, session):
        session.tracks.put(shown(2))
        second = panel.groups[0]
        session.tracks.put(shown(1))
        assert panel.groups[1] is second
        first = panel.groups[0]
        assert second.parentWidget().layout().indexOf(first) < (
            second.parentWidget().layout().indexOf(second)
        )
        session.tracks.remove(shown(1).key)
        assert panel.groups == [second]
        assert first.isHidden()

    def test_values_at_the_playhead(self, panel, session, recording):
        session.show(recording)
        session.tracks.put(shown())
        row = panel.groups[0].rows[0]
        assert row.value.text() == "+0.50"
        session.playback.seek_frame(1)
        assert row.value.text() == "-0.25"
        session.playback.seek_frame(2)
        assert row.value.text() == "\N{EN DASH}"

    def test_growing_values_do_not_make_the_rows_anew(self, panel, session):
        session.tracks.put(shown())
        before = panel.groups[0]
        session.tracks.put(shown(values=(0.1, 0.2, 0.3)))
        assert panel.groups[0] is before
        assert before.rows[0].value.text() == "+0.10"

    def test_hiding_and_removing(self, panel, session):
        session.tracks.put(shown(caution="not validated"))
        assert panel.groups[0].caution.text() == "not validated"
        panel.groups[0].rows[0].eye.click()
        assert [track.visible for track in session.tracks] == [False]
        panel.groups[0].rows[0].eye.click()
        assert [track.visible for track in session.tracks] == [True]
        panel.groups[0].removeRequested.emit([shown().key])
        assert len(session.tracks) == 0
        assert panel.groups == []

    def test_the_tooltip_says_where_it_comes_from(self, panel, session):
        session.tracks.put(shown(caution="careful"))
        text = panel.groups[0].rows[0].toolTip()
        for part in ("weights: w", "validated on people: no", "caution: careful", "window: 64"):
            assert part in text


@pytest.mark.parametrize("kind", [AnalysePanel, RecordingsPanel])
def test_every_control_has_a_name_and_a_tooltip(qtbot, session, actions, kind):
    panel = kind(session, actions)
    qtbot.addWidget(panel)
    controls = [w for t in (QPushButton, QToolButton, QComboBox) for w in panel.findChildren(t)]
    assert len(controls) > 2
    for control in controls:
        assert control.accessibleName(), control
        assert control.toolTip(), control.accessibleName()


@pytest.mark.parametrize(("kind", "width"), [(AnalysePanel, 280), (RecordingsPanel, 240)])
def test_a_fifth_more_text_still_fits(qtbot, session, actions, kind, width):
    panel = kind(session, actions)
    qtbot.addWidget(panel)
    for button in panel.findChildren(QPushButton):
        button.setText(button.text() + "x" * (len(button.text()) // 5 + 1))
    panel.resize(width, 700)
    panel.show()
    for label in panel.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width()
            right = button.mapTo(panel, button.rect().topRight()).x()
            assert right < max(width, 0)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00.0"), (59.96, "1:00.0"), (83.44, "1:23.4"), (-0.5, "-0:00.5")]
)
def test_times_are_written_as_minutes(seconds, text):
    assert clock(seconds) == text


def test_a_session_of_its_own_is_not_mixed_up(qtbot, actions):
    first, second = Session(), Session()
    panel = TracksPanel(first, actions)
    qtbot.addWidget(panel)
    second.tracks.put(shown())
    assert panel.groups == []


def test_what_is_chosen_ends_in_an_ellipsis_where_it_has_no_room(qtbot):
    box = chooser("Prediction", "What is compared")
    qtbot.addWidget(box)
    box.addItems(["MIMAMO Net, mimamo-demo", "MIMAMO Net, mimamo-d...", "MIMAMO Net, mimamo-d"])
    box.resize(120, 30)
    cut = [picture_of(box, row) for row in range(3)]
    box.resize(400, 30)
    whole = [picture_of(box, row) for row in range(3)]
    assert cut[0] == cut[1]  # both are cut at the same letter
    assert whole[0] != whole[1] != whole[2]
    assert box.currentText() == "MIMAMO Net, mimamo-d"


def picture_of(box, row):
    box.setCurrentIndex(row)
    return box.grab().toImage()
