"""``import``: annotations of other tools into a project."""

import math
from pathlib import Path
from typing import Annotated

import typer

from app.cli import options


def _sentinel(text: str | None) -> float | None:
    if text is None:
        return None
    if text.strip().casefold() == "none":
        return math.nan
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is neither a number nor none") from None


def _one_of(names: tuple[str, ...], value: str | None) -> str | None:
    if value is not None and value not in names:
        raise typer.BadParameter(f"'{value}' is none of {', '.join(names)}")
    return value


def import_command(
    files: Annotated[
        list[Path], typer.Argument(help="Files of annotations of one recording.", metavar="FILE...")
    ],
    project: Annotated[
        Path, typer.Option("--project", help="A project folder; made when absent.", metavar="DIR")
    ],
    video: Annotated[
        Path, typer.Option("--video", help="The recording they belong to.", metavar="VIDEO")
    ],
    file_format: Annotated[
        str | None,
        typer.Option("--format", help="What they are; recognised when left out.", metavar="ID"),
    ] = None,
    rater: Annotated[
        str | None, typer.Option("--rater", help="Whose they are, all of them.", metavar="NAME")
    ] = None,
    dimension: Annotated[
        list[str] | None,
        typer.Option(
            "--dimension", help="What the columns rate, in their order; repeat.", metavar="NAME"
        ),
    ] = None,
    from_range: Annotated[
        tuple[float, float] | None,
        typer.Option("--from-range", help="The range values were rated on.", metavar="LOW HIGH"),
    ] = None,
    time_unit: Annotated[
        str | None, typer.Option("--time-unit", help="frame, s or ms.", metavar="UNIT")
    ] = None,
    rate: Annotated[
        float | None, typer.Option("--rate", help="Rows per second.", min=0.001, metavar="HZ")
    ] = None,
    sentinel: Annotated[
        str | None,
        typer.Option("--sentinel", help="The number for no value, or none.", metavar="NUMBER"),
    ] = None,
    separator: Annotated[
        str | None, typer.Option("--separator", help="Between cells; tab for a tab.")
    ] = None,
    decimal: Annotated[
        str | None, typer.Option("--decimal", help="The decimal sign: . or ,", metavar="SIGN")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="For example utf-8 or cp1252.")
    ] = None,
    between: Annotated[
        str, typer.Option("--between", help="Frames between values: hold or line.", metavar="HOW")
    ] = "hold",
    shift: Annotated[
        float, typer.Option("--shift", help="Seconds added to every time.", metavar="S")
    ] = 0.0,
    recording: Annotated[
        str | None,
        typer.Option(
            "--recording", help="Which recording of a file that holds several.", metavar="NAME"
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would be done, and do nothing.")
    ] = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Read annotations of other tools into a project; nothing is rescaled silently."""
    del debug  # the root shows traces
    if not math.isfinite(shift):
        raise typer.BadParameter(f"{shift} is no number of seconds", param_hint="--shift")
    if from_range is not None and not (
        math.isfinite(from_range[0])
        and math.isfinite(from_range[1])
        and from_range[0] < from_range[1]
    ):
        raise typer.BadParameter(
            "the first number must be the lower one", param_hint="--from-range"
        )
    _one_of(("frame", "s", "ms"), time_unit)
    _one_of((".", ","), decimal)
    _one_of(("hold", "line"), between)
    missing = _sentinel(sentinel)
    # This loads numpy, the readers and the database: only when there is work.
    from app.cli.import_run import ImportOrder, import_all
    from app.formats.content import ReadOptions

    order = ImportOrder(
        format=file_format or "",
        options=ReadOptions(
            separator="\t" if separator in ("tab", "\\t") else separator,
            decimal=decimal,
            encoding=encoding,
            time_unit=time_unit,  # type: ignore[arg-type]
            sentinel=missing,
            rate=rate,
            video=recording,
        ),
        rater=rater or "",
        dimensions=tuple(dimension or ()),
        from_range=from_range,
        between="previous" if between == "hold" else "linear",
        shift=shift,
    )
    import_all(files, project, video, order, preview=preview, quiet=quiet)
