"""From action coefficients to a portrait that wears the expression."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.eyelids import blink_shift
from app.training.synthetic.fields import (
    SMOOTH_ACTIONS,
    TREMBLE_SPOTS,
    smooth_fields,
    tremble_fields,
)
from app.training.synthetic.mouth import inside, open_mouth, teeth
from app.training.synthetic.portrait import load_portrait

ACTIONS = (*SMOOTH_ACTIONS, "lips_part", "mouth_open", "lid_left", "lid_right")
"""Names of the action coefficients, each about 0 ... 1."""

PORTRAIT_SMILE = 0.75
"""The smile the portrait itself wears."""

_REGION = (155, 58, 295, 222)
_MOUTH = (168, 120, 280, 220)
_EYES = (188, 86, 264, 112)

Grid = NDArray[np.float32]


class FaceWarp:
    """The portrait at a texture scale, ready to be warped frame by frame.

    Parameters
    ----------
    texture : float
        Texture pixels per portrait pixel.
    """

    def __init__(self, texture: float = 1.0) -> None:
        self.texture = texture
        self.portrait = load_portrait(texture)
        self._slice = self._region(_REGION)
        rows, columns = self._slice
        x = ((np.arange(columns.start, columns.stop) + 0.5) / texture - 0.5).astype(np.float32)
        y = ((np.arange(rows.start, rows.stop) + 0.5) / texture - 0.5).astype(np.float32)
        self._x, self._y = np.meshgrid(x, y)
        self._smooth = smooth_fields(self._x, self._y)
        self._tremble = tremble_fields(self._x, self._y).reshape(len(TREMBLE_SPOTS), -1)
        self._teeth = teeth(self.portrait[self._slice], self._x, self._y)
        self._mouth = self._inner(_MOUTH)
        self._eyes = self._inner(_EYES)

    def _region(self, box: tuple[int, int, int, int]) -> tuple[slice, slice]:
        left, top, right, bottom = (round(side * self.texture) for side in box)
        return slice(top, bottom), slice(left, right)

    def _inner(self, box: tuple[int, int, int, int]) -> tuple[slice, slice]:
        """A box as slices of the warped region."""
        rows, columns = self._region(box)
        top, left = self._slice[0].start, self._slice[1].start
        return (
            slice(rows.start - top, rows.stop - top),
            slice(columns.start - left, columns.stop - left),
        )

    def smooth_displacement(self, actions: Grid, tremble: Grid) -> Grid:
        """Where the smooth actions and the tremble move the region's content, (2, H, W)."""
        smile = np.array([PORTRAIT_SMILE, PORTRAIT_SMILE], np.float32)
        linear = actions[: len(SMOOTH_ACTIONS)].copy()
        linear[:2] -= smile
        moved = (tremble.T @ self._tremble).reshape(2, *self._x.shape)
        for weight, field in zip(linear, self._smooth, strict=True):
            if weight:
                moved += weight * field
        return moved

    def __call__(self, actions: Grid, tremble: Grid) -> NDArray[np.uint8]:
        """The whole portrait with this expression.

        Parameters
        ----------
        actions : float32 array (len(ACTIONS),)
            Coefficients by ``ACTIONS``.
        tremble : float32 array (len(TREMBLE_SPOTS), 2)
            Displacement of each spot in portrait pixels.

        Returns
        -------
        uint8 array (288 t, 512 t, 3)
            RGB.
        """
        if actions.shape != (len(ACTIONS),) or tremble.shape != (len(TREMBLE_SPOTS), 2):
            raise ValueError(
                f"actions must have shape ({len(ACTIONS)},) and tremble "
                f"({len(TREMBLE_SPOTS)}, 2), not {actions.shape} and {tremble.shape}"
            )
        moved = self.smooth_displacement(actions, tremble)
        x, y = self._x - moved[0], self._y - moved[1]
        lips, opening, left, right = (float(value) for value in actions[len(SMOOTH_ACTIONS) :])
        y[self._eyes] += blink_shift(self._x[self._eyes], y[self._eyes], (left, right))
        mouth_x = np.ascontiguousarray(x[self._mouth])
        view = open_mouth(mouth_x, y[self._mouth].copy(), lips, opening, self.texture)
        mouth_y = y[self._mouth].copy()
        y[self._mouth] = view.y
        face = self.portrait.copy()
        face[self._slice] = self._sample(self.portrait, x, y)
        window = face[self._slice][self._mouth]
        dentition = self._sample_teeth(mouth_x, mouth_y)
        cover = view.depth[..., None]
        window[...] = (window * (1 - cover) + inside(view, dentition) * cover + 0.5).astype(
            np.uint8
        )
        return face

    def _sample(self, picture: NDArray[np.uint8], x: Grid, y: Grid) -> NDArray[np.uint8]:
        t = np.float32(self.texture)
        half = np.float32(0.5)
        columns, rows = (x + half) * t - half, (y + half) * t - half
        return np.asarray(
            cv2.remap(picture, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101),
            dtype=np.uint8,
        )

    def _sample_teeth(self, x: Grid, y: Grid) -> Grid:
        t = np.float32(self.texture)
        columns, rows = (x - self._x[0, 0]) * t, (y - self._y[0, 0]) * t
        return np.asarray(
            cv2.remap(
                self._teeth, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            ),
            dtype=np.float32,
        )
