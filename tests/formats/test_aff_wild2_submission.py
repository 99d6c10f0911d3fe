"""Submissions to the Aff-Wild2 challenge: the gap rule, the list of frames, and what is refused."""

import numpy as np
import pytest

from app.core.errors import InputError
from app.formats.aff_wild2 import read
from app.formats.aff_wild2_submission import (
    filled,
    read_frame_list,
    read_predictions,
    write_submission,
)
from app.formats.content import ReadOptions
from app.formats.prediction_csv import HEADER

NAN = np.nan


def test_gaps_at_the_start_are_minus_five_and_later_ones_repeat():
    values = np.array([[NAN, NAN], [0.1, NAN], [0.2, -0.2], [NAN, NAN], [NAN, 0.3], [0.5, 0.6]])
    assert filled(values).tolist() == [
        [-5, -5], [-5, -5], [0.2, -0.2], [0.2, -0.2], [0.2, -0.2], [0.5, 0.6],
    ]  # fmt: skip


@pytest.mark.parametrize("frames", [0, 1, 4])
def test_a_video_without_any_prediction_is_minus_five(frames):
    assert filled(np.full((frames, 2), NAN)).tolist() == [[-5, -5]] * frames


def predictions(folder, **videos):
    folder.mkdir(exist_ok=True)
    for name, values in videos.items():
        rows = [f"{i},{i / 30:.6f},1,0.900,{v},{a}" for i, (v, a) in enumerate(values)]
        (folder / f"{name}.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return folder


def test_a_submission_has_a_line_for_every_frame(tmp_path):
    folder = predictions(tmp_path / "out", b=[("", ""), ("0.1", "-0.2")], a=[("1", "-0.0000001")])
    (folder / "summary.csv").write_text("video,person\n")
    written = write_submission(tmp_path / "submission.txt", read_predictions(folder))
    assert written.read_text().splitlines() == [
        "image_location,valence,arousal",
        "a/00001.jpg,1.000000,0.000000",
        "b/00001.jpg,-5,-5",
        "b/00002.jpg,0.100000,-0.200000",
    ]


def test_the_list_of_the_challenge_decides_lines_and_order(tmp_path):
    folder = predictions(tmp_path / "out", a=[("0.1", "0.2"), ("", "")], b=[("0.3", "0.4")])
    listed = tmp_path / "list.txt"
    listed.write_text("image_location,valence,arousal\nb/00001.jpg,,\na/00002.jpg\na/00007.jpg\n")
    written = write_submission(
        tmp_path / "s.csv", read_predictions(folder), read_frame_list(listed)
    )
    assert written.read_text().splitlines()[1:] == [
        "b/00001.jpg,0.300000,0.400000",
        "a/00002.jpg,0.100000,0.200000",
        "a/00007.jpg,0.100000,0.200000",
    ]


def test_it_reads_back_as_the_format_it_is(tmp_path):
    folder = predictions(tmp_path / "out", a=[("", ""), ("0.25", "-0.5"), ("", "")])
    written = write_submission(tmp_path / "s.csv", read_predictions(folder))
    content, _ = read(written, ReadOptions())
    values = {curve.dimension: curve.values.tolist() for curve in content.curves}
    assert values["valence"][1:] == [0.25, 0.25]
    assert np.isnan(values["arousal"][0])


def test_what_cannot_be_is_said(tmp_path):
    folder = predictions(tmp_path / "out", a=[("0.1", "0.2")])
    listed = tmp_path / "list.txt"
    listed.write_text("a/00001.jpg\nx/00001.jpg\nx/00002.jpg\n")
    with pytest.raises(InputError, match=r"no predictions of 1 video of the list \(x\)"):
        write_submission(tmp_path / "s.csv", read_predictions(folder), read_frame_list(listed))
    assert not (tmp_path / "s.csv").exists()
    listed.write_text("a/00001.jpg\na\n")
    with pytest.raises(InputError, match=r"list.txt, line 2, column 1: expected video/00001.jpg"):
        read_frame_list(listed)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no predictions; make them with: analyze"):
        read_predictions(tmp_path / "empty")
    (folder / "a.csv").write_text(f"{HEADER}\n3,0.1,1,0.9,0.1,0.2\n")
    with pytest.raises(InputError, match=r"a\.csv: the frames are not 0, 1, 2"):
        read_predictions(folder)
