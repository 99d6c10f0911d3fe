"""Arrays become the paths that Qt would have made point by point."""

import numpy as np
from PySide6.QtGui import QPainterPath

from app.ui.timeline.paths import path_of


def test_the_path_is_the_one_made_point_by_point():
    rng = np.random.default_rng(0)
    x, y = np.sort(rng.normal(size=50)), rng.normal(size=50)
    begins = rng.random(50) < 0.2
    begins[0] = True
    wanted = QPainterPath()
    for a, b, new in zip(x.tolist(), y.tolist(), begins, strict=True):
        (wanted.moveTo if new else wanted.lineTo)(a, b)
    path = path_of(x, y, begins)
    assert path.elementCount() == wanted.elementCount()
    for k in range(50):
        ours, qts = path.elementAt(k), wanted.elementAt(k)
        assert (ours.type, ours.x, ours.y) == (qts.type, qts.x, qts.y)
    path.lineTo(1.0, 2.0)  # it goes on from where it ends
    assert path.elementCount() == 51


def test_no_points_make_an_empty_path():
    nothing = np.zeros(0)
    assert path_of(nothing, nothing, np.zeros(0, bool)).isEmpty()
