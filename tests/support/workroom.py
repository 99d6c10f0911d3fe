"""The panels and controllers of the work rooms, joined as the window joins them."""

from dataclasses import dataclass, field

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.analysis import AnalysisController
from app.ui.controllers.export import ExportController
from app.ui.controllers.opening import OpeningController
from app.ui.controllers.recordings import RecordingsController
from app.ui.controllers.results import Results
from app.ui.controllers.weights import WeightsController
from app.ui.notices import Notice, notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.panels.recordings_panel import RecordingsPanel
from app.ui.panels.tracks_panel import TracksPanel
from app.ui.task_board import TaskBoard
from app.ui.tasks import running_tasks


@dataclass
class Workroom:
    """Everything but the window."""

    session: Session
    actions: Actions
    preferences: Preferences
    asked: list = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)

    def __post_init__(self):
        self.board = TaskBoard()
        self.analyse = AnalysePanel(self.session, self.actions)
        self.recordings = RecordingsPanel(self.session, self.actions)
        self.tracks = TracksPanel(self.session, self.actions)
        common = (self.session, self.actions, self.preferences, self.board)
        self.results = Results(self.session)
        self.opening = OpeningController(*common)
        self.analysis = AnalysisController(self.session, self.actions, self.board, self.results)
        self.export = ExportController(*common, confirm=self._ask)
        self.weights = WeightsController(
            self.analyse, self.actions, self.preferences, self.board, ask=self._ask
        )
        self.list = RecordingsController(
            self.session,
            self.recordings,
            self.analyse,
            self.opening,
            self.analysis,
            self.results,
        )
        self.analyse.runRequested.connect(self.analysis.run)
        self.analyse.cancelRequested.connect(self.analysis.cancel)
        self.analysis.stateChanged.connect(self.analyse.show_state)
        self.tracks.exportRequested.connect(self.export.export_csv)
        self.answer = True
        notices.posted.connect(self._hear)

    def close(self):
        notices.posted.disconnect(self._hear)

    @property
    def errors(self) -> list[str]:
        return [notice.message for notice in self.told if notice.level == "error"]

    @property
    def notes(self) -> list[str]:
        return [notice.message for notice in self.told if notice.level == "note"]

    def idle(self) -> bool:
        return running_tasks() == 0

    def _hear(self, notice: Notice) -> None:
        self.told.append(notice)

    def _ask(self, what) -> bool:
        self.asked.append(what)
        return self.answer
