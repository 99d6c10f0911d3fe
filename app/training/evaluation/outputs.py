"""The files of an evaluation, by name. Loads nothing that draws."""

from pathlib import Path

from app.core.errors import OutputError

PAGE = "report.html"
PROVENANCE = "evaluation.json"
TABLES = (
    "comparison.csv",
    "recordings.csv",
    "subjects.csv",
    "values.csv",
    "differences.csv",
    "gamma.csv",
)


def refuse_existing(folder: Path) -> None:
    """Refuse a folder that holds an evaluation already.

    Raises
    ------
    OutputError
        A file of one is there.
    """
    for name in (PAGE, PROVENANCE, *TABLES):
        if (folder / name).exists():
            raise OutputError(f"{folder / name} exists already; use --overwrite to replace it.")
