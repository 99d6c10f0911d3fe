"""``doctor``: what works on this machine, and what to install where something does not."""

from collections.abc import Callable, Iterator

import typer

from app.cli import examinations, options
from app.cli.examinations import Finding
from app.core.errors import StudioError

EXAMINATIONS: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
    ("versions", examinations.versions),
    ("device", examinations.device),
    ("weights", examinations.weights),
    ("face detector", examinations.face_detector),
    ("video", examinations.video),
    ("window", examinations.window),
    ("display", examinations.display),
    ("system libraries", examinations.system_libraries),
    ("sound", examinations.sound),
    ("cache", examinations.cache),
)
"""What is looked at, in this order: what to call it when it fails, and how."""


def doctor_command(quiet: options.Quiet = False, debug: options.Debug = False) -> None:
    """Examine this installation; exit code 1 when something does not work."""
    del debug  # the root shows traces
    findings = [finding for finding in examine() if not (quiet and finding.state == "ok")]
    width = max((len(finding.subject) for finding in findings), default=0)
    for finding in findings:
        typer.echo(f"{finding.state:<6}{finding.subject:<{width}}  {finding.text}")
    faults = [finding.subject for finding in findings if finding.state == "fault"]
    if faults:
        raise StudioError(f"Something does not work: {', '.join(faults)} (see above).")


def examine() -> Iterator[Finding]:
    """Look at everything, one after the other; a fault in one does not stop the others."""
    for subject, look in EXAMINATIONS:
        try:
            yield from look()
        except Exception as error:  # whatever it is, it is what the user wants to know
            yield Finding("fault", subject, " ".join(str(error).split()) or type(error).__name__)
