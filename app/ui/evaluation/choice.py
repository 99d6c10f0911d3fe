"""What can be chosen to test on, as rows."""

from dataclasses import dataclass

from app.training.evaluation.results import EvaluatedPart
from app.training.settings import SourceKind, SplitSettings
from app.training.sources.table import SOURCES


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a source.

    Attributes
    ----------
    title : str
        For people.
    part : str
        Which part is tested on.
    split : SplitSettings or None
        How the source is divided for it.
    """

    title: str
    part: EvaluatedPart
    split: SplitSettings | None


PARTS: tuple[PartRow, ...] = (
    PartRow("All recordings", "all", None),
    PartRow("Official test list", "test", SplitSettings("official")),
    PartRow("Official validation list", "validation", SplitSettings("official")),
    PartRow("A fifth of the subjects", "test", SplitSettings("subjects", test=0.2)),
)

FOLDER_KINDS: tuple[SourceKind, ...] = tuple(
    kind for kind in SOURCES if kind not in ("project", "synthetic")
)
"""Sources that are folders of others; synthetic ones are for the command line."""

OPEN_PROJECT: SourceKind = "project"
