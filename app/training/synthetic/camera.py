"""Head and camera: a head that moves a little before a still ground, seen in a framing.

The head's motion is a sum of fields that fade out around the hair, so the ground stays where it is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.training.synthetic.portrait import FACE_CENTRE
from app.training.synthetic.processes import band_noise, generator
from app.training.synthetic.settings import GeneratorSettings

Grid = NDArray[np.float32]

POSES = ("right", "down", "roll", "scale", "turn", "nod")
"""Columns of head motion: pixels, pixels, radians, log size, pixels, pixels."""

_PORTRAIT_SIZE = (512, 288)
_SHAPE_SPOTS = ((205.0, 112.0), (245.0, 112.0), (225.0, 130.0), (210.0, 155.0), (240.0, 155.0))


@dataclass(frozen=True, slots=True)
class Framing:
    """The view between two cuts: picture pixels per portrait pixel, and the point in its centre."""

    zoom: float
    x: float
    y: float
    mirrored: bool


def head_motion(seed: int, settings: GeneratorSettings) -> NDArray[np.float32]:
    """Head motion over the frames, float32 (T, 6), columns by ``POSES``."""
    how, count = settings.pose, settings.frames
    rng = generator(seed, "pose")
    highest = float(rng.uniform(*how.drift_hz))
    spreads = (how.shift, how.shift, np.radians(how.roll), how.scale, how.turn, how.turn)
    courses = [
        spread * 2 * np.tanh(band_noise(rng, count, settings.fps, 0.0, highest) / 2)
        for spread in spreads
    ]
    return np.stack(courses, axis=1).astype(np.float32)


def draw_framing(rng: np.random.Generator, settings: GeneratorSettings, mirrored: bool) -> Framing:
    """A framing that keeps the view inside the portrait where the zoom allows it."""
    how = settings.pose
    zoom = float(rng.uniform(*how.zoom))
    centre = np.array(FACE_CENTRE) + rng.uniform(-how.framing, how.framing, 2)
    half = np.array([settings.width, settings.height]) / (2 * zoom)
    size = np.array(_PORTRAIT_SIZE)
    inside = np.clip(centre, np.minimum(half, size / 2), np.maximum(size - half, size / 2))
    return Framing(zoom, float(inside[0]), float(inside[1]), mirrored)


def person_field(seed: int, spread: float, x: Grid, y: Grid) -> Grid:
    """The fixed smooth deformation that makes a seed's person, float32 (2, H, W)."""
    rng = generator(seed, "person")
    field = np.zeros((2, *x.shape), np.float32)
    for cx, cy in _SHAPE_SPOTS:
        bell = np.exp(-0.5 * (((x - cx) / 22) ** 2 + ((y - cy) / 20) ** 2))
        move = rng.normal(0, spread, 2)
        field[0] += bell * move[0]
        field[1] += bell * move[1]
    return field


@dataclass(frozen=True, slots=True)
class HeadFields:
    """Where a moving head takes the picture with it, on a grid of portrait coordinates.

    Attributes
    ----------
    right, down : float32 array (H, W)
        Distance from the face's centre.
    held : float32 array (H, W)
        1 over head and hair, fading over the collar and the ground around.
    nearness : float32 array (H, W)
        1 at the nose, fading towards the face's outline.
    """

    right: Grid
    down: Grid
    held: Grid
    nearness: Grid

    @classmethod
    def on(cls, x: Grid, y: Grid) -> "HeadFields":
        """The fields on a grid."""
        right, down = x - np.float32(FACE_CENTRE[0]), y - np.float32(FACE_CENTRE[1])
        distance = np.sqrt(((x - 227) / 82) ** 2 + ((y - 108) / 98) ** 2)
        along = np.clip((distance - 0.85) / 0.75, 0, 1)
        held = 1 - along * along * (3 - 2 * along)
        nearness = np.exp(-0.5 * ((right / 34) ** 2 + (down / 40) ** 2))
        return cls(right, down, held.astype(np.float32), nearness.astype(np.float32))

    def moved(self, pose: Grid) -> tuple[Grid, Grid]:
        """Displacement in x and y, each (H, W), of a head with pose ``POSES``."""
        right, down, roll, scale, turn, nod = pose
        x = self.held * (right + scale * self.right - roll * self.down) + turn * self.nearness
        y = self.held * (down + scale * self.down + roll * self.right) + nod * self.nearness
        return x, y


class Camera:
    """Looks at the portrait in one framing.

    Parameters
    ----------
    seed : int
        Whose face shape it is.
    settings : GeneratorSettings
        Size of the picture and scale of the texture.
    framing : Framing
        Zoom and centre.
    """

    def __init__(self, seed: int, settings: GeneratorSettings, framing: Framing) -> None:
        self.texture = settings.texture
        columns = np.arange(settings.width, dtype=np.float32) - (settings.width - 1) / 2
        rows = np.arange(settings.height, dtype=np.float32) - (settings.height - 1) / 2
        if framing.mirrored:
            columns = -columns
        self._x, self._y = np.meshgrid(
            columns / np.float32(framing.zoom) + np.float32(framing.x),
            rows / np.float32(framing.zoom) + np.float32(framing.y),
        )
        person = person_field(seed, settings.person.shape, self._x, self._y)
        self._x, self._y = self._x - person[0], self._y - person[1]
        self._head = HeadFields.on(self._x, self._y)

    def __call__(self, texture: NDArray[np.uint8], pose: Grid) -> NDArray[np.uint8]:
        """The picture, RGB uint8 (height, width, 3), of a portrait texture with a head pose."""
        right, down = self._head.moved(pose)
        t, half = np.float32(self.texture), np.float32(0.5)
        return np.asarray(
            cv2.remap(
                texture,
                (self._x - right + half) * t - half,
                (self._y - down + half) * t - half,
                cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_REFLECT_101,
            ),
            dtype=np.uint8,
        )
