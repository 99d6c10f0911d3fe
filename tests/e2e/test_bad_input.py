"""Bad input: one clear sentence, the right exit code, nothing half-written."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.video.writer import VideoWriter
from tests.support.shared import ROOT, shared_file


def video_of(path: Path, images: list[np.ndarray], fps: int = 30) -> Path:
    height, width = images[0].shape[:2]
    with VideoWriter(path, width, height, fps) as writer:
        for image in images:
            writer.write(image)
    return path


def noise(count: int, height: int, width: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (height, width, 3), dtype=np.uint8) for _ in range(count)]


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("mimamo-studio: ") and text.endswith(".\n")


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "folder"])
def test_what_is_no_recording_is_refused(kind, command_line, tmp_path):
    path = tmp_path / "x.mp4"
    if kind == "text":
        path.write_text("this is no video\n" * 100)
    elif kind == "empty":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    done = command_line("analyze", path, "--out", tmp_path / "out")
    assert done.code == 1
    sentence = done.err.split("\n", 1)[1] if done.err.startswith("note:") else done.err
    assert is_one_sentence(sentence), done.err
    assert str(path) in sentence
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


def test_sound_without_picture_is_refused(command_line, tmp_path):
    import av

    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44_100), np.float32), "fltp", "mono")
        frame.rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 1
    assert is_one_sentence(done.err), done.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_refused(command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(3, 64, 64))
    path.chmod(0)
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 1
    assert is_one_sentence(done.err)


@pytest.mark.parametrize(
    ("count", "height", "width"), [(1, 96, 128), (5, 8, 8), (2, 4096, 4096), (40, 96, 128)]
)
def test_odd_pictures_are_analysed_with_one_warning(count, height, width, command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(count, height, width))
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    assert done.err.startswith("mimamo-studio: warning: x.mp4: ")
    assert done.err.count("\n") == 1
    assert "no face was found" in done.err
    assert len(pd.read_csv(tmp_path / "x.csv")) == count


def test_a_single_frame_with_a_face_is_read(command_line, tmp_path):
    with_face = shared_file("video/liveportrait_d12.mp4")
    from app.video.pyav_reader import open_recording

    with open_recording(with_face) as reader:
        path = video_of(tmp_path / "one.mp4", [reader.frame(0)])
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    assert "one frame only" in done.err
    assert done.err.count("\n") == 1
    table = pd.read_csv(tmp_path / "x.csv")
    assert table["face"].tolist() == [1]
    assert table[["valence", "arousal"]].notna().to_numpy().all()


def test_a_truncated_file_is_analysed_as_far_as_it_goes(command_line, tmp_path):
    whole = shared_file("video/intel_asl_thanks.mkv").read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: len(whole) * 6 // 10])
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    assert done.err.count("\n") == 1
    assert 10 < len(pd.read_csv(tmp_path / "x.csv")) < 51


def test_one_failing_video_does_not_stop_the_others(command_line, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    video_of(folder / "a.mp4", noise(5, 64, 64))
    (folder / "b.mp4").write_text("broken")
    video_of(folder / "c.mp4", noise(5, 64, 64))
    out = tmp_path / "out"
    done = command_line("analyze", folder, "--out", out, "--quiet")
    assert done.code == 1
    assert sorted(p.name for p in out.iterdir()) == [
        "a.csv", "a.json", "c.csv", "c.json", "summary.csv",
    ]  # fmt: skip
    assert "b.mp4" in done.err
    assert "1 of 3 recordings could not be analysed" in done.err


def test_results_are_not_overwritten_unless_asked(command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(3, 64, 64))
    target = tmp_path / "x.csv"
    target.write_text("precious")
    done = command_line("analyze", path, "--out", target, "--quiet")
    assert (done.code, target.read_text()) == (1, "precious")
    assert "--overwrite" in done.err
    done = command_line("analyze", path, "--out", target, "--quiet", "--overwrite")
    assert done.code == 0
    assert target.read_text().startswith("frame,")


def test_two_recordings_of_one_name_are_refused(command_line, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        video_of(tmp_path / folder / "x.mp4", noise(2, 64, 64))
    done = command_line("analyze", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "out")
    assert done.code == 1
    assert is_one_sentence(done.err)
    assert "rename one" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("--person", "somebody"),
        ("--start", "3", "--end", "2"),
        ("--person", "all", "--out", "x.csv"),
        ("--colour", "red"),
    ],
)
def test_wrong_usage_has_exit_code_two(words, command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(2, 64, 64))
    assert command_line("analyze", path, "--out", tmp_path / "out", *words).code == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--device", "cuda"), "device 'cuda'"),
        (("--system", "crystal-ball"), "no system 'crystal-ball'"),
        (("--weights", "nowhere.safetensors"), "no weights called nowhere.safetensors"),
        (("--start", "99"), "no frame to analyse"),
    ],
)
def test_what_is_not_there_is_named(words, part, command_line, tmp_path):
    import torch

    if "cuda" in words and torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    path = video_of(tmp_path / "x.mp4", noise(2, 64, 64))
    done = command_line("analyze", path, "--out", tmp_path / "out", "--quiet", *words)
    assert done.code == 1
    assert is_one_sentence(done.err), done.err
    assert part in done.err


def test_damaged_weights_are_refused(command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(2, 64, 64))
    shipped = ROOT / "resources" / "weights" / "mimamo-demo.safetensors"
    damaged = tmp_path / "w.safetensors"
    damaged.write_bytes(shipped.read_bytes()[:5000])
    done = command_line("analyze", path, "--out", tmp_path / "out", "--weights", damaged, "--quiet")
    assert done.code == 1
    assert is_one_sentence(done.err), done.err


def test_a_pickle_with_code_in_it_is_refused_and_not_run(command_line, tmp_path):
    import pickle

    marker = tmp_path / "was-run"

    class Code:
        def __reduce__(self):
            return (Path.touch, (marker,))

    weights = tmp_path / "w.pth"
    weights.write_bytes(pickle.dumps({"state_dict": Code()}, protocol=2))
    path = video_of(tmp_path / "x.mp4", noise(2, 64, 64))
    done = command_line("analyze", path, "--out", tmp_path / "out", "--weights", weights, "--quiet")
    assert done.code == 1
    assert is_one_sentence(done.err), done.err
    assert not marker.exists()


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(400, 32, 32))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "analyze", path, "--out", out, "--quiet"],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "warning" not in line]
    assert len(lines) == 1, done.stderr
    assert "Cannot write" in lines[0]
    assert not list(out.iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are bytes on Linux only")
def test_a_file_name_in_latin_1_among_others(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    video_of(folder / "a.mp4", noise(3, 64, 64))
    (folder / "a.mp4").rename(folder / os.fsdecode(b"M\xfcller.mp4"))
    video_of(folder / "z.mp4", noise(3, 64, 64))
    (folder / "._z.mp4").write_bytes(b"left by another system")
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "analyze", folder, "--out", out, "--report"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
    )
    assert done.returncode == 0, done.stderr
    assert "M\\udcfcller.mp4: M\\udcfcller.csv" in done.stderr
    assert sorted(os.fsencode(path.name) for path in out.iterdir()) == [
        b"M\xfcller.csv", b"M\xfcller.json", b"M\xfcller.png", b"summary.csv",
        b"z.csv", b"z.json", b"z.png",
    ]  # fmt: skip
    assert pd.read_csv(out / "summary.csv")["video"].tolist() == ["M\\udcfcller.mp4", "z.mp4"]


@pytest.mark.parametrize(
    ("there", "words"),
    [("x.personality.csv", ()), ("x.person2.csv", ("--person", "1")), ("x.png", ())],
)
def test_files_of_other_names_are_in_nobodys_way(there, words, command_line, tmp_path):
    clip = shared_file("video/liveportrait_d12.mp4")
    out = tmp_path / "out"
    out.mkdir()
    (out / there.replace("x.", f"{clip.stem}.")).write_text("mine")
    done = command_line("analyze", clip, "--out", out, "--end", "0.5", "--quiet", *words)
    assert done.code == 0, done.err
    assert (out / there.replace("x.", f"{clip.stem}.")).read_text() == "mine"


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_an_existing_result_is_seen_before_the_analysis(ending, command_line, tmp_path):
    path = tmp_path / "x.mp4"
    path.write_text("would fail, if it were looked into")
    (tmp_path / f"x{ending}").write_text("precious")
    done = command_line("analyze", path, "--out", tmp_path, "--quiet")
    assert done.code == 1
    assert is_one_sentence(done.err)
    assert "--overwrite" in done.err


def test_a_file_where_the_folder_of_results_should_be(command_line, tmp_path):
    path = video_of(tmp_path / "x.mp4", noise(2, 64, 64))
    (tmp_path / "out").write_text("mine")
    done = command_line("analyze", path, "--out", tmp_path / "out")
    assert done.code == 1
    assert is_one_sentence(done.err)
    assert "a file has that name" in done.err
