"""``export``: annotations of a project as files of many formats."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.cli.options import one_of


def export_command(
    project: Annotated[Path, typer.Argument(help="A project folder.", metavar="PROJECT")],
    out: Annotated[
        Path,
        typer.Option("--out", help="A folder, or one file of one recording.", metavar="PATH"),
    ],
    video: Annotated[
        list[str] | None,
        typer.Option("--video", help="Only the recording of this name; repeat.", metavar="NAME"),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", help="What is written.", metavar="ID")
    ] = "tracks",
    rater: Annotated[
        list[str] | None,
        typer.Option("--rater", help="Only what this rater made; repeat.", metavar="NAME"),
    ] = None,
    track: Annotated[
        list[str] | None,
        typer.Option(
            "--track", help="Only tracks of this name or dimension; repeat.", metavar="NAME"
        ),
    ] = None,
    time_base: Annotated[
        str,
        typer.Option(
            "--time-base",
            help="seconds, milliseconds or frame.",
            metavar="BASE",
            callback=one_of("seconds", "milliseconds", "frame"),
        ),
    ] = "seconds",
    gaps: Annotated[
        str,
        typer.Option(
            "--gaps",
            help="empty or sentinel.",
            metavar="HOW",
            callback=one_of("empty", "sentinel"),
        ),
    ] = "empty",
    sentinel: Annotated[
        float, typer.Option("--sentinel", help="The number for a gap.", metavar="NUMBER")
    ] = -5.0,
    map_ranges: Annotated[
        bool, typer.Option("--map-ranges", help="Map values on the range of the format.")
    ] = False,
    joined: Annotated[
        bool,
        typer.Option("--joined", help="Predictions and annotations in one CSV, a row per frame."),
    ] = False,
    overwrite: options.Overwrite = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Write annotations of a project, of every recording that has some."""
    # This loads numpy, the writers and the database: only when there is work.
    from app.cli.export_run import ExportOrder, export_all
    from app.formats.content import WriteOptions

    order = ExportOrder(
        format="joined" if joined else file_format,
        options=WriteOptions(time_base, gaps, sentinel, map_ranges),  # type: ignore[arg-type]
        videos=tuple(video or ()),
        raters=tuple(rater or ()),
        tracks=tuple(track or ()),
        overwrite=overwrite,
        quiet=quiet,
        debug=debug,
    )
    export_all(project, out, order)
