"""What finished trainings predicted, a file each, so that a study that was stopped goes on.

Convention: a subject's frames are those of its clips one after the other; predictions and labels
are columns valence, arousal.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.files import atomic_path, make_folder

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Result:
    """Predictions of one training on the test subjects.

    Attributes
    ----------
    subjects : int64 array (T,)
        Whose each frame is.
    labels : float32 array (T, 2)
        What is known.
    predictions : float32 array (G, T, 2)
        Under each spread of gamma, 0 first; G = 1 where only the frames as they are were shown.
    epochs : int
        Epochs that were trained.
    best : int
        The epoch whose weights were kept.
    validation : float
        Its mean validation CCC.
    seconds : float
        Processor time of the training, its tests included.
    """

    subjects: NDArray[np.int64]
    labels: Values
    predictions: Values
    epochs: int
    best: int
    validation: float
    seconds: float

    def __post_init__(self) -> None:
        """Check that all speak of the same frames."""
        frames = (len(self.subjects), 2)
        if self.labels.shape != frames or self.predictions.shape[1:] != frames:
            raise ValueError(
                f"labels {self.labels.shape} and predictions {self.predictions.shape} must be of "
                f"{len(self.subjects)} frames"
            )


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a study in its folder.

    Attributes
    ----------
    folder : Path
        Where they are kept.
    """

    folder: Path

    def path(self, condition: str, seed: int) -> Path:
        """The file of one training."""
        return self.folder / f"{condition}-{seed}.npz"

    def has(self, condition: str, seed: int) -> bool:
        """Whether the training is done."""
        return self.path(condition, seed).exists()

    def keep(self, condition: str, seed: int, result: Result) -> None:
        """Write the result of a training whole or not at all."""
        make_folder(self.folder)
        with atomic_path(self.path(condition, seed)) as temporary, temporary.open("wb") as file:
            np.savez(
                file,
                subjects=result.subjects,
                labels=result.labels,
                predictions=result.predictions,
                course=np.array([result.epochs, result.best, result.validation, result.seconds]),
            )

    def load(self, condition: str, seed: int) -> Result:
        """What a training predicted.

        Raises
        ------
        InputError
            The file is missing or damaged.
        """
        path = self.path(condition, seed)
        try:
            with np.load(path, allow_pickle=False) as kept:
                epochs, best, validation, seconds = kept["course"]
                return Result(
                    subjects=kept["subjects"],
                    labels=kept["labels"],
                    predictions=kept["predictions"],
                    epochs=int(epochs),
                    best=int(best),
                    validation=float(validation),
                    seconds=float(seconds),
                )
        except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
            raise InputError(f"{path} is damaged; delete it and start again.") from error

    def finished(
        self, conditions: Sequence[str], seeds: Sequence[int]
    ) -> dict[str, dict[int, Result]]:
        """What is done of each condition, by seed."""
        return {
            name: {seed: self.load(name, seed) for seed in seeds if self.has(name, seed)}
            for name in conditions
        }
