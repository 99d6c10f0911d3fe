"""From what was dropped to a list of recordings."""

from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from app.ui.controllers.gathering import CHUNK, absolute, dropped_paths, gather


def exhaust(generator):
    chunks = []
    while True:
        try:
            chunks.append(next(generator))
        except StopIteration as end:
            return chunks, end.value


def test_each_recording_is_listed_once_in_the_order_given(tmp_path):
    for name in ("b.mp4", "a.MKV", "notes.txt"):
        (tmp_path / name).touch()
    paths = [tmp_path / "b.mp4", tmp_path / "x" / ".." / "b.mp4", tmp_path]
    chunks, gathered = exhaust(gather(paths))
    assert list(chain(*chunks)) == [tmp_path / "b.mp4", tmp_path / "a.MKV"]
    assert (gathered.count, gathered.left_out, gathered.faults) == (2, 0, ())


def test_of_several_files_those_that_are_no_videos_are_left_out(tmp_path):
    names = ("a.mp4", "b.txt", "c.wav", "d.webm")
    for name in names:
        (tmp_path / name).touch()
    chunks, gathered = exhaust(gather([tmp_path / name for name in names]))
    assert [path.name for path in list(chain(*chunks))] == ["a.mp4", "d.webm"]
    assert gathered.left_out == 2


def test_a_single_file_is_taken_whatever_its_name(tmp_path):
    (tmp_path / "odd.bin").touch()
    chunks, _ = exhaust(gather([tmp_path / "odd.bin"]))
    assert chunks == [[tmp_path / "odd.bin"]]


def test_what_cannot_be_used_is_said_and_the_rest_goes_on(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.mp4").touch()
    paths = [tmp_path / "gone.mp4", tmp_path / "empty", tmp_path / "a.mp4"]
    chunks, gathered = exhaust(gather(paths))
    assert list(chain(*chunks)) == [tmp_path / "a.mp4"]
    assert [("gone.mp4" in f, "holds no video" in f) for f in gathered.faults] == [
        (True, False),
        (False, True),
    ]


def test_thousands_come_in_chunks(tmp_path):
    for number in range(2 * CHUNK + 5):
        (tmp_path / f"{number:04d}.mp4").touch()
    chunks, gathered = exhaust(gather([tmp_path]))
    assert [len(chunk) for chunk in chunks] == [CHUNK, CHUNK, 5]
    assert gathered.count == 2 * CHUNK + 5


def test_a_relative_path_becomes_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert absolute(Path("a/../b.mp4")) == tmp_path / "b.mp4"


@pytest.mark.parametrize(("url", "kept"), [("file:///x/a.mp4", True), ("https://x/a.mp4", False)])
def test_only_local_files_are_taken_from_a_drop(url, kept):
    mime = QMimeData()
    mime.setUrls([QUrl(url)])
    assert dropped_paths(mime) == ([Path("/x/a.mp4")] if kept else [])
