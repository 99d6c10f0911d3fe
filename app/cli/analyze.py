"""``analyze``: recordings in, CSV and provenance out."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.analysis.choices import AnalysisChoice
from app.cli import options
from app.cli.progress_lines import follow, say
from app.core.analysis import Analysis
from app.core.errors import InputError, OutputError, StudioError
from app.video.folders import videos_in


@dataclass(frozen=True, slots=True)
class Job:
    """One recording and where its results go.

    Attributes
    ----------
    video : Path
        The recording.
    csv : Path
        The CSV for one person; further people get ``.personN`` before the ending.
    """

    video: Path
    csv: Path


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
    who = options.parse_person(person)
    jobs = plan_jobs(videos, out, who)
    if start is not None and end is not None and end <= start:
        raise typer.BadParameter(f"--end {end} must be later than --start {start}")
    # These load torch: only when there is work.
    from app.analysis.run import AnalysisRun
    from app.cli.analysis_run import write_results, write_summary

    run = AnalysisRun.prepare(AnalysisChoice(system, weights, device, who, (start, end)))
    if run.system.card.caution:
        say(f"note: {run.system.card.caution}", quiet=quiet)
    failed, readings = 0, []
    for job in jobs:
        try:
            refuse_existing(job, overwrite=overwrite)
            analysis = follow(run.start(job.video), job.video.name, quiet=quiet)
            warn(job.video, analysis)
            written = write_results(analysis, job.csv, who, report=report, overwrite=overwrite)
        except StudioError as error:
            if len(jobs) == 1 or debug:
                raise
            failed += 1
            sys.stderr.write(f"mimamo-studio: {error}\n")
            continue
        readings += [(job.video.name, prediction) for prediction in analysis.predictions]
        say(f"{job.video.name}: {', '.join(path.name for path in written)}", quiet=quiet)
    if out.suffix.lower() != ".csv" and readings:
        write_summary(readings, out / "summary.csv")
    run.tidy()
    if failed:
        raise StudioError(f"{failed} of {len(jobs)} recordings could not be analysed (see above).")


def plan_jobs(videos: Sequence[Path], out: Path, person: int | str) -> list[Job]:
    """Which recordings, and which file each goes to.

    Raises
    ------
    InputError
        A path does not exist, a folder holds no video, or two recordings have the same stem.
    """
    found = [video for path in videos for video in _expand(path)]
    if out.suffix.lower() == ".csv":
        if len(found) != 1 or person == "all":
            raise typer.BadParameter(
                "a path ending in .csv takes one recording and one person; give a folder instead",
                param_hint="--out",
            )
        return [Job(found[0], out)]
    by_stem: dict[str, Path] = {}
    for video in found:
        other = by_stem.setdefault(video.stem.casefold(), video)
        if other is not video:
            raise InputError(
                f"{other} and {video} would both be written as {video.stem}.csv; rename one or "
                "analyse them into different folders."
            )
    return [Job(video, out / f"{video.stem}.csv") for video in found]


def _expand(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError(f"There is no file or folder {path}; check the path.")
    if not path.is_dir():
        return [path]
    return videos_in(path)


def refuse_existing(job: Job, *, overwrite: bool) -> None:
    """Refuse before the work begins, not after it."""
    people = job.csv.parent.glob(f"{job.csv.stem}.person*.csv") if job.csv.parent.is_dir() else ()
    for path in (job.csv, *people):
        if path.exists() and not overwrite:
            raise OutputError(f"{path} exists already; use --overwrite to replace it.")


def warn(video: Path, analysis: Analysis) -> None:
    """One warning line per recording, whatever there is to say; also when quiet."""
    if analysis.notices:
        notices = "; ".join(notice.rstrip(".") for notice in analysis.notices)
        sys.stderr.write(f"mimamo-studio: warning: {video.name}: {notices}.\n")
