"""Aff-Wild2: ``VA_Estimation_Challenge/Train_Set`` and ``Validation_Set``, a text file a video.

Videos lie in any folder and are known by their names; folders of cropped pictures are not looked
into. Of a video with two people, ``NAME_left.txt`` and ``NAME_right.txt`` are the person further
left and further right at first appearance; both count as one subject, so that a video is never on
two sides. Who else is seen twice is not said: each video is a subject. A frame that is -5 in either
value is not used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.analysis.choices import Person
from app.training.labelled import LabelCurve, LabelledRecording, Part
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    asked_for,
    files_under,
    labels_from,
    pairs_of,
    read_as,
    root_of,
    title_of,
    videos_of,
    wrong_layout,
)

_PARTS: dict[str, Part] = {"train_set": "training", "validation_set": "validation"}
_PEOPLE: dict[str, Person] = {"_left": 1, "_right": 2}


@dataclass(frozen=True, slots=True)
class AffWild2Source:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every file of labels in the two sets whose video is there."""
        self.notices.clear()
        files = files_under(root_of(self.settings), leave_out="cropped")
        labels = [path for path in files if _is_of_a_set(path)]
        videos = {path.stem: path for path in videos_of(files)}
        known = [path for path in labels if _video_of(path, videos) is not None]
        if not known:
            why = "no video has the name of a file of labels" if labels else ""
            raise wrong_layout(self.settings, why)
        if len(known) < len(labels):
            lacking = next(path.name for path in labels if path not in known)
            self.notices.append(
                f"{len(labels) - len(known)} of {len(labels)} files of labels have no video, for "
                f"example {lacking}; they are left out."
            )
        asked = asked_for((path.stem for path in known), self.settings)
        return tuple(self._labelled(path, videos) for path in known if path.stem in asked)

    def _labelled(self, labels: Path, videos: Mapping[str, Path]) -> LabelledRecording:
        video = _video_of(labels, videos) or labels
        side = labels.stem.removeprefix(video.stem)
        curve = labels_from(pairs_of(read_as("aff-wild2", labels)), self.settings, video)
        return LabelledRecording(
            name=labels.stem,
            path=video,
            subject=video.stem,
            labels=_both_or_none(curve),
            part=_PARTS[labels.parent.name.casefold()],
            person=_PEOPLE.get(side, "largest"),
        )


def source(settings: SourceSettings) -> AffWild2Source:
    """The source of some settings."""
    return AffWild2Source(settings)


def _is_of_a_set(path: Path) -> bool:
    *_, above, folder, _ = ("", "", *path.parts)
    in_challenge = above.casefold().startswith("va_")
    return path.suffix == ".txt" and folder.casefold() in _PARTS and in_challenge


def _video_of(labels: Path, videos: Mapping[str, Path]) -> Path | None:
    names = [labels.stem, *(labels.stem.removesuffix(side) for side in _PEOPLE)]
    return next((videos[name] for name in names if name in videos), None)


def _both_or_none(curve: LabelCurve) -> LabelCurve:
    usable = np.isfinite(curve.values).all(axis=1, keepdims=True)
    return LabelCurve(curve.seconds, np.where(usable, curve.values, np.nan), curve.by_frame)
