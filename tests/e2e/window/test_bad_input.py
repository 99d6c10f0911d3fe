"""Bad input in the window: one sentence, and what was open stays open."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.session.session import RecordingState
from app.ui.notices import notices
from tests.e2e.window.conftest import Story
from tests.support.shared import shared_file
from tests.support.videos import constant_pts, write_counted

CLIP = "video/pyfeat_single_face.mp4"


@pytest.fixture
def said() -> list[str]:
    """Every sentence the window says."""
    sentences: list[str] = []
    notices.posted.connect(lambda notice: sentences.append(notice.message))
    return sentences


def drop(story: Story, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    story.window.dropEvent(event)  # Qt delivers drops only to the target of a real drag


@pytest.mark.parametrize("kind", ["text", "empty", "vanished"])
@pytest.mark.parametrize("way", ["menu", "drop", "recent"])
def test_what_is_no_recording(kind, way, story: Story, said, tmp_path) -> None:
    clip = shared_file(CLIP)
    story.open(clip)
    bad = tmp_path / "bad.mp4"
    if kind == "text":
        bad.write_text("no video\n" * 50)
    elif kind == "empty":
        bad.touch()
    said.clear()
    if way == "menu":
        story.choose_files(bad)
        story.trigger("open_video")
    elif way == "drop":
        drop(story, [bad])
    else:
        story.window.recentChosen.emit(bad)
    story.until(lambda: bool(said))
    assert len(said) == 1
    assert "bad.mp4" in said[0]
    assert said[0].endswith(".")
    assert story.session.recording.path == clip
    assert story.picture.image is not None


def test_a_thousand_files_do_not_freeze_the_window(story: Story, watchdog, tmp_path) -> None:
    first = write_counted(tmp_path / "0000.mp4", constant_pts(10))
    content = first.read_bytes()
    paths = [first]
    for number in range(1, 1000):
        paths.append(tmp_path / f"{number:04d}.mp4")
        paths[-1].write_bytes(content)
    watchdog.reset()
    drop(story, paths)
    story.until(lambda: len(story.session.entries) == 1000)
    story.until(lambda: story.session.recording is not None)
    assert story.session.recording.path == first
    assert watchdog.longest < 1.0
    states = {entry.state for entry in story.session.entries}
    assert states == {RecordingState.OPEN, RecordingState.LISTED}


def test_two_recordings_of_one_name(story: Story, tmp_path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_counted(tmp_path / folder / "x.mp4", constant_pts(10))
    drop(story, [tmp_path / "a" / "x.mp4", tmp_path / "b" / "x.mp4"])
    story.until(lambda: len(story.session.entries) == 2)


def test_an_export_that_cannot_be_written(story: Story, said, tmp_path) -> None:
    story.open(shared_file(CLIP))
    story.read_until(0.6)
    story.run_analysis()
    said.clear()
    story.choose_target(tmp_path / "no" / "such" / "x.csv")
    (tmp_path / "no").write_text("a file in the way")
    story.trigger("export_csv")
    story.until(lambda: bool(said))
    assert "annot" in said[0]
    assert len(story.session.analyses) == 1


def test_closing_while_an_analysis_runs_asks(story: Story, monkeypatch) -> None:
    story.open(shared_file("video/liveportrait_d10.mp4"))
    story.click(story.analyse.run)
    story.until(lambda: story.studio.controllers.analysis.running)
    asked: list[str] = []

    def stay(under_way: str) -> bool:
        asked.append(under_way)
        return False

    monkeypatch.setattr(story.window, "ask_to_stop", stay)
    story.window.close()
    assert asked
    assert story.window.isVisible()
    monkeypatch.setattr(story.window, "ask_to_stop", lambda _: True)
    story.window.close()
    story.until(lambda: not story.window.isVisible())
