"""What the command line says, all on stderr so that stdout stays free for results."""

import sys
import traceback
from pathlib import Path

from app.core.analysis import Analysis
from app.core.errors import StudioError
from models.errors import ModelError


def say(text: str, *, quiet: bool = False) -> None:
    """A line for the user; none when quiet."""
    if not quiet:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def warn(video: Path, analysis: Analysis) -> None:
    """One warning line per recording, whatever there is to say; also when quiet."""
    if analysis.notices:
        notices = "; ".join(notice.rstrip(".") for notice in analysis.notices)
        say(f"mimamo-studio: warning: {video.name}: {notices}.")


def tell(error: Exception, *, debug: bool, about: str = "") -> None:
    """Say what went wrong in one sentence, after the whole trace of it when debugging.

    Parameters
    ----------
    error : Exception
        What was raised.
    debug : bool
        Whether its trace is wanted.
    about : str
        The recording it happened with, for errors that do not name it themselves.
    """
    if debug:
        traceback.print_exception(error)
    say(f"mimamo-studio: {sentence(error, about)}")


def sentence(error: Exception, about: str = "") -> str:
    """What went wrong, for people; a bug too is one sentence."""
    if isinstance(error, (StudioError, ModelError)):
        return str(error)
    kind, text = type(error).__name__, " ".join(str(error).split())
    return (
        f"{about}{': ' if about else ''}Something went wrong inside the program "
        f"({kind}{': ' if text else ''}{text}). "
        "Run the same command with --debug and report what it prints."
    )
