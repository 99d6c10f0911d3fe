"""Motion in pixels from local phase: at every point of the gray pictures, and at a probed one.

Convention. Displacements are in pixels of the 48-pixel gray picture, positive towards larger x
(right) and larger y (down), each from one frame to the next at a fixed place. The phase is that of
the temporal stream's pyramid *before* a spatial mean is taken off, so what the whole crop moved is
in it. `in_picture` turns displacements into pixels of the video.

A band's coefficient is z = A exp(i phi). Where structure moves by v and keeps its shape, phase is
carried along (D. J. Fleet, A. D. Jepson, "Computation of component image velocity from local phase
information", IJCV 5(1), 1990):

    phi_x v_x + phi_y v_y + phi_t = 0,        phi_x = Im(z* dz/dx) / |z|²

with phi_t the principal value of the change of phase and the gradient the mean of both frames',
derived in the spectrum. One orientation gives the displacement along its own direction,
-phi_t / phi_x (or / phi_y); both together give v. Each is the least-squares solution over a
Gaussian neighbourhood of sigma 2 samples (`models.phase_frames.blur`), weighted by
A² A'² / (A² + A'²), the inverse variance of phi_t under equal noise in both frames.

A change of phase is known up to whole turns. The coarse level, whose wavelengths are longer, is
solved first; what it finds says which turn is meant on the fine one.

Where phase means nothing. The inverse of the least-squares matrix is the variance of v for
independent noise of the coefficients. Its largest root, for noise of one gray level (1/255) of the
picture, is the ``uncertainty`` in pixels: large where there is no structure (small amplitude) and
along an edge (structure of one direction only). The pyramid mirrors the picture at its rim, where
real and mirrored motion mix: samples within 4 (level 0) or 8 pixels (level 1) of it are left out of
the sums. `reliable` excludes what is too uncertain and the outermost 5 pixels.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.phase_equations import NOISE, TINY, Carrier, Equations, carriers, doubled, equations
from models.phase_frames import check_gray, full_precision
from models.preprocessing import CROP_SIZE
from models.pyramid_products import LEVELS, SIZE

RIM = 5
"""Pixels of the 48 along each side where nothing is relied on."""

LARGEST_UNCERTAINTY = 0.05
"""Pixels beyond which a displacement is not relied on."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelMotion:
    """Displacements of consecutive frames on one pyramid level, S = 48 or 24.

    Attributes
    ----------
    along : tensor (2, N - 1, S, S)
        Along x by orientation 0 alone and along y by orientation 1 alone, pixels; exact for motion
        in that direction, only about right for oblique motion.
    along_uncertainty : tensor (2, N - 1, S, S)
        Pixels that noise of one gray level moves ``along``.
    motion : tensor (2, N - 1, S, S)
        x and y by both orientations, pixels.
    uncertainty : tensor (N - 1, S, S)
        Pixels that noise of one gray level moves ``motion``, in its worst direction.
    """

    along: Tensor
    along_uncertainty: Tensor
    motion: Tensor
    uncertainty: Tensor


@dataclass(frozen=True, slots=True)
class PhaseMotion:
    """Displacements of consecutive frames by each level and by both.

    Attributes
    ----------
    levels : tuple of LevelMotion
        Level 0 (S = 48) and level 1 (S = 24).
    motion : tensor (2, N - 1, 48, 48)
        x and y by both levels and orientations, pixels.
    uncertainty : tensor (N - 1, 48, 48)
        Pixels that noise of one gray level moves ``motion``, in its worst direction.
    """

    levels: tuple[LevelMotion, LevelMotion]
    motion: Tensor
    uncertainty: Tensor


@dataclass(frozen=True, slots=True)
class ProbedLevel:
    """What one level sees at a point over T frames.

    Attributes
    ----------
    phase : float64 array (2, T)
        Local phase of each orientation, radians, unwrapped in time from its first principal value.
    amplitude : float64 array (2, T)
        Of the coefficients, in units of gray values in [0, 1]; comparable between levels.
    along : float64 array (2, T - 1)
        Displacement of each step along each orientation's direction, pixels.
    motion : float64 array (2, T - 1)
        Displacement of each step in x and y, pixels.
    reliable : bool array (T - 1,)
        False where ``motion`` rests on too little structure or lies in the rim.
    along_reliable : bool array (2, T - 1)
        The same for ``along``.
    """

    phase: Values
    amplitude: Values
    along: Values
    motion: Values
    reliable: NDArray[np.bool_]
    along_reliable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Probe:
    """What the pyramid sees at a point over T frames.

    Attributes
    ----------
    levels : tuple of ProbedLevel
        Level 0, at the sample nearest to the point, and level 1.
    motion : float64 array (2, T - 1)
        Displacement of each step in x and y by both levels, pixels of the 48-pixel picture.
    reliable : bool array (T - 1,)
        False where ``motion`` rests on too little structure or lies in the rim.
    """

    levels: tuple[ProbedLevel, ProbedLevel]
    motion: Values
    reliable: NDArray[np.bool_]

    @property
    def course(self) -> Values:
        """Displacement (2, T) since the first frame, the sum of the steps."""
        return since_first(self.motion)


def phase_motion(gray: Tensor) -> PhaseMotion:
    """Displacement of every point from each frame to the next.

    Parameters
    ----------
    gray : float32 or float64 tensor (N, 48, 48)
        Gray values in [0, 1], N >= 1.

    Raises
    ------
    ValueError
        If shape or precision is another.
    """
    check_gray(gray)
    with full_precision(gray), torch.no_grad():
        return _motion(carriers(gray))


def probe(gray: Tensor, x: float, y: float) -> Probe:
    """Phase and displacement at a point over a snippet.

    Parameters
    ----------
    gray : float32 or float64 tensor (T, 48, 48)
        The frames of the snippet, gray values in [0, 1], T >= 1.
    x, y : float
        The point in pixels of the gray picture, whole numbers at pixel centres; -0.5 to 47.5.

    Raises
    ------
    ValueError
        If ``gray`` is not as described or the point lies outside.
    """
    check_gray(gray)
    if not (-0.5 <= x <= SIZE - 0.5 and -0.5 <= y <= SIZE - 0.5):
        raise ValueError(f"the point ({x}, {y}) lies outside the {SIZE} x {SIZE} picture")
    with full_precision(gray), torch.no_grad():
        waves = carriers(gray)
        found = _motion(waves)
    places = [_nearest(x, y, level) for level in range(LEVELS)]
    fine, coarse = (
        _probed(carrier, level, place)
        for carrier, level, place in zip(waves, found.levels, places, strict=True)
    )
    row, column = places[0]
    trusted = reliable(found.uncertainty)[:, row, column].cpu()
    return Probe((fine, coarse), _array(found.motion[:, :, row, column]), trusted.numpy())


def reliable(uncertainty: Tensor) -> Tensor:
    """Where a displacement means something, as bool tensor (..., S, S).

    Parameters
    ----------
    uncertainty : tensor (..., S, S)
        Of `LevelMotion` or `PhaseMotion`, S = 48 or 24.
    """
    size = uncertainty.shape[-1]
    position = torch.arange(size, device=uncertainty.device) * (SIZE // size)
    inside = (position >= RIM) & (position < SIZE - RIM)
    trusted: Tensor = (uncertainty <= LARGEST_UNCERTAINTY) & inside & inside[:, None]
    return trusted


def since_first(steps: Values) -> Values:
    """Displacements (..., T) since the first frame, from those of each step (..., T - 1)."""
    start = np.zeros((*steps.shape[:-1], 1))
    return np.concatenate([start, np.cumsum(steps, axis=-1)], axis=-1)


def in_picture(motion: Values, matrix: Values) -> Values:
    """Displacements in pixels of the video.

    Parameters
    ----------
    motion : float64 array (2, ...)
        x and y in pixels of the 48-pixel gray picture.
    matrix : float64 array (2, 3)
        Pixels of the 112-pixel crop to pixels of the video (`app.faces.alignment.crop_matrices`).
        The crop follows the head, so the result is motion relative to the head.

    Returns
    -------
    float64 array (2, ...)
    """
    scale = CROP_SIZE / SIZE
    return np.tensordot(np.asarray(matrix, np.float64)[:, :2] * scale, motion, axes=1)


def _motion(levels: tuple[Carrier, ...]) -> PhaseMotion:
    fine, coarse = levels
    coarse_equations = equations(coarse, None)
    found = coarse_equations.both().solved()
    fine_equations = equations(fine, doubled(found))
    together = fine_equations.both().plus(coarse_equations.both())
    return PhaseMotion(
        (_level_motion(fine_equations), _level_motion(coarse_equations)),
        together.solved(),
        together.uncertainty(),
    )


def _level_motion(sums: Equations) -> LevelMotion:
    alone = torch.stack([sums.xx[0], sums.yy[1]]) + TINY
    both = sums.both()
    return LevelMotion(
        torch.stack([sums.xt[0], sums.yt[1]]) / alone,
        NOISE / torch.sqrt(alone),
        both.solved(),
        both.uncertainty(),
    )


def _probed(carrier: Carrier, level: LevelMotion, place: tuple[int, int]) -> ProbedLevel:
    row, column = place
    z = carrier.z[:, :, row, column].cpu().numpy().astype(np.complex128)
    return ProbedLevel(
        phase=np.unwrap(np.angle(z), axis=-1),
        amplitude=np.abs(z),
        along=_array(level.along[:, :, row, column]),
        motion=_array(level.motion[:, :, row, column]),
        reliable=reliable(level.uncertainty)[:, row, column].cpu().numpy(),
        along_reliable=reliable(level.along_uncertainty)[:, :, row, column].cpu().numpy(),
    )


def _nearest(x: float, y: float, level: int) -> tuple[int, int]:
    """Row and column of the level's sample nearest to a point."""
    last = (SIZE >> level) - 1
    return min(last, max(0, round(y / 2**level))), min(last, max(0, round(x / 2**level)))


def _array(values: Tensor) -> Values:
    return values.cpu().numpy().astype(np.float64)
