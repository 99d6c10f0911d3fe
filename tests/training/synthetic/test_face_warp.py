"""The warped face moves where it was asked to move, measured in the picture."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.training.synthetic.face_warp import ACTIONS, TREMBLE_SPOTS, FaceWarp
from app.training.synthetic.fields import CORNER_RISE
from app.training.synthetic.mouth import JAW_DROP
from app.training.synthetic.portrait import EYES, load_portrait

STILL = np.zeros((len(TREMBLE_SPOTS), 2), np.float32)
TEXTURE = 2.0


@pytest.fixture(scope="module")
def warp() -> FaceWarp:
    return FaceWarp(TEXTURE)


def actions(**named: float) -> NDArray[np.float32]:
    values = np.zeros(len(ACTIONS), np.float32)
    for name, value in named.items():
        values[ACTIONS.index(name)] = value
    return values


def motion(before: NDArray[np.uint8], after: NDArray[np.uint8], x: float, y: float) -> tuple:
    """Median optical flow (right, down) around a portrait point, in portrait pixels."""
    left, top = round((x - 30) * TEXTURE), round((y - 30) * TEXTURE)
    side = round(60 * TEXTURE)
    gray = [
        cv2.cvtColor(picture[top : top + side, left : left + side], cv2.COLOR_RGB2GRAY)
        for picture in (before, after)
    ]
    flow = cv2.calcOpticalFlowFarneback(*gray, None, 0.5, 4, 25, 5, 7, 1.5, 0)
    at = round(y * TEXTURE) - top, round(x * TEXTURE) - left
    patch = flow[at[0] - 6 : at[0] + 7, at[1] - 6 : at[1] + 7].reshape(-1, 2)
    return tuple(np.median(patch, axis=0) / TEXTURE)


def test_the_portraits_own_expression_is_the_portrait(warp: FaceWarp) -> None:
    own = warp(actions(smile_left=0.75, smile_right=0.75, lips_part=1), STILL)
    difference = np.abs(own.astype(int) - load_portrait(TEXTURE))
    above_the_mouth = slice(0, int(122 * TEXTURE))
    assert difference[above_the_mouth].max() <= 2
    assert difference.mean() < 0.5


@pytest.mark.parametrize(("side", "x"), [("left", 199.0), ("right", 249.0)])
def test_a_smile_raises_and_widens_its_corner(warp: FaceWarp, side: str, x: float) -> None:
    neutral, smiling = warp(actions(), STILL), warp(actions(**{f"smile_{side}": 0.8}), STILL)
    right, down = motion(neutral, smiling, x, 143.0)
    assert -1.3 * CORNER_RISE * 0.8 < down < -0.4 * CORNER_RISE * 0.8
    assert (right < 0) == (side == "left")
    other = motion(neutral, smiling, 448.0 - x, 143.0)
    assert abs(other[1]) < 0.25 * abs(down)


def test_a_frown_lowers_the_corners(warp: FaceWarp) -> None:
    neutral, frowning = warp(actions(), STILL), warp(actions(frown=1), STILL)
    for x in (203.0, 245.0):
        assert motion(neutral, frowning, x, 147.0)[1] > 1.5


def test_brows_rise_without_the_eyes(warp: FaceWarp) -> None:
    neutral, raised = warp(actions(), STILL), warp(actions(brow_raise=1), STILL)
    assert motion(neutral, raised, 202.0, 89.0)[1] < -1.5
    assert abs(motion(neutral, raised, 203.0, 104.0)[1]) < 0.5


def test_the_mouth_opens_dark_and_the_chin_follows(warp: FaceWarp) -> None:
    closed, opened = warp(actions(), STILL), warp(actions(mouth_open=1), STILL)
    inside = opened[int(155 * TEXTURE), int(224 * TEXTURE)]
    assert inside.max() < 90
    assert closed[int(155 * TEXTURE), int(224 * TEXTURE)].mean() > 120
    assert 0.5 * JAW_DROP < motion(closed, opened, 224.0, 176.0)[1] < 1.1 * JAW_DROP


def test_a_blink_hides_the_eye(warp: FaceWarp) -> None:
    opened, shut = warp(actions(), STILL), warp(actions(lid_left=1, lid_right=1), STILL)
    for eye in EYES:
        across = slice(*(round(v * TEXTURE) for v in (eye.upper[2][0], eye.upper[-3][0])))
        down = slice(*(round(v * TEXTURE) for v in (eye.upper[2][1] - 1, eye.lower[2][1] - 2.5)))
        assert shut[down, across].mean() > opened[down, across].mean() + 25


def test_tremble_moves_by_its_amount(warp: FaceWarp) -> None:
    pushed = STILL.copy()
    pushed[3] = (1.5, -1.0)
    right, down = motion(warp(actions(), STILL), warp(actions(), pushed), 195.0, 121.0)
    assert right == pytest.approx(1.5, abs=0.6)
    assert down == pytest.approx(-1.0, abs=0.5)


def test_everything_at_once_does_not_tear(warp: FaceWarp) -> None:
    """The sampled rows and columns of the skin keep their order: the face does not fold."""
    values = actions(smile_left=1.1, smile_right=1.1, brow_raise=1, pucker=0.3)
    pushed = np.full_like(STILL, 1.3)
    moved = warp.smooth_displacement(values, pushed)
    assert (TEXTURE * np.diff(moved[0], axis=1)).max() < 1
    assert (TEXTURE * np.diff(moved[1], axis=0)).max() < 1


def test_wrong_shapes_are_refused(warp: FaceWarp) -> None:
    with pytest.raises(ValueError, match="shape"):
        warp(np.zeros(3, np.float32), STILL)
