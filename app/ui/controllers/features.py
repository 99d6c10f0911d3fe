"""The Features dock: finds, reads and loads feature maps, and opens the large view."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.session.feature_maps import LoadedMaps
from app.session.session import Session
from app.settings import cache_folder
from app.ui.actions import Actions
from app.ui.controllers.feature_units import FeatureUnits
from app.ui.controllers.features_work import (
    Doing,
    Found,
    News,
    find_maps,
    load_maps,
    read_maps,
)
from app.ui.controllers.read_again import Subject, subject_of, was_read
from app.ui.features.features_panel import FeaturesPanel
from app.ui.features.state import CLOSED, NO_FACE, NO_MAPS, NOT_ANALYSED, FeatureState, Stage
from app.ui.latest_task import LatestTask
from app.ui.notices import notices
from app.ui.task_board import TaskBoard
from app.ui.timeline.timeline_view import TimelineView


class FeaturesController(QObject):
    """What stands behind the dock and the lanes of feature maps.

    Parameters
    ----------
    cache : callable
        Where what was read is kept.
    reveal : callable
        Brings the dock on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: FeaturesPanel,
        timeline: TimelineView,
        actions: Actions,
        board: TaskBoard,
        parent: QObject | None = None,
        *,
        cache: Callable[[], Path] = cache_folder,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._session, self._features, self._panel = session, session.features, panel
        self._timeline, self._cache, self._reveal = timeline, cache, reveal
        self._subject: Subject | None = None
        self._finding, self._reading = LatestTask(board), LatestTask(board)
        self._busy = False
        self.units = FeatureUnits(session, panel, timeline, board, self)
        actions.on("show_features", reveal)
        actions.on("read_features", self.read)
        actions.on("large_features", self.open_large)
        panel.readRequested.connect(self.read)
        panel.cancelRequested.connect(self.cancel)
        panel.mapToggled.connect(lambda name, shown: self._features.choose(name, shown=shown))
        panel.largeRequested.connect(self.open_large)
        panel.sight.came.connect(self._look)
        for signal in (session.analysis_changed, session.person_changed, session.faces_changed):
            signal.connect(self._follow)
        self._follow()

    # What the user asks for.

    def read(self) -> None:
        """Make the maps of the person on screen, and show them."""
        self._reveal()
        if self._busy or self._features.names:
            return
        if self._subject is None:
            notices.error(self._missing)
            return
        self._begin("Reading feature maps of", partial(read_maps, self._subject))

    def cancel(self) -> None:
        """Stop reading; what is finished stays for next time."""
        self._reading.stop()
        self._busy = False
        self._features.load(None)
        self._say(FeatureState(Stage.TO_READ, "Stopped; read again and it goes on from there."))

    def open_large(self) -> None:
        """Show the maps in a window of their own."""
        if self._features.names:
            self._panel.open_large(self._timeline)
        else:
            self._reveal()

    # What is on screen.

    def _follow(self, *_: object) -> None:
        """Another recording, result or person."""
        subject = subject_of(self._session, self._cache())
        if subject is not None and subject.same_as(self._subject):
            return
        self._finding.stop()
        self._reading.stop()
        self._busy, self._subject = False, subject
        if self._features.loaded is not None:
            self._features.load(None)
        if subject is None:
            self._say(FeatureState(Stage.TEACHING, self._missing))
            return
        self._say(FeatureState(Stage.TO_READ))
        self._look()

    def _look(self) -> None:
        """Load what the cache has, once somebody looks at the dock."""
        subject = self._subject
        if subject is None or not self._panel.sight.seen or self._busy or self._features.names:
            return
        self._finding.run(
            "Looking for feature maps",
            partial(find_maps, subject),
            on_done=self._on_found,
            on_error=self._on_error,
        )

    def _on_found(self, found: Found) -> None:
        if self._busy or self._features.names:
            return
        if found.maps is not None:
            self._begin("Loading feature maps of", partial(load_maps, found.maps))
        else:
            self._say(FeatureState.of(found.standing))

    def _begin(self, title: str, work: Callable[[], Generator[News, None, LoadedMaps]]) -> None:
        if self._subject is None:
            return
        self._busy = True
        self._say(FeatureState(Stage.READING, "starting"))
        self._reading.run(
            f"{title} {self._subject.path.name}",
            work,
            on_progress=self._on_progress,
            on_done=self._on_read,
            on_error=self._on_error,
            on_ended=self._on_ended,
        )

    def _on_progress(self, news: News) -> None:
        if isinstance(news, LoadedMaps):
            self._features.load(news)
        elif isinstance(news, Doing):
            self._say(FeatureState(Stage.READING, news.detail, news.share))

    def _on_read(self, loaded: LoadedMaps) -> None:
        self._busy = False
        self._features.load(loaded)
        self._say(FeatureState(Stage.LOADED, loaded.label))

    def _on_ended(self) -> None:
        """Nothing else was told: it was stopped from the status bar."""
        if self._busy:
            self.cancel()

    def _on_error(self, sentence: str, details: str) -> None:
        self._busy = False
        self._features.load(None)
        self._say(FeatureState(Stage.TO_READ, sentence))
        notices.error(sentence, details)

    def _say(self, state: FeatureState) -> None:
        self._panel.show_state(state)

    @property
    def _missing(self) -> str:
        """Why there is nothing to read."""
        if self._session.recording is None:
            return CLOSED
        if not self._session.analyses:
            return NOT_ANALYSED
        return NO_FACE if was_read(self._session) else NO_MAPS
