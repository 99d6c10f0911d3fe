"""The annotations of a project: curves that raters made, or accepted of predictions.

Predictions themselves are never labels: one counts once a rater has accepted it. A recording that
is not on the disk any more is left out by whoever reads it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np

from app.core.document import CurveAnnotation, Document
from app.core.errors import InputError
from app.core.resample import rescaled
from app.store.project import Project, open_project
from app.store.recordings import ProjectRecording
from app.training.labelled import LabelCurve, LabelledRecording
from app.training.labels_on_frames import RatedCurve
from app.training.settings import SourceSettings
from app.training.sources.layout import (
    VALENCE_AROUSAL,
    asked_for,
    by_frame,
    labels_from,
    shifts_of_nobody,
    title_of,
)


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """See the module for what it reads."""

    settings: SourceSettings
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """For people."""
        return title_of(self.settings)

    def recordings(self) -> tuple[LabelledRecording, ...]:
        """Every recording with a curve of valence or arousal by the raters who are wanted."""
        with open_project(Path(self.settings.path), read_only=True) as project:
            names = names_of(project.recordings)
            found = [
                (names[each.id], each, self._rated(project, each)) for each in project.recordings
            ]
        rated_ones = [each for each in found if each[2]]
        if not rated_ones:
            who = f" of {', '.join(self.settings.raters)}" if self.settings.raters else ""
            raise InputError(
                f"The project {self.settings.path} has no curve of valence or arousal{who}; rate "
                "its recordings, or accept predictions, before training."
            )
        asked = asked_for((name for name, _, _ in rated_ones), self.settings)
        chosen = [each for each in rated_ones if each[0] in asked]
        curves = chain.from_iterable(rated for _, _, rated in chosen)
        self.notices[:] = shifts_of_nobody(curves, self.settings)
        return tuple(self._labelled(*each) for each in chosen)

    def _rated(self, project: Project, recording: ProjectRecording) -> list[RatedCurve]:
        if not recording.frames or not recording.tracks:
            return []
        document = project.journal(recording.id, recording.frames).document
        return curves_of(document, self.settings.raters)

    def _labelled(
        self, name: str, recording: ProjectRecording, rated: Sequence[RatedCurve]
    ) -> LabelledRecording:
        return LabelledRecording(
            name=name,
            path=recording.path,
            subject=recording.subject or name,
            labels=labels_from(rated, self.settings, recording.path),
        )


def source(settings: SourceSettings) -> ProjectSource:
    """The source of some settings."""
    return ProjectSource(settings)


def curves_of(document: Document, raters: Sequence[str]) -> list[RatedCurve]:
    """Valence and arousal of the raters who are wanted, everybody's where none is named."""
    return [
        RatedCurve(each.head.rater, _labels(each))
        for each in document.curves
        if each.head.scheme in VALENCE_AROUSAL and (not raters or each.head.rater in raters)
    ]


def names_of(recordings: Sequence[ProjectRecording]) -> dict[int, str]:
    """A name for each: the file's, with its folders where two files share one."""
    count = Counter(each.path.name for each in recordings)
    return {
        each.id: each.path.name if count[each.path.name] == 1 else each.relative or str(each.path)
        for each in recordings
    }


def _labels(curve: CurveAnnotation) -> LabelCurve:
    values = np.full((len(curve.samples), 2), np.nan)
    mapped = rescaled(curve.samples.values, (curve.low, curve.high), (-1.0, 1.0))
    values[:, VALENCE_AROUSAL.index(curve.head.scheme)] = mapped
    return by_frame(values)
