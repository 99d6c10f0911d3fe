"""The root of the command line, and what becomes of errors.

Exit codes: 0 done, 1 the job failed (one sentence on stderr), 2 wrong usage.
"""

import sys
from typing import NoReturn

import typer

from app.cli.analyze import analyze_command
from app.cli.cache import cache_app
from app.cli.demo import demo_command
from app.cli.doctor import doctor_command
from app.cli.gui import gui_command, open_window
from app.cli.weights import weights_app
from app.core.errors import StudioError
from app.version import application_version
from models.errors import ModelError

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
cli.command("doctor")(doctor_command)
cli.add_typer(weights_app, name="weights")
cli.add_typer(cache_app, name="cache")


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
    try:
        cli()
    except (StudioError, ModelError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("Stopped. What was finished is kept; the same command goes on from there.")
    except Exception as error:  # a bug must still be one sentence for the user
        _fail(
            f"Something went wrong inside the program ({type(error).__name__}: {error}). "
            "Run the same command with --debug and report what it prints."
        )
    sys.exit(0)


def _fail(message: str) -> NoReturn:
    if "--debug" in sys.argv:
        raise  # the error being handled, with its trace
    sys.stderr.write(f"mimamo-studio: {message}\n")
    sys.exit(1)
