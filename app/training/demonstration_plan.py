"""How much of what the demonstration weights are made from, as explicit values."""

from dataclasses import dataclass, field

from app.training.synthetic.settings import GeneratorSettings, Range


@dataclass(frozen=True, slots=True)
class CropJitter:
    """How far the crops of training recordings are off, fixed within a recording.

    Attributes
    ----------
    shift : float
        Largest shift in crop pixels.
    scale : float
        Largest log scale.
    roll : float
        Largest rotation in degrees.
    """

    shift: float = 2.5
    scale: float = 0.05
    roll: float = 3.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training.

    Attributes
    ----------
    steps : int
        Number of batches.
    batch : int
        Frames (or, for windows, windows) a batch.
    rate : float
        Peak learning rate of the one-cycle schedule.
    decay : float
        Weight decay.
    """

    steps: int
    batch: int
    rate: float
    decay: float = 5e-4


@dataclass(frozen=True, slots=True)
class DemonstrationPlan:
    """Recordings and stages.

    Attributes
    ----------
    training, validation, test : int
        Number of recordings of each kind, each with a seed of its own.
    settings : GeneratorSettings
        Of all recordings.
    crf : (float, float)
        Range of the H.264 quality the recordings are stored with.
    jitter : CropJitter
        Of the training recordings' crops.
    window : int
        Frames a window.
    trunk, temporal, spatial, fusion, joint : Stage
        The trunk on single frames; each stream with a linear head; fusion and recurrence on fixed
        streams; the two-stream network, trunk frozen.
    seed : int
        Of initial weights, batches and dropout.
    """

    training: int = 56
    validation: int = 6
    test: int = 12
    settings: GeneratorSettings = field(default_factory=lambda: GeneratorSettings(duration=7.0))
    crf: Range = (18.0, 27.0)
    jitter: CropJitter = field(default_factory=CropJitter)
    window: int = 64
    trunk: Stage = field(default_factory=lambda: Stage(450, 48, 2e-3))
    temporal: Stage = field(default_factory=lambda: Stage(360, 48, 2e-3))
    spatial: Stage = field(default_factory=lambda: Stage(600, 256, 2e-3))
    fusion: Stage = field(default_factory=lambda: Stage(500, 16, 2e-3))
    joint: Stage = field(default_factory=lambda: Stage(40, 6, 3e-4))
    seed: int = 1


FULL = DemonstrationPlan()
"""What the shipped weights are made with."""

SMOKE = DemonstrationPlan(
    training=16,
    validation=3,
    test=3,
    trunk=Stage(80, 32, 2e-3),
    temporal=Stage(70, 32, 2e-3),
    spatial=Stage(150, 256, 2e-3),
    fusion=Stage(150, 8, 2e-3),
    joint=Stage(6, 4, 3e-4),
)
"""Three minutes that show whether anything is learnt at all."""
