"""Recordings that are decimated, and recordings whose frames cannot all be decoded."""

import json

import av
import numpy as np
import pandas as pd
import pytest

from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter
from tests.support.shared import shared_file


@pytest.fixture(scope="module")
def faces():
    """Sixty pictures of a face, 256 x 256."""
    with open_recording(shared_file("video/liveportrait_d12.mp4")) as reader:
        batches = reader.batches(stop=60)
        return [image[::2, ::2] for batch in batches for image in batch.images]


def write(path, images, fps):
    with VideoWriter(path, 256, 256, fps, crf=18, preset="ultrafast") as writer:
        for image in images:
            writer.write(image)
    return path


@pytest.mark.parametrize("fps", [60, 120])
def test_frames_between_analysed_ones_are_interpolated(fps, faces, command_line, tmp_path):
    clip = write(tmp_path / "fast.mp4", [f for f in faces for _ in range(fps // 30)][:111], fps)
    done = command_line("analyze", clip, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    table = pd.read_csv(tmp_path / "x.csv")
    step = fps // 30
    assert len(table) == 111
    assert json.loads((tmp_path / "x.json").read_text())["analysis_rate_hz"] == pytest.approx(30)
    last = (len(table) - 1) // step * step
    values = table["valence"].to_numpy()
    assert np.isfinite(values[: last + 1]).all()
    assert np.isnan(values[last + 1 :]).all()  # no analysed neighbour on the right
    middle = (values[0:last:step][:-1] + values[step : last + 1 : step][: last // step - 1]) / 2
    if step == 2:
        assert values[1 : last - 1 : 2][: len(middle)] == pytest.approx(middle, abs=2e-6)


def test_below_twenty_frames_a_second_there_is_a_warning(faces, command_line, tmp_path):
    clip = write(tmp_path / "slow.mp4", faces[:24], 12)
    done = command_line("analyze", clip, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    assert "12.0 frames a second" in done.err
    assert pd.read_csv(tmp_path / "x.csv")["valence"].notna().all()


def with_a_hole(source, target):
    """The same recording with some packets that no decoder can make a picture of."""
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        video = read.streams.video[0]
        stream = written.add_stream_from_template(video)
        for number, packet in enumerate(read.demux(video)):
            if packet.dts is None:
                continue
            if 20 <= number < 26:
                zeroed = av.Packet(b"\\0" * packet.size)
                zeroed.pts, zeroed.dts = packet.pts, packet.dts
                zeroed.time_base = packet.time_base
                packet = zeroed
            packet.stream = stream
            written.mux(packet)
    return target


def test_a_damaged_recording_is_read_the_same_from_the_cache(faces, command_line, tmp_path):
    whole = tmp_path / "whole.mp4"
    with VideoWriter(
        whole, 256, 256, 30, preset="ultrafast", options={"g": "10", "bf": "0"}
    ) as writer:
        for image in faces:
            writer.write(image)
    clip = with_a_hole(whole, tmp_path / "hole.mp4")
    texts = []
    for name in ("fresh", "cached"):
        done = command_line(
            "analyze", clip, "--out", tmp_path / f"{name}.csv", "--quiet", "--report"
        )
        assert done.code == 0, done.err
        texts.append((tmp_path / f"{name}.csv").read_bytes())
    assert texts[0] == texts[1]
    assert len(pd.read_csv(tmp_path / "fresh.csv")) < 60


def test_a_cut_ends_a_run(faces, command_line, tmp_path):
    with open_recording(shared_file("video/liveportrait_d3.mp4")) as reader:
        others = [i[::2, ::2] for batch in reader.batches(stop=40) for i in batch.images]
    clip = write(tmp_path / "cut.mp4", [*faces[:40], *others], 30)
    done = command_line("analyze", clip, "--out", tmp_path, "--person", "all", "--quiet")
    assert done.code == 0, done.err
    documents = [json.loads(path.read_text()) for path in sorted(tmp_path.glob("*.json"))]
    ends = {round(r["onset_s"] + r["duration_s"], 2) for d in documents for r in d["runs"]}
    assert round(40 / 30, 2) in ends
