"""The project that is open, and what it knows of the recording on screen."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.core.edits.curves import with_values
from app.core.edits.tracks import new_curve
from app.core.errors import ProjectError
from app.core.scheme import DimensionScheme
from app.core.track import ContinuousTrack, Provenance
from app.session.project_desk import ProjectDesk
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack
from app.store.project import create_project, open_project
from tests.support.recordings import made_recording

FRAMES = 30


@pytest.fixture
def session():
    made = Session()
    made.annotations.work_as("Anna")
    return made


@pytest.fixture
def desk(session):
    made = ProjectDesk(session)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "study"


def recording(folder: Path, name="a.mp4", frames=FRAMES):
    path = folder.parent / name
    path.touch()
    return replace(made_recording(frames=frames), path=path)


def show(session, desk, film):
    session.list_recordings([film.path])
    session.show(film)
    desk.bring(film)


def prediction(film, value=0.3, dimension="arousal"):
    seconds = film.time_base.seconds
    made = Provenance("mimamo", "mimamo-demo", "0" * 64, False, {"rate": 30})
    track = ContinuousTrack(dimension, seconds, np.full(seconds.size, value), made)
    key = (made.system, made.weights_sha256, 1, dimension)
    return ShownTrack(key, "MIMAMO Net, mimamo-demo", track, 1, "not validated")


def rate(session, value=0.5):
    notes = session.annotations
    scheme = notes.schemes.dimension("arousal")
    after, track = new_curve(notes.document, scheme, rater="Anna")
    notes.commit(after, kind="new", summary="New", track=track)
    after = with_values(notes.document, track, np.full(FRAMES, value))
    notes.commit(after, kind="draw", summary="Drew", track=track)
    notes.activate(track)
    return track


def test_a_recording_on_screen_brings_its_annotations(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    track = rate(session)
    desk.close()
    assert not session.annotations.is_open

    again = ProjectDesk(session)
    again.take(open_project(folder))
    assert session.annotations.active.head.id == track
    assert (session.annotations.document.curve(track).samples.values == 0.5).all()
    assert session.annotations.history.can_undo
    assert (again.name, again.untitled) == ("Study", False)
    again.close()


def test_what_is_hidden_stays_hidden_and_leaving_hides_nothing(session, desk, folder):
    film, other = recording(folder), recording(folder, "b.mp4")
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    track = rate(session)
    desk.store_predictions(film.path, [prediction(film)])
    session.tracks.put(prediction(film))
    session.annotations.show(track, visible=False)
    session.tracks.show(prediction(film).key, visible=False)
    show(session, desk, other)
    assert len(session.tracks) == 0
    show(session, desk, film)
    assert session.annotations.hidden == {track}
    assert [shown.visible for shown in session.tracks] == [False]
    session.annotations.show(track, visible=True)
    show(session, desk, other)
    show(session, desk, film)
    assert session.annotations.hidden == frozenset()


def test_predictions_are_stored_and_come_back_as_they_were(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    desk.store_predictions(film.path, [prediction(film, 0.1), prediction(film, 0.2, "valence")])
    desk.store_predictions(film.path, [prediction(film, 0.4)])
    desk.close()
    session.show(None)
    with open_project(folder) as project:
        stored = project.predictions(project.recordings[0].id)
        assert {each.track.dimension: each.track.values[0] for each in stored} == {
            "arousal": 0.4,
            "valence": 0.2,
        }
    desk.take(open_project(folder))
    assert session.entry(film.path).state is RecordingState.ANALYSED
    show(session, desk, film)
    shown = {each.track.dimension: each for each in session.tracks}
    assert shown["arousal"].key == prediction(film).key
    assert shown["arousal"].caution == "not validated"
    assert shown["arousal"].track.provenance == prediction(film).track.provenance


def test_a_project_with_a_name_takes_in_what_is_listed(session, desk, folder):
    film, other = recording(folder), recording(folder, "b.mp4")
    desk.take(create_project(folder, "Study"))
    session.list_recordings([film.path, other.path])
    assert [each.path for each in desk.project.recordings] == [film.path, other.path]
    desk.remove([film.path])
    assert [each.path for each in desk.project.recordings] == [other.path]


def test_the_untitled_project_takes_in_what_is_shown_only(session, desk, folder):
    film, other = recording(folder), recording(folder, "b.mp4")
    desk.take(create_project(folder, "Untitled"), untitled=True)
    session.list_recordings([film.path, other.path])
    assert desk.project.recordings == ()
    show(session, desk, film)
    assert [each.path for each in desk.project.recordings] == [film.path]
    assert (desk.name, desk.cache) == ("Untitled", None)


def test_a_file_of_another_length_is_told_and_nothing_is_edited(session, desk, folder):
    told = []
    desk.trouble.connect(told.append)
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    rate(session)
    show(session, desk, recording(folder, frames=20))
    assert len(told) == 1
    assert "a.mp4 has 20 frames now and had 30" in told[0]
    assert session.annotations.read_only == told[0]
    assert not session.annotations.document.tracks
    show(session, desk, film)
    assert session.annotations.read_only == ""


def test_a_recording_that_a_read_only_project_lacks_says_why_it_takes_no_edits(
    session, desk, folder
):
    create_project(folder, "Study").close()
    told = []
    desk.trouble.connect(told.append)
    desk.take(open_project(folder, read_only=True))
    show(session, desk, recording(folder))
    assert told == [session.annotations.read_only]
    assert "a.mp4 is not in “Study”" in told[0]


def test_what_is_listed_belongs_to_a_project_that_is_taken(session, desk, folder):
    film, other = recording(folder), recording(folder, "b.mp4")
    session.list_recordings([film.path, other.path])
    session.show(film)
    desk.take(create_project(folder, "Study"))
    assert [each.path for each in desk.project.recordings] == [film.path, other.path]


def test_a_recording_that_comes_back_is_listed_with_its_tracks(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    rate(session)
    session.forget(film.path)
    desk.remove([film.path])
    show(session, desk, film)
    assert session.entry(film.path).tracks == 1


def test_what_cannot_be_remembered_is_told_and_stops_nobody(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    track = rate(session)
    told = []
    desk.trouble.connect(told.append)
    other = sqlite3.connect(folder / "project.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session.annotations.show(track, visible=False)
    session.annotations.work_as("Ben")
    desk.remove([film.path])
    other.close()
    assert [" another program holds it" in each for each in told] == [True] * 3
    assert track in session.annotations.hidden


def test_damage_that_is_found_late_is_told_with_the_backups(session, desk, folder):
    film = recording(folder)
    project = create_project(folder, "Study")
    desk.take(project)
    show(session, desk, film)
    rate(session)
    desk.close()
    with closing(sqlite3.connect(folder / "project.db")) as raw, raw:
        raw.execute("DELETE FROM object")
    session.show(None)
    found, told = [], []
    desk.damaged.connect(found.append)
    desk.trouble.connect(told.append)
    desk.take(open_project(folder))
    show(session, desk, film)
    assert len(found) == 1
    assert found[0].backups
    assert told == []
    assert session.annotations.read_only == str(found[0])


def test_a_project_can_be_taken_off_without_being_closed(session, desk, folder):
    desk.take(create_project(folder, "Study"))
    project = desk.release()
    assert desk.project is None
    project.add_rater("Ben")
    project.close()


def test_a_second_window_reads_only_and_says_so(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    rate(session)
    elsewhere = Session()
    other = ProjectDesk(elsewhere)
    other.take(open_project(folder))
    show(elsewhere, other, film)
    assert "open in another window" in other.read_only
    assert elsewhere.annotations.read_only == other.read_only
    assert len(elsewhere.annotations.document.tracks) == 1
    other.store_predictions(film.path, [prediction(film)])  # is not kept, and does no harm
    other.close()
    assert desk.project.predictions(desk.project.recordings[0].id) == ()


def test_tracks_are_counted_in_the_list(session, desk, folder):
    film = recording(folder)
    desk.take(create_project(folder, "Study"))
    show(session, desk, film)
    rate(session)
    assert session.entry(film.path).tracks == 1
    session.annotations.go_to(0)
    assert session.entry(film.path).tracks == 0


def test_schemes_belong_to_the_project(session, desk, folder):
    with pytest.raises(ProjectError, match="Open a recording or a project"):
        desk.save_schemes(session.annotations.schemes)
    desk.take(create_project(folder, "Study"))
    schemes = session.annotations.schemes
    more = replace(schemes, dimensions=(*schemes.dimensions, DimensionScheme("dominance", 1, 9)))
    desk.save_schemes(more)
    desk.close()
    desk.take(open_project(folder))
    assert session.annotations.schemes == more
    assert desk.cache == folder / "cache"


def test_all_documents_of_a_project_are_found(session, desk, folder):
    film, other = recording(folder), recording(folder, "b.mp4")
    desk.take(create_project(folder, "Study"))
    for each in (film, other):
        show(session, desk, each)
        rate(session)
    assert [len(document.tracks) for document in desk.documents()] == [1, 1]
    assert desk.raters == ("Anna",)


def test_who_is_seen_is_kept_and_listed(session, desk, folder):
    film = recording(folder)
    with pytest.raises(ProjectError, match="Open a project"):
        desk.set_subject([film.path], "S01")
    desk.take(create_project(folder, "Study"))
    with pytest.raises(ProjectError, match=r"a\.mp4 is not in the project yet"):
        desk.set_subject([film.path], "S01")
    show(session, desk, film)
    desk.set_subject([film.path], " S01 ")
    assert desk.subjects == ("S01",)
    assert session.entry(film.path).subject == "S01"
    desk.close()
    session.forget(film.path)
    session.list_recordings([film.path])
    desk.take(open_project(folder))
    assert session.entry(film.path).subject == "S01"
    desk.set_subject([film.path], "")
    assert session.entry(film.path).subject == ""


def test_what_is_half_brought_is_left_when_it_is_brought_anew(session, desk, folder):
    desk.take(create_project(folder, "Study"))
    film = recording(folder)
    show(session, desk, film)
    rate(session)
    session.show(None)
    session.show(film)
    for steps in range(1, 6):
        half = desk.bringing(film)
        for _ in range(steps):
            next(half, None)
        desk.bring(film)
        rate(session, 0.25)
        document = session.annotations.document
        for _ in half:
            pass
        assert session.annotations.document is document
        rate(session, 0.75)  # its journal is the one that is kept
    assert len(session.annotations.document.tracks) == 11
