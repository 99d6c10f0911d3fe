"""Progress as lines and as a bar."""

import sys

import pytest

from app.analysis.progress import Progress, Stage
from app.cli import progress_lines
from app.cli.progress_lines import follow


@pytest.fixture
def clock(monkeypatch):
    """A clock that the work itself moves on."""

    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    made = Clock()
    monkeypatch.setattr(progress_lines, "time", made)
    return made


def two_people(clock):
    """Faces in 10 s, then two people of 100 frames at 10 frames/s each."""
    yield Progress(Stage.FACES, 0, 100)
    clock.now += 10
    yield Progress(Stage.FACES, 100, 100, faces=(object(), object()))
    for _ in range(2):
        yield Progress(Stage.READING, 0, 100)
        for done in range(20, 101, 20):
            clock.now += 2
            yield Progress(Stage.READING, done, 100)
    return "result"


def test_the_pace_of_each_person_is_its_own(clock, capsys):
    assert follow(two_people(clock), "x.mp4", quiet=False, everybody=True) == "result"
    assert capsys.readouterr().err.splitlines() == [
        "x.mp4: finding faces, 0 of 100 frames",
        "x.mp4: finding faces, 100 of 100 frames, 10 frames/s, 0:00 left",
        "x.mp4: reading the face, 0 of 100 frames",
        "x.mp4: reading the face, 100 of 100 frames, 10 frames/s, 0:00 left",
        "x.mp4: reading the face, 0 of 100 frames",
        "x.mp4: reading the face, 100 of 100 frames, 10 frames/s, 0:00 left",
    ]


def test_a_bar_on_a_terminal_takes_any_name(clock, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    name = "[/bold]a[red].mp4"
    assert follow(two_people(clock), name, quiet=False, everybody=True) == "result"
    said = capsys.readouterr().err
    assert f"{name}: reading the face" in said
    assert "100/100 frames, 10 frames/s" in said


def test_quiet(clock, capsys):
    assert follow(two_people(clock), "x.mp4", quiet=True) == "result"
    assert capsys.readouterr().err == ""
