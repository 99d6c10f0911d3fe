"""What researchers look at beside the curves, put together: its docks and controllers.

Its docks are closed until somebody asks for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.compare.compare_panel import ComparePanel
from app.ui.controllers.bands import BandsController
from app.ui.controllers.compare import CompareController
from app.ui.controllers.driving import DrivingController
from app.ui.controllers.features import FeaturesController
from app.ui.controllers.magnify import MagnifyController
from app.ui.controllers.motion import MotionController
from app.ui.controllers.motion_energy import MotionEnergyController
from app.ui.controllers.plane import PlaneController
from app.ui.driving.driving_panel import DrivingPanel
from app.ui.features.features_panel import FeaturesPanel
from app.ui.magnify.magnify_panel import MagnifyPanel
from app.ui.main_window import MainWindow
from app.ui.motion.motion_panel import MotionPanel
from app.ui.plane.plane_panel import PlanePanel
from app.ui.task_board import TaskBoard
from app.ui.timeline.timeline_view import TimelineView


@dataclass(frozen=True, slots=True)
class SeeingViews:
    """What is seen."""

    motion: MotionPanel
    magnify: MagnifyPanel
    plane: PlanePanel
    compare: ComparePanel
    driving: DrivingPanel
    features: FeaturesPanel

    @classmethod
    def made(cls, session: Session, actions: Actions) -> "SeeingViews":
        """All of them."""
        return cls(
            MotionPanel(session, actions),
            MagnifyPanel(session, actions),
            PlanePanel(session, actions),
            ComparePanel(session, actions),
            DrivingPanel(session, actions),
            FeaturesPanel(session, actions),
        )

    @property
    def docks(self) -> dict[str, QWidget]:
        """By the name of their dock."""
        return {
            "motion": self.motion,
            "magnify": self.magnify,
            "plane": self.plane,
            "compare": self.compare,
            "driving": self.driving,
            "features": self.features,
        }


@dataclass(frozen=True, slots=True)
class SeeingControllers:
    """What does the work; kept as long as the window."""

    motion: MotionController
    motion_energy: MotionEnergyController
    magnify: MagnifyController
    plane: PlaneController
    compare: CompareController
    bands: BandsController
    driving: DrivingController
    features: FeaturesController

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
        cache: Callable[[], Path],
    ) -> "SeeingControllers":
        """All of them.

        ``board`` shows their work, ``timeline`` holds their lanes, ``cache`` says where analyses
        are kept.
        """

        def show_band() -> None:
            window.show_dock("compare")
            views.compare.show_band()

        return cls(
            MotionController(
                session,
                views.motion,
                actions,
                board,
                window,
                reveal=lambda: window.show_dock("motion"),
            ),
            MotionEnergyController(session, timeline, actions, board, window, cache=cache),
            MagnifyController(
                session,
                views.magnify,
                actions,
                preferences,
                board,
                window,
                reveal=lambda: window.show_dock("magnify"),
            ),
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
            BandsController(
                session,
                views.compare.band,
                actions,
                preferences,
                board,
                window,
                cache=cache,
                reveal=show_band,
            ),
            DrivingController(
                session,
                views.driving,
                actions,
                board,
                window,
                cache=cache,
                reveal=lambda: window.show_dock("driving"),
            ),
            FeaturesController(
                session,
                views.features,
                timeline,
                actions,
                board,
                window,
                cache=cache,
                reveal=lambda: window.show_dock("features"),
            ),
        )
