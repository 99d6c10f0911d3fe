"""``analyze``: recordings in, CSV and provenance out."""

from pathlib import Path
from typing import Annotated

import typer

from app.analysis.choices import AnalysisChoice
from app.cli import options
from app.cli.jobs import SUMMARY, names_a_file, plan_jobs, prepare_place, refuse_existing
from app.cli.order import Order, Tally
from app.formats.summary_csv import read_summary


def analyze_command(
    videos: Annotated[
        list[Path], typer.Argument(help="Recordings, or folders of them.", metavar="VIDEO...")
    ],
    out: options.OutPath,
    system: options.SystemName = "mimamo",
    weights: options.Weights = None,
    device: options.Device = "auto",
    person: options.PersonChoice = "largest",
    start: options.Start = None,
    end: options.End = None,
    report: options.Report = False,
    overwrite: options.Overwrite = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Read arousal and valence of recordings into CSV files."""
    if start is not None and end is not None and end <= start:
        raise typer.BadParameter(f"--end {end} must be later than --start {start}")
    who = options.parse_person(person)
    choice = AnalysisChoice(system, weights, device, who, (start, end))
    summary = None if names_a_file(out) else out / SUMMARY
    carry_out(videos, out, Order(choice, summary, report, overwrite, quiet, debug))


def carry_out(videos: list[Path], out: Path, order: Order) -> None:
    """Analyse all that can be; what cannot is said, and does not stop the rest.

    Raises
    ------
    StudioError
        Nothing can be done at all, or something could not.
    """
    jobs = plan_jobs(videos, out, order.choice.person)
    prepare_place(out)
    if order.summary is not None:
        read_summary(order.summary)  # what cannot be added to is refused before the work
    tally, ready = Tally(len(jobs), order.debug), []
    for job in jobs:
        with tally.attempt(job.video.name):
            refuse_existing(job, report=order.report, overwrite=order.overwrite)
            ready.append(job)
    if ready:
        # This loads torch: only when there is work.
        from app.cli.analysis_run import analyze_all

        analyze_all(ready, order, tally)
    tally.settle()
