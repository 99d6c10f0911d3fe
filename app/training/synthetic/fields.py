"""Smooth displacement fields of the face, each placed relative to the portrait's landmarks.

A field says where content moves at coefficient 1, in portrait pixels ``(x, y)``, y downwards.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.portrait import BROWS, EYES, MOUTH_CORNERS

Grid = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bump:
    """A Gaussian of displacement: centre, reach (its standard deviations) and the move there."""

    centre: tuple[float, float]
    reach: tuple[float, float]
    move: tuple[float, float]


(_LEFT_X, _LEFT_Y), (_RIGHT_X, _RIGHT_Y) = MOUTH_CORNERS
_MIDDLE_X = (_LEFT_X + _RIGHT_X) / 2

SMOOTH_ACTIONS = ("smile_left", "smile_right", "frown", "brow_raise", "brow_lower", "pucker")
"""Actions that are linear in their coefficient."""

CORNER_RISE = 4.8
"""How far up a mouth corner moves from smile 0 to smile 1, in portrait pixels."""

FIELDS: dict[str, tuple[Bump, ...]] = {
    "smile_left": (
        Bump((_LEFT_X, _LEFT_Y), (11.0, 10.0), (-3.2, -CORNER_RISE)),
        Bump((196.0, 120.0), (12.0, 9.0), (-0.6, -2.2)),
        Bump((203.0, 107.5), (8.0, 3.5), (0.0, -1.0)),
        Bump((_MIDDLE_X - 5.0, 148.0), (8.0, 9.0), (0.0, 1.5)),
    ),
    "smile_right": (
        Bump((_RIGHT_X, _RIGHT_Y), (11.0, 10.0), (3.2, -CORNER_RISE)),
        Bump((253.0, 122.0), (12.0, 9.0), (0.6, -2.2)),
        Bump((247.0, 109.5), (8.0, 3.5), (0.0, -1.0)),
        Bump((_MIDDLE_X + 5.0, 148.0), (8.0, 9.0), (0.0, 1.5)),
    ),
    "frown": (
        Bump((_LEFT_X + 1.0, _LEFT_Y + 4.0), (8.0, 9.0), (0.8, 6.0)),
        Bump((_RIGHT_X - 1.0, _RIGHT_Y + 4.0), (8.0, 9.0), (-0.8, 6.0)),
        Bump((_MIDDLE_X, 152.0), (12.0, 9.0), (0.0, -1.5)),
    ),
    "brow_raise": tuple(
        Bump((x, y - 2.0), (6.0, 4.0), (0.0, -2.4)) for brow in BROWS for x, y in brow
    ),
    "brow_lower": (
        Bump((BROWS[0][2][0], BROWS[0][2][1] - 1.0), (7.0, 4.5), (1.6, 3.2)),
        Bump((BROWS[1][0][0], BROWS[1][0][1] - 1.0), (7.0, 4.5), (-1.6, 3.2)),
        Bump((BROWS[0][0][0], BROWS[0][0][1] - 1.0), (8.0, 4.5), (0.4, 1.0)),
        Bump((BROWS[1][2][0], BROWS[1][2][1] - 1.0), (8.0, 4.5), (-0.4, 1.0)),
    ),
    "pucker": (
        Bump((_LEFT_X, _LEFT_Y), (10.0, 10.0), (3.4, 0.8)),
        Bump((_RIGHT_X, _RIGHT_Y), (10.0, 10.0), (-3.4, 0.8)),
    ),
}

TREMBLE_SPOTS: tuple[Bump, ...] = (
    Bump((_LEFT_X - 1.0, _LEFT_Y + 2.0), (10.0, 10.0), (1.0, 1.0)),
    Bump((_RIGHT_X + 1.0, _RIGHT_Y + 2.0), (10.0, 10.0), (1.0, 1.0)),
    Bump((_MIDDLE_X, 160.0), (13.0, 9.0), (1.0, 1.0)),
    Bump((195.0, 121.0), (10.0, 9.0), (1.0, 1.0)),
    Bump((254.0, 123.0), (10.0, 9.0), (1.0, 1.0)),
    Bump(BROWS[0][1], (11.0, 5.5), (1.0, 1.0)),
    Bump(BROWS[1][1], (11.0, 5.5), (1.0, 1.0)),
    Bump((203.0, EYES[0].crease + 15.0), (8.0, 4.0), (0.7, 0.7)),
    Bump((247.0, EYES[1].crease + 15.0), (8.0, 4.0), (0.7, 0.7)),
)
"""Where fast small motion sits: mouth corners, chin, cheeks, brows, lower lids."""


def displacement(bumps: tuple[Bump, ...], x: Grid, y: Grid) -> Grid:
    """The sum of bumps on a grid (H, W), as float32 (2, H, W): x, then y."""
    field = np.zeros((2, *x.shape), np.float32)
    for bump in bumps:
        (cx, cy), (rx, ry) = bump.centre, bump.reach
        bell = np.exp(-0.5 * (((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2))
        field[0] += bell * bump.move[0]
        field[1] += bell * bump.move[1]
    return field


def smooth_fields(x: Grid, y: Grid) -> Grid:
    """Fields of ``SMOOTH_ACTIONS``: float32 (K, 2, H, W)."""
    return np.stack([displacement(FIELDS[action], x, y) for action in SMOOTH_ACTIONS])


def tremble_fields(x: Grid, y: Grid) -> Grid:
    """How far each tremble spot reaches: float32 (J, H, W), the same for x and y."""
    return np.stack([displacement((spot,), x, y)[0] for spot in TREMBLE_SPOTS])
