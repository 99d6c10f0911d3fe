"""Complex steerable pyramid in the Fourier domain, of any size, levels and orientations.

Convention. Pictures are (N, size, size), rows then columns. Before the transform each is mirrored
to ``[[X, flip_cols X], [flip_rows X, flip_both X]]`` (half-sample symmetry, the last sample
repeated). The forward FFT is unnormalised and the inverse divides by the number of samples *of the
level*, although a coarser level is a crop of the spectrum: its coefficients are 4x larger per level
than a size-consistent convention would give, as in the program the published weights were trained
with. Orientation 0 answers to horizontal frequency (vertical edges, motion in x), orientation 1 of
two to vertical frequency (motion in y). Sample m of level v lies on sample 2**v * m of the picture.

J. Portilla, E. P. Simoncelli, "A parametric texture model based on joint statistics of complex
wavelet coefficients", IJCV 40(1), 2000.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.pyramid_filters import FilterBank, Mask, filter_bank

_ComplexMask = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class PyramidCoefficients:
    """Everything a pyramid keeps of N pictures, on the mirrored grid.

    Attributes
    ----------
    high : real tensor (N, 2 size, 2 size)
        High-pass residue.
    bands : tuple of complex tensors (N, orientations, 2 size / 2**level, 2 size / 2**level)
        Analytic band coefficients, finest level first.
    low : real tensor (N, 2 size / 2**levels, 2 size / 2**levels)
        Low-pass residue.
    """

    high: Tensor
    bands: tuple[Tensor, ...]
    low: Tensor


@dataclass(frozen=True, slots=True)
class SteerablePyramid:
    """A complex steerable pyramid; works on the device and in the precision of its pictures.

    Attributes
    ----------
    size : int
        Side of the pictures in samples, a multiple of ``2 ** levels`` and at least twice that.
    levels, orientations : int
        Number of scales (octaves), >= 1, and of orientations, >= 2.
    """

    size: int = 48
    levels: int = 2
    orientations: int = 2

    def __post_init__(self) -> None:
        """Refuse impossible geometries at once."""
        filter_bank(self.size, self.levels, self.orientations)

    @property
    def filters(self) -> FilterBank:
        """The masks, centred, as numpy arrays."""
        return filter_bank(self.size, self.levels, self.orientations)

    def decompose(self, images: Tensor) -> PyramidCoefficients:
        """Take pictures apart into residues and bands.

        Parameters
        ----------
        images : float32 or float64 tensor (N, size, size)

        Raises
        ------
        ValueError
            If shape or precision is another.
        """
        spectrum = self._spectrum(images)
        masks = _masks(self, spectrum.dtype, spectrum.device)
        low = torch.fft.ifft2(_centre(spectrum, 2 * self.size >> self.levels) * masks.residue).real
        return PyramidCoefficients(
            high=torch.fft.ifft2(spectrum * masks.high).real,
            bands=self._bands(spectrum, masks),
            low=low,
        )

    def bands(self, images: Tensor) -> tuple[Tensor, ...]:
        """Band coefficients on the picture's own grid, without mirror images or residues.

        Parameters
        ----------
        images : float32 or float64 tensor (N, size, size)

        Returns
        -------
        tuple of complex tensors (N, orientations, size / 2**level, size / 2**level)

        Raises
        ------
        ValueError
            If shape or precision is another.
        """
        spectrum = self._spectrum(images)
        whole = self._bands(spectrum, _masks(self, spectrum.dtype, spectrum.device))
        return tuple(z[..., : z.shape[-2] // 2, : z.shape[-1] // 2] for z in whole)

    def reconstruct(self, coefficients: PyramidCoefficients) -> Tensor:
        """Put pictures together again, (N, size, size), from what `decompose` gave.

        Only the real part of the bands is used. The sum over bands is divided by the summed power
        of the masks, which is 1 up to the 1e-5 of the tabulated masks: so the reconstruction is
        exact, and coefficients changed in between (motion magnification) act in proportion.
        """
        full = 2 * self.size
        dtype = torch.complex128 if coefficients.low.dtype == torch.float64 else torch.complex64
        masks = _masks(self, dtype, coefficients.low.device)
        total = torch.fft.fft2(coefficients.high) * masks.high
        for band, real_band in zip(coefficients.bands, masks.real_bands, strict=True):
            spectrum = (torch.fft.fft2(band.real) * real_band.conj()).sum(-3)
            total = total + _embed(spectrum, full)
        total = total + _embed(torch.fft.fft2(coefficients.low) * masks.residue, full)
        mirrored: Tensor = torch.fft.ifft2(total / masks.power).real
        return mirrored[..., : self.size, : self.size]

    def _spectrum(self, images: Tensor) -> Tensor:
        if images.ndim != 3 or images.shape[1:] != (self.size, self.size):
            raise ValueError(
                f"images must be (N, {self.size}, {self.size}), not {tuple(images.shape)}"
            )
        if images.dtype not in (torch.float32, torch.float64):
            raise ValueError(f"images must be float32 or float64, not {images.dtype}")
        spectrum: Tensor = torch.fft.fft2(_mirror(images))
        return spectrum

    def _bands(self, spectrum: Tensor, masks: "_Masks") -> tuple[Tensor, ...]:
        return tuple(
            torch.fft.ifft2(_centre(spectrum, mask.shape[-1]).unsqueeze(-3) * mask)
            for mask in masks.bands
        )


@dataclass(frozen=True, slots=True)
class _Masks:
    """Masks as tensors in FFT order; ``bands`` carry the factor (-i) ** (orientations - 1)."""

    high: Tensor
    bands: tuple[Tensor, ...]
    residue: Tensor
    real_bands: tuple[Tensor, ...]
    power: Tensor


@lru_cache(maxsize=16)
def _masks(pyramid: SteerablePyramid, dtype: torch.dtype, device: torch.device) -> _Masks:
    bank = pyramid.filters
    factor = (-1j) ** (bank.orientations - 1)
    bands = [np.fft.ifftshift(factor * band, axes=(-2, -1)) for band in bank.bands]
    high, residue = np.fft.ifftshift(bank.high), np.fft.ifftshift(bank.residue)
    # The real part of an analytic band has the spectrum (Z(k) + conj Z(-k)) / 2.
    real_bands = [(band + np.conj(_negated(band))) / 2 for band in bands]
    power = high**2 + _padded(residue**2, high.shape[0])
    for band in real_bands:
        power = power + _padded((np.abs(band) ** 2).sum(0), high.shape[0])

    def tensor(values: Mask | _ComplexMask) -> Tensor:
        return torch.as_tensor(np.ascontiguousarray(values)).to(device=device, dtype=dtype)

    # A cached constant made in inference mode could never take part in a gradient.
    with torch.inference_mode(False):
        return _Masks(
            tensor(high),
            tuple(tensor(band) for band in bands),
            tensor(residue),
            tuple(tensor(band) for band in real_bands),
            tensor(power),
        )


def _mirror(images: Tensor) -> Tensor:
    wide = torch.cat([images, images.flip(-1)], dim=-1)
    return torch.cat([wide, wide.flip(-2)], dim=-2)


def _centre(spectrum: Tensor, size: int) -> Tensor:
    """Keep the lowest ``size`` x ``size`` frequencies of a spectrum in FFT order."""
    if spectrum.shape[-1] == size:
        return spectrum
    half, full = size // 2, spectrum.shape[-1]
    kept = torch.cat(
        [torch.arange(half), torch.arange(full - half, full)],
    ).to(spectrum.device)
    return spectrum[..., kept[:, None], kept]


def _embed(spectrum: Tensor, size: int) -> Tensor:
    """Lay a small spectrum among the lowest frequencies of an empty one."""
    extra = size - spectrum.shape[-1]
    if extra == 0:
        return spectrum
    shifted = torch.fft.fftshift(spectrum, dim=(-2, -1))
    padded = torch.nn.functional.pad(shifted, (extra // 2,) * 4)
    embedded: Tensor = torch.fft.ifftshift(padded, dim=(-2, -1))
    return embedded


def _negated(mask: _ComplexMask) -> _ComplexMask:
    """The mask at minus each frequency, both in FFT order."""
    return np.roll(mask[..., ::-1, ::-1], 1, axis=(-2, -1))


def _padded(mask: Mask, size: int) -> Mask:
    """The numpy counterpart of `_embed` for the last two axes."""
    extra = (size - mask.shape[-1]) // 2
    return np.fft.ifftshift(np.pad(np.fft.fftshift(mask), extra))
