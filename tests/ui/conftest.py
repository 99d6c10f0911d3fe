"""Windows without a screen: the platform is chosen before Qt is imported anywhere."""

import gc
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.garbage import GarbageCollection
from app.ui.look import dress
from app.ui.theme import DARK
from app.ui.turns import turns


@pytest.fixture(scope="session")
def _looks(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The fonts and the sheet of the window, once: they are slow to set."""
    dress(qapp, DARK, tmp_path_factory.mktemp("look"))


@pytest.fixture(autouse=True)
def _garbage(qapp: QApplication) -> Iterator[None]:
    """As the program does it: workers of a test never collect what holds on to Qt."""
    collection = GarbageCollection(set_aside=False)
    collection.start()
    yield
    gc.collect(1)
    collection.stop()


@pytest.fixture
def given(qapp: QApplication) -> Iterator[None]:
    """Turns, as the program gives them; without this fixture everything is followed at once."""
    turns.start()
    yield
    turns.stop()


@pytest.fixture(autouse=True)
def _own_settings(
    qapp: QApplication,
    _looks: None,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keep the user's preferences and log out of reach of tests."""
    monkeypatch.setenv("MIMAMO_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def preferences() -> Preferences:
    """The defaults, kept nowhere."""
    return Preferences()


@pytest.fixture
def actions(preferences: Preferences, qapp: QApplication) -> Actions:
    """All actions, connected to nothing."""
    return Actions(preferences)


@pytest.fixture
def session() -> Session:
    """Nothing open."""
    return Session()
