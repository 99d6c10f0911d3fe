import math
import subprocess
import sys

import numpy as np
import pytest

from app.core.errors import InputError
from app.core.resample import to_frames
from app.core.segment import Segment
from app.formats.content import ReadOptions
from app.formats.registry import FORMATS, format_named, recognise
from tests.support.annotation_files import read_as, values_of, written
from tests.support.shared import shared_file

NAN = math.nan


def same(found, expected):
    return found == pytest.approx(expected, abs=0, nan_ok=True)


# ---- the examples of others


def example(identity, name):
    path = shared_file(f"annotations/{name}")
    assert recognise(path)[0].id == identity
    return format_named(identity).read(path)


def test_the_afew_va_example():
    content, layout = example("afew-va", "afewva/afewva_video1.json")
    assert content.media == "video1"
    assert values_of(content, "valence") == [0.0] * 42
    assert values_of(content, "arousal") == [5.0] * 42
    assert [curve.declared for curve in content.curves] == [(-10, 10)] * 2
    assert layout.time_base == "frame"
    assert "counted from 1" in content.remarks[0]


def test_the_old_carma_example():
    content, layout = example("carma", "carma/Wildlife.csv")
    (curve,) = content.curves
    assert curve.declared == (-100, 100)
    assert curve.values[:6].tolist() == [0, 27.7778, 50, 50, 50, 33.3333]
    assert curve.times.tolist() == list(range(31))  # where the bins of a second begin
    assert content.media == "Wildlife.wmv"
    assert layout.header[-2:] == ("Second", "Rating")


def test_the_headless_carma_example():
    content, layout = example("carma", "carma/RoomReader_20211213T073640.csv")
    (curve,) = content.curves
    assert curve.times[:5].tolist() == [0, 0, 0, 0.151, 0.25454]
    assert set(curve.values.tolist()) == {-0.5597}
    assert content.remarks == (
        "2 rows have the time of the row above; the last row of each time counts.",
    )
    assert layout.header == ()


@pytest.mark.parametrize(("clip", "rows"), [(11, 618), (47, 598)])
def test_the_muse_examples(clip, rows):
    raw, layout = example("muse", f"muse/raw_arousal_{clip}.csv")
    assert [(curve.dimension, curve.rater) for curve in raw.curves] == [
        ("arousal", rater) for rater in "123"
    ]
    assert raw.curves[0].times.tolist() == [0.5 * row for row in range(1, rows + 1)]
    assert layout.time_base == "s"
    fused, layout = example("muse", f"muse/processed_arousal_{clip}.csv")
    assert fused.curves[0].dimension == "arousal"
    assert fused.curves[0].times.tolist() == [0.5 * row for row in range(rows)]
    assert layout.time_base == "ms"
    segments, _ = example("muse", f"muse/segments_{clip}.csv")
    first = segments.segment_tracks[0].segments[0]
    assert (first.onset, first.offset) == {11: (15.4, 42.09), 47: (4.82, 12.64)}[clip]


def test_the_elim_example():
    content, _ = example("tracks", "elim/elim_demo_va_trace.csv")
    assert [curve.dimension for curve in content.curves] == ["valence", "arousal"]
    assert content.curves[0].times[:3].tolist() == [0, 0.0333, 0.0667]
    frames = np.arange(213) / 30
    carried = to_frames(content.curves[0].times, content.curves[0].values, frames)
    assert np.array_equal(carried, content.curves[0].values)


def test_every_example_is_read_or_refused_by_a_sentence():
    files = [path for path in shared_file("annotations").rglob("*") if path.is_file()]
    assert len(files) >= 19
    for path in files:
        rows = recognise(path)
        assert rows, path.name
        if rows[0].id == "imotions":
            with pytest.raises(InputError, match="not supported yet"):
                rows[0].read(path)
            continue
        content, _ = rows[0].read(path)
        assert content.curves or content.segment_tracks


# ---- made by hand after the rules


def test_tracks_with_segments_beside_them(tmp_path):
    path = written(tmp_path, "a.csv", "time_s,valence:Anna,x\\:y:B:C\n0,0.1,1\n0.04,,-5\n")
    written(
        tmp_path,
        "a.segments.csv",
        "onset_s,offset_s,label,note,track,rater\n1,2,'=go,,expression,Ben\n0.5,0.5,blink,,t,\n",
    )
    content, _ = read_as("tracks", path)
    assert [(c.dimension, c.rater) for c in content.curves] == [("valence", "Anna"), ("x:y", "B:C")]
    assert same(content.curves[0].values.tolist(), [0.1, NAN])
    assert content.curves[1].values.tolist() == [1, -5]
    assert content.segment_tracks[0].segments == (Segment(1, 2, "=go", ""),)
    assert content.segment_tracks[1].segments[0].is_event
    assert same(read_as("tracks", path, sentinel=-5)[0].curves[1].values.tolist(), [1, NAN])


def test_tracks_by_frame_and_by_milliseconds(tmp_path):
    path = written(tmp_path, "a.csv", "frame,valence:A\n0,1\n3,0.5\n")
    content, layout = read_as("tracks", path)
    assert content.curves[0].times is None
    assert same(values_of(content, "valence", "A"), [1, NAN, NAN, 0.5])
    assert layout.time_base == "frame"
    assert read_as("tracks", path, rate=10)[0].curves[0].times.tolist() == [0, 0.1, 0.2, 0.3]
    path = written(tmp_path, "b.csv", "time_ms;valence:A\n0;0,5\n40;1\n")
    assert read_as("tracks", path)[0].curves[0].times.tolist() == [0, 0.04]
    path = written(tmp_path, "c.csv", "frame,valence:A\n0,1\n0,0.5\n")
    with pytest.raises(InputError, match=r"c\.csv, line 3, column 1: expected a frame number"):
        read_as("tracks", path)


def test_our_predictions_are_read_only(tmp_path):
    text = "frame,time_s,face,confidence,valence,arousal\n0,0.000000,1,0.9,0.1,0.2\n"
    content, _ = read_as("tracks", written(tmp_path, "a.csv", text))
    assert content.read_only
    assert [curve.dimension for curve in content.curves] == ["valence", "arousal"]


@pytest.mark.parametrize("name", ["a.txt", "wrong.json", "noending"])
def test_aff_wild2_is_known_by_its_header_and_not_its_ending(tmp_path, name):
    path = written(tmp_path, name, "valence,arousal\n0.1,0.2\n-5,0.3\n-5,-5\n-0.5,1\n")
    assert recognise(path)[0].id == "aff-wild2"
    content, layout = read_as("aff-wild2", path)
    assert same(values_of(content, "valence"), [0.1, NAN, NAN, -0.5])
    assert same(values_of(content, "arousal"), [0.2, NAN, NAN, 1])
    assert content.curves[0].times is None
    assert layout.time_base == "frame"
    assert "2 frames are marked" in content.remarks[0]


def test_aff_wild2_bad_and_odd(tmp_path):
    swapped = written(tmp_path, "s.txt", "arousal,valence\n0.1,0.2\n2,0\n")
    content, _ = read_as("aff-wild2", swapped)
    assert values_of(content, "arousal") == [0.1, 2]
    assert content.remarks == ("1 value lies outside -1 to 1, the stated range of arousal.",)
    with pytest.raises(InputError, match=r"x\.txt, line 3, column 2: expected a number"):
        read_as("aff-wild2", written(tmp_path, "x.txt", "valence,arousal\n0,0\n0,zero\n"))
    with pytest.raises(InputError, match=r"x\.txt, line 3: expected 2 cells, found 0"):
        read_as("aff-wild2", written(tmp_path, "x.txt", "valence,arousal\n0,0\n\n0,1\n"))
    for header, task in (
        ("AU1,AU2,AU4,AU6,AU7,AU10", "action units"),
        ("Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise", "expression"),
    ):
        with pytest.raises(InputError, match=f"line 1: it holds {task}"):
            read_as("aff-wild2", written(tmp_path, "x.txt", header + "\n0\n"))
    unmarked = read_as("aff-wild2", written(tmp_path, "n.txt", "valence,arousal\n-5,0\n"),
                       sentinel=NAN)[0]  # fmt: skip
    assert values_of(unmarked, "valence") == [-5]


def test_an_aff_wild2_submission_holds_many_recordings(tmp_path):
    text = (
        "image_location,valence,arousal\nv1/00001.jpg,1,0\nv1/00003.jpg,0.5,0\nv2/00001.jpg,0,0\n"
    )
    path = written(tmp_path, "s.txt", text)
    with pytest.raises(InputError, match=r"holds 2 recordings \(v1, v2\); choose one"):
        read_as("aff-wild2", path)
    content, _ = read_as("aff-wild2", path, video="v1")
    assert same(values_of(content, "valence"), [1, NAN, 0.5])
    with pytest.raises(InputError, match="“v3” is not among them"):
        read_as("aff-wild2", path, video="v3")


def test_aff_wild_takes_both_folders(tmp_path):
    path = written(tmp_path, "valence/clip.txt", "0.1\r-0.2\r")
    written(tmp_path, "arousal/clip.txt", "0.5\n-5\n1e-3\n")
    content, _ = read_as("aff-wild", path)
    assert values_of(content, "valence") == [0.1, -0.2]
    assert same(values_of(content, "arousal"), [0.5, NAN, 0.001])
    assert content.remarks[-1] == "Valence has 2 frames, arousal 3."
    with pytest.raises(
        InputError, match="line 1: expected one number, found 2 cells; if the comma"
    ):
        format_named("aff-wild").read(written(tmp_path, "c.txt", "0,5\n0,6\n"))
    comma = ReadOptions(separator=";", decimal=",")
    assert format_named("aff-wild").read(tmp_path / "c.txt", comma)[0].curves[0].values[0] == 0.5


OMG = "link,start,end,video,utterance,arousal,valence,EmotionMaxVote\n"


def test_omg_values_are_constant_stretches(tmp_path):
    rows = "u,10.5,12,b,utterance_2.mp4,0.5,-0.2,5\nu,1,3,a,utterance_1.mp4,0.1,0.3,3\n"
    path = written(tmp_path, "omg.csv", OMG + rows + "u,3,4,a,utterance_2.mp4,0.9,0.4,4\n")
    content, _ = read_as("omg", path, video="a")
    arousal = content.curves[0]
    assert arousal.times.tolist() == [1, 3, 4]
    assert same(arousal.values.tolist(), [0.1, 0.9, NAN])
    assert [curve.declared for curve in content.curves] == [(0, 1), (-1, 1)]
    carried = to_frames(arousal.times, arousal.values, np.array([0.0, 1.0, 2.9, 3.0, 3.9, 4.0]))
    assert same(carried.tolist(), [NAN, 0.1, 0.1, 0.9, 0.9, NAN])
    assert [each.label for each in content.segment_tracks[0].segments] == ["Happy", "Neutral"]
    with pytest.raises(InputError, match=r"line 2: expected an end after 5, found 4"):
        read_as("omg", written(tmp_path, "x.csv", OMG + "u,5,4,a,u,0,0,1\n"))
    with pytest.raises(InputError, match=r"line 2: expected an emotion from 0 to 6, found '9'"):
        read_as("omg", written(tmp_path, "x.csv", OMG + "u,4,5,a,u,0,0,9\n"))


def test_an_omg_rater_file_is_for_the_whole_clip(tmp_path):
    path = written(
        tmp_path, "utterance_10.mp4/3.txt", "arousal,valence,emotion\n96.0,90.3,Surprise"
    )
    content, _ = read_as("omg", path)
    arousal = content.curves[0]
    assert (arousal.rater, arousal.declared) == ("3", None)
    assert set(to_frames(arousal.times, arousal.values, np.arange(100) / 2).tolist()) == {96.0}


def test_afew_va_is_refused_with_its_place(tmp_path):
    good = '{"frames": {\n"00000": {"valence": 1, "arousal": -10},\n"00002": '
    content, _ = read_as(
        "afew-va", written(tmp_path, "a.json", good + '{"valence": null, "arousal": 3}}}')
    )
    assert same(values_of(content, "valence"), [1, NAN, NAN])
    assert same(values_of(content, "arousal"), [-10, NAN, 3])
    for rest, sentence in (
        ('{"valence": "x", "arousal": 3}}}', "line 3, column 1: expected a number for valence"),
        ('{"arousal": 3}}}', "line 3, column 1: expected a number for valence, found nothing"),
        ('{"valence": true, "arousal": 3}}}', "line 3, column 1: expected a number"),
        ('{"valence": 1', "line 3, column 23: expected JSON"),
        ('{"valence": 1, "arousal": 1}, "x": 1}}', "line 3, column 40: expected a frame number"),
    ):
        with pytest.raises(InputError) as refused:
            read_as("afew-va", written(tmp_path, "a.json", good + rest))
        assert sentence in str(refused.value)


def test_recola_raters_lose_their_stray_blanks(tmp_path):
    text = "time ;FM1 ;FM2 ;FF3\n0;0.1;0,2;NaN\n0.04;0.3;-1;1\n".replace("0,2", "0.2")
    content, layout = read_as("recola", written(tmp_path, "arousal/P16.csv", text))
    assert [curve.rater for curve in content.curves] == ["FM1", "FM2", "FF3"]
    assert {curve.dimension for curve in content.curves} == {"arousal"}
    assert content.curves[0].times.tolist() == [0, 0.04]
    assert layout.separator == ";"
    gold = written(tmp_path, "valence/P1.csv", "time;gold standard\r\n0,00;0,5\r\n0,04;0,6\r\n")
    content, layout = read_as("recola", gold)
    assert (content.curves[0].dimension, content.curves[0].rater) == ("valence", "gold standard")
    assert (content.curves[0].values.tolist(), layout.decimal) == ([0.5, 0.6], ",")


@pytest.mark.parametrize(
    ("times", "place"),
    [
        ("0;0.04;0.02", "line 4, column 1: expected a time not before 0.04, found 0.02"),
        ("0;;0.02", "line 3, column 1: expected a time, found an empty cell"),
        ("0;x;0.02", "line 3, column 1: expected a number, found 'x'"),
    ],
)
def test_times_that_go_back_or_are_missing_are_refused(tmp_path, times, place):
    rows = "".join(f"{time};0.5\n" for time in times.split(";"))
    with pytest.raises(InputError, match=place):
        read_as("recola", written(tmp_path, "arousal/P1.csv", "time;FM1\n" + rows))


ARFF = """@relation GOLDSTANDARD

@attribute Instance_name string
@attribute frameTime numeric
@attribute GoldStandard numeric

@data
"""


def test_avec_arff(tmp_path):
    path = written(tmp_path, "arousal/dev_1.arff", ARFF + "dev_1,0,-0.022925\ndev_1,0.04,?\n")
    content, _ = read_as("avec", path)
    (curve,) = content.curves
    assert (curve.dimension, curve.rater, content.media) == ("arousal", "gold standard", "dev_1")
    assert same(curve.values.tolist(), [-0.022925, NAN])
    with pytest.raises(InputError, match=r"line 9: expected 3 cells, found 2"):
        read_as("avec", written(tmp_path, "x.arff", ARFF + "dev_1,0,0\ndev_1,1\n"))
    with pytest.raises(InputError, match="expected a line @data"):
        read_as("avec", written(tmp_path, "x.arff", "@relation x\n@attribute a numeric\n"))


def test_sewa(tmp_path):
    text = "'Train_DE_01';0.0;0.1;0.2;0.3\n'Train_DE_01';0.1;0.4;0.5;0.6\n"
    content, layout = read_as("sewa", written(tmp_path, "Train_DE_01.csv", text))
    assert content.media == "Train_DE_01"
    assert [curve.dimension for curve in content.curves] == ["arousal", "valence", "liking"]
    assert values_of(content, "valence") == [0.2, 0.5]
    assert content.curves[0].times.tolist() == [0, 0.1]
    assert layout.header == ()


def test_muse_labels_and_predictions(tmp_path):
    path = written(tmp_path, "valence/1.csv", "timestamp,segment_id,value\n0,1,0.1\n250,1,0.2\n")
    content, _ = read_as("muse", path)
    assert content.curves[0].times.tolist() == [0, 0.25]
    assert values_of(content, "valence") == [0.1, 0.2]
    text = "id,timestamp,prediction_arousal,prediction_valence\n7,0,0.1,0.2\n8,0,0.3,0.4\n"
    content, _ = read_as("muse", written(tmp_path, "p.csv", text), video="8")
    assert content.read_only
    assert values_of(content, "arousal") == [0.3]
    seconds = written(tmp_path, "arousal/2.csv", "timestamp,1\n0,-33.925\n250,368.65\n")
    assert read_as("muse", seconds, time_unit="ms")[0].curves[0].times.tolist() == [0, 0.25]
    with pytest.raises(InputError, match="need a rate"):
        read_as("muse", seconds, time_unit="frame")


CARMA = """"media_open; media_play; media_end","2023/05/26 09:41:12:345; 2023/05/26 09:41:13:1; x"
"Multimedia File","clip.mp4"
"Lower Label","very negative valence"
"Upper Label","very positive"
"Minimum Value",-4
"Maximum Value",4
"Number of Steps",9
"Second","Rating"
"%%%%%%","%%%%%%"
0.25,1.5
0.5,NaN
0.75,
1,-4
"""


@pytest.mark.parametrize("before", ["", "Var1,Var2\n"])
def test_carma_block(tmp_path, before):
    content, layout = read_as("carma", written(tmp_path, "a.csv", before + CARMA))
    (curve,) = content.curves
    assert (curve.dimension, curve.declared) == ("valence", (-4, 4))
    assert curve.times.tolist() == [0, 0.25, 0.5, 0.75]
    assert same(curve.values.tolist(), [1.5, NAN, NAN, -4])
    assert content.media == "clip.mp4"
    assert layout.header == ("Second", "Rating")
    assert layout.first_rows[0] == ("0.25", "1.5")
    place = "line 14, column 2" if before else "line 13, column 2"
    with pytest.raises(InputError, match=f"{place}: expected a number, found 'b'"):
        read_as("carma", written(tmp_path, "b.csv", before + CARMA.replace("1,-4", "1,b")))


def test_carma_workbook_is_as_the_text(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for line in CARMA.splitlines():
        cells = [cell.strip('"') for cell in line.split(",", 1)]
        try:
            book.active.append([float(cell) for cell in cells])
        except ValueError:
            book.active.append(
                [float(cell) if cell.lstrip("-").isdigit() else cell for cell in cells]
            )
    book.save(tmp_path / "a.xlsx")
    content, _ = read_as("carma", tmp_path / "a.xlsx")
    text, _ = read_as("carma", written(tmp_path, "a.csv", CARMA))
    assert content.curves[0].times.tolist() == text.curves[0].times.tolist()
    assert same(content.curves[0].values.tolist(), text.curves[0].values.tolist())
    damaged = written(tmp_path, "b.xlsx", (tmp_path / "a.xlsx").read_bytes()[:500])
    with pytest.raises(InputError, match=r"b\.xlsx is damaged, or no workbook"):
        format_named("carma").read(damaged)
    with pytest.raises(InputError, match="old Excel file"):
        format_named("carma").read(written(tmp_path, "c.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600))


def test_carma2_in_seconds(tmp_path):
    content, _ = read_as("carma", written(tmp_path, "a.csv", "time,value\n0.1,NA\n0.2,3\n"))
    assert content.curves[0].times.tolist() == [0.1, 0.2]
    assert same(content.curves[0].values.tolist(), [NAN, 3])


DARMA = """Time of Rating,2022-11-28 13:37:48,,
Multimedia File,clip.mp4,1,
Magnitude,1000,,
Second,Valence,Arousal,Button
%%%%%%,%%%%%%,%%%%%%,%%%%%%
0.25,-7.8,7.8,0
0.5,NaN,NaN,NaN
0.75,1000,-1000,1
1,0,0,1
"""


def test_darma_block_with_a_log_beside_it(tmp_path):
    path = written(tmp_path, "a.csv", DARMA)
    log = written(tmp_path, "log_20221128T133748.csv", "0.01,0.1,0.2,0\n0.02,0.3,0.4,1\n")
    content, _ = read_as("darma", path)
    assert recognise(path)[0].id == "darma"
    assert same(values_of(content, "valence"), [-7.8, NAN, 1000, 0])
    assert [curve.declared for curve in content.curves] == [(-1000, 1000)] * 2
    (pressed,) = content.segment_tracks[0].segments
    assert (pressed.onset, pressed.offset) == (0.5, 1.0)
    assert any(log.name in remark for remark in content.remarks)
    assert recognise(log)[0].id == "darma"
    content, _ = read_as("darma", log)
    assert values_of(content, "arousal") == [0.2, 0.4]
    assert content.curves[0].times.tolist() == [0.01, 0.02]


def test_darma_combined(tmp_path):
    header = "AnnotationFile,MultimediaFile,Magnitude,XLabel,YLabel,Second,X,Y,Button\n"
    rows = [
        f"{name}.csv,v.mp4,100,Valence,Arousal,{(i + 1) / 4},{i},{-i},0"
        for name in "ab"
        for i in range(3)
    ]
    content, _ = read_as("darma", written(tmp_path, "c.csv", header + "\n".join(rows)))
    assert [(curve.dimension, curve.rater) for curve in content.curves] == [
        (dimension, rater) for rater in "ab" for dimension in ("valence", "arousal")
    ]
    assert content.curves[3].values.tolist() == [0, -1, -2]


# ---- whatever is given, a sentence


@pytest.mark.parametrize("row", [row for row in FORMATS if row.reads], ids=lambda row: row.id)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"\0" * 200,
        b"one line of prose",
        b"a,b,c\n1,2\n",
        b"{",
        b"<a>",
        b"\x81\x8d",
        b"PK\x03\x04 no archive",
        "ünï;cöde\n".encode("utf-16"),
    ],
)
def test_what_is_none_of_it_is_refused_by_a_sentence(tmp_path, row, content):
    path = written(tmp_path, "x" + row.suffixes[0], content)
    recognise(path)
    with pytest.raises(InputError) as refused:
        row.read(path)
    assert str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_the_table_of_formats_is_light():
    said = (
        "import sys, app.formats.registry\n"
        "assert not {'pandas', 'openpyxl', 'defusedxml', 'scipy'} & set(sys.modules)\n"
        "assert not [m for m in sys.modules if m.startswith('app.formats.')"
        " and m not in ('app.formats.registry', 'app.formats.content')]"
    )
    subprocess.run([sys.executable, "-c", said], check=True)


def test_ids_and_modules_of_formats_differ():
    for each in (row_ids := [row.id for row in FORMATS], [row.module for row in FORMATS]):
        assert len(set(each)) == len(row_ids)
    for row in FORMATS:
        assert row.suffixes
        assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in row.suffixes)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        recognise(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no format “x”; the formats are tracks, nova"):
        format_named("x")
