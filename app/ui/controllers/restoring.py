"""A recording that was read before shows its curves again when it is opened."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QObject

from app.analysis.choices import AnalysisChoice
from app.session.session import Session
from app.settings import cache_folder
from app.ui.controllers.analysis import AnalysisController
from app.ui.controllers.opening import OpeningController
from app.ui.tasks import Task, run_task


class RestoringController(QObject):
    """Looks, behind what the user does, whether a recording on screen was read before."""

    def __init__(
        self,
        session: Session,
        opening: OpeningController,
        analysis: AnalysisController,
        cache: Callable[[], Path] = cache_folder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._analysis, self._cache = session, analysis, cache
        self._looking: Task | None = None
        opening.opened.connect(self._look)

    def _look(self, path: Path) -> None:
        if self._looking is not None:
            self._looking.cancel()
        if self._session.analyses:
            return  # shown already: it was read in this window

        cache = self._cache()

        def work() -> Generator[None, None, AnalysisChoice | None]:
            from app.analysis.last_reading import last_reading  # in the worker

            return last_reading(path, cache)

        self._looking = run_task(
            work,
            on_progress=lambda _: None,
            on_done=lambda choice: self._show(path, choice),
            on_error=lambda *_: None,  # opening has said what is wrong with the file
        )

    def _show(self, path: Path, choice: AnalysisChoice | None) -> None:
        recording = self._session.recording
        on_screen = recording is not None and recording.path == path
        if choice is not None and on_screen and not self._session.analyses:
            self._analysis.enqueue([path], choice)
