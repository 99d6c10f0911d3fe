"""Which weights analyses use: chosen in the Analyse dock, taken from a run, rolled back.

The steps are remembered with the project; without one they last as long as the window.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from app.analysis.choices import SYSTEM_ROWS, AnalysisChoice
from app.core.errors import StudioError
from app.session.project_desk import ProjectDesk
from app.session.training import RUNS, TrainingDesk
from app.session.weights_in_use import WeightsInUse, WeightsSteps, weights_title
from app.ui.actions import Actions
from app.ui.notices import notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.training.run_page import RunPage

MEMORY = "weights in use"
SYSTEM = "mimamo"


class WeightsInUseController(QObject):
    """Keeps the Analyse dock, the steps and the memory of the project at one.

    Parameters
    ----------
    weights : WeightsInUse
        The steps.
    panel : AnalysePanel
        Where weights are chosen and shown with their caution.
    page : RunPage
        Where those of a run are taken.
    """

    def __init__(
        self,
        project: ProjectDesk,
        desk: TrainingDesk,
        weights: WeightsInUse,
        panel: AnalysePanel,
        page: RunPage,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._desk, self._weights = project, desk, weights
        self._panel, self._actions = panel, actions
        self._loading = self._choosing = False
        page.useRequested.connect(self.use_run)
        actions.on("use_run_weights", self.use_run)
        actions.on("roll_back_weights", self.roll_back)
        actions.on("use_weights_again", self.use_again)
        panel.choiceChanged.connect(self._on_choice)
        weights.changed.connect(self._on_weights)
        project.project_changed.connect(self._load)
        desk.run_changed.connect(self._enable)
        self._load()
        self._enable()

    def close(self) -> None:
        """What is in use stays as it is when the project closes with the window."""
        self._project.project_changed.disconnect(self._load)

    def use_run(self) -> None:
        """Use the weights of the run that is shown."""
        run = self._desk.shown
        if run is not None and run.has_weights:
            self._weights.use(str(run.folder.best))
            self._say()

    def roll_back(self) -> None:
        """Use the weights of before."""
        if self._weights.steps.before:
            self._weights.roll_back()
            self._say()

    def use_again(self) -> None:
        """Take a rolling back back."""
        if self._weights.steps.after:
            self._weights.use_again()
            self._say()

    def _say(self) -> None:
        steps = self._weights.steps
        back = f"; Roll back returns to “{weights_title(steps.before)}”" if steps.before else ""
        notices.note(f"Analyses use “{weights_title(steps.now)}” from now on{back}.")

    def _on_choice(self, choice: AnalysisChoice) -> None:
        if choice.system == SYSTEM and not self._loading and not self._choosing:
            self._weights.use(choice.weights or SYSTEM_ROWS[SYSTEM].weights)

    def _on_weights(self) -> None:
        self._choose(self._weights.steps.now)
        self._enable()
        project = self._project.project
        if not self._loading and project is not None and not project.read_only:
            try:
                project.remember(MEMORY, self._weights.steps.to_json())
            except StudioError as error:
                notices.error(str(error))

    def _load(self) -> None:
        """Another project is open: it is found with the weights it was left with."""
        self._loading = True
        try:
            self._weights.load(self._remembered() or WeightsSteps((self._own_choice(),)))
        finally:
            self._loading = False

    def _remembered(self) -> WeightsSteps | None:
        project = self._project.project
        if project is None:
            return None
        try:
            stored: Any = project.recall(MEMORY, None)
        except StudioError as error:
            notices.error(str(error))
            return None
        steps = WeightsSteps.from_json(stored) if isinstance(stored, dict) else WeightsSteps()
        return steps if steps.steps else None

    def _own_choice(self) -> str:
        """What the dock says, unless that was learnt in another project."""
        default, choice = SYSTEM_ROWS[SYSTEM].weights, self._panel.choice
        if choice.system != SYSTEM or not choice.weights:
            return default
        place = Path(choice.weights).parent.parent
        return default if place.name == RUNS and place != self._desk.place else choice.weights

    def _choose(self, weights: str) -> None:
        choice = self._panel.choice
        if not weights or (choice.system, choice.weights) == (SYSTEM, weights):
            return
        self._choosing = True  # the dock tells of each field that is set, and is half way then
        try:
            self._panel.choose(replace(choice, system=SYSTEM, weights=weights))
        finally:
            self._choosing = False

    def _enable(self) -> None:
        run, steps = self._desk.shown, self._weights.steps
        self._actions.enable("use_run_weights", run is not None and run.has_weights)
        self._actions.enable("roll_back_weights", bool(steps.before))
        self._actions.enable("use_weights_again", bool(steps.after))
