"""Results as files: what is written for one recording, by the command line and by the window."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from pathlib import Path

from app.core.analysis import Analysis
from app.core.errors import OutputError
from app.core.names import printable
from app.core.prediction import PersonPrediction
from app.files import atomic_write, make_folder, output_error
from app.formats.prediction_csv import HEADER, prediction_csv
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


def numbered_files(csv: Path) -> list[Path]:
    """Results of numbered people that lie there already: ``NAME.personN.csv``, .json and .png."""
    names = re.compile(re.escape(csv.stem) + r"\.person\d+\.(csv|json|png)")
    if not csv.parent.is_dir():
        return []
    return sorted(path for path in csv.parent.iterdir() if names.fullmatch(path.name))


def remove_stale(csv: Path, keep: Collection[Path]) -> None:
    """Delete what an earlier analysis of the recording left of people that are none any more.

    A recording may itself be called ``NAME.person2``: its results are left alone.

    Raises
    ------
    OutputError
        A file cannot be deleted.
    """
    stale = [path for path in numbered_files(csv) if path not in keep]
    for path in [path for path in stale if _is_of(csv.stem, path)]:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(path, error) from error


def _is_of(stem: str, path: Path) -> bool:
    """Whether a file is a result of the recording of that stem, by what lies beside it."""
    try:
        document = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return Path(document["video"]["file"]).stem == printable(stem)
    except (OSError, ValueError, KeyError, TypeError):
        return _begins_like_a_result(path.with_suffix(".csv"))


def _begins_like_a_result(csv: Path) -> bool:
    try:
        with csv.open(encoding="utf-8") as stream:
            return stream.readline().rstrip() == HEADER
    except (OSError, ValueError):
        return False
