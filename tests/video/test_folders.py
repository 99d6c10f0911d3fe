from pathlib import Path

import pytest

from app.core.errors import InputError
from app.video.folders import is_video_name, videos_in


@pytest.mark.parametrize("name", ["a.mp4", "A.MOV", "talk.v2.mkv"])
def test_recordings_are_known_by_their_ending(name):
    assert is_video_name(Path(name))


@pytest.mark.parametrize("name", ["a.txt", "mp4", ".mp4", "._a.mp4", ".hidden.mov"])
def test_other_and_hidden_files_are_none(name):
    assert not is_video_name(Path("folder") / name)


def test_the_recordings_of_a_folder_by_name(tmp_path):
    for name in ("b.mp4", "a.mov", "._b.mp4", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "c.mp4").mkdir()
    assert [path.name for path in videos_in(tmp_path)] == ["a.mov", "b.mp4"]


def test_a_folder_without_recordings_is_refused(tmp_path):
    (tmp_path / "._b.mp4").touch()
    with pytest.raises(InputError, match="holds no video"):
        videos_in(tmp_path)
