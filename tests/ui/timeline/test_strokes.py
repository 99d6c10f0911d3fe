"""Curves and bands on screens whose pixels are finer than logical ones."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.ui.theme import LIGHT
from app.ui.timeline.decimation import Curve
from app.ui.timeline.quality_lane import FOUND_BAR, QualityLane
from app.ui.timeline.scale import TimeScale
from app.ui.timeline.scene import Scene
from app.ui.timeline.strokes import columns_of
from tests.support.timelines import face, time_base


def fine(width, height, ratio):
    image = QImage(width * ratio, height * ratio, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    image.setDevicePixelRatio(ratio)
    return image


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_bar_of_found_faces_reaches_its_end(qapp, ratio):
    base = time_base(300)
    found = face(base)
    lane = QualityLane()
    lane.show(Scene(base.seconds, faces=(found,), face=found))
    image = fine(200, 60, ratio)
    painter = QPainter(image)
    scale = TimeScale(0.0, float(base.seconds[-1]), 200)
    lane.paint(painter, QRectF(0, 0, 200, 60), scale, LIGHT)
    painter.end()
    y = round((60 - FOUND_BAR / 2) * ratio)
    assert all(image.pixelColor(x, y).red() < 200 for x in range(200 * ratio - ratio))


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_no_column_is_empty_between_samples(qapp, ratio):
    """One and a half samples a logical pixel are less than one a pixel of a fine screen."""
    seconds = np.arange(300) / 30
    image = fine(200, 60, ratio)
    painter = QPainter(image)
    columns = columns_of(painter, Curve(seconds, np.sin(seconds)), TimeScale(0.0, 9.96, 200))
    painter.end()
    inside = (columns.x > 1) & (columns.x < 199)
    assert inside.sum() >= 197 * ratio
    assert not np.isnan(columns.mean[inside]).any()
