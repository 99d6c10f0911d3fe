import numpy as np
import pytest

from app.analysis.cache import open_cache
from app.analysis.choices import AnalysisChoice
from app.analysis.last_reading import last_reading, note_reading
from app.files import sha256_of_file


def run(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "x.mp4"
    path.write_bytes(b"any bytes")
    return path


@pytest.mark.parametrize(
    "choice",
    [
        AnalysisChoice(),
        AnalysisChoice("expression-baseline", None, "cpu", 2, (0.5, None)),
        AnalysisChoice(weights="mimamo-demo", person="all"),
    ],
)
def test_what_was_noted_is_found_by_the_bytes_of_the_file(choice, video, tmp_path):
    root = tmp_path / "cache"
    note_reading(open_cache(root, sha256_of_file(video)), choice)
    renamed = video.rename(tmp_path / "renamed.mp4")
    assert run(last_reading(renamed, root)) == choice
    renamed.write_bytes(b"other bytes")
    assert run(last_reading(renamed, root)) is None


def test_weights_of_a_file_are_found_from_any_folder(video, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    note_reading(open_cache(tmp_path, sha256_of_file(video)), AnalysisChoice(weights="w.pth"))
    assert run(last_reading(video, tmp_path)).weights == str(tmp_path / "w.pth")


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"colour": "red"}'])
def test_a_note_that_cannot_be_read_counts_as_none(content, video, tmp_path):
    cache = open_cache(tmp_path, sha256_of_file(video))
    cache.save("last-reading", {"choice": np.frombuffer(content, np.uint8)})
    assert run(last_reading(video, tmp_path)) is None
