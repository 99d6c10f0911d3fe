"""AFEW-VA: a folder a clip, with its frames as pictures and ``NAME/NAME.json`` with the labels.

Whole numbers -10 ... 10 become -1 ... 1. Pictures have no times: their rate comes from the settings
(25 frames a second is customary). The actor is the subject where the file names one. The folders
lie directly under the root, or one folder deeper as the archives unpack them.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.formats.afew_va import read_about
from app.training.labelled import LabelledRecording
from app.training.labels_on_frames import RatedCurve
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    asked_for,
    by_frame,
    labels_from,
    pairs_of,
    read_as,
    root_of,
    title_of,
    wrong_layout,
)
from app.video.picture_folder import number_of, pictures_in

RANGE = (-10.0, 10.0)


@dataclass(frozen=True, slots=True)
class AfewVaSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every folder with a JSON file of its name."""
        clips = clips_under(root_of(self.settings))
        if not clips:
            raise wrong_layout(self.settings)
        asked = asked_for((clip.name for clip in clips), self.settings)
        return tuple(self._labelled(clip) for clip in clips if clip.name in asked)

    def _labelled(self, clip: Path) -> LabelledRecording:
        table = clip / f"{clip.name}.json"
        about = read_about(table)
        # Row i of the file is for the picture of a number; frames go by rank among the pictures.
        numbers = [number_of(path) for path in pictures_in(clip)]
        rows = [
            rank if number is None else number - about.counted_from
            for rank, number in enumerate(numbers)
        ]
        rated = [
            RatedCurve(each.rater, by_frame(_rows(each.curve.values, rows)))
            for each in pairs_of(read_as("afew-va", table), *RANGE)
        ]
        return LabelledRecording(
            name=clip.name,
            path=clip,
            subject=about.actor or clip.name,
            labels=labels_from(rated, self.settings, clip, self.settings.fps),
            fps=self.settings.fps,
        )


def source(settings: SourceSettings) -> AfewVaSource:
    """The source of some settings."""
    return AfewVaSource(settings)


def clips_under(root: Path) -> list[Path]:
    """The folders of clips, by name."""
    folders = [path for path in sorted(root.iterdir()) if path.is_dir()]
    inner = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir()]
    return [path for path in (*folders, *inner) if (path / f"{path.name}.json").is_file()]


def _rows(values: NDArray[np.float64], rows: list[int]) -> NDArray[np.float64]:
    found = np.full((len(rows), 2), np.nan)
    for rank, row in enumerate(rows):
        if 0 <= row < len(values):
            found[rank] = values[row]
    return found
