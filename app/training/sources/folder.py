"""A folder of one's own: videos, each beside a CSV file of its name.

``clip.mp4`` goes with ``clip.csv``: our tracks CSV, a joined table, or a column of times
(``time_s``, ``time_ms`` or ``frame``) with columns ``valence`` and ``arousal``. Columns of systems
are left out: predictions are never labels. Folders within say more: ``training``, ``validation``
and ``test`` what recordings are for, any other folder who is seen. ``subjects.csv`` with the
columns ``recording,subject`` says who is seen where folders do not.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from app.analysis.choices import SYSTEM_ROWS
from app.core.errors import InputError
from app.formats.content import Content
from app.training.labelled import PARTS, LabelledRecording, Part
from app.training.labels_on_frames import RatedCurve
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    VALENCE_AROUSAL,
    asked_for,
    files_under,
    labels_from,
    pairs_of,
    read_as,
    root_of,
    shifts_of_nobody,
    title_of,
    videos_of,
    wrong_layout,
)

SUBJECTS = "subjects.csv"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every video that has a CSV file beside it."""
        root = root_of(self.settings)
        videos = [
            video for video in videos_of(files_under(root)) if video.with_suffix(".csv").is_file()
        ]
        if not videos:
            raise wrong_layout(self.settings)
        subjects = _subjects(root / SUBJECTS)
        named = {video.relative_to(root).with_suffix("").as_posix(): video for video in videos}
        asked = asked_for(named, self.settings)
        rated = {name: self._rated(video) for name, video in named.items() if name in asked}
        self.notices[:] = shifts_of_nobody(chain(*rated.values()), self.settings)
        return tuple(
            self._recording(name, named[name], curves, subjects) for name, curves in rated.items()
        )

    def _rated(self, video: Path) -> list[RatedCurve]:
        table = video.with_suffix(".csv")
        return rated_in(read_as("tracks", table), table, self.settings.raters)

    def _recording(
        self, name: str, video: Path, rated: Sequence[RatedCurve], subjects: Mapping[str, str]
    ) -> LabelledRecording:
        part, seen = part_and_subject(name)
        return LabelledRecording(
            name=name,
            path=video,
            subject=subjects.get(name, seen),
            labels=labels_from(rated, self.settings, video),
            part=part,
        )


def source(settings: SourceSettings) -> FolderSource:
    """The source of some settings."""
    return FolderSource(settings)


def part_and_subject(name: str) -> tuple[Part | None, str]:
    """What the folders of a name say: what it is for, and who is seen.

    >>> part_and_subject("training/anna/one")
    ('training', 'anna')
    >>> part_and_subject("one")
    (None, 'one')
    """
    *folders, own = name.split("/")
    part = next((part for part in PARTS if folders and folders[0].casefold() == part), None)
    seen = folders[1:] if part else folders
    return part, seen[0] if seen else own


def rated_in(content: Content, table: Path, raters: tuple[str, ...]) -> list[RatedCurve]:
    """The curves of the raters who are wanted; everybody's where none is named.

    Raises
    ------
    InputError
        The file holds predictions, or no valence and arousal of these raters.
    """
    if content.read_only:
        raise InputError(
            f"{table} holds predictions of a system, which are never labels; correct and accept "
            "them in a project, and export the annotations."
        )
    _refuse_other_range(content, table)
    rated = [each for each in pairs_of(content) if each.rater not in SYSTEM_ROWS]
    wanted = [each for each in rated if not raters or each.rater in raters]
    if not wanted:
        found = sorted({each.rater or "nobody in particular" for each in rated})
        said = f"curves of {', '.join(found[:3])}" if found else "none"
        raise InputError(
            f"{table} has no valence and arousal"
            f"{f' of {raters[0]}' if raters else ''}; expected columns valence and arousal, or "
            f"valence:RATER and arousal:RATER, found {said}."
        )
    return wanted


def _refuse_other_range(content: Content, table: Path) -> None:
    for each in content.curves:
        if each.dimension not in VALENCE_AROUSAL or each.found is None:
            continue
        low, high = each.found
        if low < -1 or high > 1:
            raise InputError(
                f"{table} has {each.dimension} from {low:g} to {high:g}, and labels lie within -1 "
                "to 1; import it into a project, which asks for its range, and train on that."
            )


def _subjects(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if rows and not {"recording", "subject"} <= set(rows[0]):
        raise InputError(f"{path}, line 1: expected the columns recording and subject.")
    return {
        row["recording"]: row["subject"].strip() for row in rows if (row["subject"] or "").strip()
    }
