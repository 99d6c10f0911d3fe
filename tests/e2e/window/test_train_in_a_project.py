"""A researcher's afternoon: two annotated recordings, weights fine-tuned on them in a process that
is killed once and stopped early, old and new curves side by side, the new weights used, rolled
back, and found again by another window. Then a training that is cancelled."""

import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve
from app.core.scheme import DEFAULT_SCHEMES
from app.training.run_course import RunState
from app.training.run_lock import is_held
from app.ui.tasks import stop_tasks
from app.ui.training.training_panel import Page
from tests.e2e.window.conftest import Story
from tests.e2e.window.test_annotate_a_project import make_project, open_annotated
from tests.support.synthetic_study import SEEDS, write_faint

SECONDS = 6.0
RATER = "Anna"
pytestmark = [
    pytest.mark.timeout(900),  # as long as it takes on a machine that does much else
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX"),
]


class Trainer:
    """The Train dock of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        views = story.studio.views.learning
        self.panel, self.desk, self.weights = views.panel, views.desk, views.weights
        self.actions = story.studio.actions

    @property
    def run(self):
        return self.desk.shown

    @property
    def epochs(self) -> int:
        return len(self.run.course.epochs) if self.run is not None else 0

    def until(self, is_so) -> None:
        self.story.until(lambda: bool(is_so()), timeout=600_000)

    def until_state(self, state: RunState) -> None:
        self.until(lambda: self.run is not None and self.run.state is state)

    def put_together(self, name: str) -> None:
        """Passages of both, few epochs, no views but the plain one."""
        self.actions["new_training"].trigger()
        setup = self.panel.setup
        self.choose(setup.split.kind, "passages")
        setup.split.validation.setValue(40)
        setup.training.augment.setChecked(False)
        setup.name.setText(name)
        self.until(lambda: setup.start.isEnabled())

    def choose(self, box, value) -> None:
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def start(self) -> None:
        self.story.click(self.panel.setup.start)
        self.until(lambda: self.run is not None and is_held(self.run.folder))


def annotate(story: Story, values) -> None:
    """What the face shows, as a rater's curves."""
    notes = story.session.annotations
    notes.work_as(RATER)
    for column, name in enumerate(("valence", "arousal")):
        document, track = new_curve(notes.document, DEFAULT_SCHEMES.dimension(name), rater=RATER)
        document = with_values(document, track, values[:, column])
        notes.commit(document, kind="take", summary=f"Rated {name}", track=track)


def two_annotated(story: Story, folder: Path) -> list[Path]:
    """A project with two recordings of two people."""
    make_project(story, folder / "study")
    paths = []
    for seed in SEEDS:
        path = folder / f"{seed}.mp4"
        values = write_faint(seed, path, SECONDS)
        open_annotated(story, path)
        annotate(story, values)
        paths.append(path)
    for path in paths:
        story.studio.desk.set_subject([path], path.stem)
    return paths


def process_of(run) -> int:
    """The number of the process that trains in a folder, as the system knows it."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.is_dir() else []
            if str(run.folder.path).encode() in words:
                return int(entry.name)
    raise LookupError("there is no process of that run")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are found in /proc")
def test_fine_tune_kill_resume_stop_compare_use_and_roll_back(story, begin, tmp_path, monkeypatch):
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    paths = two_annotated(story, tmp_path)
    trainer = Trainer(story)
    trainer.put_together("faint")
    check = trainer.panel.setup.check.found
    assert check.labels == {"training": 216, "validation": 144, "test": 0}
    assert check.gaps == 0
    trainer.start()
    assert trainer.run.folder.path == tmp_path / "study" / "runs" / "faint"

    # Killed after its first epoch, it goes on from there.
    trainer.until(lambda: trainer.epochs >= 1)
    first = trainer.run.course.epochs[0]
    os.kill(process_of(trainer.run), signal.SIGKILL)
    trainer.until_state(RunState.INTERRUPTED)
    story.click(trainer.panel.run.resume)
    trainer.until(lambda: trainer.epochs >= 3)
    assert trainer.run.course.epochs[0] == first

    # Stopped early, it keeps the best.
    story.click(trainer.panel.run.stop)
    trainer.until_state(RunState.FINISHED)
    assert trainer.run.course.end.reason == "stopped early"
    assert trainer.run.has_weights

    # Before and after, on the end of the first recording.
    view = trainer.panel.run.before_after
    trainer.until(view.ask.isEnabled)
    view.recordings.setCurrentIndex(view.recordings.findText(paths[0].name))
    story.click(view.ask)
    trainer.until(lambda: view.figures.found is not None)
    found = view.figures.found
    assert found.frames > 50
    assert mean(found.after) > mean(found.before) + 0.05
    story.until(lambda: story.session.recording.path == paths[0])
    trainer.until(lambda: len(story.session.tracks.of("arousal")) == 2)
    labels = {shown.label for shown in story.session.tracks.of("arousal")}
    assert len(labels) == 2
    assert all(shown.caution for shown in story.session.tracks)  # not validated on people

    # Used, rolled back, used again.
    analyse = story.analyse
    best = str(trainer.run.folder.best)
    story.click(trainer.panel.run.use)
    assert analyse.choice.weights == best
    assert analyse.weights.box.currentText() == "faint"
    assert analyse.weights.band.text
    story.click(trainer.panel.roll_back)
    assert analyse.choice.weights == "mimamo-demo"
    story.click(trainer.panel.use_again)
    assert analyse.choice.weights == best

    # Another training is cancelled and leaves nothing.
    trainer.put_together("faint")
    trainer.start()
    assert trainer.run.name == "faint 2"
    story.click(trainer.panel.run.cancel)
    story.click(story.studio.controllers.learning.training.question.ahead)
    trainer.until_state(RunState.CANCELLED)
    assert not trainer.run.has_weights

    # Another window finds all of it.
    story.window.close()
    stop_tasks()
    monkeypatch.undo()
    monkeypatch.setenv("MIMAMO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    again = begin()
    again.studio.controllers.projects.open(tmp_path / "study")
    other = Trainer(again)
    other.until(lambda: len(other.desk.runs) == 2)
    states = {run.name: run.state for run in other.desk.runs}
    assert states == {"faint": RunState.FINISHED, "faint 2": RunState.CANCELLED}
    assert again.analyse.choice.weights == best
    other.panel.show_page(Page.RUNS)
    other.panel.runs.list.selectAll()
    assert other.panel.runs.chart.isVisibleTo(other.panel.runs)
    again.open(paths[1])
    again.until(lambda: again.session.annotations.is_open)
    assert len(again.session.annotations.document.curves) == 2


def mean(ccc) -> float:
    return float(np.mean(list(ccc.values())))
