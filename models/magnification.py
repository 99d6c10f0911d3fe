"""Motion magnification: small motions of a temporal band made larger, over a stream of frames.

Convention. Frames are square RGB pictures, uint8 (S, S, 3), at even times (`models.even_times`);
one comes out for each of these times. Only luminance is changed, by the same amount in all three
colours, so both colour differences (I and Q of YIQ) stay as they are.

Phase-based (N. Wadhwa, M. Rubinstein, F. Durand, W. T. Freeman, "Phase-based video motion
processing", ACM TOG 32(4), 2013). With z = A exp(i phi) the coefficients of a complex steerable
pyramid, the change of phase between consecutive frames is smoothed over space with amplitude
weights, G a Gaussian of one sample,

    d_t = G(A_{t-1} A_t arg(z_t z_{t-1}*)) / G(A_{t-1} A_t),        P_t = d_1 + ... + d_t,

summed up, filtered in time to the band (`models.temporal_bands`), and added ``factor - 1`` times:
``z_t exp(i (factor - 1) B(P)_t)``. So a motion in the band comes out ``factor`` times as large,
factor 1 changes nothing, 0 takes the motion away. The smoothing precedes the filter here (the paper
smooths the filtered phase with the amplitudes of its frame): a jump of phase at a point without
amplitude then never enters the sum. Motion that ``factor`` makes larger than about a quarter of a
band's wavelength leaves that band's reach: fine structure then tears or ghosts first. The
residues, finer than 2 ... 4 pixels and coarser than the last level, are not moved.

Linear Eulerian (H.-Y. Wu, M. Rubinstein, E. Shih, J. Guttag, F. Durand, W. T. Freeman, "Eulerian
video magnification for revealing subtle changes in the world", ACM TOG 31(4), 2012): each level of
a Laplacian pyramid is filtered in time and added alpha times, so motion is magnified by 1 + alpha
where (1 + alpha) times the motion is under an eighth of the wavelength. Levels of shorter
wavelength get less, as in the paper: alpha is cut to ``(1 + alpha) wavelength /
shortest_wavelength - 1``. Filter in time and pyramid in space are both linear, so the frame itself
is filtered once, and the levels of the result weighted. The low-pass below the last level, mostly
light, is left out. It amplifies noise as much as motion; phase does not.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from models.even_times import EvenTimes, evenly
from models.laplacian import weighted_levels
from models.phase_magnifier import PhaseMagnifier
from models.temporal_bands import Band, Timing, Values, temporal_filter

Picture = NDArray[np.uint8]

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R 601, as in YIQ
_LARGEST_FACTOR = 100.0


@dataclass(frozen=True, slots=True)
class PhaseMagnification:
    """Settings of phase-based magnification.

    Attributes
    ----------
    band : Band
        Motions of these frequencies, Hz, are magnified.
    factor : float
        How many times as large they become, 0 to 100.
    timing : {"compensated", "causal", "ideal"}
        How the band is filtered (`models.temporal_bands`).
    orientations : int
        Orientations of the pyramid, 2 to 8.
    """

    band: Band
    factor: float = 6.0
    timing: Timing = "compensated"
    orientations: int = 8

    def __post_init__(self) -> None:
        """Refuse what cannot be computed."""
        _check_amount("factor", self.factor)
        if self.orientations not in range(2, 9):
            raise ValueError(f"orientations must be 2 to 8, not {self.orientations}")


@dataclass(frozen=True, slots=True)
class LinearMagnification:
    """Settings of linear Eulerian magnification.

    Attributes
    ----------
    band : Band
        Changes of these frequencies, Hz, are magnified.
    alpha : float
        How much of them is added, 0 to 100.
    shortest_wavelength : float
        Pixels of the crop from which on alpha counts in full, > 0.
    timing : {"compensated", "causal", "ideal"}
        How the band is filtered (`models.temporal_bands`).
    """

    band: Band
    alpha: float = 8.0
    shortest_wavelength: float = 16.0
    timing: Timing = "compensated"

    def __post_init__(self) -> None:
        """Refuse what cannot be computed."""
        _check_amount("alpha", self.alpha)
        if not self.shortest_wavelength > 0:
            raise ValueError(f"a wavelength is longer than 0, not {self.shortest_wavelength}")


Magnification = PhaseMagnification | LinearMagnification


def magnify(
    frames: Iterable[Picture], times: EvenTimes, settings: Magnification
) -> Iterator[Picture]:
    """Magnify the motion of a run of aligned crops.

    A generator: it may be stopped between frames. It keeps the frames that its temporal filter
    waits for, and for each of them one number per coefficient (phase) or pixel (linear).

    Parameters
    ----------
    frames : iterable of uint8 arrays (S, S, 3)
        RGB crops, one for each of ``times.given``; S even and at least 8.
    times : EvenTimes
        Of the run; its ``statement`` belongs beside the result.
    settings : PhaseMagnification or LinearMagnification

    Yields
    ------
    uint8 array (S, S, 3)
        One for each of ``times.seconds``, in order.

    Raises
    ------
    ValueError
        If frames are not as described or not as many as their times, the band does not fit the
        frame rate, or the run is too long for the ideal filter.
    """
    run = RunMagnifier(times.rate, settings)
    for frame in evenly(frames, times):
        yield from run.push(frame)
    yield from run.finish()


class RunMagnifier:
    """Magnifies a run frame by frame, for callers that want to stop or report in between.

    Parameters
    ----------
    rate : float
        Frames a second; they come evenly.
    settings : PhaseMagnification or LinearMagnification

    Raises
    ------
    ValueError
        If the band does not fit the frame rate.
    """

    def __init__(self, rate: float, settings: Magnification) -> None:
        self._filtering = temporal_filter(settings.band, rate, settings.timing)
        self._settings = settings
        self._waiting: deque[Picture] = deque()
        self._magnifier: _Magnifier | None = None

    def push(self, frame: Picture) -> Iterator[Picture]:
        """Take the next frame, give those that are done now; to be exhausted."""
        if self._magnifier is None:
            self._magnifier = _magnifier(frame, self._settings)
        luminance = _luminance(frame, self._magnifier.size)
        self._waiting.append(frame)
        for filtered in self._filtering.push(self._magnifier.features(luminance)):
            yield _magnified(self._waiting.popleft(), self._magnifier, filtered)

    def finish(self) -> Iterator[Picture]:
        """Give the remaining frames; the run ends here."""
        if self._magnifier is not None:
            for filtered in self._filtering.finish():
                yield _magnified(self._waiting.popleft(), self._magnifier, filtered)


class _Magnifier(Protocol):
    @property
    def size(self) -> int: ...

    def features(self, luminance: Values) -> Values:
        """What is filtered in time, of the next frame (n,)."""

    def change(self, luminance: Values, filtered: Values) -> Values:
        """What to add to the luminance (S, S) of a frame."""


class _LinearMagnifier:
    def __init__(self, size: int, settings: LinearMagnification) -> None:
        self.size = size
        self._settings = settings

    def features(self, luminance: Values) -> Values:
        return luminance.reshape(-1)

    def change(self, luminance: Values, filtered: Values) -> Values:
        return weighted_levels(filtered.reshape(luminance.shape), self._gain)

    def _gain(self, wavelength: float) -> float:
        alpha, shortest = self._settings.alpha, self._settings.shortest_wavelength
        return float(np.clip((1 + alpha) * wavelength / shortest - 1, 0, alpha))


def _magnifier(frame: Picture, settings: Magnification) -> _Magnifier:
    size = frame.shape[0] if frame.ndim else 0
    if size < 8 or size % 2:
        raise ValueError(f"crops must have an even side of at least 8 pixels, not {size}")
    if isinstance(settings, LinearMagnification):
        return _LinearMagnifier(size, settings)
    return PhaseMagnifier(size, settings.orientations, settings.factor - 1)


def _luminance(frame: Picture, size: int) -> Values:
    if frame.dtype != np.uint8 or frame.shape != (size, size, 3):
        raise ValueError(
            f"crops must be uint8 ({size}, {size}, 3) in one run, not {frame.dtype} {frame.shape}"
        )
    luminance: Values = frame.astype(np.float32) @ _LUMINANCE / np.float32(255)
    return luminance


def _magnified(frame: Picture, magnifier: _Magnifier, filtered: Values) -> Picture:
    with torch.inference_mode():
        change = magnifier.change(_luminance(frame, magnifier.size), filtered)
    # Rounded before it is added: all three colours take the same whole number.
    picture: Picture = np.clip(frame + np.rint(255 * change[..., None]), 0, 255).astype(np.uint8)
    return picture


def _check_amount(name: str, value: float) -> None:
    if not 0 <= value <= _LARGEST_FACTOR:
        raise ValueError(f"{name} must be 0 to {_LARGEST_FACTOR:g}, not {value}")
