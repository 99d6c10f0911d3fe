from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.core.track import ContinuousTrack
from app.session.session import RecordingState, Session
from app.session.tracks import ShownTrack, TrackList
from tests.support.predictions import MADE_BY


def recording(name: str = "a.mp4", frames: int = 50) -> Recording:
    base = TimeBase(np.arange(frames, dtype=np.int64), Fraction(1, 25))
    return Recording(Path("/videos") / name, base, 640, 360, 0, "h264", None)


def shown(system: str, dimension: str = "valence", value: float = 0.0) -> ShownTrack:
    values = np.full(50, value)
    track = ContinuousTrack(dimension, np.arange(50) / 25, values, MADE_BY)
    return ShownTrack((system, "ab", 1, dimension), system, track, 1, "")


def test_opening_puts_a_recording_on_screen_with_everything_of_the_last_one_gone():
    session = Session()
    session.show(recording("a.mp4"))
    session.tracks.put(shown("mimamo"))
    session.choose_person(2)
    session.show(recording("b.mp4", frames=100))
    assert session.recording.path.name == "b.mp4"
    assert (len(session.tracks), session.person, session.faces) == (0, 0, ())
    assert session.viewport.end == pytest.approx(4.0)


def test_files_of_one_name_are_two_entries():
    session = Session()
    session.list_recordings([Path("/a/x.mp4"), Path("/b/x.mp4"), Path("/a/x.mp4")])
    assert len(session.entries) == 2
    session.note(Path("/b/x.mp4"), RecordingState.FAILED, "It is no video.")
    assert [entry.state for entry in session.entries] == [
        RecordingState.LISTED,
        RecordingState.FAILED,
    ]


def test_forgetting_the_recording_on_screen_empties_the_window():
    session = Session()
    session.list_recordings([recording().path])
    session.show(recording())
    session.forget(recording().path)
    assert session.recording is None
    assert session.entries == ()
    assert not session.playback.playing


def test_a_newer_result_takes_the_place_and_the_look_of_the_older():
    tracks = TrackList()
    tracks.put(shown("mimamo", value=0.1))
    tracks.put(shown("expression-baseline"))
    tracks.show(("mimamo", "ab", 1, "valence"), visible=False)
    tracks.put(shown("mimamo", value=0.9))
    first, second = tracks
    assert (first.variant, second.variant) == (0, 1)
    assert not first.visible
    assert first.track.values[0] == 0.9


def test_variants_count_per_dimension_and_are_used_again():
    tracks = TrackList()
    tracks.put(shown("a", "valence"))
    tracks.put(shown("a", "arousal"))
    tracks.put(shown("b", "valence"))
    assert [track.variant for track in tracks] == [0, 0, 1]
    tracks.remove(("a", "ab", 1, "valence"))
    tracks.put(shown("c", "valence"))
    assert {track.label: track.variant for track in tracks.of("valence")} == {"b": 1, "c": 0}


def test_values_under_the_playhead():
    tracks = TrackList()
    tracks.put(shown("a", value=0.25))
    assert list(tracks.values_at(3).values()) == [0.25]
    assert np.isnan(next(iter(tracks.values_at(500).values())))
