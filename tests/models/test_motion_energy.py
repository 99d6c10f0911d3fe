"""Motion energy: by definition, and on faces that move in one place."""

import numpy as np
import pytest
import torch

from models.face_regions import REGIONS, region_mask
from models.motion_energy import REGION_NAMES, MotionEnergyStream, motion_energy
from models.phase import pair_differences
from models.preprocessing import gray48
from tests.reference.motion_scenes import SCENES, moved_gray
from tests.support.aligned_faces import aligned_face


def clip(frames: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    noise = torch.rand((frames + 4, 48, 48), generator=generator, dtype=torch.float64)
    return noise.unfold(0, 5, 1).mean(-1)


def test_energy_is_the_weighted_mean_of_its_region() -> None:
    """Written out for one pair, level, orientation and region."""
    gray = clip(4)
    pair = pair_differences(gray)[0]
    change = (pair.difference - pair.difference.mean((-2, -1), keepdim=True))[1, 2].numpy()
    amplitude = np.sqrt(pair.weight[1, 2].numpy())
    inside = region_mask("mouth", 48)
    expected = (amplitude * np.abs(change))[inside].sum() / amplitude[inside].sum()
    found = motion_energy(gray).bands[2, 0, 1, REGION_NAMES.index("mouth")]
    assert found == pytest.approx(expected, rel=1e-5)


def test_chunks_give_the_same() -> None:
    gray = clip(70)
    stream = MotionEnergyStream()
    parts = [stream.push(part) for part in torch.split(gray, [1, 7, 0, 40, 22])]
    whole = motion_energy(gray).bands
    assert whole.shape == (69, 2, 2, 5)
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-5)


@pytest.mark.parametrize("region", ["brows", "eyes", "nose", "mouth"])
def test_motion_shows_in_its_region(region: str) -> None:
    scene = SCENES["fine noise"](160)
    still, moved = moved_gray(scene, [(0, 0), (0, 0.4)])
    inside = torch.from_numpy(region_mask(region, 48).copy())
    energy = motion_energy(torch.stack([still, torch.where(inside, moved, still)])).pairs[0]
    assert energy[1:].argmax() == REGION_NAMES[1:].index(region)
    assert energy.max() > 3 * np.sort(energy)[-2]


def test_shift_of_the_whole_hardly_counts() -> None:
    """The spatial mean is taken off, so a shift leaves only what wavelengths differ by."""
    gray = moved_gray(SCENES["fine noise"](160), [(0, 0), (0.4, 0)])
    whole = pair_differences(gray)[0].difference[0].abs().mean()
    assert motion_energy(gray).bands[0, 0, 0, 0] < 0.25 * whole


def test_still_face_has_little_and_a_blink_is_in_the_eyes() -> None:
    crops = aligned_face("video/pyfeat_single_face.mp4", stop=40).crops
    rng = np.random.default_rng(0)
    noisy = crops[:1] + rng.normal(0, 2, (8, 112, 112, 1))
    still = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    quiet = motion_energy(gray48(torch.from_numpy(still))).pairs
    lively = motion_energy(gray48(torch.from_numpy(crops))).frames
    eyes, mouth = REGION_NAMES.index("eyes"), REGION_NAMES.index("mouth")
    assert quiet.mean(0).max() < 0.02
    assert lively[25, eyes] > 3 * lively[25, mouth]  # blinks
    assert lively[19, mouth] > 3 * lively[19, eyes]  # begins to smile


def test_black_and_single_frames() -> None:
    assert (motion_energy(torch.zeros((3, 48, 48))).frames == 0).all()
    assert np.isnan(motion_energy(torch.rand((1, 48, 48))).frames).all()
    with pytest.raises(ValueError, match="no frame"):
        motion_energy(torch.zeros((0, 48, 48)))


def test_frames_are_means_of_their_pairs() -> None:
    found = motion_energy(clip(4))
    np.testing.assert_allclose(found.frames[1], found.pairs[:2].mean(0), rtol=1e-6)
    np.testing.assert_array_equal(found.frames[[0, -1]], found.pairs[[0, -1]])
    assert set(REGION_NAMES[1:]) <= set(REGIONS)
