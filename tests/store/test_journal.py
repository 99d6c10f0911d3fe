"""Every edit on the disk, undo and redo over a restart, and nothing changed by what fails."""

import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.document import CurveAnnotation, Document
from app.core.errors import EditError, ProjectError
from app.core.history import ROOT
from app.core.samples import Samples
from app.session.annotations import Annotations
from app.session.journal import Journal, MemoryJournal
from app.store.damage import ProjectDamaged
from app.store.project import create_project, open_project
from tests.support.random_edits import curve, edited, same_bytes, stroke

FRAMES = 5000


def commit(journal, after, **rest):
    return journal.commit(after, **{"author": "Anna", "kind": "draw", "summary": "drew", **rest})


def count(project, table):
    raw = sqlite3.connect(project.folder / "project.db")
    found = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    raw.close()
    return found


def reopened(project):
    folder = project.folder
    project.close()
    again = open_project(folder)
    return again, again.journal(again.recordings[0].id, FRAMES)


def test_a_new_recording_has_no_tracks_and_no_edits(journal):
    checked: Journal = journal
    assert checked.document == Document(FRAMES)
    assert checked.history.entries == ()
    assert not checked.read_only


def test_an_edit_is_there_after_reopening(project, journal, rng):
    after = Document(FRAMES).added(curve(rng, FRAMES))
    entry = commit(journal, after, reason="for the test", track="abc", author="Bob")
    assert (entry.id, entry.parent, entry.author) == (1, ROOT, "Bob")
    again, kept = reopened(project)
    with again:
        assert same_bytes(kept.document, after)
        assert kept.history == journal.history
        assert kept.history.entries == (entry,)
        assert again.raters == ("Bob",)
        assert again.recordings[0].edits == again.recordings[0].tracks == 1


def test_a_stroke_writes_its_chunk_one_track_and_one_document(project, journal, rng):
    document = Document(FRAMES).added(curve(rng, FRAMES)).added(curve(rng, FRAMES))
    commit(journal, document)
    before = count(project, "object")
    track = document.curves[0]
    values = track.samples.replaced(4500, np.zeros(20))
    commit(journal, document.replaced(CurveAnnotation(track.head, values)))
    assert count(project, "object") == before + 3
    commit(journal, document)  # a state that was there before costs a row of the history only
    assert count(project, "object") == before + 3


def test_undo_and_redo_survive_a_restart(project, journal, rng):
    states = [journal.document]
    for _ in range(6):
        states.append(edited(rng, states[-1]))
        commit(journal, states[-1])
    journal.undo()
    journal.undo()
    again, kept = reopened(project)
    assert (kept.history.head, kept.history.tip) == (4, 6)
    assert same_bytes(kept.redo(), states[5])
    commit(kept, edited(rng, kept.document), summary="a branch")
    assert same_bytes(kept.go_to(6), states[6])
    assert same_bytes(kept.go_to(ROOT), states[0])
    last, once_more = reopened(again)
    with last:
        assert (once_more.history.head, once_more.history.tip) == (ROOT, 6)
        assert len(once_more.history.entries) == 7
        assert same_bytes(once_more.state(3), states[3])


def test_a_reason_can_be_given_later(project, journal, rng):
    commit(journal, edited(rng, journal.document))
    journal.explain(1, "Zweite Sichtung")
    again, kept = reopened(project)
    with again:
        assert kept.history.entry(1).reason == "Zweite Sichtung"
        assert kept.history == journal.history


def test_the_session_edits_through_it(journal, rng):
    annotations = Annotations()
    annotations.open(journal, np.arange(FRAMES) / 30)
    annotations.work_as("Anna")
    annotations.commit(edited(rng, annotations.document), kind="track", summary="a track")
    annotations.undo()
    annotations.redo()
    assert annotations.document == journal.document
    assert annotations.history.head == 1


def test_a_commit_that_fails_changes_nothing(project, journal, rng):
    commit(journal, edited(rng, journal.document))
    before, history = journal.document, journal.history
    rows = count(project, "object"), count(project, "edit")
    other = sqlite3.connect(project.folder / "project.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for verb in (lambda: commit(journal, edited(rng, before)), journal.undo):
        with pytest.raises(ProjectError, match=r"another program holds it; close that"):
            verb()
    other.execute("ROLLBACK")
    other.close()
    assert journal.document is before
    assert journal.history == history
    assert (count(project, "object"), count(project, "edit")) == rows
    commit(journal, edited(rng, before))
    assert len(journal.history.entries) == 2


def test_a_full_disk_is_said_and_loses_nothing(project, journal, rng):
    commit(journal, edited(rng, journal.document))
    before, history = journal.document, journal.history
    raw = project._database._raw
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(ProjectError, match="the disk is full; free some space"):
        commit(journal, before.added(curve(rng, FRAMES)))
    assert journal.document is before
    raw.execute("PRAGMA max_page_count=1073741823")
    commit(journal, before.added(curve(rng, FRAMES)))
    assert len(journal.history.entries) == len(history.entries) + 1
    again, kept = reopened(project)
    with again:
        assert same_bytes(kept.document, journal.document)


def test_a_failure_halfway_leaves_no_half(project, journal, rng, monkeypatch):
    commit(journal, edited(rng, journal.document))
    rows = count(project, "object"), count(project, "edit")
    before = journal.document

    def fails(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(journal, "_move", fails)
    with pytest.raises(ProjectError):
        commit(journal, before.added(curve(rng, FRAMES)))
    monkeypatch.undo()
    assert (count(project, "object"), count(project, "edit")) == rows
    assert journal.document is before
    commit(journal, before.added(curve(rng, FRAMES)))


def test_two_journals_of_one_recording_cannot_overwrite_each_other(project, journal, rng):
    other = project.journal(project.recordings[0].id, FRAMES)
    commit(journal, edited(rng, journal.document))
    for verb in (lambda: commit(other, edited(rng, other.document)), lambda: other.go_to(ROOT)):
        with pytest.raises(ProjectError, match="changed elsewhere"):
            verb()
    assert project.recordings[0].edits == 1
    assert other.history.entries == ()


def test_samples_under_a_wrong_name_are_refused(project, journal, rng):
    track = curve(rng, FRAMES)
    wrong = Samples(track.samples.values, tuple("0" * 64 for _ in track.samples.digests))
    with pytest.raises(ValueError, match="digests"):
        commit(journal, Document(FRAMES).added(CurveAnnotation(track.head, wrong)))
    assert count(project, "object") == 0


def test_a_reader_cannot_edit(project, journal, rng):
    commit(journal, edited(rng, journal.document))
    project.close()
    with open_project(project.folder, read_only=True) as reader:
        kept = reader.journal(reader.recordings[0].id, FRAMES)
        assert same_bytes(kept.document, journal.document)
        assert kept.read_only == reader.read_only
        for verb in (
            lambda: commit(kept, journal.document),
            kept.undo,
            lambda: kept.explain(1, ""),
        ):
            with pytest.raises(EditError, match="opened for reading only"):
                verb()
        with pytest.raises(ProjectError, match="opened for reading only"):
            reader.add_rater("Eve")
        reader.remember("x", 1)
        assert reader.recall("x", None) is None


@pytest.mark.parametrize("kind", ["changed", "deleted"])
def test_altered_values_are_never_shown(project, journal, rng, kind):
    commit(journal, Document(FRAMES).added(curve(rng, FRAMES)))
    folder = project.folder
    project.close()
    raw = sqlite3.connect(folder / "project.db")
    if kind == "changed":
        raw.execute(
            "UPDATE object SET content=zeroblob(length(content)) WHERE length(content)>9000"
        )
    else:
        raw.execute("DELETE FROM object WHERE length(content)>9000")
    raw.commit()
    raw.close()
    with (
        open_project(folder) as damaged,
        pytest.raises(ProjectDamaged, match="a part of its annotations is missing") as told,
    ):
        damaged.journal(damaged.recordings[0].id, FRAMES)
    assert len(told.value.backups) == 1


def test_undo_reads_only_what_it_has_not_seen(project, journal, rng, monkeypatch):
    document = Document(FRAMES).added(curve(rng, FRAMES))
    commit(journal, document)
    commit(journal, stroke(rng, document))
    assert journal.undo().curves[0] is document.curves[0]


def test_tracks_that_do_not_fit_the_memory_are_read_again(project, journal, rng, monkeypatch):
    monkeypatch.setattr("app.store.objects._KEPT_BYTES", 50_000)
    states = [journal.document]
    for _ in range(12):
        states.append(edited(rng, states[-1]))
        commit(journal, states[-1])
    for state in reversed(states[:-1]):
        assert same_bytes(journal.undo(), state)
    assert project._documents._bytes <= 50_000 + FRAMES * 8 + 1000
    assert len(project._documents._named) == len(project._documents._tracks)


STEPS = st.lists(
    st.one_of(
        st.just("undo"),
        st.just("redo"),
        st.integers(0, 30),
        st.tuples(st.just("edit"), st.integers(0)),
    ),
    max_size=14,
)


def walk(journal, step):
    history = journal.history
    if step == "undo" and history.can_undo:
        journal.undo()
    elif step == "redo" and history.can_redo:
        journal.redo()
    elif isinstance(step, int):
        journal.go_to(step % (len(history.entries) + 1))
    elif isinstance(step, tuple):
        rng = np.random.default_rng([step[1] % 2**32, len(history.entries)])
        commit(journal, edited(rng, journal.document))


@settings(max_examples=30, deadline=None)
@given(
    steps=STEPS, frames=st.sampled_from([0, 1, 4095, 4096, 4097, 9000]), again=st.integers(0, 14)
)
def test_any_steps_are_those_of_a_journal_in_memory(steps, frames, again):
    steps = [step for step in steps if frames or not isinstance(step, tuple)]
    with tempfile.TemporaryDirectory() as place:
        project = create_project(Path(place) / "p", "P")
        number = project.add_recording(Path(place) / "x.mp4", frames).id
        journal, memory = project.journal(number, frames), MemoryJournal(Document(frames))
        for place_of_step, step in enumerate(steps):
            walk(journal, step)
            walk(memory, step)
            assert same_bytes(journal.document, memory.document)
            if place_of_step == again:
                project.close()
                project = open_project(project.folder)
                journal = project.journal(number, frames)
        rows = [(each.id, each.parent) for each in memory.history.entries]
        assert [(each.id, each.parent) for each in journal.history.entries] == rows
        assert journal.history.tip == memory.history.tip
        while journal.history.can_undo:
            assert same_bytes(journal.undo(), memory.undo())
        assert journal.document == Document(frames)
        for each in memory.history.entries:  # every state ever made, to the bit
            assert same_bytes(journal.state(each.id), memory.go_to(each.id))
        project.close()
