import csv
import io

import numpy as np
import pytest

from app.core.errors import InputError
from app.formats.summary_csv import HEADER, read_summary, summary_csv
from tests.support.predictions import prediction


@pytest.fixture
def two(tmp_path):
    path = tmp_path / "summary.csv"
    path.write_text(
        summary_csv([("a.mp4", prediction([[0.5, 0.5]])), ("b.mp4", prediction([[0.1, 0.1]]))])
    )
    return path


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_summary_keeps_the_lines_of_other_recordings(two):
    rows = rows_of(summary_csv([("b.mp4", prediction([[-0.5, 0.5]]))], read_summary(two)))
    assert [row["video"] for row in rows] == ["a.mp4", "b.mp4"]
    assert float(rows[1]["valence_mean"]) == -0.5


def test_a_summary_that_is_not_there_has_no_lines(tmp_path):
    assert read_summary(tmp_path / "summary.csv") == []


@pytest.mark.parametrize("kind", ["with a mark", "with the line ends of Windows"])
def test_a_summary_that_a_spreadsheet_saved_is_read(two, kind):
    content = two.read_bytes()
    if kind == "with a mark":
        two.write_bytes(b"\xef\xbb\xbf" + content)
    else:
        two.write_bytes(content.replace(b"\n", b"\r\n"))
    assert [row[0] for row in read_summary(two)] == ["a.mp4", "b.mp4"]


@pytest.mark.parametrize(
    "content",
    [
        b"my,own,table\n1,2,3\n",
        b"",
        b"\xff\xfe\x00\x01",
        ";".join(HEADER).encode(),
        f"{','.join(HEADER)}\nx.mp4,1\n".encode(),
    ],
)
def test_a_strangers_file_is_refused_by_its_name(tmp_path, content):
    path = tmp_path / "summary.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="move it away") as refused:
        read_summary(path)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == content


def test_a_folder_of_that_name_is_refused(tmp_path):
    with pytest.raises(InputError, match="move it away"):
        read_summary(tmp_path)


@pytest.mark.parametrize("name", ["=cmd.mp4", "+1.mp4", "-1.mp4", "@x.mp4", "\tx.mp4"])
def test_file_names_that_a_spreadsheet_would_run_are_made_safe(name):
    [row] = rows_of(summary_csv([(name, prediction([[np.nan, np.nan]]))]))
    assert row["video"] == f"'{name}"
    assert row["valence_mean"] == ""
    assert tuple(row) == HEADER


def test_a_name_that_is_no_text_is_written_with_escapes_and_replaced(tmp_path):
    name = b"M\xfcller.mp4".decode("utf-8", "surrogateescape")
    path = tmp_path / "summary.csv"
    path.write_text(summary_csv([(name, prediction([[0.5, 0.5]]))]), encoding="utf-8")
    [row] = rows_of(summary_csv([(name, prediction([[0.25, 0.5]]))], read_summary(path)))
    assert row["video"] == "M\\udcfcller.mp4"
    assert float(row["valence_mean"]) == 0.25
