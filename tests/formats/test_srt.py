import pytest
import srt as oracle
from hypothesis import given

from app.core.errors import InputError, OutputError
from app.core.segment import Segment
from app.formats import srt
from app.formats.content import ExportSegments, ReadOptions, WriteOptions
from tests.support.exports import content_of, marks_of, track_strategy

TEXT = """1
00:00:01,250 --> 00:00:02,500
Hello,
how are you?

2
00:01:00.5 --> 01:00:00.75 X1:1 X2:2
läuft

3
00:00:03,000 --> 00:00:03,001
blink
"""


def read(path):
    return srt.read(path, ReadOptions())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cues_are_segments_in_order(tmp_path, encoding, end):
    path = tmp_path / "clip.expression@Anna.srt"
    path.write_bytes(TEXT.replace("\n", end).encode(encoding))
    assert srt.recognises(path, path.read_bytes())
    content, layout = read(path)
    [track] = content.segment_tracks
    assert (track.name, track.rater) == ("expression", "Anna")
    assert track.segments == (
        Segment(1.25, 2.5, "Hello,\nhow are you?", id=1),
        Segment(3.0, 3.0, "blink", id=2),
        Segment(60.5, 3600.75, "läuft", id=3),
    )
    assert content.remarks == ("Read as events: 1 cue of at most 1 ms.",)
    assert layout.encoding == encoding


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "x.srt is empty"),
        ("abc", "x.srt, line 1: expected a time such as '00:00:01,250 --> 00:00:02,000'"),
        ("x\n" + TEXT, "x.srt, line 1, column 1: expected the number of a cue, found 'x'"),
        (TEXT.replace("01,250", "61,250"), "line 2, column 1: expected a time such as"),
        (TEXT.replace("02,500", "00,500"), "line 2, column 1: expected a cue that ends after"),
        (TEXT[: TEXT.index(":03,001")], "line 11, column 1: expected a time such as"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path, text, sentence):
    path = tmp_path / "x.srt"
    path.write_text(text)
    with pytest.raises(InputError) as refusal:
        read(path)
    assert sentence in str(refusal.value)


def test_each_track_has_its_file_and_the_srt_library_opens_it(tmp_path):
    tracks = (
        ExportSegments("expression", "Anna", (Segment(0.5, 1.25, "smile"), Segment(1.0, 1.0, "b"))),
        ExportSegments("a/b", "", (Segment(3.0, 4.0, "x"),)),
    )
    files = srt.write(content_of(tracks), tmp_path / "clip.srt", WriteOptions())
    assert [file.name for file in files] == ["clip.expression@Anna.srt", "clip.a_b.srt"]
    cues = list(oracle.parse(files[0].read_text(encoding="utf-8")))
    assert [(cue.start.total_seconds(), cue.end.total_seconds(), cue.content) for cue in cues] == [
        (0.5, 1.25, "smile"),
        (1.0, 1.001, "b"),
    ]
    assert read(files[0])[0].segment_tracks[0].rater == "Anna"


@given(track_strategy())
def test_export_then_import_is_the_identity_unless_it_says_so(tmp_path_factory, track):
    content = content_of((track,))
    path = tmp_path_factory.getbasetemp() / "round.srt"
    srt.write(content, path, WriteOptions())
    lost = srt.cannot_hold(content)
    text = path.read_text(encoding="utf-8")
    assert len(list(oracle.parse(text))) == sum(bool(srt.held(s.label)) for s in track.segments)
    expected = {"SubRip does not say the track's name and rater."}
    if text and all(each in expected or "events 1 ms wide" in each for each in lost):
        [back] = read(path)[0].segment_tracks
        assert marks_of(back)[2] == marks_of(track)[2]


def test_what_is_lost_is_said():
    marks = (Segment(-1.0, 0.0005, "a"), Segment(1, 1, " b", id=2), Segment(2, 3, "", "n", id=3))
    assert srt.cannot_hold(content_of((ExportSegments("x", "", marks),), curves=["arousal"])) == [
        "SubRip holds no curves: arousal@Anna will be left out.",
        "SubRip does not say the track's name and rater.",
        "SubRip leaves out segments without a label (1 segment).",
        "SubRip changes odd labels (1 segment).",
        "SubRip holds no notes (1 segment).",
        "SubRip writes events 1 ms wide (1 segment).",
        "SubRip begins at 0: earlier times become 0 (1 segment).",
        "SubRip rounds times to whole milliseconds (1 segment).",
    ]


def test_curves_alone_are_refused(tmp_path):
    with pytest.raises(OutputError, match="holds segments and no curves"):
        srt.write(content_of((), curves=["arousal"]), tmp_path / "a.srt", WriteOptions())
