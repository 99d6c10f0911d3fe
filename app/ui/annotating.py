"""The half of the window that annotators live in, put together: its panels and controllers."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.curve_tools import CurveToolsController
from app.ui.controllers.history import HistoryController
from app.ui.controllers.range_edits import RangeEditsController
from app.ui.controllers.segments import SegmentsController
from app.ui.controllers.tracks import TracksController
from app.ui.panels.history_panel import HistoryPanel
from app.ui.panels.segments_panel import SegmentsPanel
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.timeline.timeline_view import TimelineView


@dataclass(frozen=True, slots=True)
class AnnotationViews:
    """What is seen of annotations beside the timeline."""

    tracks: TracksPanel
    segments: SegmentsPanel
    history: HistoryPanel

    @classmethod
    def made(cls, session: Session, actions: Actions) -> "AnnotationViews":
        """All of them."""
        return cls(
            TracksPanel(session, actions),
            SegmentsPanel(session, actions),
            HistoryPanel(session, actions),
        )

    @property
    def docks(self) -> dict[str, QWidget]:
        """By the name of their dock."""
        return {"tracks": self.tracks, "segments": self.segments, "history": self.history}


@dataclass(frozen=True, slots=True)
class AnnotationControllers:
    """What edits; kept as long as the window."""

    tracks: TracksController
    tools: CurveToolsController
    ranges: RangeEditsController
    segments: SegmentsController
    history: HistoryController

    @classmethod
    def made(
        cls,
        session: Session,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        views: AnnotationViews,
        timeline: TimelineView,
        window: QWidget,
    ) -> "AnnotationControllers":
        """All of them, hearing each other."""
        tracks = TracksController(
            session,
            views.tracks,
            actions,
            preferences,
            save_schemes=desk.save_schemes,
            known_raters=lambda: desk.raters,
            documents=desk.documents,
            parent=window,
        )
        return cls(
            tracks,
            CurveToolsController(session, timeline, actions, window),
            RangeEditsController(session, actions, window, window),
            SegmentsController(session, timeline, views.segments, actions, window),
            HistoryController(session, views.history, actions, preferences, window),
        )
