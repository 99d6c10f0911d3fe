import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest

from app.core.errors import InputError
from app.video.pyav_reader import open_recording
from tests.support.shared import ROOT, shared_file
from tests.support.videos import constant_pts, truncate, write_counted, write_sound_only


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_recording(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_missing_file(tmp_path):
    assert "does not exist" in refusal(tmp_path / "none.mp4")


def test_a_file_in_a_missing_folder(tmp_path):
    assert "does not exist" in refusal(tmp_path / "no folder" / "none.mp4")


def test_a_path_through_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "cannot be read" in refusal(tmp_path / "file" / "none.mp4")


def test_a_folder(tmp_path):
    (tmp_path / "videos").mkdir()
    assert "is a folder" in refusal(tmp_path / "videos")


def test_zero_bytes(tmp_path):
    (tmp_path / "empty.mp4").touch()
    assert "empty" in refusal(tmp_path / "empty.mp4")


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")
def test_a_file_without_permission(tmp_path):
    path = write_counted(tmp_path / "secret.mp4", constant_pts(2))
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # root may read everything
        os.seteuid(65534)
    try:
        sentence = refusal(path)
    finally:
        if user == 0:
            os.seteuid(0)
    assert "may not be read" in sentence


@pytest.mark.parametrize("content", [b"this is no video\n" * 100, bytes(5000), b"\xff" * 5000])
@pytest.mark.parametrize("suffix", [".mp4", ".avi", ".txt", ".mkv"])
def test_something_else(tmp_path, content, suffix):
    (tmp_path / f"a{suffix}").write_bytes(content)
    refusal(tmp_path / f"a{suffix}")


@pytest.mark.parametrize("seed", range(8))
def test_noise_behind_a_true_beginning(tmp_path, seed):
    """A header that promises a video, then noise: read or refused, never another error."""
    good = write_counted(tmp_path / "good.mp4", constant_pts(10)).read_bytes()
    noise = np.random.default_rng(seed).integers(0, 256, len(good), dtype=np.uint8).tobytes()
    cut = 40 + 150 * seed
    (tmp_path / "bad.mp4").write_bytes(good[:cut] + noise[cut:])
    with (
        suppress(InputError),
        open_recording(tmp_path / "bad.mp4") as reader,
    ):
        shown = [index for batch in reader.batches() for index in batch.index]
        assert shown == list(range(len(reader.recording.time_base)))


def test_an_index_that_was_cut_off(tmp_path):
    """Many recorders write the index last: a file cut off before it is of no use."""
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(30):
            image = np.random.default_rng(number).integers(0, 255, (64, 64, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image)))
        container.mux(stream.encode(None))
    assert "cut off" in refusal(truncate(path, tmp_path / "cut.mp4", 0.7))


@pytest.mark.parametrize("suffix", [".mp4", ".m4a", ".mkv"])
def test_sound_only(tmp_path, suffix):
    assert "only sound" in refusal(write_sound_only(tmp_path / f"voice{suffix}"))


def test_a_cover_picture_is_no_video(tmp_path):
    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8))
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 16_000
        container.mux(cover.encode(picture) + sound.encode(frame))
        container.mux(cover.encode(None) + sound.encode(None))
    with av.open(str(path)) as container:
        assert len(container.streams.video) == 1
    assert "only sound" in refusal(path)


@pytest.mark.parametrize("name", ["faceapi_happy.jpg", "pyfeat_Image_with_alpha.png"])
def test_a_single_picture_is_no_recording(name):
    assert "single picture" in refusal(shared_file(f"images/{name}"))


def test_a_copy_protected_file(tmp_path):
    path = tmp_path / "protected.mp4"
    keys = {
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
        "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
    }
    with av.open(str(path), "w", container_options=keys) as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for number in range(10):
            noise = np.random.default_rng(number).integers(0, 255, (96, 128, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(noise)))
        container.mux(stream.encode(None))
    assert "is copy-protected" in refusal(path)


def test_a_playlist_cannot_reach_for_the_network(tmp_path):
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n")
    refusal(path)


@pytest.mark.parametrize("name", ["a:b.mp4", "100%d.mp4", "späte Aufnahme (1).mp4", "-i.mp4"])
def test_odd_names_are_just_names(tmp_path, name, monkeypatch):
    path = write_counted(tmp_path / "plain.mp4", constant_pts(3)).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for given in (path, Path(name), str(path)):
        with open_recording(given) as reader:
            assert len(reader.recording.time_base) == 3


def test_nothing_is_written_to_stderr(tmp_path):
    """FFmpeg complains about broken files on its own unless told not to."""
    path = write_counted(tmp_path / "a.mp4", constant_pts(60))
    broken = bytearray(path.read_bytes())
    broken[-3000:-2000:7] = bytes(len(range(1000)) // 7 + 1)
    path.write_bytes(broken)
    truncate(path, tmp_path / "cut.mp4", 0.8)
    code = (
        "import sys; from app.video.pyav_reader import open_recording\n"
        "for name in sys.argv[1:]:\n"
        "    with open_recording(name) as reader:\n"
        "        print(sum(len(batch) for batch in reader.batches()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(tmp_path / "cut.mp4")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.split()) == 2
    assert done.stderr == ""
