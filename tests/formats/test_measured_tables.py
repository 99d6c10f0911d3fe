import csv

import numpy as np
import pytest

from app.core.errors import InputError
from app.formats import imotions, openface, pyfeat
from app.formats.content import ReadOptions
from tests.support.shared import shared_file

OPENFACE = """\
frame, face_id, timestamp, confidence, success, x_0, pose_Rx, AU01_r, AU45_c, gaze_angle_x
1, 0, 0.000, 0.98, 1, 5.1, 0.1, 2.5, 1, 0.01
2, 0, 0.040, 0.03, 0, 5.1, 0.1, 0.0, 0, 0.01
3, 0, 0.080, 0.98, 1, 5.1, 0.3, 4.5, 0, 0.02
"""
PYFEAT = """frame,FaceRectX,FaceScore,x_0,AU01,anger,Pitch,valence,input
0,1,0.9,7,0.5,0.25,-3.5,-0.5,a b.mp4
2,1,0.9,7,0.75,0.5,-3,0.5,a b.mp4
2,9,0.9,7,0.1,0.1,9,0.9,a b.mp4
3,,,,,,,,a b.mp4
"""


def read(module, path, **options):
    return module.read(path, ReadOptions(**options))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_openface_tracks_are_gaps_where_no_face_was_found(tmp_path, encoding, end):
    path = tmp_path / "x.csv"
    path.write_bytes(OPENFACE.replace("\n", end).encode(encoding))
    assert openface.recognises(path, path.read_bytes())
    content, layout = read(openface, path)
    curves = {curve.dimension: curve for curve in content.curves}
    assert list(curves) == ["pose_Rx", "AU01_r", "AU45_c", "gaze_angle_x"]
    np.testing.assert_array_equal(curves["AU01_r"].values, [2.5, np.nan, 4.5])
    np.testing.assert_array_equal(curves["AU01_r"].times, [0, 0.04, 0.08])
    assert [curve.declared for curve in content.curves] == [None, (0, 5), (0, 1), None]
    assert content.read_only
    assert content.remarks == ("No face found (success is 0), so gaps: 1 frame.",)
    assert layout.header[:2] == ("frame", "face_id")


def test_of_several_faces_the_first_is_read(tmp_path):
    path = tmp_path / "x.csv"
    lines = OPENFACE.splitlines()
    lines.insert(2, "1, 1, 0.000, 0.98, 1, 5.1, 9, 9, 1, 9")
    path.write_text("\n".join(lines))
    content, _ = read(openface, path)
    np.testing.assert_array_equal(content.curves[0].values, [0.1, np.nan, 0.3])
    assert "only those with face_id 0 were read" in content.remarks[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2.5", "abc", "x.csv, line 2, column 8: expected a number, found 'abc'"),
        ("0.080", "0.02", "x.csv, line 4, column 3: expected a timestamp not before the one above"),
        ("3, 0, 0.080", "3.5, 0, 0.08", "x.csv, line 4, column 1: expected the number of a frame"),
        (", 0.3, 4.5, 0, 0.02", "", "x.csv, line 4: expected 10 cells, found 6"),
        (" success", " found", "x.csv, line 1: expected a column success, found none"),
    ],
)
def test_a_damaged_openface_table_is_refused_with_its_place(tmp_path, old, new, sentence):
    path = tmp_path / "x.csv"
    assert old in OPENFACE
    path.write_text(OPENFACE.replace(old, new, 1))
    with pytest.raises(InputError) as refusal:
        read(openface, path)
    assert sentence in str(refusal.value)


def test_the_openface_example():
    path = shared_file("annotations/openface/OpenFace_Test.csv")
    content, _ = read(openface, path)
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream, skipinitialspace=True))
    assert len(content.curves) == 17 + 18 + 6
    for curve in content.curves:
        np.testing.assert_array_equal(curve.values, [float(row[curve.dimension]) for row in rows])
        np.testing.assert_array_equal(curve.times, [float(row["timestamp"]) for row in rows])


def test_pyfeat_rows_are_put_on_their_frames(tmp_path):
    path = tmp_path / "fex.csv"
    path.write_text(PYFEAT)
    assert pyfeat.recognises(path, path.read_bytes())
    content, _ = read(pyfeat, path)
    curves = {curve.dimension: curve for curve in content.curves}
    assert list(curves) == ["AU01", "anger", "Pitch", "valence"]
    np.testing.assert_array_equal(curves["AU01"].values, [0.5, np.nan, 0.75, np.nan])
    assert curves["AU01"].times is None
    assert content.read_only
    assert content.remarks == (
        "Further faces of a frame, left out: 1 row.",
        "Without a row, so gaps: 1 frame.",
    )
    timed, _ = read(pyfeat, path, rate=25.0)
    np.testing.assert_array_equal(timed.curves[0].times, np.arange(4) / 25)


@pytest.mark.parametrize(("name", "frames"), [("pyfeat_001.csv", 40), ("pyfeat_Feat_Test.csv", 1)])
def test_the_pyfeat_examples(name, frames):
    path = shared_file(f"annotations/pyfeat/{name}")
    content, _ = read(pyfeat, path)
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(content.curves) == 20 + 7 + 3
    for curve in content.curves:
        assert curve.values.shape == (frames,)
        np.testing.assert_array_equal(curve.values, [float(row[curve.dimension]) for row in rows])


def test_a_damaged_pyfeat_table_is_refused(tmp_path):
    path = tmp_path / "fex.csv"
    path.write_text(PYFEAT.replace("0.25", "0,25x"))
    with pytest.raises(InputError, match=r"fex\.csv, line 2"):
        read(pyfeat, path)
    path.write_text("frame,FaceScore\n0,1\n")
    with pytest.raises(InputError, match="expected columns such as AU01"):
        read(pyfeat, path)
    path.write_text(PYFEAT.replace("3,,", "99999999999,,"))
    with pytest.raises(InputError, match=r"line 5, column 1: frame 99999999999 is too far"):
        read(pyfeat, path)


@pytest.mark.parametrize("module", [openface, pyfeat])
@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n1,2\n", b"\x00\x01"])
def test_other_files_are_not_taken_for_measured_ones(tmp_path, module, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    assert not module.recognises(path, data)
    with pytest.raises(InputError, match=r"x\.csv"):
        read(module, path)


def test_imotions_is_refused_by_name():
    path = shared_file("annotations/imotions/iMotions_Test_v5.txt")
    assert imotions.recognises(path, path.read_bytes()[: 1 << 16])
    with pytest.raises(InputError, match="is an iMotions export: not supported yet"):
        read(imotions, path)


def test_other_files_are_not_taken_for_imotions(tmp_path):
    for text in (OPENFACE, PYFEAT, "time_s,arousal\n", ""):
        assert not imotions.recognises(tmp_path / "x.txt", text.encode())
