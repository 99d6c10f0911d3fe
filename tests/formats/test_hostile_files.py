"""Files that are damaged, odd or meant ill: a sentence each, and never wrong numbers."""

import io
import os
import zipfile

import numpy as np
import openpyxl
import pytest

from app.core.errors import InputError
from app.formats.content import ReadOptions
from app.formats.registry import FORMATS, format_named, recognise
from app.formats.text_source import sniff
from app.formats.text_table import read_table
from tests.support.annotation_files import read_as, written

MANY = "9" * 5000
OMG = "link,start,end,video,utterance,arousal,valence,EmotionMaxVote\n"
SUBMISSION = "image_location,valence,arousal\n"
SRT = "1\n00:00:00,000 --> 00:00:01,000\nhäppy\n\n2\n00:00:01,000 --> 00:00:02,000\nfrö"


def slot(value):
    return (
        "<ANNOTATION_DOCUMENT><TIME_ORDER>"
        f'<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="{value}"/></TIME_ORDER></ANNOTATION_DOCUMENT>'
    )


def afew(frames):
    return f'{{"frames": {{{frames}}}}}'


BOTH = '{"valence": 1, "arousal": 2}'


@pytest.mark.parametrize(
    ("identity", "text", "sentence"),
    [
        ("afew-va", afew('"00000": 3'), "column 13: expected valence and arousal in braces"),
        ("afew-va", afew(f'"00000": {BOTH}, "0": {BOTH}'), "frame 0 was there before"),
        ("afew-va", afew(f'"99999999": {BOTH}'), "a recording has no frame 99999999"),
        ("afew-va", afew(f'"00000": {{"valence": {MANY}}}'), "a number in it is too long"),
        ("boris", f'{{"project_format_version": {MANY}, "subjects_conf": 1, "observations": {{}}}}',
         "too long a number"),
        ("elan", slot(MANY), "line 1: expected whole milliseconds"),
        ("elan", slot("9" * 400), "line 1: expected whole milliseconds"),
        ("srt", f"1\n{MANY}:00:00,000 --> {MANY}:00:01,000\nx\n", "line 2, column 1: expected"),
        ("omg", OMG.replace("link", "arousal") + ",0,1,v,u,0,0,3\n", "line 1, column 6"),
        ("omg", f"{OMG},0,1,v,u,0,0,{MANY}\n", "line 2: expected an emotion from 0 to 6"),
        ("aff-wild2", f"{SUBMISSION}v/{MANY}.jpg,0,0\n", "line 2, column 1: expected video/00001"),
        ("aff-wild2", f"{SUBMISSION}v/01.jpg,0,0\nv/1.jpg,1,1\n",
         "line 3, column 1: expected each image once, found 'v/1.jpg' again"),
        ("tracks", "frame,arousal\n0,1\n900000000,1\n", "line 3, column 1: expected a fram"),
        ("tracks", "time_s,arousal\n-1e308,1\n1e308,2\n", "line 2, column 1: expected a time"),
        ("openface", "frame,face_id,timestamp,confidence,success,AU01_r,AU01_r\n1,0,0,1,1,2,3\n",
         "line 1, column 7: expected one column AU01_r, found another"),
        ("srt", SRT.encode()[:-1], "ends in the middle of a character"),
        ("tracks", "time_s,arousal:ä\n0,1\n1,2é".encode()[:-1], "ends in the middle"),
        ("textgrid", '"ooTextFile"\n"TextGrid"\n0 1 <exists> 1\n"' + "a\n" * 9, "line 4, column 1"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path, identity, text, sentence):
    path = written(tmp_path, "x.txt", text)
    with pytest.raises(InputError) as refused:
        read_as(identity, path)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", [",,,\n,,\n", '""\n""\n', ";;\n"])
@pytest.mark.parametrize("row", [row for row in FORMATS if row.reads], ids=lambda row: row.id)
def test_a_table_of_empty_cells_is_refused(tmp_path, row, text):
    path = written(tmp_path, "x" + row.suffixes[0], text)
    recognise(path)
    with pytest.raises(InputError):
        row.read(path)


def test_a_header_alone_holds_nothing(tmp_path):
    content, _ = read_as("omg", written(tmp_path, "x.csv", OMG))
    assert [curve.values.size for curve in content.curves] == [0, 0]


def test_only_values_have_a_sentinel_and_times_do_not(tmp_path):
    path = written(tmp_path, "x.csv", f"{OMG},0,1,v,u,0,0.5,3\n")
    content, _ = read_as("omg", path, sentinel=0.0)
    assert content.curves[0].times.tolist() == [0, 1]
    assert np.isnan(content.curves[0].values).all()
    assert content.curves[1].values[0] == 0.5


@pytest.mark.parametrize(
    ("settled", "sentence"),
    [
        ({"encoding": "utf-16"}, "is not a text in utf-16"),
        ({"encoding": "hex"}, "There is no text encoding “hex”"),
        ({"encoding": "punycode"}, "is not a text in punycode"),
        ({"separator": ", "}, "“, ” cannot be a sign in a table"),
        ({"decimal": '"'}, '“"” cannot be a sign in a table'),
    ],
)
def test_what_a_user_settles_may_be_wrong(tmp_path, settled, sentence):
    path = written(tmp_path, "x.txt", "valence,arousal\n0,0\n")
    with pytest.raises(InputError, match=sentence):
        format_named("aff-wild2").read(path, ReadOptions(**settled))


def test_names_of_columns_may_have_several_lines(tmp_path):
    path = written(tmp_path, "x.csv", 'time_s,"arousal:Anna\nMaria"\n0,1\n1,2\n')
    content, _ = read_as("tracks", path)
    assert content.curves[0].rater == "Anna\nMaria"
    assert content.curves[0].values.tolist() == [1, 2]


def test_openface_rows_go_on_their_frames(tmp_path):
    head = "frame, face_id, timestamp, confidence, success, AU01_r\n"
    rows = "1, 0, 0.0, 0.9, 1, 1.5\n2, 0, 0.04, 0.9, 1, 2\n5, 0, 0.16, 0.9, 1, 3\n"
    path = written(tmp_path, "x.csv", head + rows)
    content, _ = read_as("openface", path, time_unit="frame")
    assert np.array_equal(content.curves[0].values, [1.5, 2, np.nan, np.nan, 3], equal_nan=True)
    written(tmp_path, "x.csv", head + rows.replace("1, 0, 0.0", "0, 0, 0.0"))
    with pytest.raises(InputError, match=r"line 2, column 1: expected the number of a frame, from"):
        read_as("openface", path, time_unit="frame")


def test_nova_values_may_have_decimal_commas(tmp_path):
    head = '<annotation ssi-v="3"><info ftype="ASCII" size="2"/><scheme name="Arousal" '
    path = written(
        tmp_path, "x.annotation", head + 'type="CONTINUOUS" sr="25" min="0" max="1"/></annotation>'
    )
    written(tmp_path, "x.annotation~", "0,5;1,0\n0,25;1\n")
    (curve,) = read_as("nova", path)[0].curves
    assert curve.dimension == "arousal"
    assert curve.values.tolist() == [0.5, 0.25]


@pytest.mark.parametrize("url", ["%00", "x" * 5000, "loop.csv", "../secret.csv", "/etc/passwd"])
def test_elan_links_lead_nowhere_else(tmp_path, url):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "passwd").symlink_to(tmp_path / "secret.csv")
    written(tmp_path, "secret.csv", "time_s,arousal\n0,1\n")
    link = f'<LINKED_FILE_DESCRIPTOR MIME_TYPE="text/plain" LINK_URL="{url}"/>'
    path = written(
        folder, "x.eaf", f"<ANNOTATION_DOCUMENT><HEADER>{link}</HEADER></ANNOTATION_DOCUMENT>"
    )
    content, _ = read_as("elan", path)
    assert not content.curves
    assert content.remarks[0].endswith("is not beside the EAF, and was not read.")


def test_halves_of_characters_do_not_get_in(tmp_path):
    path = written(
        tmp_path,
        "x.boris",
        '{"project_format_version": "7.0", "subjects_conf": {}, "behaviors_conf": {}, '
        '"observations": {"o": {"events": [[1.5, "s", "a\\ud800", "", "c", 3]]}}}',
    )
    content, _ = read_as("boris", path)
    assert content.segment_tracks[0].segments[0].label == "a?"


def workbook(path, sheet_xml):
    book = openpyxl.Workbook()
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = sheet_xml if name.endswith("sheet1.xml") else old.read(name)
            new.writestr(name, data)
    return path


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"%s<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("name", "rows", "sentence"),
    [
        ("far", b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>', "is too large"),
        ("bomb", b"<row/>" * 20_000, "is too large"),
        ("broken", b"<row", "is damaged, or no workbook"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path, monkeypatch, name, rows, sentence
):
    monkeypatch.setattr("app.formats.sheet._MOST", 100_000)
    monkeypatch.setattr("app.formats.sheet._ROWS", 5_000)
    path = workbook(tmp_path / f"{name}.xlsx", SHEET % (b"", rows))
    recognise(path)
    with pytest.raises(InputError, match=sentence):
        format_named("carma").read(path)


def test_what_a_workbook_says_of_its_size_may_be_wrong(tmp_path):
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c>'
        b'<c r="B%d" t="inlineStr"><is><t>%s</t></is></c></row>' % (i, i, a, i, b)
        for i, (a, b) in enumerate([(b"time", b"value"), (b"0.1", b"0.5"), (b"0.2", b"0.6")], 1)
    )
    for said in (b"A1", b"A1:XFD1048576"):
        path = workbook(tmp_path / "x.xlsx", SHEET % (b'<dimension ref="%s"/>' % said, cells))
        (curve,) = read_as("carma", path)[0].curves
        assert curve.values.tolist() == [0.5, 0.6]


def test_a_file_that_vanishes_while_it_is_read_is_refused(tmp_path):
    path = written(tmp_path, "x.csv", "time_s,arousal\n0,1\n")
    source = sniff(path)
    path.unlink()
    with pytest.raises(InputError, match=r"x\.csv: cannot be read on: no such file"):
        read_table(source, 1, ["number", "number"])


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "x.csv")
    with pytest.raises(InputError, match="is a device or a pipe; choose a file"):
        recognise(tmp_path / "x.csv")
