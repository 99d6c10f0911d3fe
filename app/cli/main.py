"""The root of the command line, and what becomes of errors.

Exit codes: 0 done, 1 the job failed (one sentence on stderr), 2 wrong usage.
"""

import io
import sys
from typing import NoReturn

import typer

from app.cli.analyze import analyze_command
from app.cli.cache import cache_app
from app.cli.demo import demo_command
from app.cli.doctor import doctor_command
from app.cli.evaluate import evaluate_command
from app.cli.export_command import export_command
from app.cli.gui import gui_command, open_window
from app.cli.import_command import import_command
from app.cli.messages import say, tell
from app.cli.study import study_command
from app.cli.train import train_command
from app.cli.weights import weights_app
from app.version import application_version

cli = typer.Typer(
    name="mimamo-studio",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reads arousal and valence over time from face video. Everything stays on this machine.",
)
cli.command("gui")(gui_command)
cli.command("demo")(demo_command)
cli.command("analyze")(analyze_command)
cli.command("evaluate")(evaluate_command)
cli.command("import")(import_command)
cli.command("export")(export_command)
cli.command("train")(train_command)
cli.command("study")(study_command)
cli.command("doctor")(doctor_command)
cli.add_typer(weights_app, name="weights")
cli.add_typer(cache_app, name="cache")

_INTERRUPTED = 130
"""The exit code that Typer makes of a KeyboardInterrupt, which it lets nobody else see."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"MIMAMO Studio {application_version()}")
        raise typer.Exit


@cli.callback()
def root(
    context: typer.Context,
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Read arousal and valence over time from face video; without a command, open the window."""
    if context.invoked_subcommand is None:
        open_window(None)


def run() -> NoReturn:
    """Run the command line and leave with its exit code."""
    _print_any_name()
    try:
        cli()
    except SystemExit as left:
        if left.code != _INTERRUPTED:
            raise
        _stopped()
    except KeyboardInterrupt:  # before Typer began, or after it ended
        _stopped()
    except Exception as error:  # a bug must still be one sentence for the user
        tell(error, debug="--debug" in sys.argv)
        sys.exit(1)
    sys.exit(0)


def _stopped() -> NoReturn:
    say(
        "mimamo-studio: Stopped; what was finished is kept, and the same command goes on with "
        "what is left."
    )
    sys.exit(1)


def _print_any_name() -> None:
    """Names of files that are no text in the terminal's encoding are printed with escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
