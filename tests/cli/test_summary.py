"""Two processes write into one folder."""

import threading
import time

import pytest

from app.cli.summary import add_to_summary, only_one_writer
from app.core.errors import OutputError
from app.formats.summary_csv import read_summary
from tests.support.predictions import prediction


def test_many_writers_lose_no_line(tmp_path):
    path = tmp_path / "summary.csv"
    made = prediction([[0.5, 0.5]])

    def write(first):
        for number in range(first, first + 10):
            add_to_summary([(f"{number}.mp4", made)], path)

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(int(row[0].removesuffix(".mp4")) for row in read_summary(path)) == list(range(30))
    assert [entry.name for entry in tmp_path.iterdir()] == ["summary.csv"]


def test_a_writer_waits_for_the_other(tmp_path):
    path = tmp_path / "summary.csv"
    order = []

    def second():
        with only_one_writer(path):
            order.append("second")

    with only_one_writer(path):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_what_a_dead_process_left_does_not_hold_for_ever(tmp_path):
    path = tmp_path / "summary.csv"
    (tmp_path / ".summary.csv.lock").touch()
    with only_one_writer(path, longest_wait=0.1):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with (
        pytest.raises(OutputError, match="its folder does not exist"),
        only_one_writer(tmp_path / "absent" / "summary.csv"),
    ):
        pass
