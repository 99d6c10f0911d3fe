"""What researchers look at beside the curves, put together: its docks and controllers.

Its docks are closed until somebody asks for them.
"""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.compare.compare_panel import ComparePanel
from app.ui.controllers.compare import CompareController
from app.ui.controllers.plane import PlaneController
from app.ui.main_window import MainWindow
from app.ui.plane.plane_panel import PlanePanel
from app.ui.task_board import TaskBoard
from app.ui.timeline.timeline_view import TimelineView


@dataclass(frozen=True, slots=True)
class SeeingViews:
    """What is seen."""

    plane: PlanePanel
    compare: ComparePanel

    @classmethod
    def made(cls, session: Session, actions: Actions) -> "SeeingViews":
        """All of them."""
        return cls(PlanePanel(session, actions), ComparePanel(session, actions))

    @property
    def docks(self) -> dict[str, QWidget]:
        """By the name of their dock."""
        return {"plane": self.plane, "compare": self.compare}


@dataclass(frozen=True, slots=True)
class SeeingControllers:
    """What does the work; kept as long as the window."""

    plane: PlaneController
    compare: CompareController

    @classmethod
    def made(
        cls,
        session: Session,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        views: SeeingViews,
        timeline: TimelineView,
        window: MainWindow,
    ) -> "SeeingControllers":
        """All of them; ``board`` shows their work, ``timeline`` holds their lanes."""
        return cls(
            PlaneController(
                session,
                views.plane,
                actions,
                preferences,
                window,
                reveal=lambda: window.show_dock("plane"),
            ),
            CompareController(
                session,
                views.compare,
                actions,
                window,
                reveal=lambda: window.show_dock("compare"),
            ),
        )
