"""OMG-Emotion: one value of valence and arousal an utterance, in the official lists.

``omg_TrainVideos.csv``, ``omg_ValidationVideos.csv`` and, where it is there, the list of the test
set lie anywhere under the root. An utterance is a file of its own, ``VIDEO/utterance_4.mp4`` in any
folder, or a stretch of the whole ``VIDEO.mp4``. Arousal, 0 ... 1 in the lists, becomes -1 ... 1 as
everywhere here; CCC is the same in both scales. The lists do not say who is seen: each video, whose
utterances are one person's, is a subject.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.core.resample import rescaled
from app.formats.omg import OmgUtterance, read_utterances
from app.training.labelled import LabelCurve, LabelledRecording, Part, Utterance
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    asked_for,
    files_under,
    root_of,
    title_of,
    videos_of,
    wrong_layout,
)

_LISTS: dict[str, Part] = {
    "omg_trainvideos": "training",
    "omg_validationvideos": "validation",
    "omg_testvideos": "test",
}


@dataclass(frozen=True, slots=True)
class OmgSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every utterance, or whole video with its utterances, that is there."""
        self.notices.clear()
        files = files_under(root_of(self.settings))
        lists = [(path, part) for path in files if (part := _part_of(path)) is not None]
        whole = {path.stem: path for path in videos_of(files)}
        parts = {(path.parent.name, path.stem): path for path in videos_of(files)}
        made: list[LabelledRecording] = []
        lacking: list[str] = []
        for path, part in lists:
            for video, said in read_utterances(path).items():
                made += _recordings(video, said, part, whole, parts, lacking)
        if not made:
            why = "none of the listed videos is there" if lists else "there is no list"
            raise wrong_layout(self.settings, why)
        if lacking:
            self.notices.append(
                f"{len(lacking)} listed utterances are not there, for example {lacking[0]}; they "
                "are left out."
            )
        asked = asked_for((each.name for each in made), self.settings)
        return tuple(each for each in made if each.name in asked)


def source(settings: SourceSettings) -> OmgSource:
    """The source of some settings."""
    return OmgSource(settings)


def _part_of(path: Path) -> Part | None:
    if path.suffix.casefold() != ".csv":
        return None
    stem = path.stem.casefold()
    return next((part for name, part in _LISTS.items() if stem.startswith(name)), None)


def _recordings(
    video: str,
    said: Sequence[OmgUtterance],
    part: Part,
    whole: Mapping[str, Path],
    parts: Mapping[tuple[str, str], Path],
    lacking: list[str],
) -> Iterator[LabelledRecording]:
    inside: dict[str, list[Utterance]] = defaultdict(list)
    for each in said:
        own = parts.get((video, Path(each.name).stem))
        if own is not None:
            alone = (_utterance(each, 0.0, np.inf),)
            yield _labelled(f"{video}/{each.name}", own, video, part, alone)
        elif video in whole:
            inside[video].append(_utterance(each, each.start, each.end))
        else:
            lacking.append(f"{video}/{each.name}")
    for name, utterances in inside.items():
        yield _labelled(name, whole[name], video, part, tuple(utterances))


def _utterance(each: OmgUtterance, onset: float, offset: float) -> Utterance:
    arousal = float(rescaled(np.array([each.arousal]), (0.0, 1.0), (-1.0, 1.0))[0])
    return Utterance(each.name, onset, offset, each.valence, arousal)


def _labelled(
    name: str, path: Path, video: str, part: Part, utterances: tuple[Utterance, ...]
) -> LabelledRecording:
    none = LabelCurve(np.zeros(0), np.zeros((0, 2)))
    return LabelledRecording(name, path, video, none, utterances, part)
