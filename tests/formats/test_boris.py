import csv
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError, OutputError
from app.core.segment import Segment
from app.formats import boris
from app.formats.content import ExportSegments, ReadOptions, WriteOptions
from tests.support.exports import content_of, marks_of, track_strategy
from tests.support.shared import shared_file

TABULAR = (
    "Observation id\tMedia file name\tTime offset (s)\tSubject\tBehavior\tModifier #1\t"
    "Behavior type\tTime\tComment\n"
    "o1\tv.mp4\t10.0\tNo focal subject\tläuft\tm1\tSTART\t11.5\thi\n"
    "o1\tv.mp4\t10.0\tNo focal subject\tläuft\tm1\tSTOP\t12\t\n"
    "o1\tv.mp4\t10.0\tAnna\tblink\t\tPOINT\t13\t\n"
)
AGGREGATED = (
    "Observation id\tMedia file\tSubject\tBehavior\tModifiers\tBehavior type\tStart (s)\tStop (s)\t"
    "Comment start\n"
    "o1\tv.mp4\tNo focal subject\ts\t\tSTATE\t1.8\t8.125\tx\n"
    "o1\tv.mp4\tNo focal subject\tp\tm1\tPOINT\t32.825\t32.825\t\n"
)


def read(path):
    return boris.read(path, ReadOptions())


def project(**observation):
    events = [[1.5, "", "s", "", "hi"], [2.0, "", "p", "m1|m2", "", 50], [3.0, "", "s", "", ""]]
    made = {"events": events, "time offset": 0.5, "file": {"1": ["v.mp4"]}, **observation}
    behaviours = {
        "0": {"type": "State event", "code": "s"},
        "1": {"type": "Point event", "code": "p"},
    }
    return {"project_name": "x", "behaviors_conf": behaviours, "observations": {"o1": made}}


def test_a_project(tmp_path):
    path = tmp_path / "a.boris"
    path.write_text(json.dumps(project()))
    assert boris.recognises(path, path.read_bytes())
    content, _ = read(path)
    [track] = content.segment_tracks
    assert track.segments == (Segment(1, 2.5, "s", "hi", 1), Segment(1.5, 1.5, "p", "m1|m2", 2))
    assert (content.media, track.note) == ("v.mp4", "Observation “o1” of v.mp4.")
    packed = tmp_path / "a.boris.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert boris.recognises(packed, packed.read_bytes())
    assert read(packed)[0].segment_tracks == content.segment_tracks


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.boris is empty"),
        (b'{"observations": {', "a.boris, line 1, column 19: expected JSON, found an error in it"),
        (b"{}", "expected a BORIS project with “observations”, found none"),
        (b"abc\n", "expected columns “Behavior” and “Time” or “Start (s)”, found none"),
        (json.dumps(project(events=[["x", "", "s"]])).encode(), "“o1”, event 1: expected [time,"),
        (b'{"observations": {"o": {"events": [[NaN, "", "s"]]}}}', "“o”, event 1: expected [time,"),
        (b"[" * 100_000, "expected"),
        (b'{"a":' * 100_000, "too deep nesting"),
        (b"\x1f\x8b\x08broken", "expected a whole gzip file"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "expected a whole gzip file"),
    ],
)
def test_a_damaged_project_is_refused_with_its_place(tmp_path, data, sentence):
    path = tmp_path / "a.boris"
    path.write_bytes(data)
    with pytest.raises(InputError) as refusal:
        read(path)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_tabular_events(tmp_path, encoding, end, separator):
    path = tmp_path / "a.tsv"
    path.write_bytes(TABULAR.replace("\n", end).replace("\t", separator).encode(encoding))
    assert boris.recognises(path, path.read_bytes())
    content, layout = read(path)
    assert layout.encoding == encoding
    assert [track.segments for track in content.segment_tracks] == [
        (Segment(1.5, 2, "läuft", "m1 · hi"),),
        (Segment(3, 3, "blink"),),
    ]
    assert [track.name for track in content.segment_tracks] == ["", "Anna"]


def test_aggregated_events(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(AGGREGATED)
    [track] = read(path)[0].segment_tracks
    assert track.segments == (
        Segment(1.8, 8.125, "s", "x", 1),
        Segment(32.825, 32.825, "p", "m1", 2),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            TABULAR.replace("\t12\t", "\ta\t"),
            "a.tsv, line 3, column 8: expected seconds, found 'a'",
        ),
        (TABULAR.replace("POINT", "?"), "line 4, column 7: expected START, STOP or POINT, found"),
        (AGGREGATED.replace("8.125", "1.5"), "line 2, column 8: expected a stop not before 1.8"),
        (TABULAR.replace("Behavior type", "x"), "expected a column “Behavior type” or “Status”"),
    ],
)
def test_a_damaged_table_is_refused_with_its_place(tmp_path, text, sentence):
    path = tmp_path / "a.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read(path)
    assert sentence in str(refusal.value)


def test_a_state_that_never_stops_is_said(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("\n".join(TABULAR.split("\n")[:2]), encoding="utf-8")
    content, _ = read(path)
    assert content.remarks == ("Observation “o1”: 1 state never stopped, left out.",)


def test_the_examples():
    path = shared_file("annotations/boris/test_export_events_tabular.tsv")
    content, _ = read(path)
    assert [track.name for track in content.segment_tracks] == ["subject1", "subject2"]
    assert content.segment_tracks[0].segments[0] == Segment(3.3, 7.75, "s")
    assert content.media == "video_test_25fps_360s.mp4"
    content, _ = read(shared_file("annotations/boris/test.boris"))
    tracks = {track.name: track.segments for track in content.segment_tracks}
    assert tracks["observation #1: subject2"] == (Segment(38.425, 46.1, "s"),)
    assert tracks["offset positif"][0] == Segment(22.425, 22.425, "p")
    assert tracks["modifiers"][0].note == "m1"
    assert any("never stopped" in remark for remark in content.remarks)


def test_what_is_unknown_in_a_project_survives(tmp_path):
    path = tmp_path / "a.boris"
    path.write_text(json.dumps({**project(), "plugin": {"x": 1}}))
    tracks = (ExportSegments("e", "Anna", (Segment(0, 1, "s"), Segment(1, 1, "s", id=2))),)
    boris.write(content_of(tracks), path, WriteOptions())
    made = json.loads(path.read_text())
    assert made["plugin"] == {"x": 1}
    assert made["observations"]["o1"] == project()["observations"]["o1"]
    assert [each["code"] for each in made["behaviors_conf"].values()] == ["s", "p", "s (event)"]
    assert made["observations"]["observation"]["events"] == [
        [0.0, "e@Anna", "s", "", "", 0],
        [1.0, "e@Anna", "s", "", "", 25],
        [1.0, "e@Anna", "s (event)", "", "", 25],
    ]


@pytest.mark.parametrize("suffix", [".boris", ".boris.gz", ".tsv", ".csv"])
@given(tracks=st.lists(track_strategy(), min_size=1, max_size=3))
def test_export_then_import_is_the_identity_unless_it_says_so(tmp_path_factory, suffix, tracks):
    content = content_of(tuple(tracks))
    path = tmp_path_factory.getbasetemp() / f"round{suffix}"
    path.unlink(missing_ok=True)
    boris.write(content, path, WriteOptions())
    if not boris.cannot_hold(content):
        back, _ = read(path)
        assert sorted(map(marks_of, back.segment_tracks)) == sorted(map(marks_of, tracks))


def test_the_table_is_safe_for_spreadsheets(tmp_path):
    tracks = (ExportSegments("e", "", (Segment(0, 1, "=1+1", "-x"),)),)
    [path] = boris.write(content_of(tracks), tmp_path / "a.csv", WriteOptions())
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert (rows[0]["Behavior"], rows[0]["Comment"]) == ("'=1+1", "'-x")
    assert read(path)[0].segment_tracks[0].segments == (Segment(0, 1, "=1+1", "-x"),)


def test_curves_alone_are_refused(tmp_path):
    with pytest.raises(OutputError, match="holds segments and no curves"):
        boris.write(content_of((), ["arousal"]), tmp_path / "a.boris", WriteOptions())
