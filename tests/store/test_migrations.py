"""Forward, each step whole, after a backup; and a file of version 1 as it was first released."""

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from app.core.document import CurveAnnotation, Document, TrackHead
from app.core.errors import ProjectError
from app.core.history import EditEntry
from app.core.samples import Samples
from app.core.scheme import DimensionScheme, Schemes
from app.core.segment import Segment
from app.store import migrations
from app.store.backups import backups_of
from app.store.damage import restore
from app.store.project import create_project, open_project
from app.store.schema import VERSION

VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def old(tmp_path):
    """A project of version 1, written by hand."""
    folder = tmp_path / "old"
    folder.mkdir()
    raw = sqlite3.connect(folder / "project.db")
    raw.executescript(VERSION_1.read_text(encoding="utf-8"))
    raw.close()
    return folder


def version_in(folder):
    raw = sqlite3.connect(folder / "project.db")
    found = raw.execute("PRAGMA user_version").fetchone()[0]
    raw.close()
    return found


def with_colour(connection):
    """A step for tests: every rater gets a colour."""
    connection.exec_driver_sql("ALTER TABLE rater ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("UPDATE rater SET colour='#E69F00'")


def rebuilt(connection):
    """A step for tests: a table that others refer to is made anew."""
    connection.exec_driver_sql("CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    connection.exec_driver_sql("INSERT INTO fresh SELECT id, name FROM subject")
    connection.exec_driver_sql("DROP TABLE subject")
    connection.exec_driver_sql("ALTER TABLE fresh RENAME TO subject")


def fails(connection):
    connection.exec_driver_sql("DELETE FROM edit")
    connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


def orphans(connection):
    connection.exec_driver_sql("DELETE FROM subject")


def test_there_is_a_step_to_every_version():
    assert migrations.newest() == VERSION


def test_a_file_of_version_1_opens_with_all_that_was_in_it(old):
    with open_project(old) as project:
        assert project.name == "Alte Studie"
        assert project.schemes == Schemes((DimensionScheme("arousal", -1.0, 1.0, "calm", ""),), ())
        assert project.raters == ("Anna",)
        assert project.recall("hidden tracks of 1", []) == ["x"]
        (known,) = project.recordings
        assert (known.subject, known.frames, known.edits, known.tracks) == ("S 01", 3, 2, 2)
        journal = project.journal(1, 3)
        curve, segments = journal.document
        assert isinstance(curve, CurveAnnotation)
        head = TrackHead("0" * 31 + "1", "Kurve", "Anna", "arousal", "", False, "2026-11-21", "")
        assert curve == CurveAnnotation(head, Samples.of([0.5, np.nan, -1.0]), -1.0, 1.0)
        assert segments.segments == (
            Segment(0.0, 0.25, "smile", "=1", 2),
            Segment(1.0, 1.0, "", "", 1),
        )
        assert journal.history.entries[1] == EditEntry(
            2, 1, "Anna", "2026-11-21T10:00:01Z", "segment", "Added", "why", "0" * 31 + "2"
        )
        assert journal.undo() == Document(3, (curve,))
        (stored,) = project.predictions(1)
        np.testing.assert_array_equal(stored.track.values, [0.0, np.nan, 1.0])
        assert stored.track.provenance.parameters == {"rate_hz": 30}


def test_the_tables_are_those_of_the_last_version(old, tmp_path):
    """A changed table needs a step; then also change what this compares."""
    create_project(tmp_path / "new", "New").close()
    open_project(old).close()
    assert tables(old) == tables(tmp_path / "new")


def tables(folder):
    raw = sqlite3.connect(folder / "project.db")
    names = raw.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    found = {}
    for kind, name in names.fetchall():
        pragma = "table_info" if kind == "table" else "index_info"
        keys = raw.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        found[kind, name] = raw.execute(f'PRAGMA {pragma}("{name}")').fetchall(), sorted(keys)
    raw.close()
    return found


def test_steps_are_walked_in_order_after_one_backup(old, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (with_colour, rebuilt))
    with open_project(old) as project:
        assert project.raters == ("Anna",)
        assert project.recordings[0].subject == "S 01"
    assert version_in(old) == 3
    backup = backups_of(old)[-1]
    assert backup.reason == "before-version-3"
    open_project(old).close()  # not done twice
    assert [each.reason for each in backups_of(old)].count("before-version-3") == 1
    restore(old, backup)
    assert version_in(old) == 1


@pytest.mark.parametrize(("step", "told"), [(fails, "no such table"), (orphans, "refers to none")])
def test_a_step_that_fails_leaves_the_version_before(old, monkeypatch, step, told):
    monkeypatch.setattr(migrations, "STEPS", (with_colour, step))
    with pytest.raises(ProjectError, match=told):
        open_project(old)
    assert version_in(old) == 2
    assert len(backups_of(old)) == 1
    monkeypatch.setattr(migrations, "STEPS", (with_colour, rebuilt))
    with open_project(old) as project:
        assert project.recordings[0].edits == 2


def test_no_backup_no_step(old, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "STEPS", (with_colour,))
    monkeypatch.setattr("app.store.backups.copy_database", full)
    with pytest.raises(ProjectError, match="no space left"):
        open_project(old)
    assert version_in(old) == 1


def test_an_older_file_that_cannot_be_written_says_what_to_do(old, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (with_colour,))
    with pytest.raises(ProjectError, match="must be brought up to date"):
        open_project(old, read_only=True)
    assert version_in(old) == 1


def test_manifests_are_plain_json(old):
    """What is on the disk can be read without this program."""
    raw = sqlite3.connect(old / "project.db")
    kept = raw.execute("SELECT content FROM object JOIN edit ON document=digest WHERE number=2")
    document = json.loads(kept.fetchone()[0])
    track = raw.execute("SELECT content FROM object WHERE digest=?", document["tracks"][:1])
    chunks = json.loads(track.fetchone()[0])["chunks"]
    values = raw.execute("SELECT content FROM object WHERE digest=?", chunks).fetchone()[0]
    raw.close()
    np.testing.assert_array_equal(np.frombuffer(values, "<f8"), [0.5, np.nan, -1.0])
