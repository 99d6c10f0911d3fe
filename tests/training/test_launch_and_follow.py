"""A run in a process of its own: started, followed, stopped, killed, found again. No torch here."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.core.errors import InputError, OutputError
from app.training.events import Ended, Event, Finished, event_of
from app.training.following import EventTail, follow, list_runs, read_run
from app.training.launch import command, complaints, is_alive, launch
from app.training.run_course import RunState
from app.training.run_folder import RunFolder
from app.training.run_lock import RunLock, is_held
from app.training.settings import SourceSettings, TrainingSettings

ROOT = Path(__file__).parents[2]
LONG = 60.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunFolder:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = RunFolder(tmp_path / "runs" / "first")
    made.create(TrainingSettings(SourceSettings("project", str(tmp_path))))
    return made


def start(folder: RunFolder, epochs: int, seconds: float) -> int:
    words = [sys.executable, "-m", "tests.support.made_up_training", str(folder.path)]
    return launch(folder, [*words, str(epochs), str(seconds)])


def wait(is_so, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def the_end(folder: RunFolder):
    """Follow until the process has ended."""
    work = follow(folder, every=0.02)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_our_own_command_line_is_what_runs(folder):
    words = command(folder)
    assert words[0] == sys.executable
    assert Path(words[1]) == ROOT / "main.py"
    assert words[2:] == [
        "train",
        "--settings",
        str(folder.settings_file),
        "--run",
        str(folder.path),
        "--json-lines",
    ]


def test_a_run_is_followed_to_its_end(folder):
    start(folder, 4, 0.05)
    assert is_alive(folder)  # from the first moment, before it holds its lock
    found = the_end(folder)
    assert found.state is RunState.FINISHED
    assert [each.epoch for each in found.course.epochs] == [1, 2, 3, 4]
    assert found.course.best("together").epoch == 2
    assert found.has_weights
    assert not found.can_resume
    assert found == read_run(folder)


def test_stopping_early_keeps_weights_and_cancelling_none(folder, tmp_path):
    start(folder, 60, LONG / 60)
    wait(lambda: read_run(folder).course.epochs)
    folder.ask_to_stop()
    stopped = the_end(folder)
    assert stopped.state is RunState.FINISHED
    assert stopped.course.end.reason == "stopped early"

    other = RunFolder(tmp_path / "runs" / "second")
    other.create(folder.settings())
    start(other, 60, LONG / 60)
    wait(lambda: read_run(other).course.epochs)
    other.ask_to_cancel()
    cancelled = the_end(other)
    assert cancelled.state is RunState.CANCELLED
    assert not cancelled.has_weights
    assert not cancelled.can_resume
    assert next(list_runs(tmp_path / "runs")).name == "second"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_killed_process_leaves_a_run_that_goes_on(folder):
    number = start(folder, 8, 0.2)
    wait(lambda: read_run(folder).course.epochs)
    os.kill(number, signal.SIGKILL)
    found = the_end(folder)
    assert found.state is RunState.INTERRUPTED
    assert found.can_resume
    folder.ask_to_stop()  # of before; it is forgotten when the run goes on
    start(folder, 8, 0.01)
    resumed = the_end(folder)
    assert resumed.state is RunState.FINISHED
    assert resumed.course.end.reason == "complete"
    assert [each.epoch for each in resumed.course.epochs] == list(range(1, 9))


@pytest.mark.skipif(os.name != "posix", reason="sessions are of POSIX")
def test_the_run_outlives_who_started_it(folder):
    words = [sys.executable, "-m", "tests.support.made_up_training", str(folder.path), "4", "0.2"]
    program = (
        "import sys; from pathlib import Path; from app.training.launch import launch;"
        "from app.training.run_folder import RunFolder;"
        f"print(launch(RunFolder(Path({str(folder.path)!r})), {words!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert os.getsid(int(done.stdout)) != os.getsid(0)
    wait(lambda: is_held(folder))
    assert the_end(folder).state is RunState.FINISHED


def test_one_process_at_a_time_trains_in_a_folder(folder):
    assert not is_held(folder)
    with RunLock(folder):
        assert is_held(folder)
        with pytest.raises(InputError, match="going on in another process"):
            RunLock(folder, patience=0.0)
        assert is_held(folder)
    assert not is_held(folder)


def test_looking_at_the_lock_takes_no_room_on_the_disk(folder):
    assert not is_held(folder)
    assert [each.name for each in folder.path.iterdir()] == ["settings.json"]


def test_what_the_process_complains_of_is_kept(folder):
    launch(folder, [sys.executable, "-c", "import sys; sys.exit('no memory left')"])
    wait(lambda: not is_alive(folder))
    assert complaints(folder) == "no memory left"
    assert read_run(folder).state is RunState.INTERRUPTED


def test_a_program_that_is_not_there_is_one_sentence(folder):
    with pytest.raises(OutputError, match="cannot be started"):
        launch(folder, [str(folder.path.parent / "no-such-program")])


def test_settings_changed_by_hand_are_said(folder):
    folder.settings_file.write_text("{}", encoding="utf-8")
    found = read_run(folder)
    assert "cannot be read" in found.fault
    assert not found.can_resume


def test_a_tail_waits_for_the_end_of_a_line_and_skips_what_it_does_not_know(tmp_path):
    path = tmp_path / "events.jsonl"
    tail = EventTail(path)
    assert tail.read() is None
    line = Ended("failed", "é").to_line().encode() + b"\n"
    cut = line.index("é".encode()) + 1  # within a letter
    path.write_bytes(b'{"event": "news"}\nnot json\n' + line[:cut])
    assert tail.read() == []
    with path.open("ab") as stream:
        stream.write(line[cut:])
    assert tail.read() == [Ended("failed", "é")]
    assert tail.read() is None
    path.write_bytes(b"")
    assert tail.begun_anew


def test_a_tail_gives_what_reading_the_whole_gives(folder):
    lines = [Finished("complete", f"{n}", {}, {}).to_line() for n in range(9000)]
    folder.events_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tail, found = EventTail(folder.events_file), list[Event]()
    while (events := tail.read()) is not None:
        found += events
    assert found == [event_of(line) for line in lines] == list(folder.events())
