"""`weights list | fetch | verify | import`: which networks are here, and getting more."""

import sys
from collections.abc import Generator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Column, Table

from app.cli import options
from app.cli.progress_lines import to_the_end
from app.core.errors import WeightsError
from app.weights.fetch import FetchProgress, fetch
from app.weights.find import FoundWeights
from app.weights.import_file import COLUMNS, ColumnsNeededError, import_weights
from app.weights.places import places, user_weights_folder
from app.weights.verify import Verdict, verify_all
from models import catalogue
from models.card import read_card
from models.catalogue import KnownWeights
from models.errors import ModelError

weights_app = typer.Typer(
    help="Which networks are on this machine, and getting more.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_LINE_EVERY_BYTES = 8 << 20
_HEADINGS = ("name", "on this machine", "size", "licence", "proved on people", "what it is")


@weights_app.command("list")
def list_command(quiet: options.Quiet = False, debug: options.Debug = False) -> None:
    """Show every known set of weights, where it is, and what it is for."""
    del debug
    known = list(catalogue.KNOWN.values())
    rows = [_row(entry) for entry in known]
    if sys.stdout.isatty():
        _print_table(rows)
    else:
        for row in (_HEADINGS, *rows):
            typer.echo("\t".join(row))
    if not quiet:
        _print_advice(known)


def _print_advice(known: list[KnownWeights]) -> None:
    for entry in known:
        if next(places(entry), None) is None:
            typer.echo(f"{entry.name} is not here. {entry.obtain}")
    typer.echo(f"Fetched and imported weights are kept in {user_weights_folder()}")


@weights_app.command("fetch")
def fetch_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `weights list`.")],
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Download weights, verified; an interrupted download goes on where it ended."""
    del debug
    work = fetch(name)
    if quiet:
        to_the_end(work, lambda progress: None)
        return
    found = _with_bar(work, name) if sys.stderr.isatty() else _with_lines(work, name)
    _say_kept(found)


@weights_app.command("verify")
def verify_command(quiet: options.Quiet = False, debug: options.Debug = False) -> None:
    """Check every weights file on this machine against its sha256."""
    del debug
    verdicts = list(verify_all())
    for verdict in verdicts:
        typer.echo(_verdict_line(verdict))
    if not verdicts and not quiet:
        typer.echo("No known weights are on this machine; `weights list` says how to get them.")
    damaged = [verdict for verdict in verdicts if verdict.fault]
    if damaged:
        names = ", ".join(str(verdict.path) for verdict in damaged)
        raise WeightsError(
            f"{len(damaged)} of {len(verdicts)} weights files are not what they should be: {names}."
        )


@weights_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of published weights.")],
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="ORDER",
            help="Order of the published head's outputs: valence,arousal or arousal,valence.",
        ),
    ] = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Check published weights you have as a file, and keep them under their catalogue name."""
    del debug
    try:
        found = import_weights(file, _columns(columns))
    except ColumnsNeededError as error:
        raise typer.BadParameter(str(error), param_hint="--columns") from error
    if quiet:
        return
    _say_kept(found)
    if found.name == "mimamo-published":
        trunk = catalogue.KNOWN["resnet50-ferplus"]
        if next(places(trunk), None) is None:
            typer.echo(f"It also needs {trunk.name}, which is not here. {trunk.obtain}")


def _columns(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    for order in COLUMNS:
        if text.replace(" ", "") == ",".join(order):
            return order
    raise typer.BadParameter(
        f"'{text}' is neither valence,arousal nor arousal,valence", param_hint="--columns"
    )


def _row(known: KnownWeights) -> tuple[str, ...]:
    place = next(places(known), None)
    where: str = "no" if place is None else place[1]
    size = place[0].stat().st_size if place is not None else known.size
    licence, validated = known.licence, known.validated_on_people
    if place is not None and known.kind == "mimamo":
        try:
            card = read_card(place[0])
        except (ModelError, OSError):
            where = f"{where}, but damaged"
        else:
            licence, validated = card.licence, card.validated_on_people
    return (
        known.name,
        where,
        "unknown" if size is None else f"{size / 1e6:.1f} MB",
        licence,
        "yes" if validated else "no",
        known.description,
    )


def _print_table(rows: list[tuple[str, ...]]) -> None:
    """A table, and the long last column as a sentence of its own below it."""
    table = Table(Column(_HEADINGS[0], no_wrap=True), *_HEADINGS[1:-1])
    for row in rows:
        table.add_row(*row[:-1])
    Console(markup=False).print(table)
    for row in rows:
        typer.echo(f"{row[0]}: {row[-1]}")


def _verdict_line(verdict: Verdict) -> str:
    match verdict.evidence:
        case None:
            state = f"DAMAGED: {verdict.fault}"
        case "structure only":
            state = "fits by its structure; no sha256 is known of it"
        case "recorded digest":
            state = "sha256 as recorded when it came here; its publisher gives none"
        case "published digest":
            state = "sha256 as published"
    return f"{verdict.name} ({verdict.path}): {state}"


def _say_kept(found: FoundWeights) -> None:
    proof = (
        "its sha256 is the published one"
        if found.evidence == "published digest"
        else "no sha256 is published for it, so it was checked by its structure"
    )
    typer.echo(f"{found.name} is in {found.path}: {proof}.")


def _with_bar(work: Generator[FetchProgress, None, FoundWeights], name: str) -> FoundWeights:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(name, total=None)
        return to_the_end(work, lambda p: bars.update(task, completed=p.received, total=p.total))


def _with_lines(work: Generator[FetchProgress, None, FoundWeights], name: str) -> FoundWeights:
    shown = -_LINE_EVERY_BYTES

    def show(progress: FetchProgress) -> None:
        nonlocal shown
        if progress.received - shown >= _LINE_EVERY_BYTES or progress.received == progress.total:
            shown = progress.received
            whole = "?" if progress.total is None else f"{progress.total / 1e6:.1f}"
            typer.echo(f"{name}: {progress.received / 1e6:.1f} of {whole} MB", err=True)

    return to_the_end(work, show)
