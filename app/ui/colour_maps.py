"""Values as colours: perceptually uniform maps, so that equal steps of a value look equal.

`VIRIDIS` is matplotlib's map of that name (S. van der Walt and N. Smith, 2015, CC0); `DIVERGING`
is CET-D1 (P. Kovesi, "Good colour maps: how to design them", arXiv:1509.03700, 2015, CC-BY). Both
are given at every third of their 256 steps; what lies between is interpolated, within one level of
the original for the first, two for the second.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QLinearGradient, QPainter, qRgb

_EVERY = 3


def _table(colours: str) -> NDArray[np.uint8]:
    """All 256 steps, uint8 (256, 3), from every third of them as ``rrggbb``."""
    given = np.array([list(bytes.fromhex(colour)) for colour in colours.split()])
    steps = np.arange(256)
    between = [np.interp(steps, steps[::_EVERY], channel) for channel in given.T]
    table = np.stack(between, axis=1).round().astype(np.uint8)
    table.flags.writeable = False
    return table


VIRIDIS = _table(
    "440154 450559 460a5d 470e61 471365 481769 481b6d 481f70 482374 482677 472a7a 472e7c "
    "46327e 453581 443983 433d84 424086 414487 3f4788 3e4a89 3d4e8a 3b518b 3a548c 38588c "
    "375b8d 355e8d 34618d 32648e 31678e 306a8e 2e6d8e 2d708e 2c728e 2b758e 2a788e 297b8e "
    "277e8e 26818e 25838e 24868e 23898e 228c8d 218f8d 20928c 1f948c 1f978b 1f9a8a 1e9d89 "
    "1fa088 1fa287 21a585 22a884 25ab82 27ad81 2ab07f 2eb37c 32b67a 37b878 3bbb75 40bd72 "
    "46c06f 4cc26c 52c569 58c765 5ec962 65cb5e 6ccd5a 73d056 7ad151 81d34d 89d548 90d743 "
    "98d83e a0da39 a8db34 b0dd2f b8de29 c0df25 c8e020 d0e11c d8e219 dfe318 e7e419 efe51c "
    "f6e620 fde725"
)
"""From little to much, uint8 (256, 3)."""

DIVERGING = _table(
    "2151db 2e54dc 3857dc 415bdd 485ede 5061de 5665df 5c68df 626ce0 686fe1 6d73e1 7276e2 "
    "777ae2 7c7de3 8181e3 8585e4 8a88e5 8e8ce5 9290e6 9794e6 9b97e7 9f9be7 a39fe8 a7a3e8 "
    "aba7e9 afaae9 b3aeea b7b2ea bbb6eb bebaeb c2bdec c6c2ec cac5ed cdc9ed d1cded d5d1ee "
    "d8d5ee dcd9ee e0ddef e3e1ef e6e4ee eae6ed ece7eb eee7e8 f0e5e4 f1e2df f1deda f2dad4 "
    "f2d5cf f2d1c9 f1ccc3 f1c7bd f1c3b7 f0beb2 f0b9ac efb5a7 efb0a1 eeac9b eda796 eca290 "
    "eb9e8b ea9985 e99480 e88f7a e78b75 e68670 e4816a e37c65 e17860 e0735b de6e55 dd6950 "
    "db644b d95f46 d75a41 d5543c d34f37 d14932 cf442d cd3d28 cb3722 c9301d c72918 c52012 "
    "c2140c c00206"
)
"""From below zero (blue) over white to above (red), uint8 (256, 3)."""


def image_of(
    values: NDArray[np.floating],
    limits: tuple[float, float],
    lut: NDArray[np.uint8],
    alpha: NDArray[np.floating] | None = None,
) -> QImage:
    """Values as a picture, a pixel each.

    Parameters
    ----------
    values : float array (H, W)
        The first row is the top one; NaN is transparent.
    limits : (float, float)
        Values of the first and of the last colour; beyond them are these. Equal limits give the
        colour in the middle.
    lut : uint8 array (256, 3)
        The colours.
    alpha : float array (H, W), optional
        Opacity, 0 ... 1.

    Returns
    -------
    QImage
        With its own memory, premultiplied.
    """
    low, high = limits
    known = ~np.isnan(values)
    share = (values - low) / (high - low) if high != low else np.full(values.shape, 0.5)
    steps = np.clip(np.where(known, share, 0.0) * 255 + 0.5, 0, 255).astype(np.uint8)
    opacity = known if alpha is None else np.where(known, np.clip(alpha, 0, 1), 0.0)
    opacity = opacity.astype(np.float32)[..., None]
    pixels = np.empty((*values.shape, 4), np.uint8)
    pixels[..., :3] = lut[steps] * opacity + 0.5
    pixels[..., 3:] = opacity * 255 + 0.5
    height, width = values.shape
    form = QImage.Format.Format_RGBA8888_Premultiplied
    return QImage(pixels.tobytes(), width, height, 4 * width, form).copy()


def fill_scale(painter: QPainter, bar: QRectF, lut: NDArray[np.uint8]) -> None:
    """All colours of a map across a bar; no picture, so it is sharp at any size."""
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    last = len(lut) - 1
    for step in range(0, last + 1, _EVERY):  # it interpolates as `_table` does
        gradient.setColorAt(step / last, qRgb(*lut[step].tolist()))
    painter.fillRect(bar, gradient)


def packed(lut: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Colours as pixels of ``Format_RGB32``, uint32 (256,): for pictures drawn at every step."""
    red, green, blue = lut.astype(np.uint32).T
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)
