"""What is no project, what is damaged, and what may only be read."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from app.core.document import Document
from app.core.errors import EditError, ProjectError
from app.store import database as database_module
from app.store.damage import ProjectDamaged
from app.store.project import create_project, open_project
from tests.support.random_edits import curve, edited, same_bytes

FRAMES = 5000
ROOT_OF_CODE = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, rng):
    """Of a project with annotations and a backup, closed."""
    with create_project(tmp_path / "study", "Study") as project:
        journal = project.journal(project.add_recording(tmp_path / "a.mp4", FRAMES).id, FRAMES)
        for _ in range(4):
            journal.commit(edited(rng, journal.document), author="A", kind="k", summary="s")
    return project.folder


def one_sentence(error):
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert "Traceback" not in text
    return text


def test_a_missing_folder(tmp_path):
    with pytest.raises(ProjectError, match="There is no folder") as error:
        open_project(tmp_path / "nothing")
    one_sentence(error)


def test_a_file_instead_of_a_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ProjectError, match="is a file; a project is a folder") as error:
        open_project(tmp_path / "file")
    one_sentence(error)


def test_a_folder_without_a_database(tmp_path):
    with pytest.raises(ProjectError, match=r"there is no project\.db in it"):
        open_project(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "project.db").mkdir()
    with pytest.raises(ProjectError, match="is a folder and no database"):
        open_project(tmp_path)


def test_the_database_of_another_program(tmp_path):
    raw = sqlite3.connect(tmp_path / "project.db")
    raw.execute("CREATE TABLE notes (text)")
    raw.commit()
    raw.close()
    before = (tmp_path / "project.db").read_bytes()
    with pytest.raises(ProjectError, match="a database of another program") as error:
        open_project(tmp_path)
    assert not isinstance(error.value, ProjectDamaged)
    assert (tmp_path / "project.db").read_bytes() == before


def damage(path, how):
    content = path.read_bytes()
    if how == "empty":
        path.write_bytes(b"")
    elif how == "text":
        path.write_bytes(b"no database at all\n" * 1000)
    elif how == "head only":
        path.write_bytes(content[:60])
    elif how == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif how == "header":
        path.write_bytes(b"\xff" * 100 + content[100:])
    elif how == "tables":
        path.write_bytes(content[:100] + b"\xff" * 8000 + content[8100:])
    else:
        path.unlink()


@pytest.mark.parametrize(
    "how", ["empty", "text", "head only", "truncated", "header", "tables", "missing"]
)
@pytest.mark.parametrize("reading", [False, True])
def test_a_damaged_database_is_never_opened_as_empty(folder, how, reading):
    damage(folder / "project.db", how)
    left = (folder / "project.db").read_bytes() if how != "missing" else None
    with pytest.raises(ProjectDamaged, match="restore a backup") as error:
        open_project(folder, read_only=reading)
    one_sentence(error)
    assert len(error.value.backups) == 1
    if left is not None:
        assert (folder / "project.db").read_bytes() == left
    with pytest.raises(ProjectError):  # and the lock was let go, so nothing is "in another window"
        open_project(folder)


def test_damage_without_a_backup_says_so(folder):
    shutil.rmtree(folder / "backups")
    damage(folder / "project.db", "empty")
    with pytest.raises(ProjectDamaged, match="there is no backup in it") as error:
        open_project(folder)
    assert error.value.backups == ()


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("size", [1, 200])
def test_any_flipped_bytes_are_noticed_or_do_not_matter(folder, seed, size):
    """Whatever is shown is what was annotated; all else is one sentence."""
    with open_project(folder, read_only=True) as whole:
        wanted = whole.journal(1, FRAMES)
        states = [wanted.state(each.id) for each in wanted.history.entries]
    rng = np.random.default_rng(seed)
    path = folder / "project.db"
    content = bytearray(path.read_bytes())
    first = int(rng.integers(0, len(content) - size))
    content[first : first + size] = rng.bytes(size)
    path.write_bytes(content)
    try:
        with open_project(folder, read_only=True) as project:
            journal = project.journal(1, FRAMES)
            for entry in journal.history.entries:
                assert same_bytes(journal.state(entry.id), states[entry.id - 1])
    except ProjectError as error:
        assert str(error).endswith(".")  # noqa: PT017


def test_garbage_in_the_text_of_a_table_is_one_sentence(folder):
    """SQLite's message quotes it, and is then no UTF-8."""
    path = folder / "project.db"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE edit", b"CREATE TA\x96LE edit"))
    with pytest.raises(ProjectDamaged) as error:
        open_project(folder)
    one_sentence(error)


@pytest.mark.parametrize(
    "damage_history",
    [
        "UPDATE edit SET parent=number WHERE number=3",
        "DELETE FROM edit WHERE number=2",
        "UPDATE recording SET head=77",
        "UPDATE recording SET tip=1",
    ],
)
def test_a_history_with_holes_is_damage(folder, damage_history):
    raw = sqlite3.connect(folder / "project.db")
    raw.execute(damage_history)
    raw.commit()
    raw.close()
    with (
        open_project(folder) as project,
        pytest.raises(ProjectDamaged, match="history of a recording has holes"),
    ):
        project.journal(1, FRAMES)


def test_a_newer_version_is_read_and_not_written(folder):
    raw = sqlite3.connect(folder / "project.db")
    raw.execute("PRAGMA user_version=99")
    raw.close()
    before = (folder / "project.db").read_bytes()
    with open_project(folder) as project:
        assert "newer version" in project.read_only
        journal = project.journal(1, FRAMES)
        assert len(journal.history.entries) == 4
        with pytest.raises(EditError, match="newer version"):
            journal.undo()
        with open_project(folder) as other:  # it holds no lock
            assert "newer version" in other.read_only
    assert (folder / "project.db").read_bytes() == before


def test_an_unknown_table_layout_of_a_newer_version_is_one_sentence(folder):
    raw = sqlite3.connect(folder / "project.db")
    raw.execute("PRAGMA user_version=99")
    raw.execute("ALTER TABLE project RENAME COLUMN schemes TO plans")
    raw.commit()
    raw.close()
    with pytest.raises(ProjectError, match="newer version") as error:
        open_project(folder)
    one_sentence(error)


def test_a_write_protected_file_is_read(folder, monkeypatch):
    monkeypatch.setattr("app.store.opening.is_writable", lambda _: False)
    with open_project(folder) as project:
        assert "write-protected" in project.read_only
        assert len(project.journal(1, FRAMES).history.entries) == 4
        copy = project.save_copy(folder.parent / "copy", "Copy")
    monkeypatch.undo()
    with open_project(copy) as again:
        assert not again.read_only


AS_NOBODY = """
import os, sys, tempfile
from pathlib import Path
from app.store.project import create_project, open_project
with tempfile.TemporaryDirectory() as place:  # everything is imported before rights are given up
    create_project(Path(place) / "x", "X").close()
os.setgid(65534)
os.setuid(65534)
with open_project(Path(sys.argv[1])) as project:
    journal = project.journal(1, 5000)
    print(project.read_only)
    print(len(journal.history.entries), journal.document.frames)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user")
@pytest.mark.parametrize("log", [False, True])
def test_a_folder_of_somebody_else_is_read(folder, log, rng):
    """Also when its program was killed and the last edits are in the write-ahead log."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        there = Path(place) / "study"
        edits = 4
        if log:
            with open_project(folder) as project:
                journal = project.journal(1, FRAMES)
                journal.commit(edited(rng, journal.document), author="A", kind="k", summary="s")
                shutil.copytree(folder, there)  # as it is while it is open
            assert (there / "project.db-wal").stat().st_size
            (there / "project.db-shm").unlink()
            edits = 5
        else:
            shutil.copytree(folder, there)
        there.chmod(0o755)
        (there / "project.db").chmod(0o644)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(there)],
            cwd=ROOT_OF_CODE,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    assert "write-protected" in done.stdout
    assert f"{edits} {FRAMES}" in done.stdout


def test_without_a_write_ahead_log_edits_are_kept_as_well(tmp_path, monkeypatch, rng):
    monkeypatch.setattr(database_module, "is_network", lambda _: True)
    with create_project(tmp_path / "net", "Net") as project:
        assert project._database.journal_mode == "delete"
        assert project._database._raw.execute("PRAGMA synchronous").fetchone() == (3,)
        journal = project.journal(project.add_recording(tmp_path / "a.mp4").id, FRAMES)
        after = Document(FRAMES).added(curve(rng, FRAMES))
        journal.commit(after, author="A", kind="k", summary="s")
        assert not list(project.folder.glob("*-wal"))
    with open_project(project.folder) as again:
        assert same_bytes(again.journal(1, FRAMES).document, after)
        assert len(again.backups) == 1


def test_a_rollback_journal_left_by_a_kill_is_played_back(tmp_path, monkeypatch, rng):
    monkeypatch.setattr(database_module, "is_network", lambda _: True)
    with create_project(tmp_path / "net", "Net") as project:
        journal = project.journal(project.add_recording(tmp_path / "a.mp4").id, FRAMES)
        after = Document(FRAMES).added(curve(rng, FRAMES))
        journal.commit(after, author="A", kind="k", summary="s")
    raw = sqlite3.connect(project.folder / "project.db", isolation_level=None)
    raw.execute("PRAGMA cache_size=1")  # so that pages reach the file before the end
    raw.execute("BEGIN")
    raw.execute("UPDATE object SET content=zeroblob(length(content))")
    raw.execute("UPDATE edit SET summary=printf('%.20000c', 'x')")
    shutil.copytree(project.folder, tmp_path / "killed")
    raw.execute("ROLLBACK")
    raw.close()
    copied = tmp_path / "killed" / "project.db"
    assert copied.with_name("project.db-journal").stat().st_size > 512
    assert copied.read_bytes() != (project.folder / "project.db").read_bytes()
    for reading in (True, False):
        with open_project(tmp_path / "killed", read_only=reading) as again:
            kept = again.journal(1, FRAMES)
            assert same_bytes(kept.document, after)
            assert kept.history == journal.history


def test_a_project_in_use_is_durable_and_checks_references(project):
    run = project._database._raw.execute
    assert run("PRAGMA journal_mode").fetchone() == ("wal",)
    assert run("PRAGMA synchronous").fetchone() == (2,)
    assert run("PRAGMA foreign_keys").fetchone() == (1,)
