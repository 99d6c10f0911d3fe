"""One process edits, another reads and says so."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import EditError
from app.store.lock import ProjectLock
from app.store.project import create_project, open_project
from tests.support.random_edits import edited, same_bytes

FRAMES = 5000
ROOT_OF_CODE = Path(__file__).parents[2]
HOLDS = """
import sys
from pathlib import Path
from app.store.project import open_project
project = open_project(Path(sys.argv[1]))
print(project.read_only or "mine", flush=True)
sys.stdin.readline()
project.close()
"""


@pytest.fixture
def folder(tmp_path, rng):
    with create_project(tmp_path / "study", "Study") as project:
        journal = project.journal(project.add_recording(tmp_path / "a.mp4", FRAMES).id, FRAMES)
        journal.commit(edited(rng, journal.document), author="A", kind="k", summary="s")
    return project.folder


@pytest.fixture
def start(folder):
    started = []

    def begin():
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(folder)],
            cwd=ROOT_OF_CODE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_process_reads(folder, start):
    with open_project(folder) as project:
        assert not project.read_only
        _, told = start()
    assert told.startswith("study is open in another window (on ")
    assert told.endswith("it can be read here, and edited there.")


def test_this_process_reads_what_another_one_edits_until_that_is_done(folder, start):
    process, told = start()
    assert told == "mine"
    with open_project(folder) as project:
        assert "open in another window" in project.read_only
        journal = project.journal(1, FRAMES)
        assert len(journal.history.entries) == 1
        with pytest.raises(EditError, match="open in another window"):
            journal.undo()
    process.communicate("\n", timeout=30)
    with open_project(folder) as project:
        assert not project.read_only


def test_a_killed_process_holds_nothing(folder, start):
    process, told = start()
    assert told == "mine"
    process.kill()
    process.wait()
    with open_project(folder) as project:
        assert not project.read_only


def test_two_windows_of_one_process_are_two(folder, rng):
    with open_project(folder) as project, open_project(folder) as other:
        assert "open in another window" in other.read_only
        journal = project.journal(1, FRAMES)
        journal.commit(edited(rng, journal.document), author="A", kind="k", summary="s")
        # What the other one reads from now on is what was stored.
        assert same_bytes(other.journal(1, FRAMES).document, journal.document)
    with open_project(folder) as project:
        assert not project.read_only


def test_a_lock_is_let_go_with_its_note(tmp_path):
    with ProjectLock(tmp_path) as lock, ProjectLock(tmp_path) as other:
        assert lock.holder == ""
        assert other.holder.startswith("on ")
    assert not (tmp_path / "project.lock.txt").exists()
    with ProjectLock(tmp_path) as again:
        assert again.holder == ""


def test_a_folder_without_locks_of_the_system_can_still_be_used(tmp_path):
    with ProjectLock(tmp_path / "missing") as lock:
        assert lock.holder == ""
