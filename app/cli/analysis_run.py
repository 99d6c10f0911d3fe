"""The work of ``analyze`` and ``demo``. Loads torch."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.analysis.report import report_png
from app.analysis.run import AnalysisRun
from app.cli.jobs import Job
from app.cli.messages import say, warn
from app.cli.order import Order, Tally
from app.cli.progress_lines import follow
from app.cli.summary import add_to_summary
from app.core.analysis import Analysis
from app.session.results import csv_paths, remove_stale, result_files, write_files


def analyze_all(jobs: Sequence[Job], order: Order, tally: Tally) -> None:
    """Analyse recordings one after the other."""
    run = AnalysisRun.prepare(order.choice)
    if run.system.card.caution:
        say(f"note: {run.system.card.caution}", quiet=order.quiet)
    for job in jobs:
        with tally.attempt(job.video.name):
            written = analyze_one(run, job, order)
            names = ", ".join(path.name for path in written)
            say(f"{job.video.name}: {names}", quiet=order.quiet)


def analyze_one(run: AnalysisRun, job: Job, order: Order) -> list[Path]:
    """Analyse one recording and write its results; gives its CSV files."""
    try:
        analysis = follow(
            run.start(job.video), job.video.name, quiet=order.quiet, everybody=job.everybody
        )
    finally:
        # Also after a failure or Ctrl+C: the bound on what is kept of faces is a promise. Another
        # process may be tidying the same folder.
        with suppress(OSError):
            run.tidy()
    warn(job.video, analysis)
    written = write_results(analysis, job, report=order.report, overwrite=order.overwrite)
    if order.summary is not None:
        readings = [(job.video.name, prediction) for prediction in analysis.predictions]
        add_to_summary(readings, order.summary)
    return written


def write_results(analysis: Analysis, job: Job, *, report: bool, overwrite: bool) -> list[Path]:
    """Write the results of one recording, all of them or none; gives the CSV files."""
    files = result_files(
        analysis, job.csv, numbered=job.everybody, report=report_png if report else None
    )
    write_files(files, overwrite=overwrite)
    if job.everybody and overwrite:
        remove_stale(job.csv, keep=files)
    return csv_paths(analysis, job.csv, numbered=job.everybody)
