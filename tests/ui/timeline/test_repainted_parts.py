"""What is painted again of a lane, as where the playhead was, fits to the rest on any screen.

In a process of its own, since the scale of a screen is chosen when the program begins.
"""

import os
import subprocess
import sys

import pytest

LOOK = """
import numpy as np
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.application import make_application
from app.ui.timeline.canvas import LaneCanvas
from app.ui.timeline.quality_lane import QualityLane

WIDTH, HEIGHT = 61, 41


def chequered():
    image = QImage(round(WIDTH * ratio), round(HEIGHT * ratio), QImage.Format.Format_RGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            image.setPixel(x, y, 0xFFFFFFFF if (x + y) % 2 else 0xFF000000)
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def on_screen():
    image = window.screen().grabWindow(window.winId()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 0].copy()


application = make_application()
window = QWidget()
window.resize(160, 160)  # what is taken of a screen is cut by its logical size
ratio = window.devicePixelRatioF()
canvas = LaneCanvas(QualityLane(), window)
canvas._drawn = chequered
canvas.setGeometry(10, 10, WIDTH, HEIGHT)
window.show()
application.processEvents()
before = on_screen()
for left in range(3, WIDTH, 7):
    canvas.update(left, 0, 3, HEIGHT)
    application.processEvents()
inside = before[round(11 * ratio) : round(50 * ratio), round(11 * ratio) : round(70 * ratio)]
crisp = bool((np.diff(inside.astype(int)) != 0).all())
print("scale", ratio, "crisp", crisp, "changed", int((on_screen() != before).sum()))
"""


@pytest.mark.parametrize("ratio", ["1", "1.5", "2"])
def test_a_part_of_a_lane_that_is_painted_again_fits_to_the_rest(ratio):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": ratio}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[-2] == f"scale {float(ratio)} crisp True changed 0"
