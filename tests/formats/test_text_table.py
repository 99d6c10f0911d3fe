import csv
import io
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import InputError
from app.formats import text_table
from app.formats.content import ReadOptions
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.text_source import HEAD, sniff, sniff_text
from app.formats.text_table import number_of, read_table


def _file(folder: Path, content: bytes, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _numbers(path: Path, after: int = 1, options: ReadOptions | None = None, **more):
    source = sniff(path, options)
    table = read_table(source, after, ["number"] * len(source.rows[0]), **more)
    return [table.numbers[i].tolist() for i in range(len(source.rows[0]))]


@pytest.mark.parametrize(
    ("content", "encoding", "separator", "decimal"),
    [
        (b"time,v\n0.5,1.5\n1,2\n", "utf-8", ",", "."),
        (b"\xef\xbb\xbftime,v\n0.5,1.5\n1,2\n", "utf-8-sig", ",", "."),
        ("time,v\n0.5,1.5\n1,2\n".encode("utf-16"), "utf-16", ",", "."),
        (b"time;v\r\n0,5;1,5\r\n1;2\r\n", "utf-8", ";", ","),
        (b"time\tv\r0,5\t1,5\r1\t2\r", "utf-8", "\t", ","),
        (b"time;v\r0.5;1.5\r1;2\r", "utf-8", ";", "."),
        ("time;Jürgen\r\n0,5;1,5\r\n1;2\r\n".encode("cp1252"), "cp1252", ";", ","),
        (b"time,v\n0.5,1.5\n1,2", "utf-8", ",", "."),
        (b'"time","v"\n"0.5","1.5"\n"1","2"\n', "utf-8", ",", "."),
        (b"time,v\n0.5,1.5\n1,2\n\n\n", "utf-8", ",", "."),
        (b"time , v\n 0.5, 1.5 \n\n1,2,,\n", "utf-8", ",", "."),
    ],
)
def test_however_it_is_written_the_same_numbers_come_out(
    tmp_path, content, encoding, separator, decimal
):
    path = _file(tmp_path, content)
    source = sniff(path)
    assert (source.encoding, source.separator, source.decimal) == (encoding, separator, decimal)
    assert source.rows[0][0] == "time"
    assert _numbers(path) == [[0.5, 1.0], [1.5, 2.0]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n1,2\n3,abc\n", "x.csv, line 3, column 2: expected a number, found 'abc'"),
        (b"a,b\n1,2\n3\n", "x.csv, line 3: expected 2 cells, found 1"),
        (b"a,b\n1,2\n3,4,5\n", "x.csv, line 3: expected 2 cells, found 3"),
        (b"a,b\n1,inf\n", "x.csv, line 2, column 2: expected a number, found 'inf'"),
        (b"a,b\n1,1e999\n", "x.csv, line 2, column 2: expected a number, found '1e999'"),
        (b"a,b\n1,1_000\n", "x.csv, line 2, column 2: expected a number, found '1_000'"),
        (b"a;b\n1,5;1.000,5\n2,5;3,5\n", "x.csv, line 2, column 2: expected a number, found"),
        (b'a,b\n1,2\n"\n\n",4\n', "x.csv, line 3, column 1: expected a number"),
        (b'a,b\n"1\n",2\n3,zz\n', "x.csv, line 4, column 2: expected a number, found 'zz'"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path, content, sentence):
    if content.startswith(b'a,b\n1,2\n"\n'):
        content = content.replace(b'"\n\n"', b'"x\n\n"')
    with pytest.raises(InputError) as refused:
        _numbers(_file(tmp_path, content))
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "x.csv is empty"),
        (b" \r\n\r\n", "x.csv is empty"),
        (b"\xef\xbb\xbf", "x.csv is empty"),
        (b"\x89PNG\0\0\0", "x.csv is not a text file"),
        (b"a,\x81\n", "x.csv is not a text in UTF-8 or Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        sniff(_file(tmp_path, content))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("onset_s,note\n1,a;b;c\n", ","),
        ("time;FM1 ;FM2 \n0,04;0,1;0,2\n", ";"),
        ("'Train_DE_01';0,1;0,2;0,3\n'Train_DE_01';0,2;0,2;0,3\n", ";"),
        ('"media_open; media_play","x; y"\n"Second","Rating"\n1,2\n', ","),
        ("media_open; media_play,x; y\nLower Label,low\nSecond,Rating\n1,2\n2,3\n", ","),
        ("0,5\n0,6\n", ","),
        ("0,5;1,5\n0,6;1\n", ";"),
        ("1.5\t2\n2.5\t3\n", "\t"),
    ],
)
def test_the_separator_is_found(tmp_path, text, separator):
    assert sniff(_file(tmp_path, text.encode())).separator == separator


def test_a_missing_file_and_an_unknown_encoding_are_refused(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        sniff(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no text encoding"):
        sniff(_file(tmp_path, b"a"), ReadOptions(encoding="klingon"))


def test_none_is_a_gap_in_every_spelling(tmp_path):
    cells = ["", "NaN", "nan", "NA", "N/A", "null", "NULL", "-nan(ind)", "?", "None", " ", "nAn"]
    path = _file(tmp_path, "\n".join(["a,b", *(f"{cell},1" for cell in cells)]).encode())
    assert np.isnan(_numbers(path)[0]).all()


def test_blank_lines_count_where_rows_are_frames(tmp_path):
    one = _file(tmp_path, b"0.1\n\n0.3\n\n")
    assert _numbers(one, 0, rows_count=True)[0] == pytest.approx([0.1, np.nan, 0.3], nan_ok=True)
    two = _file(tmp_path, b"a,b\n1,2\n\n3,4\n", "y.csv")
    with pytest.raises(InputError, match=r"y\.csv, line 3: expected 2 cells"):
        _numbers(two, rows_count=True)
    table = read_table(sniff(two), 1, ["number", "number"])
    assert table.lines.tolist() == [2, 4]


def test_windows_1252_far_behind_the_head_is_still_found(tmp_path):
    rows = b"1,x\n" * HEAD
    path = _file(tmp_path, b"a,b\n" + rows + "2,é\n".encode("cp1252"))
    assert sniff(path).encoding == "utf-8"
    table = read_table(sniff(path), 1, ["number", "text"])
    assert table.source.encoding == "cp1252"
    assert table.texts[1][-1] == "é"
    assert len(table) == HEAD + 1


cells = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["", "NaN", "1e5", "-5", ".5", "5.", "+1", " 2 ", "1,5", "1.5", "x", "1 2", "0x1"]
    ),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), st.sampled_from([".", ","]))
def test_the_quick_way_and_the_cell_by_cell_way_agree_to_the_bit(rows, decimal):
    text = "".join(f"{one};{two}\n" for one, two in rows)
    source = sniff_text(Path("x.csv"), "a,b\n1,2\n")
    options = {"separator": ";", "decimal": decimal, "open": lambda _: io.StringIO(text)}
    source = text_table.replace(source, **options)
    expected = [number_of(cell, decimal) for row in rows for cell in row]
    if None in expected or any(not (one + two).strip() for one, two in rows):
        return
    columns = text_table._Columns(("number", "number"))
    assert text_table._take_fast(text, 1, source, columns) or " 2 " in text
    table = read_table(source, 0, ["number", "number"])
    found = np.column_stack([table.numbers[0], table.numbers[1]]).ravel()
    assert np.array_equal(found, np.array(expected), equal_nan=True)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_come_back_to_the_last_bit_across_blocks(values):
    text = "a,b\n" + "".join(f"{value!r},{-value!r}\n" for value in values)
    source = sniff_text(Path("x.csv"), text)
    before, text_table.BLOCK = text_table.BLOCK, 16
    try:
        table = read_table(source, 1, ["number", "number"])
    finally:
        text_table.BLOCK = before
    assert table.numbers[0].tolist() == values
    assert table.lines.tolist() == list(range(2, len(values) + 2))


texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"))


@given(st.lists(texts, min_size=1))
def test_text_comes_back_as_it_was_across_blocks(notes):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([["n", "t"], *(["1", t] for t in notes)])
    source = sniff_text(Path("x.csv"), buffer.getvalue())
    before, text_table.BLOCK = text_table.BLOCK, 16
    try:
        table = read_table(source, 1, ["number", "text"])
    finally:
        text_table.BLOCK = before
    assert list(table.texts[1]) == notes


@given(st.text(st.sampled_from("'=+-@\t\rx "), max_size=6) | st.text())
def test_safe_text_starts_no_formula_and_comes_back(text):
    assert excel_safe(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert from_excel_safe(excel_safe(text)) == text


def test_a_large_file_is_sniffed_by_its_head_and_read_in_blocks(tmp_path):
    block = b"".join(b"%.2f,%.6f,-0.123456\n" % (i / 100, i / 7e5) for i in range(50_000))
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.write(b"frame_time,a,b\n")
        while stream.tell() < 200_000_000:
            stream.write(block)
    began = time.perf_counter()
    source = sniff(path)
    sniffing = time.perf_counter() - began
    tracemalloc.start()
    table = read_table(source, 1, ["number", "number", "skip"])
    held, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    reading = time.perf_counter() - began - sniffing
    assert len(source.rows) < HEAD / 10
    assert sniffing < reading / 5
    size = path.stat().st_size
    assert len(table) > 7_000_000
    assert table.numbers[1][49_999] == float(b"%.6f" % (49_999 / 7e5))
    # What is kept, once in parts and once joined, and a few blocks on the way.
    assert most < 2 * held + 40 * text_table.BLOCK
    assert held < size
