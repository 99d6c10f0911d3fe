"""Results as files: what is written for one recording, by the command line and by the window."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from app.core.analysis import Analysis
from app.core.errors import OutputError
from app.core.prediction import PersonPrediction
from app.files import atomic_write, make_folder
from app.formats.prediction_csv import prediction_csv
from app.formats.provenance_json import provenance_json
from app.version import application_version

Report = Callable[[Analysis, PersonPrediction], bytes]
"""Draws the one-page report of one person."""


def person_path(path: Path, person: int) -> Path:
    """The name of one person's file where there are several: ``NAME.personN.csv``."""
    return path.with_name(f"{path.stem}.person{person}{path.suffix}")


def csv_paths(analysis: Analysis, csv: Path, *, numbered: bool) -> list[Path]:
    """The CSV file of each prediction; ``numbered`` names the person in it."""
    return [
        person_path(csv, prediction.person) if numbered and prediction.person else csv
        for prediction in analysis.predictions
    ]


def result_files(
    analysis: Analysis, csv: Path, *, numbered: bool, report: Report | None = None
) -> dict[Path, bytes]:
    """What is written for one recording: CSV and JSON for each person, and a report if wanted."""
    files: dict[Path, bytes] = {}
    paths = csv_paths(analysis, csv, numbered=numbered)
    for path, prediction in zip(paths, analysis.predictions, strict=True):
        files[path] = prediction_csv(prediction).encode()
        provenance = provenance_json(analysis, prediction, application_version())
        files[path.with_suffix(".json")] = provenance.encode()
        if report is not None:
            files[path.with_suffix(".png")] = report(analysis, prediction)
    return files


def write_files(files: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write all of them or none.

    Raises
    ------
    OutputError
        A file exists already and may not be replaced, or one cannot be written.
    """
    with ExitStack() as open_files:
        for target, content in files.items():
            make_folder(target.parent)
            if target.exists() and not overwrite:
                raise OutputError(f"{target} exists already; use --overwrite.")
            stream = open_files.enter_context(atomic_write(target))
            stream.write(content)
            stream.flush()
