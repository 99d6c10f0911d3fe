"""The whole window, driven by mouse and keys, and a watch on its thread."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.settings.preferences import Preferences, open_preferences
from app.ui.composition import Studio, assemble
from app.ui.garbage import GarbageCollection
from app.ui.look import Look, dress
from app.ui.theme import DARK
from app.ui.turns import turns
from tests.support.figures_of_stories import WATCHED
from tests.support.shared import SHARED_DATA
from tests.support.watchdog import Watchdog

MINUTE = 60_000
MOST_BUSY = 0.3
"""Seconds of processor time of the window's thread between two turns of its events."""


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    dress(qapp, DARK, tmp_path_factory.mktemp("look"))


@pytest.fixture(autouse=True)
def _garbage(qapp: QApplication) -> Iterator[None]:
    """As the program does it: workers of a test never collect what holds on to Qt.

    What is set aside is taken back afterwards, or windows of one test would stay for all others.
    """
    collection = GarbageCollection()
    collection.start()
    yield
    collection.stop()
    gc.unfreeze()
    gc.collect(1)


@pytest.fixture(autouse=True)
def _turns(qapp: QApplication) -> Iterator[None]:
    """As the program gives them."""
    turns.start()
    yield
    turns.stop()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("MIMAMO_CONFIG", str(folder))
    return folder


class Story:
    """A window and what a user does with it."""

    def __init__(
        self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, studio: Studio, watched: Watchdog
    ) -> None:
        self.qtbot, self.studio, self.watched = qtbot, studio, watched
        self._monkeypatch = monkeypatch
        self.session = studio.session
        self.window = studio.window

    def choose_files(self, *paths: Path) -> None:
        """What the next dialog for opening will be answered with."""
        answer = ([str(path) for path in paths], "")
        self._monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: answer)

    def choose_target(self, path: Path) -> None:
        """What the next dialog for saving will be answered with."""
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        """Press a key with the window in front."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)  # on a real screen that takes a moment
        with self.watched.watching():
            self.qtbot.keyClick(self.window, key, modifier)
            self._settle()

    def open(self, path: Path) -> None:
        """Open by menu, and wait until the first frame is on screen."""
        self.choose_files(path)
        self.trigger("open_video")
        self.until(lambda: self.session.recording is not None)
        self.until(lambda: self.session.recording.path == path)
        self.until(lambda: self.picture.image is not None)

    @property
    def picture(self):
        """The picture on screen."""
        return self.studio.views.player.picture

    @property
    def analyse(self):
        """The Analyse dock."""
        return self.studio.views.analyse

    def click(self, widget, at: QPoint | None = None) -> None:
        """Press a button, or click at a place."""
        with self.watched.watching():
            self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or QPoint())
            self._settle()

    def trigger(self, action: str) -> None:
        """Choose from the menu."""
        with self.watched.watching():
            self.studio.actions[action].trigger()
            self._settle()

    def until(self, is_so: Callable[[], bool], timeout: int = 2 * MINUTE) -> None:
        """Wait while the window lives on, and until every view has followed."""
        with self.watched.watching():
            self.qtbot.waitUntil(lambda: bool(is_so()) and turns.idle, timeout=timeout)

    def _settle(self) -> None:
        """Let every view follow, as it has before a user sees anything of it."""
        self.qtbot.waitUntil(lambda: turns.idle)

    def read_until(self, seconds: float) -> None:
        """Choose to read from the beginning to a time only."""
        chooser = self.analyse.range
        chooser.box.setCurrentIndex(chooser.box.count() - 1)
        chooser.end.setValue(seconds)

    def run_analysis(self) -> None:
        """Press Run and wait for the end."""
        before = len(self.session.analyses)
        self.click(self.analyse.run)
        self.until(lambda: len(self.session.analyses) > before)
        self.until(lambda: not self.studio.controllers.analysis.running)


@pytest.fixture
def watched(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Watchdog]:
    """How long the window of a story did not answer; said at the end of all tests.

    The bound is far above the 50 ms that are meant, for a processor that is shared can be slow;
    what was measured is in ``docs/benchmarks.md``.
    """
    watching = Watchdog(qapp)
    yield watching
    figures = (watching.busiest, watching.longest)
    request.node.user_properties.append((WATCHED, tuple(round(1e3 * each) for each in figures)))
    assert watching.busiest < MOST_BUSY, "the window's thread computed that long without a pause"


@pytest.fixture
def begin(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    config: Path,
    _dressed: None,
    watched: Watchdog,
) -> Iterator[Callable[[], Story]]:
    """Opens a window; several one after the other find the same settings."""
    if (SHARED_DATA / "weights").is_dir():
        monkeypatch.setenv("MIMAMO_WEIGHTS", str(SHARED_DATA / "weights"))
    made: list[Studio] = []

    def start() -> Story:
        preferences: Preferences = open_preferences(config)
        studio = assemble(Session(), preferences)
        look = Look(QApplication.instance(), preferences)
        look.bind(studio.actions)
        studio.window.keep(look)
        studio.window.resize(1280, 800)
        studio.window.show()
        qtbot.waitExposed(studio.window)
        made.append(studio)
        return Story(qtbot, monkeypatch, studio, watched)

    yield start
    for studio in made:
        studio.controllers.analysis.cancel()
        monkeypatch.setattr(studio.window, "ask_to_stop", lambda _: True)
        studio.window.close()
        # Every look that is put on dresses all windows there are: each test would take longer.
        studio.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def story(begin: Callable[[], Story]) -> Story:
    """One window."""
    return begin()


@pytest.fixture
def watchdog(qapp: QApplication) -> Iterator[Watchdog]:
    """How long the window's thread was ever kept from its events."""
    watching = Watchdog(qapp)
    watching.start()
    yield watching
    watching.stop()
