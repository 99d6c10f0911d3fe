"""What a training would have: what is known of its labels before any video is decoded.

Convention: "labels" are rows of label curves, and utterances; where curves are by frame a row is a
frame. Who has a face on which frame is not known until the recordings are prepared, and is not
guessed at. Loads no torch.
"""

import shutil
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.choices import weights_card
from app.core.errors import InputError, StudioError
from app.training.following import FollowedRun
from app.training.labelled import PARTS, LabelledRecording, Part
from app.training.settings import SourceSettings, TrainingSettings
from app.training.sources.table import open_source
from app.training.splits import Split, split_recordings
from app.training.starting import architecture_of
from models.spec import TRUNK_WIDTHS

CELLS = 20
"""Of the distribution of labels, along each axis: 0.1 wide."""
VIEWS = 4
"""Of each face where a training augments: plain, mirrored, shifted, and both."""
ROOM = 500_000_000
"""Bytes of disk that a run may take with its checkpoints; below it none is begun."""


@dataclass(frozen=True, slots=True)
class SourceContents:
    """What a source holds; read once, and asked about many settings.

    Attributes
    ----------
    title : str
        Of the source.
    recordings : tuple of LabelledRecording
        With their labels.
    """

    title: str
    recordings: tuple[LabelledRecording, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The check list.

    Attributes
    ----------
    labels, subjects, recordings : mapping of str to int
        By part. Of passages a subject is in every part.
    by_frame : bool
        Whether labels are frames.
    gaps : float or None
        Share of rows without a label, 0 ... 1; None where nothing but utterances is labelled.
    density : int64 array (CELLS, CELLS)
        Labels by arousal (rows, the least first) and valence.
    epochs : int
        Of all stages together, at most.
    seconds : float or None
        For all epochs at the pace of an earlier run; None where there was none to go by.
    memory : int
        Bytes that faces and features take, were there a face on every labelled frame.
    obstacles : tuple of str
        What forbids to start, one sentence each.
    cautions : tuple of str
        What should be known before.
    """

    labels: Mapping[Part, int] = field(default_factory=dict)
    subjects: Mapping[Part, int] = field(default_factory=dict)
    recordings: Mapping[Part, int] = field(default_factory=dict)
    by_frame: bool = True
    gaps: float | None = None
    density: NDArray[np.int64] = field(default_factory=lambda: np.zeros((CELLS, CELLS), np.int64))
    epochs: int = 0
    seconds: float | None = None
    memory: int = 0
    obstacles: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def read_source(settings: SourceSettings) -> SourceContents:
    """Read all recordings of a source with their labels, whichever the settings name.

    Raises
    ------
    InputError
        There is nothing of that kind; the sentence says what was found.
    """
    source = open_source(settings)
    return SourceContents(source.title, tuple(source.recordings()))


def outlook(
    settings: TrainingSettings, contents: SourceContents, place: Path, runs: Sequence[FollowedRun]
) -> Generator[None, None, Outlook]:
    """What a training with these settings would have.

    Parameters
    ----------
    place : Path
        Where its folder would be made.
    runs : sequence of FollowedRun
        Earlier ones, for their pace.
    """
    wanted = settings.source.recordings
    recordings = [each for each in contents.recordings if not wanted or each.name in wanted]
    values = []
    for each in recordings:
        values.append(values_of(each))
        yield
    obstacles = [*_of_labels(values), *_of_weights(settings), *_of_room(place)]
    try:
        split = split_recordings(recordings, settings.split)
    except InputError as error:
        split, obstacles = Split(), [*obstacles, str(error)]
    labels, subjects, members = _by_part(recordings, values, split)
    if not obstacles:
        obstacles += [
            f"No label is left for {part}; choose more recordings, or another split."
            for part in PARTS[:2]
            if not labels[part]
        ]
    curves = [each for each in recordings if not each.utterances]
    epochs = sum(stage.epochs for stage in settings.stages)
    return Outlook(
        labels,
        subjects,
        members,
        by_frame=all(each.labels.by_frame for each in curves),
        gaps=_gaps(curves),
        density=density_of(values),
        epochs=epochs,
        seconds=_seconds(runs, labels["training"], epochs),
        memory=sum(labels.values()) * bytes_a_frame(settings),
        obstacles=tuple(obstacles),
        cautions=tuple(_cautions(settings, runs)),
    )


def values_of(recording: LabelledRecording) -> NDArray[np.float64]:
    """The labels of a recording, valence and arousal, float64 (N, 2), none of them NaN."""
    if recording.utterances:
        return np.array([(each.valence, each.arousal) for each in recording.utterances])
    values = recording.labels.values
    return values[np.isfinite(values).all(axis=1)]


def density_of(values: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    """How many labels lie where, int64 (CELLS, CELLS)."""
    density = np.zeros((CELLS, CELLS), np.int64)
    for each in values:
        places = np.clip(((each + 1) / 2 * CELLS).astype(np.int64), 0, CELLS - 1)
        np.add.at(density, (places[:, 1], places[:, 0]), 1)
    return density


def bytes_a_frame(settings: TrainingSettings) -> int:
    """Of a frame in memory: gray pictures of 48 by 48 and half-precision features, each view."""
    views = VIEWS if settings.augment else 1
    return views * (48 * 48 + 2 * _feature_width(settings))


def _feature_width(settings: TrainingSettings) -> int:
    network = settings.network
    spec = architecture_of(network.start) if network.start else None
    if spec is not None:
        return spec.spatial_width
    return TRUNK_WIDTHS.get(network.trunk, 0) if network.spatial else 0


def _by_part(
    recordings: Sequence[LabelledRecording], values: Sequence[NDArray[np.float64]], split: Split
) -> tuple[dict[Part, int], dict[Part, int], dict[Part, int]]:
    shares: dict[Part, float] = {"validation": split.validation, "test": split.test}
    shares["training"] = 1 - split.validation - split.test
    labels, members = Counter[Part](), Counter[Part]()
    people: dict[Part, set[str]] = {part: set() for part in PARTS}
    for recording, known in zip(recordings, values, strict=True):
        parts = PARTS if split.is_passages else (split.parts[recording.name],)
        for part in parts:
            count = round(shares[part] * len(known)) if split.is_passages else len(known)
            labels[part] += count
            if count:
                members[part] += 1
                people[part].add(recording.subject)
    counts = {part: labels[part] for part in PARTS}
    return counts, {p: len(people[p]) for p in PARTS}, {p: members[p] for p in PARTS}


def _gaps(recordings: Sequence[LabelledRecording]) -> float | None:
    rows = sum(len(each.labels.values) for each in recordings)
    known = sum(len(values_of(each)) for each in recordings)
    return 1 - known / rows if rows else None


def _of_labels(values: Sequence[NDArray[np.float64]]) -> Iterator[str]:
    whole = np.concatenate([np.zeros((0, 2)), *values])
    if not len(whole):
        yield (
            "Nothing is labelled with both valence and arousal; annotate a recording, or choose "
            "other recordings or raters."
        )
        return
    for name, column in zip(("valence", "arousal"), whole.T, strict=True):
        if np.ptp(column) == 0:
            yield (
                f"All labels of {name} are {column[0]:.2f}, so there is nothing to learn of it and "
                "no CCC; annotate where it changes."
            )


def _of_weights(settings: TrainingSettings) -> Iterator[str]:
    start = settings.network.start
    if not start:
        return
    card = weights_card("mimamo", start)
    if card.missing:
        names = " and ".join(known.name for known in card.missing)
        yield f"{names} to start from is not on this machine; fetch it, or choose other weights."
    elif card.fault:
        yield card.fault


def _of_room(place: Path) -> Iterator[str]:
    there = next(each for each in (place, *place.parents) if each.is_dir())
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return
    if free < ROOM:
        yield (
            f"The disk of {place} has {free / 1e6:.0f} MB left, and a run may need "
            f"{ROOM / 1e6:.0f}; free some space."
        )


def _cautions(settings: TrainingSettings, runs: Sequence[FollowedRun]) -> Iterator[str]:
    if settings.split.kind == "passages":
        yield (
            "Held-out passages show how the network adapts to people it has seen, not how it does "
            "on others."
        )
    going_on = [run.name for run in runs if run.state.value == "going on"]
    if going_on:
        yield f"{going_on[0]} is going on; two at a time take longer and twice the memory."


def _seconds(runs: Sequence[FollowedRun], labels: int, epochs: int) -> float | None:
    """At the pace of the latest run that tells one."""
    for run in runs:
        prepared, done = run.course.prepared, run.course.epochs
        frames = prepared.frames.get("training", 0) if prepared is not None else 0
        if frames and done:
            mean = sum(each.seconds for each in done) / len(done)
            return mean / frames * labels * epochs
    return None


def label_word(found: Outlook) -> str:
    """What is counted, for people."""
    return "frames" if found.by_frame else "labels"


def why_not(error: StudioError) -> Outlook:
    """The check list where a source cannot be read."""
    return Outlook(obstacles=(str(error),))
