"""Prints the tables of ``docs/motion.md``.

    python -m tests.reference.measure_motion

Needs the shared recordings. Takes about two minutes on one core.
"""

import time
from collections.abc import Iterator

import numpy as np
import torch

from models.displacement import phase_motion, probe, reliable
from models.even_times import even_times
from models.magnification import LinearMagnification, Magnification, PhaseMagnification, magnify
from models.motion_energy import REGION_NAMES, motion_energy
from models.preprocessing import gray48
from models.temporal_bands import Band
from tests.reference.motion_scenes import (
    SCALE,
    SCENES,
    Clip,
    face_gray,
    least_squares_shift,
    moved_crops,
    moved_gray,
    noise_scene,
    pink_scene,
    swing_of,
)
from tests.support.aligned_faces import AlignedFace, aligned_face

RECORDINGS = ("pyfeat_single_face", "elim_demo_vid", "liveportrait_d12")
SHIFTS = (0.05, 0.1, 0.2, 0.5, 1.0, 1.5)
DIRECTIONS = ((1.0, 0.0), (0.0, -1.0), (0.8, 0.6), (-0.6, 0.8))
RATE, HERTZ = 30.0, 2.0


def displacement(faces: dict[str, AlignedFace]) -> Iterator[str]:
    """Median relative error, and share of points relied on that are right within a tenth."""
    yield "| picture | relied on | " + " | ".join(f"{amount} px" for amount in SHIFTS) + " |"
    for name in (*SCENES, *faces):
        cells, shares = [], []
        for amount in SHIFTS:
            wrong = []
            for dx, dy in DIRECTIONS:
                shifts = [(0.0, 0.0), (amount * dx, amount * dy)]
                if name in SCENES:
                    gray = moved_gray(SCENES[name](160), shifts)
                else:
                    gray = face_gray(faces[name].crops[0], shifts)
                found = phase_motion(gray)
                missed = torch.hypot(found.motion[0] - shifts[1][0], found.motion[1] - shifts[1][1])
                trusted = reliable(found.uncertainty)
                shares.append(float(trusted.double().mean()))
                wrong.append((missed[trusted] / amount).numpy())
            errors = np.concatenate(wrong)
            cells.append(f"{100 * np.median(errors):.1f} % / {100 * np.mean(errors < 0.1):.0f} %")
        yield f"| {name} | {100 * np.mean(shares):.0f} % | " + " | ".join(cells) + " |"


def noise(faces: dict[str, AlignedFace]) -> Iterator[str]:
    """Spread of a still face's displacement under noise of one gray level, over ``uncertainty``."""
    rng = np.random.default_rng(0)
    for name, face in faces.items():
        still = face_gray(face.crops[0], [(0.0, 0.0)]).expand(60, 48, 48)
        found = phase_motion(still + torch.from_numpy(rng.standard_normal(still.shape)) / 255)
        trusted = reliable(found.uncertainty).all(0)
        spread = found.motion.square().sum(0).mean(0).sqrt()
        ratio = (spread / found.uncertainty.mean(0))[trusted].numpy()
        cells = " / ".join(f"{q:.2f}" for q in np.quantile(ratio, [0.05, 0.5, 0.95]))
        yield f"| {name} | {spread[trusted].median():.3f} px | {cells} |"


def energy(faces: dict[str, AlignedFace]) -> Iterator[str]:
    """Radians a frame: a still face under noise, and the living one."""
    yield "| recording | what | " + " | ".join(REGION_NAMES) + " |"
    rng = np.random.default_rng(0)
    for name, face in faces.items():
        noisy = face.crops[:1] + rng.normal(0, 2, (20, 112, 112, 1))
        still = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
        quiet = motion_energy(gray48(torch.from_numpy(still))).pairs.mean(0)
        living = motion_energy(gray48(torch.from_numpy(face.crops))).frames
        rows = {
            "still, noise of 2 levels": quiet,
            "median": np.median(living, 0),
            "largest": living.max(0),
            "frame of the largest": living.argmax(0),
        }
        for what, row in rows.items():
            digits = 0 if what.startswith("frame") else 3
            yield f"| {name} | {what} | " + " | ".join(f"{v:.{digits}f}" for v in row) + " |"


def by_probe(first: Clip, second: Clip) -> float:
    """Median displacement in x, pixels of the crop."""
    found = phase_motion(gray48(torch.from_numpy(np.stack([first, second]))).double())
    return float(found.motion[0, 0][reliable(found.uncertainty)[0]].median()) * SCALE


def magnification() -> Iterator[str]:
    """Magnified swing over factor times the swing: by least squares, by the probe."""
    scenes = {
        "fine": noise_scene(2.0, 224, 1),
        "medium": noise_scene(4.0, 224, 1),
        "pink": pink_scene(224, 0.2, 1),
    }
    band = Band(1.0, 4.0)
    for name, scene in scenes.items():
        picture = np.clip(128 + 45 * (scene - scene.mean()) / scene.std(), 0, 255)
        for amplitude, factor in ((0.05, 10.0), (0.1, 6.0), (0.2, 5.0), (0.4, 4.0)):
            swing = amplitude * np.sin(2 * np.pi * HERTZ * np.arange(60) / RATE)
            frames = moved_crops(picture, [(float(d), 0.0) for d in swing])
            cells = []
            settings: tuple[Magnification, ...] = (
                PhaseMagnification(band, factor),
                PhaseMagnification(band, factor, "causal"),
                PhaseMagnification(band, factor, "ideal"),
                LinearMagnification(band, factor - 1, 4.0),
                LinearMagnification(band, factor - 1),
            )
            for each in settings:
                found = np.stack(list(magnify(frames, even_times(np.arange(60) / RATE), each)))
                cells.append(_share(found, amplitude * factor))
            yield f"| {name} | {amplitude} px, {factor:g} x | " + " | ".join(cells) + " |"


def _share(found: Clip, wanted: float) -> str:
    late = np.arange(15, 45)
    other = np.array([least_squares_shift(found[0], found[i])[0] for i in late])
    own = np.array([by_probe(found[0], found[i]) for i in late])
    shares = [abs(swing_of(c, late / RATE, HERTZ)) / wanted for c in (other, own)]
    return f"{shares[0]:.2f} / {shares[1]:.2f}"


def cost(face: AlignedFace) -> Iterator[str]:
    """Milliseconds on one core."""
    gray = gray48(torch.from_numpy(face.crops[:13]))
    yield f"probe of a snippet: {_milliseconds(lambda: probe(gray, 20, 20)):.0f} ms"
    run = gray48(torch.from_numpy(face.crops))
    yield f"energy: {_milliseconds(lambda: motion_energy(run)) / len(run):.2f} ms a frame"
    crops, times = face.crops[:60], even_times(face.seconds[:60])
    settings: tuple[Magnification, ...] = (
        PhaseMagnification(Band(0.5, 3.0)),
        LinearMagnification(Band(0.5, 3.0)),
    )
    for each in settings:
        spent = _milliseconds(lambda each=each: list(magnify(crops, times, each)))
        yield f"{type(each).__name__}: {spent / 60:.1f} ms a frame of 112 pixels"


def _milliseconds(work) -> float:  # type: ignore[no-untyped-def]
    work()
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def main() -> None:
    """Print every table."""
    torch.set_num_threads(1)
    faces = {name: aligned_face(f"video/{name}.mp4", stop=150) for name in RECORDINGS}
    tables = {
        "Displacement": displacement(faces),
        "Noise": noise(faces),
        "Energy": energy(faces),
        "Magnification": magnification(),
        "Cost": cost(faces[RECORDINGS[0]]),
    }
    for title, lines in tables.items():
        print(f"\n{title}")
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main()
