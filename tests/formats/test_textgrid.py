import pytest
from hypothesis import given
from hypothesis import strategies as st
from praatio import textgrid as praat

from app.core.errors import InputError, OutputError
from app.core.segment import Segment
from app.formats import textgrid
from app.formats.content import ExportSegments, ReadOptions, WriteOptions
from tests.support.exports import content_of, marks_of, track_strategy

SHORT = '''File type = "ooTextFile"
Object class = "TextGrid"

0
2.3
<exists>
2
"IntervalTier"
"Mary"
0
2.3
2
0
1.5
"say ""hi"""
1.5
2.3
""
"TextTier"
"bell@Anna"
0
2.3
1
1.25
"ding"
'''
LONG = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 ! the start
xmax = 2.3
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Mary"
        xmin = 0
        xmax = 2.3
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.5
            text = "say ""hi"""
        intervals [2]:
            xmin = 1.5
            xmax = 2.3
            text = ""
    item [2]:
        class = "TextTier"
        name = "bell@Anna"
        xmin = 0
        xmax = 2.3
        points: size = 1
        points [1]:
            number = 1.25
            mark = "ding"
'''


def read(path):
    return textgrid.read(path, ReadOptions())


@pytest.mark.parametrize("text", [LONG, SHORT])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_long_and_short_form_in_every_encoding(tmp_path, text, encoding, end):
    path = tmp_path / "a.TextGrid"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    assert textgrid.recognises(path, path.read_bytes())
    content, layout = read(path)
    assert [(track.name, track.rater) for track in content.segment_tracks] == [
        ("Mary", ""),
        ("bell", "Anna"),
    ]
    assert content.segment_tracks[0].segments == (Segment(0.0, 1.5, 'say "hi"'),)
    assert content.segment_tracks[1].segments == (Segment(1.25, 1.25, "ding"),)
    assert layout.encoding == encoding


def test_windows_text_is_understood(tmp_path):
    path = tmp_path / "a.TextGrid"
    path.write_bytes(SHORT.replace("ding", "läuten").encode("cp1252"))
    content, layout = read(path)
    assert content.segment_tracks[1].segments[0].label == "läuten"
    assert layout.encoding == "cp1252"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("1.5\n2.3\n", "1.5\nabc\n", "expected the end of interval 2 of tier “Mary”, found"),
        ("1.25", "1,25", "line 22, column 1: expected the time of point 1 of tier “bell@Anna”"),
        ('"ding"', '"ding', "line 22, column 1: expected the text of point 1"),
        ('"ding"\n', "", "expected the text of point 1 of tier “bell@Anna”, found the end of"),
        ('"TextTier"', '"PitchTier"', 'expected "IntervalTier" or "TextTier", found "PitchTier"'),
        ('= "TextGrid"', '= "PitchTier"', 'line 2, column 16: expected "TextGrid", found "Pitch'),
        ("0\n1.5\n", "2\n1.5\n", "expected an end of interval 1 of tier “Mary” after its begin"),
        ("2.3\n2\n0", "2.3\n-2\n0", "expected the number of intervals or points of the tier"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path, old, new, sentence):
    path = tmp_path / "a.TextGrid"
    assert old in SHORT
    path.write_text(SHORT.replace(old, new, 1))
    with pytest.raises(InputError) as refusal:
        read(path)
    message = str(refusal.value)
    if sentence.startswith("line 22"):  # the wrong token, or where the text without end begins
        sentence = sentence.partition(": ")[2]
        assert "a.TextGrid, line " in message
    assert sentence in message


@pytest.mark.parametrize("data", [b"", b"  \n", b"abc", b"\x00\x01\x02"])
def test_what_is_no_textgrid_is_refused(tmp_path, data):
    path = tmp_path / "a.TextGrid"
    path.write_bytes(data)
    assert not textgrid.recognises(path, data)
    with pytest.raises(InputError, match=r"a\.TextGrid"):
        read(path)


def test_praatio_opens_what_is_written(tmp_path):
    tracks = (
        ExportSegments("expression", "Anna", (Segment(0.2, 0.6, "smile"), Segment(0.4, 1.0, "a"))),
        ExportSegments("blinks", "", (Segment(0.5, 0.5, "blink"),)),
        ExportSegments("empty", "Bert", ()),
    )
    [path] = textgrid.write(content_of(tracks), tmp_path / "a.TextGrid", WriteOptions())
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=False)
    assert grid.tierNames == ("expression@Anna", "expression 2@Anna", "blinks", "empty@Bert")
    assert [tuple(each) for each in grid.getTier("expression@Anna").entries] == [
        (0.2, 0.6, "smile")
    ]
    assert [tuple(each) for each in grid.getTier("blinks").entries] == [(0.5, "blink")]


@given(st.lists(track_strategy(), min_size=1, max_size=3))
def test_export_then_import_is_the_identity_unless_it_says_so(tmp_path_factory, tracks):
    content = content_of(tuple(tracks))
    path = tmp_path_factory.getbasetemp() / "round.TextGrid"
    textgrid.write(content, path, WriteOptions())
    back, _ = read(path)
    if not textgrid.cannot_hold(content):
        assert [marks_of(each) for each in back.segment_tracks] == [marks_of(t) for t in tracks]
    if all(map(_praatio_knows, tracks)):
        praat.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="silence")


def _praatio_knows(track):
    # It finds fields by patterns, which take no sign before a number and no quotes in a text.
    texts = [track.name, *(segment.label for segment in track.segments)]
    plain = all(text.isprintable() and '"' not in text for text in texts)
    return plain and all(segment.onset >= 0 for segment in track.segments)


def test_what_is_lost_is_said():
    tracks = (ExportSegments("a", "", (Segment(0, 1, ""), Segment(0.5, 2, "x", "note", id=2))),)
    assert textgrid.cannot_hold(content_of(tracks, curves=["arousal"])) == [
        "Praat TextGrid holds no curves: arousal@Anna will be left out.",
        "Praat TextGrid has no overlaps in a tier: overlapping segments get further tiers.",
        "Praat TextGrid leaves out segments without a label (1 segment).",
        "Praat TextGrid holds no notes (1 segment).",
    ]


def test_curves_alone_are_refused(tmp_path):
    with pytest.raises(OutputError, match="holds segments and no curves"):
        textgrid.write(content_of((), curves=["arousal"]), tmp_path / "a.TextGrid", WriteOptions())
    assert not (tmp_path / "a.TextGrid").exists()
