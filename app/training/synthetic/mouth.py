"""The mouth: lips that part, a jaw that drops, and what is seen between them.

In the portrait the lips are parted over the teeth. With U and L the inner edges of its upper and
lower lip, and m between them, the edges of a rendered mouth are, over the column x,

    upper = m - lips (m - U) - 0.12 jaw w(x)          lower = m + lips (L - m) + jaw w(x)

with ``lips`` 0 (closed) to 1 (as in the portrait), ``jaw`` in portrait pixels and w an arch over
the mouth. Above the upper edge the skin follows it with a fading displacement, below the lower edge
the lower lip and, more and more towards the chin, the whole jaw. The teeth stay with the skull.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.portrait import LOWER_LIP, MOUTH_CORNERS, UPPER_LIP

Grid = NDArray[np.float32]

JAW_DROP = 10.0
"""How far the lower lip moves down at mouth opening 1, in portrait pixels."""

_STEPS = 4
_FIRST, _LAST = 150, 300
_PALATE = np.array([44.0, 17.0, 16.0], np.float32)
_TONGUE = np.array([112.0, 52.0, 50.0], np.float32)
_LINE_GAP = 0.7
_UPPER_REACH, _LOWER_REACH, _JAW_REACH = 15.0, 17.0, 52.0


@dataclass(frozen=True, slots=True)
class LipEdges:
    """Edges and arch per column of a grid, each float32 like the grid's x."""

    upper: Grid
    lower: Grid
    middle: Grid
    arch: Grid


def _tables() -> NDArray[np.float32]:
    """Rows upper, lower, middle, arch at quarter pixel columns from ``_FIRST`` to ``_LAST``."""
    columns = np.arange(_FIRST, _LAST, 1 / _STEPS)
    upper = np.interp(columns, *np.transpose(UPPER_LIP))
    lower = np.interp(columns, *np.transpose(LOWER_LIP))
    (left, _), (right, _) = MOUTH_CORNERS
    across = np.clip((2 * columns - left - right) / (right - left), -1, 1)
    arch = (1 - across**2) ** 0.8
    middle = upper + 0.42 * (lower - upper)
    rows = [cv2.GaussianBlur(row[None], (0, 0), 3)[0] for row in (upper, lower, middle)]
    return np.stack([*rows, arch]).astype(np.float32)


_TABLES = _tables()


def lip_edges(x: Grid) -> LipEdges:
    """The portrait's lip edges over the columns x."""
    at = ((x - _FIRST) * _STEPS + 0.5).astype(np.int32).clip(0, _TABLES.shape[1] - 1)
    upper, lower, middle, arch = (row.take(at) for row in _TABLES)
    return LipEdges(upper, lower, middle, arch)


def _fade(distance: Grid, reach: float) -> Grid:
    """1 at distance 0, smoothly 0 from ``reach`` on."""
    along = np.clip(distance / reach, 0, 1)
    return np.asarray(1 - along * along * (3 - 2 * along), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class MouthView:
    """What the mouth does to a grid: where to sample the skin, and where its inside is seen.

    Attributes
    ----------
    y : float32 array (H, W)
        Portrait row each point of the grid shows.
    depth : float32 array (H, W)
        Coverage by the mouth's inside, 0 ... 1.
    gap : float32 array (H, W)
        Height of the opening in this column, portrait pixels.
    low : float32 array (H, W)
        Position inside, 0 at the upper lip, 1 at the lower.
    """

    y: Grid
    depth: Grid
    gap: Grid
    low: Grid


def open_mouth(x: Grid, y: Grid, lips: float, opening: float, texture: float) -> MouthView:
    """Part the lips (0 ... 1) and drop the jaw (0 ... 1) on a grid of portrait coordinates."""
    edges = lip_edges(x)
    jaw = JAW_DROP * opening
    lift = lips * (edges.middle - edges.upper) + 0.12 * jaw * edges.arch
    drop = lips * (edges.lower - edges.middle) + jaw * edges.arch
    top = edges.middle - lift - 0.5 * _LINE_GAP * edges.arch
    bottom = edges.middle + drop + 0.5 * _LINE_GAP * edges.arch
    above, below = top - y, y - bottom
    upper_shift = (edges.upper - top) * _fade(above, _UPPER_REACH)
    lip_shift = (edges.lower - bottom + jaw * edges.arch) * _fade(below, _LOWER_REACH)
    shift = np.where(above > below, upper_shift, lip_shift - jaw * _jaw(x, below, edges.arch))
    inside = np.minimum(-above, -below) * texture + 0.5
    gap = bottom - top
    low = np.clip(-above / np.maximum(gap, 0.5), 0, 1)
    depth = np.where(edges.arch > 0, np.clip(inside, 0, 1), 0).astype(np.float32)
    return MouthView(y + shift, depth, gap, np.asarray(low, dtype=np.float32))


def _jaw(x: Grid, below: Grid, arch: Grid) -> Grid:
    """Share of the jaw's drop at a distance below the lower lip: the lip's arch, then the chin."""
    middle = 0.5 * (MOUTH_CORNERS[0][0] + MOUTH_CORNERS[1][0])
    wide = _fade(np.abs(x - middle) - 8.0, 44.0)
    towards_chin = 1 - _fade(below, 22.0)
    share = arch + (wide - arch) * towards_chin
    return np.asarray(share * _fade(below - 14.0, _JAW_REACH), dtype=np.float32)


def teeth(portrait: NDArray[np.uint8], x: Grid, y: Grid) -> NDArray[np.float32]:
    """The portrait's teeth on a dark ground, float32 (H, W, 3), on the grid of the portrait."""
    edges = lip_edges(x)
    top, bottom = edges.upper + 1.0, edges.lower - 1.0
    seen = cv2.remap(portrait.astype(np.float32), *_at(x, y, top), cv2.INTER_LINEAR)
    share = np.clip(bottom - y, 0, 1) * np.clip((bottom - top) / 2, 0, 1)
    return np.asarray(_PALATE + (seen - _PALATE) * share[..., None], dtype=np.float32)


def _at(x: Grid, y: Grid, top: Grid) -> tuple[Grid, Grid]:
    """Grid indices of the points (x, max(y, top)); the grid's first point and step are its own."""
    step = float(x[0, 1] - x[0, 0])
    return (x - x[0, 0]) / step, (np.maximum(y, top) - y[0, 0]) / step


def inside(view: MouthView, dentition: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colour of the mouth's inside, float32 (H, W, 3): teeth in shade, palate, tongue."""
    light = np.clip(view.gap / 4.5, 0, 1)[..., None]
    light = light * light * (3 - 2 * light)
    tongue = (np.clip(view.low - 0.55, 0, 0.3) * np.clip((view.gap - 6) / 6, 0, 1))[..., None] * 2
    lit = dentition + (_TONGUE - dentition) * tongue
    return np.asarray(_PALATE + (lit - _PALATE) * light, dtype=np.float32)
