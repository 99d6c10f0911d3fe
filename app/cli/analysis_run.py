"""What a call of ``analyze`` or ``demo`` writes."""

from collections.abc import Sequence
from pathlib import Path

from app.analysis.choices import Person
from app.analysis.report import report_png
from app.core.analysis import Analysis
from app.core.prediction import PersonPrediction
from app.files import atomic_write
from app.formats.summary_csv import summary_csv
from app.session.results import csv_paths, result_files, write_files


def write_results(
    analysis: Analysis, csv: Path, person: Person, *, report: bool, overwrite: bool
) -> list[Path]:
    """Write the results of one recording, all of them or none; gives the CSV files."""
    numbered = person == "all"
    files = result_files(analysis, csv, numbered=numbered, report=report_png if report else None)
    write_files(files, overwrite=overwrite)
    return csv_paths(analysis, csv, numbered=numbered)


def write_summary(readings: Sequence[tuple[str, PersonPrediction]], path: Path) -> None:
    """Write one line per recording and person; lines of other recordings stay."""
    earlier = path.read_text(encoding="utf-8") if path.is_file() else None
    text = summary_csv(readings, earlier)
    with atomic_write(path) as stream:
        stream.write(text.encode())
