import pytest

from app.analysis.progress import Progress, Stage
from app.ui.controllers.analysis_work import Loading
from tests.support.results_by_hand import PREPARED, block, finished
from tests.support.videos import constant_pts, write_counted
from tests.support.workroom import Workroom


@pytest.fixture
def room(qtbot, session, actions, preferences):
    """Panels and controllers, joined; at the end nothing may be under way."""
    room = Workroom(session, actions, preferences)
    for panel in (room.analyse, room.recordings, room.tracks):
        qtbot.addWidget(panel)
    qtbot.waitUntil(room.idle)
    yield room
    room.analysis.cancel()
    qtbot.waitUntil(room.idle, timeout=20_000)
    room.close()


@pytest.fixture
def clips(tmp_path):
    """Three recordings of 40 frames."""
    return [write_counted(tmp_path / f"{n}.mp4", constant_pts(40)) for n in ("a", "b", "c")]


@pytest.fixture
def opened(qtbot, room, clips):
    """The first of them on screen."""
    room.opening.open_paths(clips)
    qtbot.waitUntil(lambda: room.session.recording is not None)
    qtbot.waitUntil(room.idle)
    return clips


class FakeAnalysis:
    """In place of the worker's `analyse`: stops where the test wants it to."""

    def __init__(self):
        self.calls = []
        self.gates = {}
        self.errors = {}
        self.notices = ()

    def __call__(self, path, choice, cache=None):
        self.calls.append((path, choice))
        yield Loading()
        yield PREPARED
        yield Progress(Stage.FACES, 40, 40, faces=())
        yield Progress(Stage.READING, 10, 40, (block(0, 10, 0.5),))
        while path in self.gates and not self.gates[path].is_set():
            yield Progress(Stage.READING, 10, 40)
            self.gates[path].wait(0.01)
        if path in self.errors:
            raise self.errors[path]
        yield Progress(Stage.READING, 40, 40, (block(10, 40, 0.5),))
        return finished(path, notices=self.notices)


@pytest.fixture
def fake(monkeypatch):
    fake = FakeAnalysis()
    monkeypatch.setattr("app.ui.controllers.analysis.analyse", fake)
    return fake
