"""Train > Evaluate weights: the dialog, and what it asks for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.core.errors import OutputError
from app.session.project_desk import ProjectDesk
from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.training.evaluation.order import EvaluationOrder
from app.training.evaluation.outputs import refuse_existing
from app.ui.actions import Actions
from app.ui.controllers.evaluate_work import evaluated, written
from app.ui.evaluation.evaluate_dialog import EvaluateDialog
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task


class EvaluateController(QObject):
    """Shows the dialog, runs evaluations in a worker, writes what was found.

    Parameters
    ----------
    desk : ProjectDesk
        Says which project is open.
    actions : Actions
        ``evaluate``.
    preferences : Preferences
        Where files were written last.
    board : TaskBoard
        Work is done on it.
    window : QWidget
        The dialog stays beside it.
    cache : callable
        Where analyses are kept.
    """

    def __init__(
        self,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
        cache: Callable[[], Path] = cache_folder,
    ) -> None:
        super().__init__(window)
        self._desk, self._preferences, self._board = desk, preferences, board
        self._window, self._cache = window, cache
        self._dialog: EvaluateDialog | None = None
        self._task: Task | None = None
        actions.on("evaluate", self.show)
        desk.project_changed.connect(self._tell_project)

    @property
    def dialog(self) -> EvaluateDialog:
        """The dialog, made when it is first wanted."""
        if self._dialog is None:
            self._dialog = EvaluateDialog(self._window)
            self._dialog.runRequested.connect(self.evaluate)
            self._dialog.cancelRequested.connect(self.cancel)
            self._dialog.saveRequested.connect(self.save)
            self._tell_project()
        return self._dialog

    def show(self) -> None:
        """Bring the dialog to the front; it keeps what it showed."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def evaluate(self, order: EvaluationOrder) -> None:
        """Begin, unless one is under way."""
        if self._task is not None:
            return
        cache = self._cache()
        self.dialog.show_running(running=True)
        self._task = self._board.run(
            f"Evaluating {', '.join(Path(name).name for name in order.weights)}",
            lambda: evaluated(order, cache),
            on_progress=lambda step: self.dialog.show_progress(step.text, step.share),
            on_done=self.dialog.show_evaluation,
            on_error=self._fail,
        )
        self._task.ended.connect(self._on_ended)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._task is not None:
            self._task.cancel()

    def save(self, folder: Path | None = None) -> None:
        """Write what is shown; asks for the folder, and before anything is replaced."""
        found = self.dialog.evaluation
        target = folder or self._ask_folder()
        if found is None or target is None or not self._may_write(target):
            return
        self._preferences.set("last_folder", str(target))
        self._board.run(
            "Writing the evaluation",
            partial(written, found, target),
            on_done=lambda paths: notices.note(
                f"{', '.join(path.name for path in paths)} written to {target}."
            ),
            on_error=notices.error,
        )

    def _may_write(self, folder: Path) -> bool:
        try:
            refuse_existing(folder)
        except OutputError:
            answer = QMessageBox.question(
                self.dialog,
                "Replace files?",
                f"{folder.name} holds an evaluation already. Replace it?",
            )
            return answer is QMessageBox.StandardButton.Yes
        return True

    def _ask_folder(self) -> Path | None:
        start = self._preferences.get("last_folder")
        name = QFileDialog.getExistingDirectory(self.dialog, "Save page and tables into", start)
        return Path(name) if name else None

    def _fail(self, sentence: str, details: str) -> None:
        self.dialog.show_fault(sentence)
        notices.error(sentence, details)

    def _on_ended(self) -> None:
        self._task = None
        self.dialog.show_running(running=False)

    def _tell_project(self) -> None:
        if self._dialog is not None:
            project = self._desk.project
            self._dialog.source.set_project(project.folder if project else None, self._desk.name)
