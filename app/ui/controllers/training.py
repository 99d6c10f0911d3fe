"""Training runs: started in a process of their own, followed, stopped, resumed.

A run lives without the window: it is followed by its folder, whoever started it, and closing the
window ends the following only.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.session.training import TrainingDesk
from app.training.following import FollowedRun
from app.training.launch import complaints
from app.training.run_course import RunState
from app.training.run_folder import RunFolder
from app.training.settings import TrainingSettings
from app.ui.actions import Actions
from app.ui.controllers.training_work import asked, deleted, listed, resumed, started
from app.ui.dialogs.ask import AskDialog
from app.ui.dialogs.parts import show_over
from app.ui.notices import notices
from app.ui.task_board import Job, TaskBoard
from app.ui.tasks import Task, Work, run_task
from app.ui.training.training_panel import Page, TrainingPanel
from app.ui.training.words import share_done, stage_text

_ENDED = {
    RunState.FINISHED: "The training {} is finished; see Train for its figures.",
    RunState.CANCELLED: "The training {} was cancelled; no weights are kept.",
    RunState.FAILED: "{}",
    RunState.INTERRUPTED: "The training {} was interrupted; Train > Resume lets it go on.",
}


class TrainingController(QObject):
    """What stands behind Start, Stop early, Cancel and Resume.

    Parameters
    ----------
    desk : TrainingDesk
        Told what runs tell.
    panel : TrainingPanel
        Says what is wanted.
    board : TaskBoard
        Runs that go on are on it; they are ended in the dock, not there.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        desk: TrainingDesk,
        panel: TrainingPanel,
        actions: Actions,
        board: TaskBoard,
        window: QWidget | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._desk, self._panel, self._actions = desk, panel, actions
        self._board, self._window, self._reveal = board, window, reveal
        self._followed: dict[RunFolder, Task] = {}
        self._listing: Task | None = None
        self.question: AskDialog | None = None
        self._connect()
        self.refresh()
        self._enable()

    # What is wanted.

    def start(self, settings: TrainingSettings, name: str) -> None:
        """Start a run."""
        folder = RunFolder(self._desk.place / self._desk.free_name(_file_name(name)))
        self._follow(folder, lambda: started(folder, settings))
        self._desk.show(folder.name)
        self._show(Page.PROGRESS)

    def resume(self) -> None:
        """Let the run that is shown go on."""
        run = self._desk.shown
        if run is not None and run.can_resume and run.folder not in self._followed:
            self._follow(run.folder, lambda: resumed(run.folder))
            self._show(Page.PROGRESS)

    def stop_early(self) -> None:
        """End the run that is shown and keep its best weights."""
        run = self._desk.shown
        if run is not None and run.state is RunState.GOING_ON:
            self._panel.run.note_asked()
            run_task(lambda: asked(run.folder, keep=True), on_error=notices.error)

    def cancel(self) -> None:
        """Ask, then end the run that is shown and keep nothing."""
        run = self._desk.shown
        if run is None or run.state is not RunState.GOING_ON:
            return
        self._ask(
            f"Cancel the training {run.name}?",
            "Everything it has learnt is discarded. Stop early, instead, keeps the best weights.",
            "Cancel the training",
            "Let it go on",
            lambda: self._cancel(run.folder),
        )

    def delete(self, names: Sequence[str]) -> None:
        """Ask, then delete runs."""
        folders = [run.folder for name in names if (run := self._desk.run(name)) is not None]
        if not folders:
            return
        what = f"the run {names[0]}" if len(names) == 1 else f"{len(names)} runs"
        self._ask(
            f"Delete {what}?",
            "Weights, curves and the log are deleted for good; predictions made with them stay.",
            "Delete",
            "Keep",
            lambda: self._board.run(
                f"Deleting {what}",
                lambda: deleted(folders),
                on_done=lambda _: self._forget(folders),
                on_error=self._failed,
            ),
        )

    def _forget(self, folders: Sequence[RunFolder]) -> None:
        for folder in folders:
            self._desk.forget(folder.name)
        self.refresh()  # a list that was being read meanwhile may hold what is gone

    def refresh(self) -> None:
        """Read the list of runs anew, and follow those that go on."""
        place = self._desk.place
        if self._listing is not None:
            self._listing.cancel()
        self._listing = run_task(
            lambda: listed(place), on_done=self._on_list, on_error=notices.error
        )

    def close(self) -> None:
        """Let go of everything; runs go on without the window."""
        self._desk.place_changed.disconnect(self._on_place)
        self._let_go()

    # How it works.

    def _connect(self) -> None:
        panel, actions = self._panel, self._actions
        panel.setup.startRequested.connect(self.start)
        panel.run.stopRequested.connect(self.stop_early)
        panel.run.cancelRequested.connect(self.cancel)
        panel.run.resumeRequested.connect(self.resume)
        panel.runs.deleteRequested.connect(self.delete)
        panel.pageChanged.connect(self._on_page)
        actions.on("new_training", lambda: self._show(Page.NEW))
        actions.on("show_training", lambda: self._show(Page.PROGRESS))
        actions.on("show_runs", lambda: self._show(Page.RUNS))
        actions.on("stop_training", self.stop_early)
        actions.on("cancel_training", self.cancel)
        actions.on("resume_training", self.resume)
        self._desk.place_changed.connect(self._on_place)
        self._desk.run_changed.connect(self._enable)

    def _show(self, page: Page) -> None:
        self._reveal()
        self._panel.show_page(page)

    def _follow(self, folder: RunFolder, work: Work) -> None:
        job = self._board.begin(f"Training {folder.name}")
        task = self._followed[folder] = run_task(
            work,
            on_progress=lambda run: self._hear(run, job),
            on_done=self._on_end,
            on_error=self._failed,
        )
        task.ended.connect(job.end)
        task.ended.connect(lambda: self._followed.pop(folder, None))

    def _hear(self, run: FollowedRun | None, job: Job) -> None:
        if run is None:
            return
        job.update(stage_text(run), share_done(run.course), run.course.seconds_left)
        self._take(run)

    def _on_end(self, run: FollowedRun) -> None:
        self._take(run)
        if run.state is RunState.FAILED:
            sentence = getattr(run.course.end, "sentence", "")
            notices.error(sentence or f"The training {run.name} failed.", complaints(run.folder))
        elif run.state is RunState.INTERRUPTED:
            notices.error(_ENDED[run.state].format(run.name), complaints(run.folder))
        else:
            notices.note(_ENDED[run.state].format(run.name))

    def _take(self, run: FollowedRun) -> None:
        if run.folder.path.parent == self._desk.place:
            self._desk.take(run)

    def _on_list(self, runs: Sequence[FollowedRun]) -> None:
        self._desk.take_all(runs)
        for run in runs:
            if run.state is RunState.GOING_ON and run.folder not in self._followed:
                self._follow(run.folder, partial(resumed, run.folder))

    def _on_page(self, page: int) -> None:
        if page == Page.RUNS:
            self.refresh()

    def _on_place(self) -> None:
        """Runs of the place before go on, and are not followed any more."""
        self._let_go()
        self.refresh()

    def _let_go(self) -> None:
        for task in self._followed.values():
            task.cancel()

    def _cancel(self, folder: RunFolder) -> None:
        self._panel.run.note_asked()
        run_task(lambda: asked(folder, keep=False), on_error=notices.error)

    def _failed(self, sentence: str, details: str) -> None:
        notices.error(sentence, details)
        self.refresh()

    def _ask(self, text: str, more: str, ahead: str, stay: str, then: Callable[[], object]) -> None:
        self.question = AskDialog(text, more, ahead, stay, self._window)
        self.question.accepted.connect(then)
        show_over(self.question)

    def _enable(self) -> None:
        run = self._desk.shown
        going_on = run is not None and run.state is RunState.GOING_ON
        self._actions.enable("stop_training", going_on)
        self._actions.enable("cancel_training", going_on)
        self._actions.enable("resume_training", run is not None and run.can_resume)


def _file_name(name: str) -> str:
    """A name that is a folder's on every system."""
    kept = "".join(sign if sign.isalnum() or sign in " -_." else "-" for sign in name)
    return kept.strip(" .") or "run"
