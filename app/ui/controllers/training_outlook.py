"""The check list of the Train dock: made anew in a worker whenever something else is chosen."""

from collections.abc import Generator
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from app.core.errors import StudioError
from app.session.project_desk import ProjectDesk
from app.session.training import TrainingDesk
from app.session.weights_in_use import WeightsInUse
from app.training.outlook import Outlook, SourceContents, outlook, read_source, why_not
from app.training.settings import TrainingSettings
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.sight import Sight
from app.ui.task_board import TaskBoard
from app.ui.training.training_panel import TrainingPanel

_WAIT_MS = 150
"""While somebody types or ticks, nothing is read."""

Key = tuple[object, ...]


class OutlookController(QObject):
    """Offers what can be chosen, and says what would come of it.

    Parameters
    ----------
    project : ProjectDesk
        Its annotations are one of the sources.
    desk : TrainingDesk
        Earlier runs tell the pace and are weights to start from.
    weights : WeightsInUse
        What fine-tuning starts from at first.
    """

    def __init__(
        self,
        project: ProjectDesk,
        desk: TrainingDesk,
        weights: WeightsInUse,
        panel: TrainingPanel,
        board: TaskBoard,
        window: QObject | None = None,
    ) -> None:
        super().__init__(window)
        self._project, self._desk, self._weights = project, desk, weights
        self._setup = panel.setup
        self._latest = LatestTask(board)
        self._read: tuple[Key, SourceContents] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._compute)
        self._setup.changed.connect(self._later)
        self._sight = Sight(self._setup)
        self._sight.came.connect(self._catch_up)
        for changed in (project.project_changed, project.contents_changed):
            changed.connect(self._on_project)
        desk.runs_changed.connect(self._show_weights)
        weights.changed.connect(self._show_weights)
        self._show_project()
        self._show_weights()

    def close(self) -> None:
        """Make no check list any more."""
        self._timer.stop()
        self._latest.stop()
        for changed in (self._project.project_changed, self._project.contents_changed):
            changed.disconnect(self._on_project)

    def _catch_up(self) -> None:
        """What was annotated while the page was out of sight counts when it comes back."""
        self._show_project()
        self._later()

    def _on_project(self) -> None:
        """What is out of sight is told when it comes back: it looks into files of weights."""
        if self._sight.seen:
            self._show_project()

    def _show_project(self) -> None:
        project = self._project.project
        folder = project.folder if project is not None else None
        self._setup.source.show_project(folder, self._project.name, self._project.raters)

    def _show_weights(self) -> None:
        runs = [str(run.folder.best) for run in self._desk.runs if run.has_weights]
        self._setup.training.show_weights(runs, self._weights.steps.now)

    def _later(self) -> None:
        self._setup.expect_outlook()
        if self._sight.seen:
            self._timer.start()

    def _compute(self) -> None:
        settings = self._setup.settings
        if settings is None or self._setup.fault:
            self._latest.stop()
            return
        key = self._key(settings)
        known = self._read[1] if self._read is not None and self._read[0] == key else None
        place, runs = self._desk.place, tuple(self._desk.runs)

        def work() -> Generator[None, None, tuple[SourceContents | None, Outlook]]:
            yield
            try:
                contents = known or read_source(replace(settings.source, recordings=()))
                return contents, (yield from outlook(settings, contents, place, runs))
            except StudioError as error:
                return None, why_not(error)

        self._latest.run(
            "Making the check list",
            work,
            on_done=lambda found: self._show(key, settings, *found),
            on_error=notices.error,
        )

    def _key(self, settings: TrainingSettings) -> Key:
        """What was read is the same as long as this is."""
        project = self._project.project
        writes = project.writes if project is not None else 0
        return (repr(replace(settings.source, recordings=())), writes)

    def _show(
        self, key: Key, settings: TrainingSettings, contents: SourceContents | None, found: Outlook
    ) -> None:
        if settings != self._setup.settings:
            return
        if contents is not None:
            self._read = (key, contents)
            self._setup.source.show_recordings(contents.recordings)
        self._setup.show_outlook(found)
