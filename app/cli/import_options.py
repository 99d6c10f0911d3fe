"""The options of ``import``: one row each; what is written wrong is refused before any work."""

import math
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import one_of


def sentinel_of(text: str | None) -> float | None:
    """The number that means no value as typed; NaN for none, None where nothing was typed."""
    if text is None:
        return None
    if text.strip().casefold() == "none":
        return math.nan
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is neither a number nor none", param_hint="--sentinel"
        ) from None


def separator_of(text: str | None) -> str | None:
    """What stands between cells as typed; a tab has a name, since shells keep it to themselves."""
    return "\t" if text in ("tab", "\\t") else text


def _range(values: tuple[float, float] | None) -> tuple[float, float] | None:
    if values is not None and not (all(map(math.isfinite, values)) and values[0] < values[1]):
        raise typer.BadParameter("the first number must be the lower one")
    return values


def _seconds(value: float) -> float:
    if not math.isfinite(value):
        raise typer.BadParameter(f"{value} is no number of seconds")
    return value


Files = Annotated[
    list[Path], typer.Argument(help="Files of annotations of one recording.", metavar="FILE...")
]
ProjectFolder = Annotated[
    Path, typer.Option("--project", help="A project folder; made when absent.", metavar="DIR")
]
Video = Annotated[
    Path, typer.Option("--video", help="The recording they belong to.", metavar="VIDEO")
]
FormatName = Annotated[
    str | None,
    typer.Option("--format", help="What they are; recognised when left out.", metavar="ID"),
]
Rater = Annotated[
    str | None, typer.Option("--rater", help="Whose they are, all of them.", metavar="NAME")
]
Dimensions = Annotated[
    list[str] | None,
    typer.Option(
        "--dimension", help="What the columns rate, in their order; repeat.", metavar="NAME"
    ),
]
FromRange = Annotated[
    tuple[float, float] | None,
    typer.Option(
        "--from-range",
        help="The range values were rated on.",
        metavar="LOW HIGH",
        callback=_range,
    ),
]
TimeUnit = Annotated[
    str | None,
    typer.Option(
        "--time-unit",
        help="frame, s or ms.",
        metavar="UNIT",
        callback=one_of("frame", "s", "ms"),
    ),
]
Rate = Annotated[
    float | None, typer.Option("--rate", help="Rows per second.", min=0.001, metavar="HZ")
]
Sentinel = Annotated[
    str | None,
    typer.Option("--sentinel", help="The number for no value, or none.", metavar="NUMBER"),
]
Separator = Annotated[
    str | None, typer.Option("--separator", help="Between cells; tab for a tab.", metavar="SIGN")
]
Decimal = Annotated[
    str | None,
    typer.Option(
        "--decimal",
        help="The decimal sign: . or ,",
        metavar="SIGN",
        callback=one_of(".", ","),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="For example utf-8 or cp1252.", metavar="NAME"),
]
Between = Annotated[
    str,
    typer.Option(
        "--between",
        help="Frames between values: hold or line.",
        metavar="HOW",
        callback=one_of("hold", "line"),
    ),
]
Shift = Annotated[
    float,
    typer.Option("--shift", help="Seconds added to every time.", metavar="S", callback=_seconds),
]
RecordingName = Annotated[
    str | None,
    typer.Option(
        "--recording", help="Which recording of a file that holds several.", metavar="NAME"
    ),
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would be done, and do nothing.")]
