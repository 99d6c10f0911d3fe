"""Which recordings are analysed, where their results go, and what forbids it: before any work."""

import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from app.analysis.choices import Person
from app.core.errors import InputError, OutputError
from app.files import make_folder, output_error
from app.session.results import numbered_files
from app.video.folders import videos_in

SUMMARY = "summary.csv"
"""One line per recording and person, in the folder of the results."""

_NUMBERED_STEM = re.compile(r"(.+)\.person\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Job:
    """One recording and where its results go.

    Attributes
    ----------
    video : Path
        The recording.
    csv : Path
        The CSV for one person; with ``everybody`` each has ``.personN`` before the ending.
    everybody : bool
        Whether each person is read, and not one.
    """

    video: Path
    csv: Path
    everybody: bool = False


def names_a_file(out: Path) -> bool:
    """Whether results go into this one file, and not into a folder of that name."""
    return out.suffix.lower() == ".csv"


def plan_jobs(videos: Sequence[Path], out: Path, person: Person) -> list[Job]:
    """Which recordings, and which file each goes to.

    Raises
    ------
    InputError
        A path does not exist, a folder holds no video, or two results would have one name.
    """
    found = list(dict.fromkeys(video for path in videos for video in _expand(path)))
    everybody = person == "all"
    if names_a_file(out):
        if len(found) != 1 or everybody:
            raise typer.BadParameter(
                "a path ending in .csv takes one recording and one person; give a folder instead",
                param_hint="--out",
            )
        return [Job(found[0], out)]
    by_stem = _by_stem(found)
    if everybody:
        _refuse_numbered(by_stem)
    return [Job(video, out / f"{video.stem}.csv", everybody) for video in found]


def _expand(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError(f"There is no file or folder {path}; check the path.")
    if not path.is_dir():
        return [path]
    return videos_in(path)


def _by_stem(videos: Sequence[Path]) -> Mapping[str, Path]:
    """Recordings by the names of their results, as a file system may compare them."""
    by_stem: dict[str, Path] = {}
    for video in videos:
        stem = _comparable(video.stem)
        if stem == "summary":
            raise InputError(
                f"The results of {video} would have the name of {SUMMARY}; rename it, or give "
                "--out a file ending in .csv of another name."
            )
        other = by_stem.setdefault(stem, video)
        if other is not video:
            raise InputError(
                f"{other} and {video} would both be written as {video.stem}.csv; rename one or "
                "analyse them into different folders."
            )
    return by_stem


def _refuse_numbered(by_stem: Mapping[str, Path]) -> None:
    for stem, video in by_stem.items():
        numbered = _NUMBERED_STEM.fullmatch(stem)
        if numbered and numbered[1] in by_stem:
            raise InputError(
                f"A person in {by_stem[numbered[1]]} would be written as {video.stem}.csv, the "
                f"name that belongs to {video}; rename one or analyse them into different folders."
            )


def _comparable(stem: str) -> str:
    return unicodedata.normalize("NFC", stem).casefold()


def prepare_place(out: Path) -> None:
    """Make the folder of the results, and see that it can be written to.

    Raises
    ------
    OutputError
        A file has its name, or nothing can be written there.
    """
    if names_a_file(out) and out.is_dir():
        raise OutputError(f"Cannot write {out}: it is a folder; give the name of a file.")
    folder = make_folder(out.parent if names_a_file(out) else out)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise output_error(folder, error) from error


def refuse_existing(job: Job, *, report: bool, overwrite: bool) -> None:
    """Refuse before the work begins, not after it.

    Raises
    ------
    OutputError
        A result that would be written is there and may not be replaced, or is the recording.
    """
    endings = (".csv", ".json", ".png") if report else (".csv", ".json")
    one = [job.csv.with_suffix(ending) for ending in endings]
    for path in numbered_files(job.csv) if job.everybody else one:
        if not path.exists():
            continue
        if path.samefile(job.video):
            raise OutputError(f"The results would replace the recording {path}; choose another.")
        if not overwrite:
            raise OutputError(f"{path} exists already; use --overwrite to replace it.")
