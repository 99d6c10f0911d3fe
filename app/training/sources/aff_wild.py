"""Aff-Wild (2017): a number per frame in two folders, ``train/valence`` and ``train/arousal``.

The folders lie anywhere under the root (``annotations/train/valence`` as published, too), and the
videos too, known by their names. A frame that is -5 in either file is not used. The labels of the
test set were never published, so there is no official list to validate on; who is seen is not said
either, so each recording is a subject of its own.
"""

from dataclasses import dataclass, field
from pathlib import Path

from app.training.labelled import LabelledRecording, Part
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    asked_for,
    files_under,
    labels_from,
    matched,
    pairs_of,
    read_as,
    root_of,
    title_of,
    videos_of,
    wrong_layout,
)

_PARTS: dict[str, Part] = {"train": "training", "validation": "validation", "test": "test"}


@dataclass(frozen=True, slots=True)
class AffWildSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every video with a file in both folders."""
        self.notices.clear()
        files = files_under(root_of(self.settings))
        labels = [path for path in files if _has_both(path)]
        videos = {path.stem: path for path in videos_of(files)}
        pairs = matched(labels, videos, self.notices)
        if not pairs:
            why = "no video has the name of a file of labels" if labels else ""
            raise wrong_layout(self.settings, why)
        asked = asked_for((path.stem for path, _ in pairs), self.settings)
        return tuple(self._labelled(*pair) for pair in pairs if pair[0].stem in asked)

    def _labelled(self, labels: Path, video: Path) -> LabelledRecording:
        rated = pairs_of(read_as("aff-wild", labels))
        return LabelledRecording(
            name=labels.stem,
            path=video,
            subject=labels.stem,
            labels=labels_from(rated, self.settings, video),
            part=_PARTS.get(labels.parent.parent.name.casefold()),
        )


def source(settings: SourceSettings) -> AffWildSource:
    """The source of some settings."""
    return AffWildSource(settings)


def _has_both(path: Path) -> bool:
    """Whether it is a file of valence whose file of arousal is there."""
    if path.suffix != ".txt" or path.parent.name.casefold() != "valence":
        return False
    # The reader finds the other file by the folder's name in small letters.
    return (path.parent.parent / "arousal" / path.name).is_file()
