import numpy as np
import pytest

from app.core.errors import OutputError
from app.core.segment import Segment
from app.core.track import ContinuousTrack, Provenance
from app.formats import joined_csv, tracks_csv
from app.formats.content import ExportCurve, ExportSegments, ReadOptions, WriteOptions

MADE_BY = Provenance("mimamo", "w", "", validated=False)
SECONDS = np.array([0.0, 0.04, 0.08, 0.12])


def joined(options=None):
    prediction = ContinuousTrack("valence", SECONDS, np.array([0.5, np.nan, 0.25, -0.0]), MADE_BY)
    curve = ExportCurve("valence", "Anna", np.array([0.1, 1.0, np.nan, -1.0]))
    marks = (
        Segment(0.0, 0.08, "smile"),
        Segment(0.04, 0.12, "=x", id=2),
        Segment(0.09, 0.09, "blink", id=3),
        Segment(0.125, 9.0, "late", id=4),
    )
    tracks = (ExportSegments("expression", "Anna", marks), ExportSegments("=e", "", ()))
    return [("mimamo", prediction)], [curve], tracks, SECONDS, options


def test_a_row_per_frame_with_everything_in_it():
    assert joined_csv.joined_csv(*joined()) == (
        "frame,time_s,valence:mimamo,valence:Anna,expression:Anna,'=e\n"
        "0,0,0.5,0.1,smile,\n"
        "1,0.04,,1,smile; =x,\n"
        "2,0.08,0.25,,=x; blink,\n".replace(",=x", ",'=x")
        + "3,0.12,0,-1,late,\n"
    )


def test_milliseconds_and_sentinel():
    options = WriteOptions(time_base="milliseconds", gaps="sentinel")
    lines = joined_csv.joined_csv(*joined(options)).splitlines()
    assert lines[0].startswith("frame,time_ms,")
    assert lines[2].startswith("1,40,-5,1,")


def test_two_of_one_name_get_columns_of_their_own():
    curve = ExportCurve("arousal", "", np.zeros(4))
    text = joined_csv.joined_csv([], [curve, curve], [], SECONDS)
    assert text.splitlines()[0] == "frame,time_s,arousal,arousal 2"


def test_a_prediction_at_other_times_is_carried_to_the_frames():
    track = ContinuousTrack("valence", np.array([0.0, 0.08]), np.array([0.5, 0.25]), MADE_BY)
    text = joined_csv.joined_csv([("s", track)], [], [], SECONDS)
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == ["0.5", "0.5", "0.25", "0.25"]


def test_curves_are_read_back_by_our_own_format(tmp_path):
    predictions, curves, _, seconds, _ = joined()
    [path] = joined_csv.write_joined_csv(tmp_path / "j.csv", predictions, curves, (), seconds)
    content, _ = tracks_csv.read(path, ReadOptions())
    np.testing.assert_array_equal(content.curves[1].values, curves[0].values)
    assert [(c.dimension, c.rater) for c in content.curves] == [
        ("valence", "mimamo"),
        ("valence", "Anna"),
    ]


def test_where_it_cannot_be_written_is_said(tmp_path):
    with pytest.raises(OutputError, match="folder does not exist"):
        joined_csv.write_joined_csv(tmp_path / "none" / "j.csv", *joined())
