"""Where the window is put together: every view, every controller, and who hears whom."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.annotating import AnnotationControllers, AnnotationViews
from app.ui.controllers.analysis import AnalysisController
from app.ui.controllers.availability import Availability
from app.ui.controllers.dialogs import DialogsController
from app.ui.controllers.door import Door
from app.ui.controllers.evaluate import EvaluateController
from app.ui.controllers.export import ExportController
from app.ui.controllers.feature_export import FeatureExportController
from app.ui.controllers.in_use import InUse
from app.ui.controllers.keeping import PreferencesKeeper
from app.ui.controllers.opening import OpeningController
from app.ui.controllers.output import OutputController
from app.ui.controllers.picture import PictureController
from app.ui.controllers.playback import PlaybackController
from app.ui.controllers.project import ProjectController
from app.ui.controllers.project_closing import close_in_worker
from app.ui.controllers.project_keeping import ProjectKeeper
from app.ui.controllers.recordings import RecordingsController
from app.ui.controllers.restoring import RestoringController
from app.ui.controllers.results import Results
from app.ui.controllers.sound import SoundController
from app.ui.controllers.subjects import SubjectsController
from app.ui.controllers.timeline import TimelineController
from app.ui.controllers.waveform import WaveformController
from app.ui.controllers.weights import WeightsController
from app.ui.controllers.whereabouts import WhereaboutsController
from app.ui.key_sharing import KeySharing
from app.ui.learning import LearningControllers, LearningViews
from app.ui.main_window import MainWindow
from app.ui.notices import Notices, notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.panels.recordings_panel import RecordingsPanel
from app.ui.seeing import SeeingControllers, SeeingViews
from app.ui.task_board import TaskBoard
from app.ui.tasks import stop_tasks
from app.ui.timeline.segment_lane import SegmentLane
from app.ui.timeline.timeline_view import TimelineView
from app.ui.turns import turns
from app.ui.video.player_view import PlayerView


@dataclass(frozen=True, slots=True)
class Views:
    """What is seen."""

    player: PlayerView
    timeline: TimelineView
    recordings: RecordingsPanel
    analyse: AnalysePanel
    annotation: AnnotationViews
    seeing: SeeingViews
    learning: LearningViews


@dataclass(frozen=True, slots=True)
class Controllers:
    """What does the work; kept as long as the window."""

    availability: Availability
    playback: PlaybackController
    picture: PictureController
    sound: SoundController
    timeline: TimelineController
    waveform: WaveformController
    results: Results
    opening: OpeningController
    analysis: AnalysisController
    recordings: RecordingsController
    weights: WeightsController
    export: ExportController
    output: OutputController
    feature_export: FeatureExportController
    dialogs: DialogsController
    keeper: PreferencesKeeper
    in_use: InUse
    restoring: RestoringController
    projects: ProjectController
    project_keeper: ProjectKeeper
    whereabouts: WhereaboutsController
    door: Door
    subjects: SubjectsController
    evaluate: EvaluateController
    annotation: AnnotationControllers
    seeing: SeeingControllers
    learning: LearningControllers


@dataclass(frozen=True, slots=True)
class Studio:
    """The whole window, with its parts in reach of tests."""

    window: MainWindow
    session: Session
    desk: ProjectDesk
    actions: Actions
    preferences: Preferences
    board: TaskBoard
    views: Views
    controllers: Controllers


def assemble(session: Session, preferences: Preferences, hub: Notices = notices) -> Studio:
    """Make the window and everything in it; nothing is open yet."""
    actions = Actions(preferences)
    desk = ProjectDesk(session, close_in_worker)
    views = Views(
        PlayerView(session, actions),
        TimelineView(session, actions, extra_lanes=(SegmentLane(),)),
        RecordingsPanel(session, actions),
        AnalysePanel(session, actions),
        AnnotationViews.made(session, actions),
        SeeingViews.made(session, actions),
        LearningViews.made(desk, actions),
    )
    window = MainWindow(
        session,
        actions,
        preferences,
        player=views.player,
        timeline=views.timeline,
        panels={
            "recordings": views.recordings,
            "analyse": views.analyse,
            **views.annotation.docks,
            **views.seeing.docks,
            **views.learning.docks,
        },
        hub=hub,
    )
    actions.setParent(window)
    board = TaskBoard(window)
    controllers = _controllers(window, session, desk, actions, preferences, board, views, hub)
    studio = Studio(window, session, desk, actions, preferences, board, views, controllers)
    _connect(studio)
    window.keep(studio)
    for sentence in preferences.notices:
        hub.note(sentence)
    return studio


def compose(session: Session, preferences: Preferences) -> MainWindow:
    """The window of the program."""
    return assemble(session, preferences).window


def _controllers(
    window: MainWindow,
    session: Session,
    desk: ProjectDesk,
    actions: Actions,
    preferences: Preferences,
    board: TaskBoard,
    views: Views,
    hub: Notices,
) -> Controllers:
    def cache() -> Path:
        return desk.cache or cache_folder()

    results = Results(session)
    opening = OpeningController(session, actions, preferences, board, window)
    analysis = AnalysisController(session, actions, board, results, window, cache)
    projects = ProjectController(session, desk, actions, preferences, board, window)
    player, timeline, panel = views.player, views.timeline, views.analyse
    return Controllers(
        availability=Availability(session, actions),
        playback=PlaybackController(session, player, actions, window),
        picture=PictureController(session, player, actions, hub, window),
        sound=SoundController(session, player, actions, preferences, hub, parent=window),
        timeline=TimelineController(session, timeline, actions, preferences, window),
        waveform=WaveformController(session, timeline, window),
        results=results,
        opening=opening,
        analysis=analysis,
        recordings=RecordingsController(
            session, views.recordings, panel, opening, analysis, results
        ),
        weights=WeightsController(panel, actions, preferences, board),
        export=ExportController(session, actions, preferences, board, window),
        output=OutputController(
            session,
            timeline,
            player.picture,
            {n: (window.docks[n].windowTitle(), w) for n, w in views.seeing.docks.items()},
            actions,
            preferences,
            board,
            window,
        ),
        feature_export=FeatureExportController(
            session, actions, preferences, board, window, cache=cache
        ),
        dialogs=DialogsController(window, session, actions, preferences, board, hub),
        keeper=PreferencesKeeper(preferences, hub, window),
        in_use=InUse(session, panel, window.status),
        restoring=RestoringController(session, opening, analysis, cache, window),
        projects=projects,
        project_keeper=ProjectKeeper(session, desk, actions, preferences, board, window),
        whereabouts=WhereaboutsController(session, desk, board, window),
        door=Door(session, opening, projects),
        subjects=SubjectsController(session, desk, views.recordings),
        evaluate=EvaluateController(desk, actions, preferences, board, window, cache),
        annotation=AnnotationControllers.made(
            session, desk, actions, preferences, views.annotation, timeline, board, window
        ),
        seeing=SeeingControllers.made(
            session, actions, preferences, board, views.seeing, timeline, window, cache
        ),
        learning=LearningControllers.made(
            session,
            desk,
            actions,
            views.learning,
            panel,
            board,
            results,
            window,
            open_paths=opening.open_paths,
            cache=cache,
            is_busy=lambda: analysis.running,
        ),
    )


def _connect(studio: Studio) -> None:
    window, views, controllers = studio.window, studio.views, studio.controllers
    in_use = controllers.in_use
    window.pathsDropped.connect(controllers.door.open_paths)
    window.recentChosen.connect(controllers.door.open)
    controllers.door.lead_annotations_to(controllers.annotation.importing.import_paths)
    window.status.cancelRequested.connect(studio.board.cancel)
    studio.board.changed.connect(window.status.show_task)
    views.analyse.runRequested.connect(controllers.analysis.run)
    views.analyse.cancelRequested.connect(controllers.analysis.cancel)
    controllers.analysis.stateChanged.connect(views.analyse.show_state)
    views.analyse.choiceChanged.connect(lambda _: in_use.show_choice())
    views.analyse.cardWanted.connect(lambda *_: in_use.show_choice())
    views.annotation.tracks.exportRequested.connect(controllers.export.export_csv)
    views.recordings.removeRequested.connect(studio.desk.remove)
    controllers.results.kept.connect(studio.desk.store_predictions)
    studio.desk.project_changed.connect(
        lambda: window.name_project(studio.desk.name, bool(studio.desk.read_only))
    )
    in_use.show_choice()
    window.guard_closing(lambda: _under_way(studio), lambda: _stop(studio))
    application = QApplication.instance()
    if isinstance(application, QApplication):
        KeySharing(window).follow(application)


def _under_way(studio: Studio) -> str:
    return "An analysis is under way." if studio.controllers.analysis.running else ""


def _stop(studio: Studio) -> None:
    studio.desk.dispose = lambda project: project.close()  # nothing runs on after the window
    turns.flush()  # a project that is half open, above all
    studio.controllers.picture.close()
    studio.controllers.sound.close()
    studio.controllers.learning.close()
    stop_tasks()
    studio.desk.close()
    studio.controllers.keeper.flush()
