import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError, OutputError
from app.core.segment import Segment
from app.formats import nova
from app.formats.content import (
    ExportContent,
    ExportCurve,
    ExportSegments,
    ReadOptions,
    WriteOptions,
)
from tests.support.exports import content_of, marks_of, track_strategy
from tests.support.shared import shared_file

HEADER = """<?xml version="1.0" ?>
<annotation ssi-v="3">
    <info ftype="{ftype}" size="{size}" />
    <meta annotator="Jürgen" role="subject"/>
    <scheme name="Arousal" type="{kind}" sr="25" min="-1" max="1">
        <item name="LAUGH" id="0" color="#FFC0504D" />
    </scheme>
</annotation>
"""


def pair(folder, values, kind="CONTINUOUS", size=2, ftype="ASCII", encoding="utf-8"):
    path = folder / "x.annotation"
    path.write_bytes(HEADER.format(kind=kind, size=size, ftype=ftype).encode(encoding))
    if values is not None:
        (folder / "x.annotation~").write_bytes(values)
    return path


def read(path):
    return nova.read(path, ReadOptions())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_continuous_pair_opens_by_either_file(tmp_path, encoding, end):
    path = pair(tmp_path, end.join([b"0.25;1", b"NaN;0.5", b""]), encoding=encoding)
    for given_path in (path, path.with_name("x.annotation~")):
        assert nova.recognises(given_path, given_path.read_bytes())
        content, _ = read(given_path)
        [curve] = content.curves
        assert (curve.dimension, curve.rater, curve.declared) == ("arousal", "Jürgen", (-1, 1))
        np.testing.assert_array_equal(curve.values, [0.25, np.nan])
        np.testing.assert_array_equal(curve.times, [0, 0.04])
        assert (content.rate, content.remarks) == (25, ())


def test_discrete_and_free_segments(tmp_path):
    path = pair(tmp_path, b"1.5;2;0;1\n0;1;-1;0.5\n", "DISCRETE")
    assert read(path)[0].segment_tracks[0].segments == (
        Segment(0, 1, "GARBAGE", id=1),
        Segment(1.5, 2, "LAUGH", id=2),
    )
    path = pair(tmp_path, b"0;1;a b;1;color=#FF112233\n1;1;;1\n", "FREE")
    assert [s.label for s in read(path)[0].segment_tracks[0].segments] == ["a b", ""]


def test_bytes(tmp_path):
    path = pair(tmp_path, struct.pack("<4f", 0.5, 1, np.nan, 0), ftype="BINARY")
    np.testing.assert_array_equal(read(path)[0].curves[0].values, [0.5, np.nan])
    data = struct.pack("<ddif", 0, 1, 0, 1) + struct.pack("<ddif", 1, 2, -1, 1)
    segments = read(pair(tmp_path, data, "DISCRETE", ftype="BINARY"))[0].segment_tracks[0].segments
    assert [s.label for s in segments] == ["LAUGH", "GARBAGE"]
    word = "läuft".encode()
    data = struct.pack("<ddI", 0, 1, len(word)) + word + struct.pack("<f", 1)
    path = pair(tmp_path, data, "FREE", size=1, ftype="BINARY")
    assert read(path)[0].segment_tracks[0].segments == (Segment(0, 1, "läuft"),)
    with pytest.raises(InputError, match=r"x\.annotation~: expected a whole segment from byte 0"):
        read(pair(tmp_path, data[:-2], "FREE", ftype="BINARY"))


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        (b"0.5;1\nabc;1\n", "CONTINUOUS", "x.annotation~, line 2, column 1: expected a number, f"),
        (b"0.5;1\n0.25", "CONTINUOUS", "x.annotation~, line 2: expected 2 values between semicol"),
        (b"0.5;1\n0,25;1", "CONTINUOUS", "line 2, column 1: expected a number, found '0,25'"),
        (b"0;1;7;1", "DISCRETE", "line 1, column 5: expected the id of an item of x.annotation"),
        (b"2;1;0;1", "DISCRETE", "line 1, column 3: expected an end not before 2, found 1"),
        (b"2;inf;0;1", "DISCRETE", "line 1, column 3: expected a number, found 'inf'"),
        (b"0;1", "POLYGON", "line 5: expected CONTINUOUS, DISCRETE or FREE, found 'POLYGON'"),
        (None, "CONTINUOUS", "x.annotation: expected its values in x.annotation~ beside it"),
    ],
)
def test_a_damaged_pair_is_refused_with_its_place(tmp_path, values, kind, sentence):
    with pytest.raises(InputError) as refusal:
        read(pair(tmp_path, values, kind))
    assert sentence in str(refusal.value)


def test_missing_values_are_said(tmp_path):
    content, _ = read(pair(tmp_path, b"0.5;1\n", size=100))
    assert content.remarks == ("x.annotation promises 100 values, and x.annotation~ has 1.",)


@pytest.mark.parametrize("text", ["", "abc", "<a/>", HEADER[:60]])
def test_what_is_no_header_is_refused(tmp_path, text):
    path = tmp_path / "x.annotation"
    path.write_text(text)
    with pytest.raises(InputError, match=r"x\.annotation"):
        read(path)


def test_entities_are_refused(tmp_path):
    path = pair(tmp_path, b"0;1")
    text = path.read_text(encoding="utf-8")
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><annotation '
    path.write_text(text.replace("<annotation ", entity, 1), encoding="utf-8")
    with pytest.raises(InputError, match="declares a document type"):
        read(path)


def test_the_examples_are_schemes_without_values():
    content, _ = read(shared_file("annotations/nova/valence_scheme.annotation"))
    [curve] = content.curves
    assert (curve.dimension, curve.values.size, curve.declared) == ("valence", 0, (-1, 1))
    assert content.remarks == ("valence_scheme.annotation is a scheme without any value.",)
    content, _ = read(shared_file("annotations/nova/laughter_scheme.annotation"))
    assert content.segment_tracks[0].name == "laughter"


def test_each_track_gets_a_pair(tmp_path):
    tracks = (ExportSegments("expression", "Anna", (Segment(0, 1, "smile"),)),)
    content = content_of(tracks, ["arousal"])
    files = nova.write(content, tmp_path / "clip.annotation", WriteOptions())
    assert [file.name for file in files] == [
        "clip.arousal@Anna.annotation",
        "clip.arousal@Anna.annotation~",
        "clip.expression@Anna.annotation",
        "clip.expression@Anna.annotation~",
    ]
    assert files[3].read_text() == "0;1;0;1\n"
    assert nova.cannot_hold(content) == [
        "NOVA holds one track: each track gets a pair of files of its own."
    ]


FLOATS = st.floats(-1, 1) | st.just(np.nan)


@given(st.lists(FLOATS, max_size=60), st.booleans())
def test_curves_come_back_as_they_were(tmp_path_factory, values, binary):
    values = np.array(values, dtype=np.float64)
    content = content_of((), ["arousal"], values)
    path = tmp_path_factory.getbasetemp() / "round.annotation"
    nova.write(content, path, WriteOptions(), binary=binary)
    assert nova.cannot_hold(content) == []
    [curve] = read(path)[0].curves
    expected = values.astype(np.float32) if binary else values
    np.testing.assert_array_equal(curve.values, expected)
    np.testing.assert_array_equal(curve.times, content.frame_seconds)
    assert (curve.dimension, curve.rater, curve.declared) == ("arousal", "Anna", (-1, 1))


@given(track_strategy(), st.booleans())
def test_segments_come_back_unless_it_says_so(tmp_path_factory, track, binary):
    content = content_of((track,))
    path = tmp_path_factory.getbasetemp() / "round.annotation"
    nova.write(content, path, WriteOptions(), binary=binary)
    [back] = read(path)[0].segment_tracks
    if not nova.cannot_hold(content):
        assert marks_of(back) == marks_of(track)


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        ([0.0, 0.04, 0.08, 0.2, 0.24], "at 25 a second some frames are left out or doubled"),
        ([0.0, 0.04, 0.075, 0.12, 0.16], "times of frames are moved"),
    ],
)
def test_a_varying_rate_is_said(seconds, sentence):
    curve = ExportCurve("arousal", "", np.arange(5) / 5)
    [lost] = nova.cannot_hold(ExportContent(np.array(seconds), (curve,), fps=25.0))
    assert sentence in lost


def test_nothing_is_refused(tmp_path):
    with pytest.raises(OutputError, match="nothing to hold"):
        nova.write(content_of(()), tmp_path / "a.annotation", WriteOptions())
