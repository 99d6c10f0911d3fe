"""Synthetic subjects, recorded as video files and read by the product's own pipeline.

Each subject's recording becomes an H.264 file, is decoded, searched for the face and cut into
aligned crops, as any recording a user analyses (about 25 ms a frame in all). What training needs of
it stays in the study's folder: gray pictures and features of the shipped compact trunk, for test
subjects also under each spread of gamma.

Gamma is drawn for each frame of the crop from [1 - b, 1 + b]: a light that flickers, which no
filter over a neighbourhood in space can undo.
"""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from app.core.errors import InputError
from app.faces.alignment import CROPS
from app.files import atomic_path, sha256_of_file
from app.training.clips import ClipView, TrainingClip
from app.training.demonstration_data import CROP, jitter_matrix, read_recording
from app.training.evaluation.gamma import with_gamma
from app.training.labelled import Part
from app.training.study.plan import StudyPlan
from app.training.synthetic.processes import generator
from app.training.synthetic.recording import SyntheticRecording, render
from app.video.writer import VideoWriter
from app.weights.find import find_weights
from models.checkpoint import load_model
from models.preprocessing import gray48_bytes
from models.trunk import Trunk

TRUNK = "compact"

_CHUNK = 64
_X264 = {"threads": "1", "x264-params": "mbtree=0"}
"""Its macroblock tree gives other bytes each time on processors with AVX-512."""

_ARRAYS = ("gray", "spatial", "labels", "index", "seconds", "runs", "sha256")


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of a study.

    Attributes
    ----------
    seed : int
        Of the generator.
    part : str
        What the subject is for.
    plan : StudyPlan
        Of which study.
    folder : Path
        Where the study keeps its subjects.
    """

    seed: int
    part: Part
    plan: StudyPlan
    folder: Path

    @property
    def path(self) -> Path:
        """What training needs of the subject."""
        return self.folder / f"{self.seed}.npz"

    @property
    def gammas(self) -> tuple[float, ...]:
        """Spreads of gamma under which the subject is seen."""
        return self.plan.gammas if self.part == "test" else self.plan.gammas[:1]

    def clips(self, gamma: int = 0) -> Iterator[TrainingClip]:
        """The subject's runs of usable face, seen under a spread of gamma by its position.

        Raises
        ------
        InputError
            The subject's file is damaged.
        """
        kept = _load(self.path)
        for start, stop in kept["runs"]:
            run = slice(int(start), int(stop))
            yield TrainingClip(
                recording=str(self.seed),
                sha256=str(kept["sha256"]),
                subject=str(self.seed),
                index=kept["index"][run],
                seconds=kept["seconds"][run],
                labels=kept["labels"][run],
                views=(ClipView(kept["gray"][gamma][run], kept["spatial"][gamma][run]),),
            )


def make_subject(subject: Subject) -> str:
    """Record a subject and keep what training needs, unless that is there already; its name."""
    if subject.path.exists():
        return str(subject.seed)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    recording = render(subject.seed, subject.plan.recording(subject.part))
    # Another process may make the same subject; each writes a file of its own.
    video = subject.folder / f"{subject.seed}.{os.getpid()}.mp4"
    try:
        _write(video, recording, subject)
        crops, index, runs = read_recording(video, _jitter(subject))
        digest = sha256_of_file(video)
    finally:
        video.unlink(missing_ok=True)
    trunk = load_trunk()
    seen = [flickering(crops, gamma, subject.seed) for gamma in subject.gammas]
    performance = recording.performance
    labels = np.stack([performance.valence, performance.arousal], axis=1)[index]
    with atomic_path(subject.path) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
            gray=np.stack([gray48_bytes(torch.from_numpy(each)).numpy() for each in seen]),
            spatial=np.stack([_features(trunk, each) for each in seen]),
            labels=labels.astype(np.float32),
            index=index,
            seconds=performance.seconds[index],
            runs=np.array([(run.start, run.stop) for run in runs], np.int64).reshape(-1, 2),
            sha256=np.array(digest),
        )
    return str(subject.seed)


def flickering(crops: NDArray[np.uint8], spread: float, seed: int) -> NDArray[np.uint8]:
    """Crops (T, H, W, 3), each frame with a gamma drawn from [1 - spread, 1 + spread]."""
    if spread == 0:
        return crops
    rng = generator(seed, f"gamma {spread}")
    return with_gamma(crops, rng.uniform(1 - spread, 1 + spread, len(crops)))


def load_trunk() -> Trunk:
    """The compact trunk of the shipped weights, for inference."""
    trunk = load_model(find_weights().path).trunk
    if trunk is None:
        raise ValueError("the shipped weights hold no trunk")
    return trunk


@torch.inference_mode()
def _features(trunk: Trunk, crops: NDArray[np.uint8]) -> NDArray[np.float16]:
    parts = torch.split(torch.from_numpy(crops), _CHUNK)
    return np.concatenate([trunk(part).half().numpy() for part in parts])


def _write(path: Path, recording: SyntheticRecording, subject: Subject) -> None:
    settings = recording.settings
    crf = round(float(generator(subject.seed, "codec").uniform(*subject.plan.crf)))
    size = (settings.width, settings.height)
    with VideoWriter(
        path, *size, settings.fps, crf=crf, preset="veryfast", options=_X264
    ) as writer:
        for frame in recording.frames():
            writer.write(frame)


def _jitter(subject: Subject) -> NDArray[np.float64] | None:
    if subject.part != "training":
        return None
    return jitter_matrix(subject.seed, subject.plan.jitter, CROPS[CROP].size)


def _load(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in _ARRAYS}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is damaged; delete it and start again.") from error
