"""From 8-bit face crops to the gray images of the phase stream, bit for bit as Pillow makes them.

The phase stream was defined on images that Pillow converted and shrank: ``convert("L")``, then
``resize((48, 48), LANCZOS)``, which works on 8-bit images with fixed-point coefficients (22 bits)
and rounds to 8 bit after the horizontal and again after the vertical pass (Pillow,
``Convert.c`` and ``Resample.c``). All sums are below 2^31, so they are exact in float64 and the
whole is two matrix products a picture, on any device and unmoved by autocast or TF32.

Axes: crops (N, H, W, 3) with H down and W to the right, gray (N, 48, 48).
"""

import functools
import math

import torch
from torch import Tensor

CROP_SIZE = 112
GRAY_SIZE = 48

_RED, _GREEN, _BLUE = 19595, 38470, 7471  # ITU-R 601-2 luma in 1/65536
_LANCZOS_LOBES = 3.0
_COEFFICIENT_BITS = 22
_UNIT = 2.0**-_COEFFICIENT_BITS


def gray48(crops: Tensor) -> Tensor:
    """Gray images of the phase stream.

    Parameters
    ----------
    crops : uint8 tensor (N, 112, 112, 3)
        Aligned face crops, RGB.

    Returns
    -------
    float32 tensor (N, 48, 48)
        In [0, 1], multiples of 1/255, on the device of the crops.

    Raises
    ------
    ValueError
        When the crops have another shape or type.
    """
    return gray48_bytes(crops).float() / 255


def gray48_bytes(crops: Tensor) -> Tensor:
    """The same images in 8 bits, uint8 (N, 48, 48): a sixteenth of the bytes, for caches."""
    check_crops(crops, (CROP_SIZE,))
    if crops.device.type == "mps":  # has no float64; a picture is only 37 kB
        return gray48_bytes(crops.cpu()).to(crops.device)
    weights = _lanczos_weights(CROP_SIZE, GRAY_SIZE, crops.device)
    rows = _rounded_to_bytes(_luma(crops).double() @ weights.T)
    return _rounded_to_bytes(weights @ rows).to(torch.uint8)


def check_crops(crops: Tensor, sizes: tuple[int, ...]) -> None:
    """Raise `ValueError` unless the crops are uint8 (N, S, S, 3) with S one of the sizes."""
    shapes = [(size, size, 3) for size in sizes]
    if crops.dtype != torch.uint8 or crops.ndim != 4 or tuple(crops.shape[1:]) not in shapes:
        wanted = " or ".join(f"(N, {size}, {size}, 3)" for size in sizes)
        raise ValueError(
            f"crops are {crops.dtype} {tuple(crops.shape)}; they must be torch.uint8 {wanted}"
        )


def _luma(crops: Tensor) -> Tensor:
    # Integers below 2^24, hence exact in float32 too, which is quicker than integer arithmetic.
    red, green, blue = crops.unbind(-1)
    total = red.float().mul_(_RED).add_(green, alpha=_GREEN).add_(blue, alpha=_BLUE)
    return total.add_(1 << 15).mul_(2.0**-16).floor_()


def _rounded_to_bytes(total: Tensor) -> Tensor:
    """What Pillow's ``clip8`` does: add one half, drop the fraction, clamp to 0..255."""
    return total.add_(0.5).floor_().clamp_(0, 255)


@functools.lru_cache(maxsize=8)
def _lanczos_weights(source: int, target: int, device: torch.device) -> Tensor:
    rows = [_lanczos_row(position, source, target) for position in range(target)]
    return torch.tensor(rows, dtype=torch.float64, device=device)


def _lanczos_row(position: int, source: int, target: int) -> list[float]:
    """Weights of every source sample in one target sample, multiples of 2^-22."""
    scale = source / target
    stretch = max(scale, 1.0)  # the antialiasing: the kernel is as wide as the target's pixels
    support, centre = _LANCZOS_LOBES * stretch, (position + 0.5) * scale
    first = max(int(centre - support + 0.5), 0)
    last = min(int(centre + support + 0.5), source)
    kernel = [_lanczos((x - centre + 0.5) / stretch) for x in range(first, last)]
    total = sum(kernel)
    fixed = [_round_away(w / total * 2**_COEFFICIENT_BITS) * _UNIT for w in kernel]
    return [0.0] * first + fixed + [0.0] * (source - last)


def _lanczos(x: float) -> float:
    if not -_LANCZOS_LOBES <= x < _LANCZOS_LOBES:
        return 0.0
    return _sinc(x) * _sinc(x / _LANCZOS_LOBES)


def _sinc(x: float) -> float:
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def _round_away(value: float) -> float:
    return float(math.trunc(value + math.copysign(0.5, value)))
