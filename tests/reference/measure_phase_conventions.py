"""How well each phase convention follows a motion that is known: makes the table of the document.

    python -m tests.reference.measure_phase_conventions

A face crop (a five-point 112 x 112 crop cut by fixed numbers from one shared picture) is moved by
smooth random fields that swing once in a snippet's 12 steps, gets camera noise, and takes the
usual way to gray 48 x 48. The true local motion of a step is the field's change at the sample, in x
for orientation 0 and in y for orientation 1, less its spatial mean, as the phase pictures lose
theirs.

Two figures for a snippet: *in time*, the correlation of the 12 steps at a sample with its true
motion, median over samples and orientations; *in space*, the correlation over all samples and
steps, weighted by local amplitude, because where there is no structure there is no phase. A phase
difference is minus the motion times the local frequency, which is not the same everywhere: so *in
space* stays below 1 even for a perfect phase, while *in time* does not.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates, spline_filter

from models.phase import Unwrap, pair_differences, phase_differences
from models.preprocessing import gray48
from tests.support.shared import SHARED_DATA

CONVENTIONS: tuple[Unwrap, ...] = ("pair", "principal", "released")
PICTURE = "images/pyfeat_single_face.jpg"
CROP_CORNER, CROP_SIDE = (118.0, 133.0), 279.0  # row and column in the picture, its pixels
CROP = 112
STEPS = 12
FIELD_SIGMA = 20.0  # pixels of the crop

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Correlation with the true motion of one convention on one level."""

    in_time: float
    in_space: float


def face_source(path: Path) -> Array:
    """The picture as spline coefficients (3, H, W), low-passed to what a 112 px crop can hold."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB).astype(np.float64)
    smooth = gaussian_filter(picture, (1.0, 1.0, 0.0))
    return np.stack([spline_filter(smooth[..., colour]) for colour in range(3)])


def smooth_field(rng: np.random.Generator) -> Array:
    """A random displacement field (2: x and y, 112, 112) whose largest component is 1."""
    noise = rng.standard_normal((2, 3 * CROP, 3 * CROP))
    field = gaussian_filter(noise, (0, FIELD_SIGMA, FIELD_SIGMA))[:, CROP:-CROP, CROP:-CROP]
    return np.asarray(field / np.abs(field).max())


def displacements(rng: np.random.Generator, amplitude: float) -> Array:
    """Displacements (13, 2, 112, 112) in crop pixels: one swing of a field from a random phase."""
    swing = np.sin(2 * np.pi * np.arange(STEPS + 1) / STEPS + rng.uniform(0, 2 * np.pi))
    return amplitude * swing[:, None, None, None] * smooth_field(rng)


def warped_crops(source: Array, moved: Array) -> Array:
    """The crop (13, 112, 112, 3) moved by displacements, 0 ... 255 and not yet rounded."""
    rows, columns = np.mgrid[:CROP, :CROP].astype(np.float64)
    scale = CROP_SIDE / CROP
    crops = []
    for dx, dy in moved:
        at = [
            CROP_CORNER[0] + (rows - dy + 0.5) * scale - 0.5,
            CROP_CORNER[1] + (columns - dx + 0.5) * scale - 0.5,
        ]
        crops.append(np.stack([map_coordinates(c, at, prefilter=False) for c in source], -1))
    return np.stack(crops)


def noisy_gray(crops: Array, noise: float, rng: np.random.Generator) -> torch.Tensor:
    """Gray frames (13, 48, 48) after noise of that many gray levels on each colour of a pixel."""
    noisy = crops + noise * rng.standard_normal(crops.shape)
    return gray48(torch.from_numpy(np.clip(np.round(noisy), 0, 255).astype(np.uint8)))


def true_motion(moved: Array, size: int) -> Array:
    """Change of the displacement (12, 2, size, size) at a level's samples, without its mean."""
    grid = np.arange(0, 48, 48 // size)
    at = np.meshgrid(*[(grid + 0.5) * CROP / 48 - 0.5] * 2, indexing="ij")
    steps = [
        [map_coordinates(plane, at, order=1, mode="nearest") for plane in step]
        for step in np.diff(moved, axis=0)
    ]
    motion = np.asarray(steps)
    return np.asarray(motion - motion.mean((-2, -1), keepdims=True))


def agreement(found: Array, truth: Array, weight: Array) -> Agreement:
    """Compare motion pictures (12, 2, S, S) with the true ones."""
    a, b = found - found.mean(0), truth - truth.mean(0)
    in_time = (a * b).sum(0) / np.sqrt((a**2).sum(0) * (b**2).sum(0))
    share = weight / weight.sum()
    x, y = found - (share * found).sum(), truth - (share * truth).sum()
    covariance, spread = (share * x * y).sum(), (share * x**2).sum() * (share * y**2).sum()
    return Agreement(float(np.median(in_time)), float(covariance / np.sqrt(spread)))


def compare(gray: torch.Tensor, moved: Array) -> dict[tuple[Unwrap, int], Agreement]:
    """Agreement of every convention and level on one snippet."""
    gray = gray.double()
    weights = [probe.weight.transpose(0, 1).numpy() for probe in pair_differences(gray)]
    truths = [true_motion(moved, 48 >> level) for level in (0, 1)]
    result: dict[tuple[Unwrap, int], Agreement] = {}
    for unwrap in CONVENTIONS:
        for level, images in enumerate(phase_differences(gray, STEPS, unwrap)):
            # A wave that moves towards larger x loses phase at a fixed place.
            found = -images[STEPS // 2].unflatten(0, (2, STEPS)).transpose(0, 1).numpy()
            result[unwrap, level] = agreement(found, truths[level], weights[level])
    return result


Condition = tuple[float, float]


def study(
    path: Path, amplitudes: tuple[float, ...], noises: tuple[float, ...], fields: int
) -> dict[Condition, dict[tuple[Unwrap, int], Agreement]]:
    """Agreement averaged over random fields, for each amplitude (px at 112) and noise (levels)."""
    source = face_source(path)
    result = {}
    for amplitude in amplitudes:
        scenes = []
        for seed in range(fields):
            moved = displacements(np.random.default_rng(seed), amplitude)
            scenes.append((moved, warped_crops(source, moved)))
        for noise in noises:
            runs = [
                compare(noisy_gray(crops, noise, np.random.default_rng(1000 + seed)), moved)
                for seed, (moved, crops) in enumerate(scenes)
            ]
            result[amplitude, noise] = {key: _mean([run[key] for run in runs]) for key in runs[0]}
    return result


def _mean(runs: list[Agreement]) -> Agreement:
    return Agreement(
        float(np.mean([run.in_time for run in runs])),
        float(np.mean([run.in_space for run in runs])),
    )


def main() -> None:
    """Print the tables of ``docs/phase-conventions.md``."""
    found = study(SHARED_DATA / PICTURE, (0.5, 1.0, 2.0, 4.0), (0.0, 1.0, 2.0, 3.0), fields=8)
    print("| amplitude px | noise | " + " | ".join(f"{u} 0 / 1" for u in CONVENTIONS) + " |")
    print("|---|---|" + "---|" * len(CONVENTIONS))
    for (amplitude, noise), row in found.items():
        cells = [f"{row[u, 0].in_time:.2f} / {row[u, 1].in_time:.2f}" for u in CONVENTIONS]
        print(f"| {amplitude} | {noise:.0f} | " + " | ".join(cells) + " |")
    for figure in ("in_time", "in_space"):
        print(f"\n{figure}: quartiles and, in brackets, smallest and largest of the conditions")
        for unwrap in CONVENTIONS:
            for level in (0, 1):
                values = [getattr(row[unwrap, level], figure) for row in found.values()]
                low, q1, q2, q3, high = np.quantile(values, [0, 0.25, 0.5, 0.75, 1])
                print(f"{unwrap:10} {level}: {q1:.2f} {q2:.2f} {q3:.2f} ({low:.2f} {high:.2f})")


if __name__ == "__main__":
    main()
