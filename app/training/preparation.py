"""Everything a run learns from, made ready in memory: from settings to clips.

A generator of events: each is a place to stop, and what is finished stays in the cache, so that
preparing again goes on where it was. Recordings that cannot be used are said and left out; the run
ends only when nothing is left.

Memory: a frame takes 2.3 kB of gray and 2 S bytes of features a view, of which training clips have
four with augmentation and one without.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.core.errors import InputError
from app.faces.dlib_detector import DlibDetector
from app.training.clips import SplitClips, TrainingClip
from app.training.events import Event, Noticed, Prepared, Preparing
from app.training.face_system import face_system
from app.training.labelled import PARTS, LabelledRecording, LabelSource
from app.training.recording_clips import RecordingClips, Workplace, digest_of, read_clips
from app.training.settings import SourceSettings, TrainingSettings
from app.training.sources.table import open_source
from app.training.splits import Split, check_leaks, divide, split_recordings


@dataclass(frozen=True, slots=True)
class PreparedClips:
    """What a run learns from and is tested on.

    Attributes
    ----------
    clips : SplitClips
        By what they are for; only training clips have more than the plain view.
    prepared : Prepared
        The event that was told last.
    split : Split
        Who is for what.
    trunk_sha256 : str
        Digest of the file that the trunk came from; empty without a spatial stream.
    trunk : str
        Its name, as in `models.spec.ModelSpec`; ``"none"`` without a spatial stream.
    crop : str
        Name of the crop.
    rate_hz : float
        Frames a second that faster recordings were decimated to.
    """

    clips: SplitClips
    prepared: Prepared
    split: Split
    trunk_sha256: str
    trunk: str
    crop: str
    rate_hz: float


def prepare(
    settings: TrainingSettings, cache: Path | None, device: torch.device
) -> Generator[Event, None, PreparedClips]:
    """Make clips of the labelled recordings of a source.

    Parameters
    ----------
    settings : TrainingSettings
        Of the run.
    cache : Path or None
        Root of the cache that analyses use; None keeps nothing.
    device : torch.device
        Where features are computed.

    Raises
    ------
    InputError
        The source is laid out in another way, there are no labels, the split cannot be made or
        leaks, or nothing usable is left in a part that is needed.
    WeightsError
        The weights to start with are missing or of another kind.
    """
    source = open_source(settings.source)
    recordings = labelled_of(source, settings.source)
    for sentence in source.notices:
        yield Noticed(sentence)
    system = face_system(settings.network, device)
    place = Workplace(system, DlibDetector(), cache)
    sha256 = yield from _digests(recordings)
    recordings = [each for each in recordings if each.name in sha256]
    split = split_recordings(recordings, settings.split)
    check_leaks(recordings, split, sha256)
    clips: list[TrainingClip] = []
    frames = 0
    for number, each in enumerate(recordings, 1):
        training = split.is_passages or split.parts[each.name] == "training"
        found = yield from _read(
            each, sha256[each.name], place, (number, len(recordings)), settings.augment and training
        )
        clips += found.clips
        frames += found.frames
    by_part = _plain_beyond_training(divide(clips, split, settings.network.differences + 1))
    yield from _checked(by_part, split)
    prepared = figures(by_part, frames, clips)
    yield prepared
    spec, sha = system.architecture, str(system.card.parameters.get("trunk_sha256", ""))
    return PreparedClips(by_part, prepared, split, sha, spec.trunk, spec.crop, spec.rate_hz)


def labelled_of(source: LabelSource, settings: SourceSettings) -> list[LabelledRecording]:
    """The recordings of an open source that have labels of the kind that is sampled.

    Raises
    ------
    InputError
        There is none.
    """
    labelled = [each for each in source.recordings() if has_labels(each)]
    if not labelled:
        raise InputError(
            f"{source.title} in {settings.path} has no label of both valence and arousal; annotate "
            "recordings, or choose another source."
        )
    if settings.sampling == "utterances" and not any(each.utterances for each in labelled):
        raise InputError(
            f"{source.title} has labels of frames, not of utterances; choose sequences."
        )
    return labelled


def has_labels(recording: LabelledRecording) -> bool:
    """Whether there is any label of both dimensions."""
    known = np.isfinite(recording.labels.values).all(axis=1).any()
    return bool(known) or bool(recording.utterances)


def figures(clips: SplitClips, frames: int, read: Sequence[TrainingClip]) -> Prepared:
    """What is told of prepared clips.

    Parameters
    ----------
    clips : SplitClips
        By part.
    frames : int
        Frames analysed, of all recordings.
    read : sequence of TrainingClip
        All clips, before passages were cut.
    """
    labelled = sum(int(clip.labelled.sum()) for clip in read)
    return Prepared(
        frames={part: sum(int(c.labelled.sum()) for c in clips.of(part)) for part in PARTS},
        subjects={part: len({clip.subject for clip in clips.of(part)}) for part in PARTS},
        clips={part: len(clips.of(part)) for part in PARTS},
        gaps=max(0.0, 1 - labelled / frames) if frames else 0.0,
    )


def _digests(recordings: Sequence[LabelledRecording]) -> Generator[Event, None, dict[str, str]]:
    found: dict[str, str] = {}
    for number, each in enumerate(recordings, 1):
        yield Preparing(each.name, number, len(recordings), 0, 1)
        try:
            steps = digest_of(each)
            while True:
                next(steps)
                yield Preparing(each.name, number, len(recordings), 0, 1)
        except StopIteration as end:
            found[each.name] = end.value
        except InputError as error:
            yield _left_out(each, error)
    if not found:
        raise InputError("None of the labelled recordings can be read; check where they lie.")
    return found


def _read(
    recording: LabelledRecording,
    sha256: str,
    place: Workplace,
    place_in_row: tuple[int, int],
    with_views: bool,
) -> Generator[Event, None, RecordingClips]:
    steps = read_clips(recording, sha256, place, with_views=with_views)
    try:
        while True:
            done, total = next(steps)
            yield Preparing(recording.name, *place_in_row, done, total)
    except StopIteration as end:
        found: RecordingClips = end.value
    except InputError as error:
        yield _left_out(recording, error)
        return RecordingClips((), 0, ())
    finally:
        steps.close()
    for sentence in found.notices:
        yield Noticed(sentence)
    return found


def _left_out(recording: LabelledRecording, error: InputError) -> Noticed:
    return Noticed(f"{recording.name} is left out: {error}")


def _plain_beyond_training(clips: SplitClips) -> SplitClips:
    """What is only tested on is seen as it is."""
    plain = [
        tuple(replace(clip, views=clip.views[:1]) for clip in part)
        for part in (clips.validation, clips.test)
    ]
    return SplitClips(clips.training, *plain)


def _checked(clips: SplitClips, split: Split) -> Generator[Event, None, None]:
    needed = {"training": "learn from", "validation": "decide when to stop"}
    for part in PARTS:
        labels = [clip.labels[clip.labelled] for clip in clips.of(part)]
        if not labels and (part in needed or part in split.parts.values() or split.test):
            raise InputError(
                f"Nothing is left to {needed.get(part, 'test on')}: no frame of the {part} part "
                "has both a usable face and a label; add recordings, or divide them otherwise."
            )
        if labels:
            yield from _equal_labels(part, np.concatenate(labels))


def _equal_labels(part: str, labels: NDArray[np.float32]) -> Generator[Event, None, None]:
    for name, values in zip(("valence", "arousal"), labels.T, strict=True):
        if values.min() == values.max():
            yield Noticed(
                f"Every label of {name} in the {part} part is {values[0]:g}, so its CCC is not "
                "defined and it cannot be learnt; rate more, or divide otherwise."
            )
