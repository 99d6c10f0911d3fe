import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pympi import Eaf

from app.core.errors import InputError
from app.core.segment import Segment
from app.formats import elan
from app.formats.content import ExportSegments, ReadOptions, WriteOptions
from tests.support.exports import FRAMES, content_of, marks_of, track_strategy
from tests.support.shared import shared_file

EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+00:00" FORMAT="2.8" VERSION="2.8">
 <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
  <MEDIA_DESCRIPTOR MEDIA_URL="file:///x/clip.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="40"/>
 </HEADER>
 <TIME_ORDER>
  <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/>
  <TIME_SLOT TIME_SLOT_ID="ts2"/>
  <TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="2500"/>
 </TIME_ORDER>
 <TIER TIER_ID="words@Anna" ANNOTATOR="Anna" LINGUISTIC_TYPE_REF="default-lt">
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts3">
   <ANNOTATION_VALUE>grüß</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
   <ANNOTATION_VALUE>y</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
 </TIER>
 <TIER TIER_ID="pos" PARENT_REF="words@Anna" LINGUISTIC_TYPE_REF="pos">
  <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1">
   <ANNOTATION_VALUE>verb</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
 </TIER>
</ANNOTATION_DOCUMENT>
"""


def read(path):
    return elan.read(path, ReadOptions())


def written(folder, text, encoding="utf-8"):
    path = folder / "x.eaf"
    path.write_bytes(text.encode(encoding))
    return path


def test_tiers_references_and_slots_without_time(tmp_path):
    path = written(tmp_path, EAF)
    assert elan.recognises(path, path.read_bytes())
    content, _ = read(path)
    words, pos = content.segment_tracks
    assert (words.name, words.rater, words.segments) == (
        "words",
        "Anna",
        (Segment(1, 2.5, "grüß"),),
    )
    assert (pos.name, pos.rater, pos.segments) == ("pos", "", (Segment(1, 2.5, "verb"),))
    assert content.media == "file:///x/clip.mp4"
    assert content.remarks == (
        "Tier “words@Anna”: 1 annotation left out, for they have no times of their own.",
        "Tier “pos”: 1 annotation given the times of the annotations they refer to.",
        "ELAN begins the recording at 40 ms; times were not shifted by it.",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path, encoding, end):
    text = EAF.replace("UTF-8", {"utf-8-sig": "utf-8"}.get(encoding, encoding)).replace("\n", end)
    content, _ = read(written(tmp_path, text, encoding))
    assert content.segment_tracks[0].segments[0].label == "grüß"


def test_undeclared_windows_text_is_understood(tmp_path):
    text = EAF.replace(' encoding="UTF-8"', "")
    content, layout = read(written(tmp_path, text, "cp1252"))
    assert content.segment_tracks[0].segments[0].label == "grüß"
    assert layout.encoding == "cp1252"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2500", "2.5", "x.eaf, line 9: expected whole milliseconds, found '2.5'"),
        ("2500", "500", "x.eaf, line 12: expected an end after 1000 ms, found 500 ms"),
        ('REF1="ts1"', 'REF1="ts9"', "line 12: expected a reference to a time slot, found 'ts9'"),
        ('_REF="a1"', '_REF="a9"', "line 18: expected a reference to an annotation, found 'a9'"),
        ('_REF="a1"', '_REF="a3"', "line 18: expected a reference to an annotation, found 'a3'"),
        ("milliseconds", "PAL-frames", "x.eaf, line 3: expected times in milliseconds, found PAL"),
        ("<TIME_ORDER>", "<TIME_ORDER", "x.eaf, line 7, column 3: expected XML"),
        ("ANNOTATION_DOCUMENT", "DOCUMENT", "x.eaf, line 1: expected <ANNOTATION_DOCUMENT>"),
        ("</ANNOTATION_DOCUMENT>", "", "expected XML, found an error in it: no element found"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path, old, new, sentence):
    count = -1 if old == "ANNOTATION_DOCUMENT" else 1
    with pytest.raises(InputError) as refusal:
        read(written(tmp_path, EAF.replace(old, new, count)))
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused_in_one_sentence(tmp_path, prologue):
    text = EAF.replace("<ANNOTATION_DOCUMENT", prologue + "<ANNOTATION_DOCUMENT", 1)
    with pytest.raises(InputError, match=r"x\.eaf declares a document type, whose entities"):
        read(written(tmp_path, text))


@pytest.mark.parametrize("data", [b"", b"abc", b"\x00\xff"])
def test_what_is_no_eaf_is_refused(tmp_path, data):
    path = tmp_path / "x.eaf"
    path.write_bytes(data)
    assert not elan.recognises(path, data)
    with pytest.raises(InputError, match=r"x\.eaf"):
        read(path)


def test_the_example_is_read_as_pympi_reads_it():
    path = shared_file("annotations/elan/sample_3.0.eaf")
    content, _ = read(path)
    oracle = Eaf(str(path))
    assert [track.name for track in content.segment_tracks] == list(oracle.tiers)
    aligned = {
        (start, end, value)
        for start, end, value in oracle.get_annotation_data_for_tier("text")
        if start is not None and end is not None
    }
    ours = next(track for track in content.segment_tracks if track.name == "text")
    assert {
        (round(s.onset * 1000), round(s.offset * 1000), s.label) for s in ours.segments
    } == aligned
    assert any("no times of their own" in remark for remark in content.remarks)
    assert any("data.txt is not beside the EAF" in remark for remark in content.remarks)
    assert content.media.endswith("r03_v20_s5.wav")


def test_pympi_opens_what_is_written(tmp_path):
    smile = Segment(0.2, 0.6, "smile", "so so")
    tracks = (
        ExportSegments("expression", "Anna", (smile, Segment(0.4, 1.0, "<a>", id=2))),
        ExportSegments("expression", "Bert", (Segment(0.5, 0.5, "blink"),)),
    )
    media = tmp_path / "clip.mp4"
    content = content_of(tracks, ["arousal", "valence"], media=media)
    files = elan.write(content, tmp_path / "clip.eaf", WriteOptions(time_base="frame"))
    assert [file.name for file in files] == ["clip.eaf", "clip_curves.csv"]
    oracle = Eaf(str(files[0]))
    assert oracle.get_annotation_data_for_tier("expression@Anna") == [(200, 600, "smile")]
    assert oracle.get_annotation_data_for_tier("expression 2") == [(400, 1000, "<a>")]
    assert oracle.get_annotation_data_for_tier("expression@Bert") == [(500, 501, "blink")]
    assert oracle.get_ref_annotation_data_for_tier("expression@Anna notes")[0][2] == "so so"
    [link] = oracle.linked_file_descriptors
    assert (link["MIME_TYPE"], link["RELATIVE_LINK_URL"]) == ("text/plain", "./clip_curves.csv")
    assert files[1].read_text().startswith("time_s,arousal:Anna,valence:Anna\n0,-1,-1\n")
    assert oracle.media_descriptors[0]["RELATIVE_MEDIA_URL"] == "./clip.mp4"


def test_linked_curves_come_back(tmp_path):
    values = np.linspace(-1, 1, FRAMES)
    values[3:6] = np.nan
    content = content_of((), ["arousal"], values)
    elan.write(content, tmp_path / "ein Clip.eaf", WriteOptions())
    back, _ = read(tmp_path / "ein Clip.eaf")
    [curve] = back.curves
    assert (curve.dimension, curve.rater) == ("arousal", "Anna")
    np.testing.assert_array_equal(curve.values, values)
    np.testing.assert_array_equal(curve.times, content.frame_seconds)


def test_a_linked_file_elsewhere_is_not_opened(tmp_path):
    (tmp_path / "secret.csv").write_text("time_s,arousal\n0,1\n")
    folder = tmp_path / "in"
    folder.mkdir()
    elan.write(content_of((), ["arousal"]), folder / "a.eaf", WriteOptions())
    path = folder / "a.eaf"
    path.write_text(path.read_text().replace("./a_curves.csv", "../secret.csv"))
    content, _ = read(path)
    assert not content.curves
    assert content.remarks == (
        "The linked file ../secret.csv is not beside the EAF, and was not read.",
    )


def test_a_linked_file_that_is_no_table_is_said(tmp_path):
    elan.write(content_of((), ["arousal"]), tmp_path / "a.eaf", WriteOptions())
    (tmp_path / "a_curves.csv").write_text("time_s,arousal\n0,x\n")
    content, _ = read(tmp_path / "a.eaf")
    assert not content.curves
    assert "line 2, column 2: expected a number, found 'x'" in content.remarks[0]


@given(st.lists(track_strategy(), max_size=3))
def test_export_then_import_is_the_identity_unless_it_says_so(tmp_path_factory, tracks):
    content = content_of(tuple(tracks))
    path = tmp_path_factory.getbasetemp() / "round.eaf"
    elan.write(content, path, WriteOptions())
    back, _ = read(path)
    if all("events 1 ms wide" in each for each in elan.cannot_hold(content)):
        assert [marks_of(each) for each in back.segment_tracks] == [marks_of(t) for t in tracks]
    Eaf(str(path))


def test_what_is_lost_is_said():
    marks = (Segment(-1.0, 1.0, "a"), Segment(0.5, 0.5, "b\x01", id=2), Segment(2.0004, 3.0, id=3))
    assert elan.cannot_hold(content_of((ExportSegments("x", "", marks),), curves=["arousal"])) == [
        "ELAN EAF keeps curves in a file beside it: NAME_curves.csv must go with it.",
        "ELAN EAF has no overlaps in a tier: overlapping segments get further tiers.",
        "ELAN EAF writes events 1 ms wide (1 segment).",
        "ELAN EAF begins at 0: earlier times become 0 (1 segment).",
        "ELAN EAF rounds times to whole milliseconds (1 segment).",
        "ELAN EAF changes odd labels (1 segment).",
    ]
