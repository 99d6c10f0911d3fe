import io

import numpy as np
import pytest
from matplotlib.image import imread

from app.analysis.report import clock, report_png
from app.core.analysis import Analysis
from app.video.pyav_reader import open_recording
from tests.support.predictions import prediction
from tests.support.videos import constant_pts, write_counted


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00.0"), (3.96, "0:04.0"), (59.96, "1:00.0"), (3725.5, "62:05.5"), (-0.04, "0:00.0"),
     (-1.5, "-0:01.5")],
)  # fmt: skip
def test_times_are_written_as_minutes_and_seconds(seconds, text):
    assert clock(seconds) == text


def page(tmp_path, values, size=(128, 96)):
    path = write_counted(
        tmp_path / "x.mp4", constant_pts(len(values)), width=size[0], height=size[1]
    )
    made = prediction(values, face=np.isfinite(values).all(axis=1).astype(int), fps=30)
    with open_recording(path) as reader:
        recording = reader.recording
    analysis = Analysis(
        recording, "ab" * 32, (made,), (), (None, None), 30.0, "none", "cpu", "a caution", (),
        "2026-01-01T00:00:00+00:00", 1.0,
    )  # fmt: skip
    return imread(io.BytesIO(report_png(analysis, made)))[..., :3]


def share_near(image, colour):
    return float((np.abs(image - np.array(colour) / 255).max(axis=2) < 0.1).mean())


def test_a_page_shows_both_curves_and_the_caution(tmp_path):
    t = np.linspace(0, 6, 60)
    image = page(tmp_path, np.stack([np.sin(t), np.cos(t)], axis=1) * 0.8)
    assert share_near(image, (0xD5, 0x5E, 0x00)) > 1e-3
    assert share_near(image, (0x00, 0x72, 0xB2)) > 1e-3
    assert share_near(image, (0x8A, 0x2B, 0x06)) > 1e-3


def test_gaps_are_grey_and_without_prediction_there_is_no_curve(tmp_path):
    half = np.zeros((60, 2))
    half[30:] = np.nan
    grey = (0xE4, 0xE6, 0xE9)
    with_gap = share_near(page(tmp_path, half), grey)
    none = page(tmp_path, np.full((60, 2), np.nan))
    assert 0.1 < with_gap < share_near(none, grey)


@pytest.mark.parametrize("size", [(64, 128), (512, 64), (8, 8)])
def test_pictures_of_any_shape_fit_the_page(size, tmp_path):
    assert page(tmp_path, np.zeros((5, 2)), size).shape[:2] == (913, 1287)


def test_one_frame_has_a_page(tmp_path):
    assert page(tmp_path, np.zeros((1, 2))).shape[2] == 3
