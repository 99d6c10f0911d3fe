"""What is trained in a study, and which comparisons are made of it: tables, nothing else.

Published figures are those of the paper (Deng, Chen, Zhou, Shi, AAAI 2020): CCC of arousal and
valence on the test part of OMG-Emotion, and, for the number of differences, 5-fold on OMG-Emotion
with the temporal stream alone. They are of people; ours are of synthetic motion.
"""

from dataclasses import dataclass
from typing import Literal

from app.training.settings import StageName, TemporalInput

Answer = Literal["same test", "gamma"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is trained once for each seed.

    Attributes
    ----------
    name : str
        Of its files.
    title : str
        In tables.
    temporal : str
        What the temporal stream sees; ``"none"`` without one.
    spatial : bool
        Whether there is a spatial stream.
    stage : str
        A stream alone with a linear head, frame by frame, or all in one network.
    differences : int
        Steps of a snippet.
    after : tuple of str
        Conditions whose streams the network begins with.
    flickers : bool
        Whether it is also tested under gamma.
    """

    name: str
    title: str
    temporal: TemporalInput
    spatial: bool
    stage: StageName
    differences: int = 12
    after: tuple[str, ...] = ()
    flickers: bool = False


SPATIAL = Condition("spatial-alone", "spatial stream", "none", True, "spatial")
DIFFERENCE = Condition(
    "difference-alone", "phase difference", "phase-difference", False, "temporal", flickers=True
)
PHASE = Condition("phase-alone", "phase", "phase", False, "temporal")
FLOW = Condition("flow-alone", "optical flow", "flow", False, "temporal", flickers=True)
FEWER = tuple(
    Condition(f"difference-{n}", f"{n} differences", "phase-difference", False, "temporal", n)
    for n in (4, 8, 16)
)

SPATIAL_ONLY = Condition(
    "network-spatial", "spatial stream only", "none", True, "together", after=(SPATIAL.name,)
)
TEMPORAL_ONLY = Condition(
    "network-temporal",
    "temporal stream only",
    "phase-difference",
    False,
    "together",
    after=(DIFFERENCE.name,),
)
BOTH = Condition(
    "network-difference",
    "both, phase difference",
    "phase-difference",
    True,
    "together",
    after=(SPATIAL.name, DIFFERENCE.name),
    flickers=True,
)
BOTH_PHASE = Condition(
    "network-phase",
    "both, phase",
    "phase",
    True,
    "together",
    after=(SPATIAL.name, PHASE.name),
)
BOTH_FLOW = Condition(
    "network-flow",
    "both, optical flow",
    "flow",
    True,
    "together",
    after=(SPATIAL.name, FLOW.name),
    flickers=True,
)

CONDITIONS = (
    *(SPATIAL, DIFFERENCE, FLOW, PHASE),
    *(SPATIAL_ONLY, TEMPORAL_ONLY, BOTH, BOTH_FLOW, BOTH_PHASE),
    *FEWER,
)
"""In the order they are trained, each after those it begins with."""

Published = tuple[float, float]
"""CCC of arousal and valence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a condition, how the table calls it, and the paper's figures for it."""

    condition: Condition
    title: str
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim: the first condition is better than the second.

    Attributes
    ----------
    better, worse : Condition
        As the paper has it.
    claim : str
        In words.
    dimensions : tuple of int
        Columns it is about: 0 valence, 1 arousal.
    """

    better: Condition
    worse: Condition
    claim: str
    dimensions: tuple[int, ...] = (1, 0)


@dataclass(frozen=True, slots=True)
class Question:
    """One table of the study with its claims."""

    title: str
    text: str
    rows: tuple[Row, ...]
    comparisons: tuple[Comparison, ...]


_SPATIAL_PUBLISHED, _BOTH_PUBLISHED = (0.312, 0.508), (0.377, 0.529)

QUESTIONS = (
    Question(
        "One stream or two",
        "Each network has fusion, recurrence and head; only its streams differ.",
        (
            Row(SPATIAL_ONLY, "spatial only", _SPATIAL_PUBLISHED),
            Row(TEMPORAL_ONLY, "temporal only (phase difference)"),
            Row(BOTH, "both", _BOTH_PUBLISHED),
        ),
        (
            Comparison(BOTH, SPATIAL_ONLY, "both streams are better than the spatial one"),
            Comparison(BOTH, TEMPORAL_ONLY, "both streams are better than the temporal one"),
        ),
    ),
    Question(
        "What the temporal stream sees, with the spatial stream",
        "The two-stream network, its temporal stream on three inputs.",
        (
            Row(BOTH_PHASE, "phase", (0.373, 0.503)),
            Row(BOTH_FLOW, "optical flow", (0.364, 0.512)),
            Row(BOTH, "phase difference", _BOTH_PUBLISHED),
        ),
        (
            Comparison(BOTH, BOTH_PHASE, "phase difference is better than phase"),
            Comparison(BOTH, BOTH_FLOW, "phase difference is better than optical flow"),
        ),
    ),
    Question(
        "What the temporal stream sees, alone",
        "The temporal stream with a linear head, frame by frame, without recurrence; the paper "
        "gives no figures of this.",
        (
            Row(PHASE, "phase"),
            Row(FLOW, "optical flow"),
            Row(DIFFERENCE, "phase difference"),
        ),
        (
            Comparison(DIFFERENCE, PHASE, "phase difference is better than phase"),
            Comparison(DIFFERENCE, FLOW, "phase difference is better than optical flow"),
        ),
    ),
    Question(
        "How many phase differences",
        "The temporal stream with a linear head, frame by frame, without recurrence.",
        (
            Row(FEWER[0], "4", (0.151, 0.048)),
            Row(FEWER[1], "8", (0.183, 0.091)),
            Row(DIFFERENCE, "12", (0.212, 0.151)),
            Row(FEWER[2], "16", (0.191, 0.092)),
        ),
        tuple(
            Comparison(DIFFERENCE, other, f"12 differences are better than {other.differences}")
            for other in FEWER
        ),
    ),
)

FLICKER = (
    Comparison(DIFFERENCE, FLOW, "alone, phase difference loses less than optical flow"),
    Comparison(BOTH, BOTH_FLOW, "with the spatial stream, phase difference loses less than flow"),
)
"""Under gamma: the first loses less than the second."""
