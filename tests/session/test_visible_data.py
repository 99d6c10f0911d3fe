"""The numbers that are seen, as a table: names, units, times, gaps."""

import csv
import io

import numpy as np
import pytest

from app.core.errors import InputError
from app.session.bands import Band
from app.session.session import Session
from app.session.viewport import Viewport
from app.session.visible_data import Quantity, csv_bytes, npz_bytes, visible_data
from tests.support.annotating import make_curve, open_annotations
from tests.support.feature_maps import activity, loaded_maps
from tests.support.timelines import recording, shown, time_base

FRAMES = 120


@pytest.fixture
def session():
    session = Session()
    base = time_base(FRAMES, first=1.0)
    session.show(recording(base))
    open_annotations(session)
    values = np.linspace(-1, 1, FRAMES)
    values[35] = np.nan
    session.tracks.put(shown(base, "valence", values, caution="not validated"))
    return session


def look(session, start, end):
    whole = session.viewport
    session.look(Viewport(whole.first, whole.last, start, end))


def test_only_the_visible_stretch_and_the_visible_curves_go_out(session):
    base = session.playback.time_base
    other = shown(base, "arousal", np.zeros(FRAMES))
    session.tracks.put(other)
    session.tracks.show(other.key, visible=False)
    make_curve(session, np.full(FRAMES, 0.25), "arousal")
    look(session, 2.0, 3.0)  # the recording begins at 1 s
    data = visible_data(session)
    assert data.frame.tolist() == list(range(30, 60))
    assert data.seconds == pytest.approx(base.seconds[30:60])
    assert [each.unit for each in data.quantities] == ["-1 to 1"] * 2
    assert data.quantities[0].name == "valence predicted person 1 (not validated)"
    assert "Anna" in data.quantities[1].made_by
    assert data.quantities[1].values.tolist() == [0.25] * 30


def test_csv_names_units_and_leaves_gaps_empty(session):
    look(session, 2.0, 3.0)
    rows = list(csv.reader(io.StringIO(csv_bytes(visible_data(session)).decode())))
    assert rows[0] == ["frame", "time_s", "valence predicted person 1 (not validated) [-1 to 1]"]
    assert len(rows) == 31
    assert rows[1][:2] == ["30", "2.000000"]
    assert rows[6] == ["35", "2.166667", ""]
    assert float(rows[2][2]) == pytest.approx(-1 + 2 * 31 / (FRAMES - 1), abs=1e-6)


def test_npz_comes_back_without_pickles(session):
    found = np.load(io.BytesIO(npz_bytes(visible_data(session))), allow_pickle=False)
    assert found["values"].shape == (FRAMES, 1)
    assert np.isnan(found["values"][35, 0])
    assert found["units"].tolist() == ["-1 to 1"]
    assert "not validated" in str(found["made_by"][0])
    assert found["time_s"] == pytest.approx(session.playback.time_base.seconds)


def test_equal_names_are_told_apart_and_more_curves_come_along(session):
    more = [Quantity("motion", "rad/s", "made", np.arange(FRAMES, dtype=float))] * 2
    assert [each.name for each in visible_data(session, more).quantities][1:] == [
        "motion",
        "motion 2",
    ]


def test_a_blind_rater_gets_no_prediction(session):
    session.annotations.hide_others(True)
    with pytest.raises(InputError, match="No curve is visible"):
        visible_data(session)


def test_nothing_open_nothing_out():
    with pytest.raises(InputError, match="run the analysis"):
        visible_data(Session())


def test_one_frame_is_a_table_of_one_row():
    session = Session()
    base = time_base(1)
    session.show(recording(base))
    session.tracks.put(shown(base, "valence", [0.5]))
    assert csv_bytes(visible_data(session)).decode().splitlines()[1] == "0,0.000000,0.500000"


def test_a_band_that_is_drawn_goes_out_with_its_passes_and_one_that_is_off_does_not(session):
    (shown_track,) = session.tracks
    mean, deviation = np.full(FRAMES, 0.1), np.linspace(0, 1, FRAMES)
    session.bands.take([Band(shown_track.key, 7, mean, deviation)])
    assert len(visible_data(session).quantities) == 1
    session.bands.want(True)
    look(session, 2.0, 3.0)
    of_mean, of_deviation = visible_data(session).quantities[1:]
    assert of_mean.name == "valence predicted person 1 mean under dropout"
    assert of_deviation.values.tolist() == deviation[30:60].tolist()
    assert "7 passes" in of_deviation.made_by
    assert "not validated" in of_deviation.made_by
    session.annotations.hide_others(True)
    make_curve(session, np.zeros(FRAMES), "arousal")
    assert [each.name for each in visible_data(session).quantities] == ["arousal arousal"]


def test_maps_in_view_go_into_npz_as_they_are(session):
    base, values = session.playback.time_base, activity(FRAMES)
    values[40:42] = np.nan
    session.features.load(loaded_maps(base, values, ("temporal", "gru")))
    session.features.choose("temporal", shown=False)
    look(session, 2.0, 3.0)
    data = visible_data(session)
    found = np.load(io.BytesIO(npz_bytes(data)), allow_pickle=False)
    assert "map_temporal" not in found
    np.testing.assert_array_equal(found["map_gru"], values[30:60].astype(np.float16))
    assert found["maps_frame"].tolist() == list(range(30, 60))
    assert found["maps_time_s"] == pytest.approx(base.seconds[30:60])
    assert str(found["maps_made_by"]) == "made up; person 1"
    assert len(csv_bytes(data).splitlines()[0].split(b",")) == 3
    assert visible_data(session, folded={"gru"}).maps is None
    session.annotations.hide_others(True)
    with pytest.raises(InputError, match="No curve is visible"):
        visible_data(session)
