"""The sources of labelled recordings, one row each.

A module has ``source(settings) -> LabelSource``; it is imported when it is first asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.training.labelled import LabelSource
from app.training.settings import SourceKind, SourceSettings


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it is offered.

    Attributes
    ----------
    kind : str
        As in the settings.
    title : str
        For people.
    expected : str
        What its folder must hold, one clause.
    module : str
        Where it is read.
    """

    kind: SourceKind
    title: str
    expected: str
    module: str


def _row(kind: SourceKind, title: str, expected: str, module: str) -> SourceRow:
    return SourceRow(kind, title, expected, f"app.training.sources.{module}")


_ROWS = (
    _row(
        "project",
        "Annotations of a project",
        "a project with curves of valence and arousal that raters made or accepted",
        "project",
    ),
    _row(
        "folder",
        "Folder of videos with CSV",
        "videos, each beside a CSV file of its name with valence and arousal",
        "folder",
    ),
    _row(
        "omg",
        "OMG-Emotion",
        "omg_TrainVideos.csv or omg_ValidationVideos.csv, and the videos of utterances as "
        "VIDEO/utterance_N.mp4 in any folder, or whole as VIDEO.mp4",
        "omg",
    ),
    _row(
        "aff-wild",
        "Aff-Wild",
        "the folders train/valence and train/arousal with a text file a video, and the videos",
        "aff_wild",
    ),
    _row(
        "aff-wild2",
        "Aff-Wild2",
        "the folder VA_Estimation_Challenge with Train_Set and Validation_Set, a text file a "
        "video, and the videos in any folder",
        "aff_wild2",
    ),
    _row(
        "afew-va",
        "AFEW-VA",
        "a folder a clip (001, 002, ...) with its frames as pictures and a JSON file of its name",
        "afew_va",
    ),
    _row(
        "synthetic",
        "Synthetic facial motion",
        "recordings SEED.mp4 that the generator makes where they are named and absent",
        "synthetic",
    ),
)

SOURCES: Mapping[SourceKind, SourceRow] = {row.kind: row for row in _ROWS}
"""Every source by its kind."""


def open_source(settings: SourceSettings) -> LabelSource:
    """The source of some settings; nothing is read until it is asked for its recordings."""
    module = import_module(SOURCES[settings.kind].module)
    made: LabelSource = module.source(settings)
    return made
