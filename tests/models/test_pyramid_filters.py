"""The masks against the frozen ones, their closed form and the identities they must satisfy."""

import numpy as np
import pytest

from models.pyramid_filters import filter_bank
from tests.support.shared import shared_file
from tests.support.tolerances import PYRAMID_CLOSED_FORM, STORED_FLOAT32


def test_masks_are_the_frozen_ones() -> None:
    frozen = np.load(shared_file("golden/pyramid_filters.npz"))
    bank = filter_bank(48, 2, 2)
    found = {"band1": bank.bands[0], "band2": bank.bands[1], "lo0": bank.low, "hi0": bank.high}
    for name, mask in found.items():
        np.testing.assert_allclose(mask, frozen[name], atol=STORED_FLOAT32, rtol=0, err_msg=name)


def test_tables_follow_the_closed_form() -> None:
    axis = np.arange(-48, 48) / 48
    fx, fy = np.meshgrid(axis, axis)
    radius = np.hypot(fx, fy)
    radius[48, 48] = 1 / 48
    octave = np.log2(radius)

    def hi(shift: int) -> np.ndarray:
        return np.cos(np.pi / 2 * np.clip(octave + shift, -1, 0))

    def lo(shift: int) -> np.ndarray:
        return -np.sin(np.pi / 2 * np.clip(octave + shift, -1, 0))

    lobes = np.stack([2 * np.maximum(fx, 0) / radius, 2 * np.maximum(fy, 0) / radius])
    level0 = lo(0) * hi(1) * lobes
    level1 = (lo(0) * lo(1) * hi(2) * lobes)[:, 24:72, 24:72]
    bank = filter_bank(48, 2, 2)
    # At the angle of +-90 degrees the tabulated lobe ends half a step later than the formula.
    np.testing.assert_allclose(bank.bands[0], level0, atol=PYRAMID_CLOSED_FORM, rtol=0)
    np.testing.assert_allclose(bank.bands[1], level1, atol=PYRAMID_CLOSED_FORM, rtol=0)


@pytest.mark.parametrize(("size", "levels", "orientations"), [(48, 2, 2), (64, 3, 4), (32, 3, 3)])
def test_power_of_all_masks_is_one(size: int, levels: int, orientations: int) -> None:
    bank = filter_bank(size, levels, orientations)
    power = bank.high**2
    for mask in (*bank.bands, bank.residue[None]):
        # A one-sided mask of twice the height has, with its mirror image, twice the power.
        squared = (mask**2).sum(0)
        if mask.ndim == 3 and mask.shape[0] == orientations:
            squared = (squared + np.roll(squared[::-1, ::-1], 1, axis=(0, 1))) / 4
        margin = (2 * size - squared.shape[-1]) // 2
        power = power + np.pad(squared, margin)
    np.testing.assert_allclose(power, 1, atol=2 * PYRAMID_CLOSED_FORM)


def test_bank_is_shared_and_read_only() -> None:
    bank = filter_bank(48, 2, 2)
    assert filter_bank(48, 2, 2) is bank
    with pytest.raises(ValueError, match="read-only"):
        bank.low[0, 0] = 1


@pytest.mark.parametrize(
    ("size", "levels", "orientations"),
    [(48, 0, 2), (48, 2, 1), (50, 2, 2), (0, 1, 2), (16, 4, 2), (-48, 2, 2)],
)
def test_impossible_geometry_is_refused(size: int, levels: int, orientations: int) -> None:
    with pytest.raises(ValueError, match=r"size=|levels="):
        filter_bank(size, levels, orientations)
