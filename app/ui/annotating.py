"""The half of the window that annotators live in, put together: its panels and controllers."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.session.live_rating import LiveRating
from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings.login import login_name
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.curve_tools import CurveToolsController
from app.ui.controllers.exporting_annotations import AnnotationExportController
from app.ui.controllers.exporting_project import ProjectExportController
from app.ui.controllers.history import HistoryController
from app.ui.controllers.importing import ImportController
from app.ui.controllers.range_edits import RangeEditsController
from app.ui.controllers.rating import RatingController
from app.ui.controllers.segments import SegmentsController
from app.ui.controllers.tracks import TracksController
from app.ui.main_window import MainWindow
from app.ui.panels.history_panel import HistoryPanel
from app.ui.panels.segments_panel import SegmentsPanel
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.rating.rating_panel import RatingPanel
from app.ui.task_board import TaskBoard
from app.ui.timeline.timeline_view import TimelineView


@dataclass(frozen=True, slots=True)
class AnnotationViews:
    """What is seen of annotations beside the timeline."""

    tracks: TracksPanel
    segments: SegmentsPanel
    history: HistoryPanel
    rating: RatingPanel
    take: LiveRating

    @classmethod
    def made(cls, session: Session, actions: Actions) -> "AnnotationViews":
        """All of them."""
        take = LiveRating(session.playback, session.annotations)
        return cls(
            TracksPanel(session, actions),
            SegmentsPanel(session, actions),
            HistoryPanel(session, actions),
            RatingPanel(session, take, actions),
            take,
        )

    @property
    def docks(self) -> dict[str, QWidget]:
        """By the name of their dock."""
        return {
            "tracks": self.tracks,
            "rating": self.rating,
            "segments": self.segments,
            "history": self.history,
        }


@dataclass(frozen=True, slots=True)
class AnnotationControllers:
    """What edits; kept as long as the window."""

    tracks: TracksController
    tools: CurveToolsController
    ranges: RangeEditsController
    segments: SegmentsController
    history: HistoryController
    rating: RatingController
    importing: ImportController
    exporting: AnnotationExportController
    exporting_project: ProjectExportController

    @classmethod
    def made(
        cls,
        session: Session,
        desk: ProjectDesk,
        actions: Actions,
        preferences: Preferences,
        views: AnnotationViews,
        timeline: TimelineView,
        board: TaskBoard,
        window: MainWindow,
    ) -> "AnnotationControllers":
        """All of them, hearing each other."""
        session.annotations.work_as(preferences.get("rater") or login_name())
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
        ranges = RangeEditsController(session, actions, window, window)
        ranges.yield_to(views.take)
        importing = ImportController(session, desk, actions, preferences, board, window)
        exporting = AnnotationExportController(session, actions, preferences, board, window)
        views.tracks.importRequested.connect(importing.choose)
        views.tracks.annotationExportRequested.connect(exporting.ask)
        return cls(
            tracks,
            CurveToolsController(session, timeline, actions, window),
            ranges,
            SegmentsController(session, timeline, views.segments, actions, window),
            HistoryController(session, views.history, actions, preferences, window),
            RatingController(
                session,
                views.take,
                views.rating,
                actions,
                window,
                reveal=lambda: window.show_dock("rating"),
            ),
            importing,
            exporting,
            ProjectExportController(desk, actions, preferences, board, window),
        )
