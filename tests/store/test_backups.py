"""Daily, before migrations, ten kept, never a damaged one; and going back to one."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import ProjectError
from app.store.backups import KEPT, Backup, backups_of, is_due, make_backup
from app.store.damage import restore
from app.store.project import create_project, open_project
from tests.support.random_edits import edited, same_bytes

FRAMES = 5000
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def edit(rng):
    def make(project):
        journal = project.journal(project.recordings[0].id, FRAMES)
        journal.commit(edited(rng, journal.document), author="A", kind="k", summary="s")
        return journal.document

    return make


@pytest.fixture
def study(tmp_path, edit):
    with create_project(tmp_path / "study", "Study") as project:
        project.add_recording(tmp_path / "a.mp4", FRAMES)
        edit(project)
    return project.folder


def test_an_empty_project_needs_none(tmp_path):
    with create_project(tmp_path / "x", "X") as project:
        assert project.wait_for_backup() == ""
    assert backups_of(project.folder) == ()


def test_the_first_day_is_backed_up_at_its_end_and_only_once(study, edit):
    (backup,) = backups_of(study)
    assert backup.reason == "daily"
    with open_project(study) as again:
        edit(again)
    assert backups_of(study) == (backup,)


def test_the_next_day_is_backed_up_when_it_is_opened(study, edit):
    (first,) = backups_of(study)
    yesterday = first.made - timedelta(days=1)
    first.path.rename(first.path.with_name(f"{yesterday:%Y%m%dT%H%M%SZ}_daily.db"))
    with open_project(study) as again:
        before = again.journal(1, FRAMES).document
        assert again.wait_for_backup() == ""
        edit(again)
        assert len(again.backups) == 2
    newest = backups_of(study)[0]
    restore(study, newest)
    with open_project(study) as back:
        assert same_bytes(back.journal(1, FRAMES).document, before)


def test_edits_go_on_while_a_backup_is_made(study, edit, monkeypatch):
    (first,) = backups_of(study)
    first.path.unlink()
    monkeypatch.setattr("app.store.backups._STEP_PAGES", 1)
    with open_project(study) as project:
        for _ in range(10):
            edit(project)
        assert project.wait_for_backup() == ""
        kept = project.journal(1, FRAMES).history.entries
    assert len(kept) == 11
    restore(study, backups_of(study)[0])
    with open_project(study) as back:
        entries = back.journal(1, FRAMES).history.entries
    assert 1 <= len(entries) <= 11
    assert entries == kept[: len(entries)]


def test_ten_are_kept_and_other_files_left_alone(study):
    strange = study / "backups" / "my own.db"
    strange.write_bytes(b"x")
    (first,) = backups_of(study)  # made when the study was closed, today
    days = [first.made + timedelta(days=day + 1) for day in range(13)]
    made = [make_backup(study / "project.db", "daily", day) for day in days]
    assert backups_of(study) == tuple(reversed(made[3:]))
    assert strange.exists()
    assert len(list((study / "backups").iterdir())) == 11


def test_a_day_is_a_day(study):
    assert not is_due(study, backups_of(study)[0].made)
    assert is_due(study, backups_of(study)[0].made + timedelta(days=1))


def test_a_damaged_database_is_not_backed_up(study):
    (good,) = backups_of(study)
    content = bytearray((study / "project.db").read_bytes())
    content[4096 * 4 : 4096 * 6] = b"\xff" * 8192
    (study / "project.db").write_bytes(content)
    with pytest.raises(sqlite3.DatabaseError):
        make_backup(study / "project.db", "daily", NOON)
    assert backups_of(study) == (good,)
    assert len(list((study / "backups").iterdir())) == 1


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(study, edit, monkeypatch):
    backups_of(study)[0].path.unlink()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.store.backups.copy_database", full)
    with open_project(study) as project:
        assert "no space left" in project.wait_for_backup()
        edit(project)
    assert backups_of(study) == ()


def test_going_back_keeps_the_damaged_file(study, edit):
    with open_project(study) as project:
        wanted = project.journal(1, FRAMES).document
    (study / "project.db").write_bytes(b"broken")
    aside = restore(study, backups_of(study)[0])
    assert aside.read_bytes() == b"broken"
    assert aside.parent == study
    with open_project(study) as back:
        assert same_bytes(back.journal(1, FRAMES).document, wanted)
        edit(back)
    assert not list(study.glob("*.part*"))
    assert restore(study, backups_of(study)[0]) != aside


def test_going_back_takes_nothing_from_the_log_of_the_damaged_file(study, edit):
    with open_project(study) as project:
        wanted = project.journal(1, FRAMES).document
        edit(project)
        log = (study / "project.db-wal").read_bytes()
    (study / "project.db").write_bytes(b"")
    (study / "project.db-wal").write_bytes(log)
    aside = restore(study, backups_of(study)[0])
    assert aside.with_name(aside.name + "-wal").read_bytes() == log
    with open_project(study) as back:
        assert same_bytes(back.journal(1, FRAMES).document, wanted)


def test_going_back_where_the_database_is_gone(study):
    (study / "project.db").unlink()
    assert not restore(study, backups_of(study)[0]).exists()
    with open_project(study) as back:
        assert len(back.recordings) == 1


def test_an_open_project_is_not_pulled_away(study):
    with open_project(study), pytest.raises(ProjectError, match="open in another window"):
        restore(study, backups_of(study)[0])


def test_a_damaged_backup_is_refused_and_the_file_left(study):
    (backup,) = backups_of(study)
    backup.path.write_bytes(b"not a database, but long enough to look at" * 10)
    (study / "project.db").write_bytes(b"broken")
    with pytest.raises(ProjectError, match="is damaged too"):
        restore(study, backup)
    assert (study / "project.db").read_bytes() == b"broken"


def test_a_backup_has_a_title_for_people(tmp_path):
    backup = Backup(tmp_path / "x.db", NOON, "before-version-2", 12_345_678)
    assert backup.title.endswith("before version 2, 12.3 MB")
    assert "2026-11-2" in backup.title


def test_a_backup_made_after_the_clock_went_back_is_kept(study):
    ahead = datetime(2099, 1, 1, tzinfo=UTC)
    for day in range(KEPT):
        make_backup(study / "project.db", "daily", ahead + timedelta(days=day))
    made = make_backup(study / "project.db", "daily", datetime(2026, 11, 21, tzinfo=UTC))
    assert made.path.exists()
    assert len(backups_of(study)) == KEPT
