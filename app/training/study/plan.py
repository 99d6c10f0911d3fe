"""How much a study does, as explicit values: subjects, trainings and what is asked of them.

A seed of the generator stands for a subject. All subjects are one portrait, deformed a little, so
they differ in far less than people do. Training, validation and test have subjects of their own,
none of which the shipped trunk has seen.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.core.errors import InputError
from app.training.demonstration_plan import CropJitter
from app.training.labelled import Part
from app.training.settings import NETWORK_PARTS, NetworkPart
from app.training.synthetic.recording import TEST_SEEDS, TRAINING_SEEDS, VALIDATION_SEEDS
from app.training.synthetic.settings import (
    DynamicsSettings,
    GeneratorSettings,
    LightSettings,
    PoseSettings,
    Range,
    SensorSettings,
)

PlanName = Literal["quick", "full"]

_FIRST = 1000
"""Position of the first subject among the seeds of its part; the shipped weights saw the first."""

_SEEDS: Mapping[Part, range] = {
    "training": TRAINING_SEEDS,
    "validation": VALIDATION_SEEDS,
    "test": TEST_SEEDS,
}


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """Everything that decides a study's tables.

    Attributes
    ----------
    name : str
        For people.
    training, validation, test : int
        Subjects of each part.
    seconds : float
        Length of each subject's recording.
    test_seconds : float
        Length of the test subjects' recordings.
    crf : (float, float)
        Range of the H.264 quality the recordings are stored with.
    jitter : CropJitter
        How far the crops of training recordings are off, in place of random crops.
    seeds : tuple of int
        Of initial weights, order and dropout: each training is done once for each.
    epochs, patience : int
        At most, and epochs without a better validation CCC after which a stage ends.
    window, batch : int
        Frames of a sequence; sequences a batch.
    rate : float
        Peak learning rate of AdamW on a cosine schedule.
    together : tuple of str
        Parts that are trained when streams are joined.
    gammas : tuple of float
        Spreads b of the gamma of test frames, 0 first.
    resamples : int
        Of the bootstrap over test subjects.
    """

    name: PlanName
    training: int
    validation: int
    test: int
    seconds: float
    test_seconds: float
    seeds: tuple[int, ...]
    epochs: int
    patience: int
    window: int
    batch: int
    rate: float
    together: tuple[NetworkPart, ...]
    crf: Range = (18.0, 27.0)
    jitter: CropJitter = field(default_factory=CropJitter)
    gammas: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8)
    resamples: int = 2000

    def __post_init__(self) -> None:
        """Check what would otherwise fail late."""
        if min(self.training, self.validation, self.test) < 1 or not self.seeds:
            raise ValueError("a study needs subjects for each part and a seed")
        if not self.gammas or self.gammas[0] != 0:
            raise ValueError("the first gamma spread must be 0: the frames as they are")

    def subjects(self, part: Part) -> tuple[int, ...]:
        """Seeds of the generator that stand for a part's subjects."""
        count = {"training": self.training, "validation": self.validation, "test": self.test}[part]
        return tuple(_SEEDS[part][_FIRST : _FIRST + count])

    def recording(self, part: Part) -> GeneratorSettings:
        """How the recordings of a part are made."""
        return varied(self.test_seconds if part == "test" else self.seconds)

    def to_json(self) -> str:
        """Equal plans give equal texts."""
        return json.dumps(dataclasses.asdict(self), indent=1, sort_keys=True)


def varied(seconds: float) -> GeneratorSettings:
    """Recordings of one unbroken run each, more varied than those the trunk was trained on."""
    return GeneratorSettings(
        duration=seconds,
        light=LightSettings(gain=0.2, gamma=0.2, gradient=0.15, colour=0.05, drift_hz=0.5),
        sensor=SensorSettings(noise=(0.5, 4.0), blur=(0.0, 0.9)),
        pose=PoseSettings(shift=3.0, roll=2.5, turn=2.0, cuts_per_minute=0.0),
        dynamics=DynamicsSettings(
            tremble_gain=(0.7, 1.4), shape_gain=(0.7, 1.15), shape_rest=0.15, speech=(0.1, 0.7)
        ),
    )


QUICK = StudyPlan(
    name="quick",
    training=84,
    validation=8,
    test=24,
    seconds=2.0,
    test_seconds=3.0,
    seeds=(1, 2, 3),
    epochs=10,
    patience=3,
    window=32,
    batch=4,
    rate=2e-3,
    together=("fusion", "recurrence", "head"),
)
"""About 5000 training frames: within an hour on two cores."""

FULL = StudyPlan(
    name="full",
    training=240,
    validation=24,
    test=60,
    seconds=4.0,
    test_seconds=5.0,
    seeds=(1, 2, 3, 4, 5),
    epochs=25,
    patience=5,
    window=64,
    batch=8,
    rate=2e-3,
    together=NETWORK_PARTS,
)
"""Overnight, or on a GPU."""

PLANS: Mapping[PlanName, StudyPlan] = {"quick": QUICK, "full": FULL}


def refuse_another(stored: str, plan: StudyPlan) -> None:
    """Raise `InputError` where a folder holds results of a plan with other values."""
    if stored != plan.to_json():
        raise InputError(
            "The folder holds a study with other settings; choose another folder, or delete it."
        )
