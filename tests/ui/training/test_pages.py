"""The pages of the Train dock: what they make of choices, and what they show of runs."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.training.events import (
    Began,
    Ended,
    EpochDone,
    Finished,
    Noticed,
    Prepared,
    Preparing,
    StageBegun,
    Stepped,
)
from app.training.following import FollowedRun
from app.training.labelled import LabelCurve, LabelledRecording
from app.training.outlook import CELLS, Outlook
from app.training.run_course import RunCourse, RunState
from app.training.run_folder import RunFolder
from app.training.settings import SourceSettings, TrainingSettings
from app.ui.training.before_after_view import BeforeAfter
from app.ui.training.run_page import RunPage
from app.ui.training.runs_page import RunsPage
from app.ui.training.setup_page import SetupPage
from app.ui.training.words import NOT_KNOWN, event_text

SETTINGS = TrainingSettings(SourceSettings("folder", "x"))
READY = Outlook(
    {"training": 80, "validation": 20, "test": 0},
    {"training": 4, "validation": 1, "test": 0},
    {"training": 4, "validation": 1, "test": 0},
    gaps=0.125,
    density=np.ones((CELLS, CELLS), np.int64),
    epochs=25,
    memory=3_000_000,
)
CCC = {"valence": 0.5, "arousal": None}


@pytest.fixture
def setup(qtbot):
    page = SetupPage()
    qtbot.addWidget(page)
    page.training.show_weights((), "mimamo-demo")
    page.source.show_project(Path("study"), "Study", ("Anna", "Ben"))
    return page


def recordings(*names):
    curve = LabelCurve(np.zeros(0), np.zeros((3, 2)), by_frame=True)
    return [LabelledRecording(n, Path(n), f"subject {n}", curve) for n in names]


def choose(box, value):
    """As a user does: the list tells of it."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


class TestSetup:
    def test_a_project_is_fine_tuned_from_the_weights_in_use(self, setup):
        settings = setup.settings
        assert settings.preset == "fine-tuning"
        assert settings.source == SourceSettings("project", "study")
        assert settings.network.start == "mimamo-demo"
        assert [stage.name for stage in settings.stages] == ["together"]

    def test_what_is_ticked_is_what_is_used(self, setup):
        setup.source.show_recordings(recordings("a", "b", "c"))
        assert setup.settings.source.recordings == ()  # all
        setup.source.recordings.item(1).setCheckState(Qt.CheckState.Unchecked)
        setup.source.raters.item(0).setCheckState(Qt.CheckState.Unchecked)
        setup.source.shift.setValue(0.8)
        source = setup.settings.source
        assert source.recordings == ("a", "c")
        assert source.raters == ("Ben",)
        assert source.shifts == {"*": 0.8}
        setup.source.show_recordings(recordings("a", "b", "c", "d"))
        assert setup.settings.source.recordings == ("a", "c", "d")

    def test_the_split_shows_the_numbers_it_has(self, setup):
        split = setup.split
        setup.show()
        choose(split.kind, "k-fold")
        assert split.folds.isVisible()
        assert split.fold.isVisible()
        assert not split.test.isVisible()
        split.fold.setValue(2)
        assert (split.settings.kind, split.settings.fold) == ("k-fold", 1)
        choose(split.kind, "passages")
        assert "people it has seen" in split.about.text()

    def test_a_fold_that_is_not_there_is_said_and_not_raised(self, setup):
        choose(setup.split.kind, "k-fold")
        setup.split.fold.setValue(9)
        assert setup.settings is None
        assert "fold" in setup.fault
        assert not setup.start.isEnabled()

    def test_the_paper_begins_anew_and_lets_its_inputs_be_chosen(self, setup):
        training = setup.training
        choose(training.preset, "paper")
        training.more.setChecked(True)
        assert training.temporal.isEnabled()
        choose(training.temporal, "flow")
        choose(training.differences, 8)
        training.parts["recurrence"].setChecked(False)
        network = setup.settings.network
        assert (network.start, network.temporal, network.differences) == ("", "flow", 8)
        assert "recurrence" not in network.train
        assert [stage.name for stage in setup.settings.stages] == [
            "spatial",
            "temporal",
            "together",
        ]
        choose(training.start, "mimamo-demo")
        assert not training.temporal.isEnabled()  # as the weights were trained
        assert setup.settings.network.temporal == "phase-difference"

    def test_fine_tuning_needs_weights_and_parts(self, setup):
        choose(setup.training.start, "")
        assert "starts from" in setup.fault
        choose(setup.training.start, "mimamo-demo")
        for chip in setup.training.parts.values():
            chip.setChecked(False)
        assert "part" in setup.fault

    def test_epochs_and_patience_are_of_every_stage(self, setup):
        setup.training.epochs.setValue(7)
        setup.training.patience.setValue(3)
        setup.training.seed.setValue(11)
        settings = setup.settings
        assert {(s.epochs, s.patience) for s in settings.stages} == {(7, 3)}
        assert settings.seed == 11

    def test_rate_and_batch_are_the_preset_s_until_chosen(self, setup):
        training = setup.training
        preset = {stage.rate for stage in setup.settings.stages}
        assert training.rate.text() == f"{preset.pop():g}"
        assert training.batch.text() == "automatic"
        assert {stage.batch for stage in setup.settings.stages} == {0}
        choose(training.preset, "paper")
        assert training.rate.text() == f"{setup.settings.stages[0].rate:g}"
        training.rate.setValue(0.02)
        training.batch.setValue(4)
        assert {(s.rate, s.batch) for s in setup.settings.stages} == {(0.02, 4)}

    def test_another_draw_and_another_trunk_can_be_chosen(self, setup):
        setup.show()
        setup.split.draw.setValue(5)
        assert setup.settings.split.seed == 5
        choose(setup.split.kind, "passages")
        assert not setup.split.draw.isVisible()  # nothing is drawn
        choose(setup.training.preset, "paper")
        choose(setup.training.trunk, "resnet50_ferplus")
        assert setup.settings.network.trunk == "resnet50_ferplus"
        choose(setup.training.start, "mimamo-demo")
        assert not setup.training.trunk.isEnabled()

    def test_it_fits_into_a_narrow_dock(self, setup, qtbot):
        setup.training.more.setChecked(True)
        setup.resize(360, 900)
        setup.show()
        qtbot.waitExposed(setup)
        assert setup.width() < 400

    def test_a_dataset_wants_its_folder(self, setup, monkeypatch, tmp_path, qtbot):
        choose(setup.source.kind, "folder")
        assert "Choose the folder" in setup.fault
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
        qtbot.mouseClick(setup.source.choose, Qt.MouseButton.LeftButton)
        assert setup.settings.source == SourceSettings("folder", str(tmp_path))

    def test_start_waits_for_the_check_list_and_asks_once(self, setup, qtbot):
        assert not setup.start.isEnabled()
        setup.show_outlook(READY)
        assert setup.start.isEnabled()
        setup.name.setText("my run")
        with qtbot.waitSignal(setup.startRequested) as asked:
            qtbot.mouseClick(setup.start, Qt.MouseButton.LeftButton)
        assert asked.args == [setup.settings, "my run"]
        setup.training.seed.setValue(5)
        assert not setup.start.isEnabled()  # another check list is due

    def test_what_forbids_is_shown_and_holds_start_back(self, setup):
        setup.show()
        setup.show_outlook(Outlook(obstacles=("Nothing is labelled.",)))
        assert setup.check.obstacles.text() == "Nothing is labelled."
        assert setup.check.obstacles.isVisible()
        assert not setup.start.isEnabled()
        assert setup.start.toolTip() == "Nothing is labelled."

    def test_the_check_list_says_what_it_does_not_know(self, setup):
        setup.show_outlook(READY)
        rows = dict(setup.check.rows.rows)
        assert rows["Frames"] == "80 train \N{MIDDLE DOT} 20 validate"
        assert rows["Gaps"] == "12 % without a label"
        assert rows["Faces"] == NOT_KNOWN
        assert rows["Time"] == "known after an epoch"
        assert rows["Memory"] == "about 3 MB and the network"


def followed(*events, state=RunState.GOING_ON, name="one", settings=SETTINGS, place=Path("runs")):
    return FollowedRun(RunFolder(place / name), state, RunCourse().after(events), settings)


def epoch(number, best=False):
    return EpochDone("together", number, 4, 0.5, CCC, CCC, best, 1.0)


BEGUN = (StageBegun("together", 1, 1, 8), Stepped("together", 1, 1, 2, 0.9, 61.0))


class TestRun:
    @pytest.fixture
    def page(self, qtbot):
        made = RunPage()
        qtbot.addWidget(made)
        made.show()
        return made

    def test_before_any_run_it_says_what_to_do(self, page):
        assert page.none.isVisible()
        assert not page.stop.isVisible()

    def test_preparing_has_a_share(self, page):
        page.show_run(followed(Preparing("b.mp4", 2, 4, 30, 60)))
        assert page.stage.text == "Preparing b.mp4 (2 of 4)"
        assert page.bar.value() / page.bar.maximum() == pytest.approx(1.5 / 4, abs=1e-3)

    def test_what_goes_on_can_be_stopped_in_two_ways(self, page, qtbot):
        page.show_run(followed(*BEGUN, epoch(1, best=True)))
        assert page.stage.text == "Together, epoch 1 of 4"
        assert page.left.text() == "1 min left"
        assert page.best.text() == "Best epoch 1: valence +0.50, arousal \N{EN DASH}"
        assert not page.use.isVisible()
        with qtbot.waitSignal(page.stopRequested):
            qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(page.cancelRequested):
            qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
        page.note_asked()
        assert not page.stop.isEnabled()
        assert "asked to end" in page.left.text()

    def test_an_interrupted_run_offers_to_go_on(self, page):
        page.show_run(followed(*BEGUN, epoch(1), state=RunState.INTERRUPTED))
        assert page.resume.isVisible()
        assert not page.stop.isVisible()
        assert "interrupted after 1 epoch" in page.stage.text.lower()
        page.show_run(followed(state=RunState.INTERRUPTED, settings=None))
        assert not page.resume.isVisible()

    def test_a_finished_run_offers_its_weights(self, page, tmp_path):
        end = Finished("stopped early", "best.safetensors", CCC, {})
        run = followed(epoch(1), end, state=RunState.FINISHED, place=tmp_path)
        page.show_run(run)
        assert not page.use.isVisible()  # the file is gone
        run.folder.path.mkdir(parents=True)
        run.folder.best.touch()
        page.show_run(run)
        assert page.use.isVisible()
        assert page.before_after.isVisible()
        assert not page.bar.isVisible()

    def test_the_log_grows_and_begins_anew_for_another_run(self, page):
        page.show_run(followed(Noticed("Out of memory: half the batch.")))
        page.show_run(followed(Noticed("Out of memory: half the batch."), epoch(1, best=True)))
        lines = page.log.toPlainText().splitlines()
        assert lines[0] == "Out of memory: half the batch."
        assert lines[1].endswith("the best so far.")
        assert len(lines) == 2
        page.show_run(followed(Noticed("Other."), name="two"))
        assert page.log.toPlainText() == "Other."

    def test_before_and_after_is_said_in_figures(self, page):
        found = BeforeAfter(
            "a", {"valence": 0.1, "arousal": None}, {"valence": 0.4, "arousal": 0.2}, 50, "test",
            ("demo", "one"),
        )  # fmt: skip
        page.before_after.show_figures(found)
        assert page.before_after.figures.rows == [
            ("valence", ("+0.10", "+0.40", "+0.30")),
            ("arousal", ("\N{EN DASH}", "+0.20", "\N{EN DASH}")),
        ]
        assert "50 held-out frames (test) of a" in page.before_after.said.text()


class TestRuns:
    @pytest.fixture
    def page(self, qtbot):
        made = RunsPage()
        qtbot.addWidget(made)
        made.show()
        return made

    def test_two_selected_runs_stand_side_by_side(self, page):
        page.show_runs(
            [
                followed(epoch(1, best=True), name=name, state=RunState.FINISHED)
                for name in ("a", "b", "c")
            ]
        )
        assert not page.chart.isVisible()
        page.list.item(0).setSelected(True)
        assert page.open.isEnabled()
        page.list.item(2).setSelected(True)
        assert not page.open.isEnabled()
        assert page.selected == ("a", "c")
        assert page.chart.isVisible()
        assert page.table.rows == (
            ("a", ("1", "+0.50", "\N{EN DASH}")),
            ("c", ("1", "+0.50", "\N{EN DASH}")),
        )
        assert not page.grab().isNull()

    def test_the_selection_stays_while_runs_go_on(self, page):
        page.show_runs([followed(name="a"), followed(name="b")])
        page.list.item(1).setSelected(True)
        page.show_runs([followed(epoch(1), name="a"), followed(epoch(1), name="b")])
        assert page.selected == ("b",)
        page.show_runs([followed(name="new"), followed(name="a"), followed(name="b")])
        assert page.selected == ("b",)

    def test_what_goes_on_is_not_deleted(self, page):
        page.show_runs([followed(name="a"), followed(name="b", state=RunState.CANCELLED)])
        page.list.item(1).setSelected(True)
        assert page.delete.isEnabled()
        page.list.item(0).setSelected(True)
        assert not page.delete.isEnabled()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Prepared({"training": 8, "validation": 2}, {}, {}, 0.25), "8 training, 2 validation"),
        (StageBegun("spatial", 1, 3, 16), "Stage 1 of 3: spatial, 16 a batch."),
        (Began({"valence": 0.5, "arousal": 0.25}), "Before training: validation valence +0.5"),
        (Finished("complete", "b", CCC, {}), "Finished (complete)"),
        (Finished("complete", "b", CCC, {"valence": 0.25, "arousal": 0.5}), "test valence +0.25"),
        (Ended("cancelled"), "no weights are kept"),
        (Ended("failed", "The disk is full."), "The disk is full."),
    ],
)
def test_events_are_told_in_words(event, words):
    assert words in event_text(event)
