"""Training in the window, put together: its dock, its controllers, and which weights are in use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.session.training import TrainingDesk
from app.session.weights_in_use import WeightsInUse
from app.ui.actions import Actions
from app.ui.controllers.before_after import BeforeAfterController
from app.ui.controllers.results import Results
from app.ui.controllers.training import TrainingController
from app.ui.controllers.training_outlook import OutlookController
from app.ui.controllers.weights_in_use import WeightsInUseController
from app.ui.main_window import MainWindow
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.task_board import TaskBoard
from app.ui.training.training_panel import TrainingPanel


@dataclass(frozen=True, slots=True)
class LearningViews:
    """What is seen of training, and what it shows."""

    panel: TrainingPanel
    desk: TrainingDesk
    weights: WeightsInUse

    @classmethod
    def made(cls, project: ProjectDesk, actions: Actions) -> "LearningViews":
        """All of them."""
        desk, weights = TrainingDesk(project), WeightsInUse()
        return cls(TrainingPanel(desk, weights, actions), desk, weights)

    @property
    def docks(self) -> dict[str, QWidget]:
        """By the name of their dock."""
        return {"train": self.panel}


@dataclass(frozen=True, slots=True)
class LearningControllers:
    """What does the work; kept as long as the window."""

    training: TrainingController
    outlook: OutlookController
    weights: WeightsInUseController
    before_after: BeforeAfterController

    def close(self) -> None:
        """Follow nothing any more, the closing of the project included; runs go on."""
        self.training.close()
        self.outlook.close()
        self.weights.close()

    @classmethod
    def made(
        cls,
        session: Session,
        project: ProjectDesk,
        actions: Actions,
        views: LearningViews,
        analyse: AnalysePanel,
        board: TaskBoard,
        results: Results,
        window: MainWindow,
        *,
        open_paths: Callable[[Sequence[Path]], object],
        cache: Callable[[], Path],
        is_busy: Callable[[], bool],
    ) -> "LearningControllers":
        """All of them.

        ``open_paths`` opens recordings, ``cache`` says where analyses are kept, ``is_busy`` whether
        one goes on.
        """
        panel, desk, weights = views.panel, views.desk, views.weights
        return cls(
            TrainingController(
                desk, panel, actions, board, window, reveal=lambda: window.show_dock("train")
            ),
            OutlookController(project, desk, weights, panel, board, window),
            WeightsInUseController(project, desk, weights, analyse, panel.run, actions, window),
            BeforeAfterController(
                session,
                desk,
                weights,
                panel.run,
                actions,
                board,
                results,
                window,
                open_paths=open_paths,
                cache=cache,
                is_busy=is_busy,
            ),
        )
