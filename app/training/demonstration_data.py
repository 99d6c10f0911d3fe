"""Synthetic recordings, written as video files and read by the product's own pipeline.

Each recording becomes an mp4 file, is decoded, searched for the face and cut into aligned crops,
as any recording a user analyses. Both the file and its crops stay in the working folder, so that an
interrupted run goes on where it was.
"""

import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.analysis.runs import usable_runs
from app.core.errors import InputError
from app.faces.alignment import CROPS, crop_matrices, cut
from app.faces.dlib_detector import DlibDetector
from app.faces.tracker import FaceTracker
from app.files import atomic_path
from app.training.demonstration_plan import CropJitter, DemonstrationPlan
from app.training.synthetic.processes import generator
from app.training.synthetic.recording import render
from app.video.pyav_reader import open_recording
from app.video.writer import VideoWriter

CROP = "five-point-112"


@dataclass(frozen=True, slots=True)
class Clip:
    """One unbroken run of usable face.

    Attributes
    ----------
    crops : uint8 array (T, 112, 112, 3)
        Aligned crops, RGB.
    affect : float32 array (T, 2)
        Known valence and arousal.
    actions : float32 array (T, K)
        Known action coefficients.
    """

    crops: NDArray[np.uint8]
    affect: NDArray[np.float32]
    actions: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.crops)


@dataclass(frozen=True, slots=True)
class _Order:
    seed: int
    folder: Path
    plan: DemonstrationPlan
    jitter: CropJitter | None


def prepare(
    seeds: Sequence[int], folder: Path, plan: DemonstrationPlan, *, jittered: bool, workers: int = 2
) -> Iterator[list[Clip]]:
    """The clips of each seed's recording, made where they are not in the folder yet."""
    folder.mkdir(parents=True, exist_ok=True)
    jitter = plan.jitter if jittered else None
    orders = [_Order(seed, folder, plan, jitter) for seed in seeds]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for path in pool.map(_prepare_one, orders):
            yield _load(path)


def write_recording(seed: int, path: Path, plan: DemonstrationPlan) -> None:
    """Render a seed's recording and write it as a video file."""
    settings = plan.settings
    crf = round(float(generator(seed, "codec").uniform(*plan.crf)))
    with VideoWriter(
        path, settings.width, settings.height, settings.fps, crf=crf, preset="veryfast"
    ) as writer:
        for frame in render(seed, settings).frames():
            writer.write(frame)


def known_affect(seed: int, plan: DemonstrationPlan) -> NDArray[np.float32]:
    """The curves of a seed's recording, valence then arousal, float32 (T, 2)."""
    performance = render(seed, plan.settings).performance
    return np.stack([performance.valence, performance.arousal], axis=1).astype(np.float32)


def read_recording(
    path: Path, jitter: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[range]]:
    """Crops (T, 112, 112, 3), frame indices (T,) and usable runs of the largest face of a file.

    ``jitter`` (2, 3) maps pixels of the jittered crop to pixels of the true one.
    """
    tracker = FaceTracker(DlibDetector())
    images: list[NDArray[np.uint8]] = []
    with open_recording(path) as reader:
        for batch in reader.batches():
            tracker.push(batch)
            images.extend(batch.images)
    tracks = tracker.finish()
    if not tracks:
        raise InputError(f"no face was found in the synthetic recording {path.name}")
    track = max(tracks, key=lambda found: found.median_area)
    matrices = crop_matrices(track, CROP)
    if jitter is not None:
        matrices = matrices @ np.vstack([jitter, [0, 0, 1]])
    size = CROPS[CROP].size
    crops = np.zeros((len(images), size, size, 3), np.uint8)
    for at in np.flatnonzero(track.valid):
        crops[at] = cut(images[at], matrices[at], CROP)
    runs = usable_runs(track.valid, track.cuts, track.seconds, whole_recording=True)
    return crops, track.index, runs


def jitter_matrix(seed: int, jitter: CropJitter, size: int) -> NDArray[np.float64]:
    """A small random similarity (2, 3) about the centre of a crop."""
    rng = generator(seed, "jitter")
    angle = np.radians(rng.uniform(-jitter.roll, jitter.roll))
    scale = np.exp(rng.uniform(-jitter.scale, jitter.scale))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.full(2, (size - 1) / 2)
    move = centre - turn @ centre + rng.uniform(-jitter.shift, jitter.shift, 2)
    return np.column_stack([turn, move])


def _prepare_one(order: _Order) -> Path:
    cv2.setNumThreads(1)
    video = order.folder / f"{order.seed}.mp4"
    path = order.folder / f"{order.seed}.npz"
    if path.exists():
        return path
    if not video.exists():
        write_recording(order.seed, video, order.plan)
    jitter = None
    if order.jitter is not None:
        jitter = jitter_matrix(order.seed, order.jitter, CROPS[CROP].size)
    crops, index, runs = read_recording(video, jitter)
    performance = render(order.seed, order.plan.settings).performance
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
            crops=crops,
            affect=known_affect(order.seed, order.plan)[index],
            actions=performance.actions[index],
            runs=np.array([(run.start, run.stop) for run in runs], np.int64).reshape(-1, 2),
        )
    return path


def _load(path: Path) -> list[Clip]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in ("crops", "affect", "actions", "runs")}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is damaged; delete it and start again") from error
    whole = (arrays["crops"], arrays["affect"], arrays["actions"])
    return [Clip(*(array[a:b] for array in whole)) for a, b in arrays["runs"]]
