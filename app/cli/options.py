"""Options that several commands share: one row each."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.analysis.choices import DEVICES, Person


def one_of(*allowed: str, option: str | None = None) -> Callable[[str | None], str | None]:
    """A check that a word is one of some; wrong usage otherwise, of an option where it is named."""

    def check(word: str | None) -> str | None:
        if word is not None and word not in allowed:
            said = f"'{word}' is none of {', '.join(allowed)}"
            raise typer.BadParameter(said, param_hint=option)
        return word

    return check


def _finite(seconds: float | None) -> float | None:
    if seconds is not None and not math.isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is no time in seconds")
    return seconds


Device = Annotated[
    str,
    typer.Option(
        "--device", help="auto, cpu, cuda or mps.", metavar="DEVICE", callback=one_of(*DEVICES)
    ),
]
SystemName = Annotated[
    str,
    typer.Option("--system", help="What predicts: mimamo or expression-baseline.", metavar="NAME"),
]
Weights = Annotated[
    str | None,
    typer.Option("--weights", help="A name from `weights list`, or one file.", metavar="NAME"),
]
PersonChoice = Annotated[
    str,
    typer.Option(
        "--person",
        help="largest, all, or a number from 1, left to right at first appearance.",
        metavar="WHO",
    ),
]
Start = Annotated[
    float | None, typer.Option("--start", help="First second.", metavar="S", callback=_finite)
]
End = Annotated[
    float | None,
    typer.Option("--end", help="Second before which to stop.", metavar="S", callback=_finite),
]
Report = Annotated[bool, typer.Option("--report", help="Also write NAME.png, a one-page report.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace existing results.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", help="Leave out all but results, errors and warnings.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the full trace of an error.")]
OutPath = Annotated[
    Path, typer.Option("--out", help="A folder, or a file ending in .csv.", metavar="PATH")
]


def parse_person(text: str) -> Person:
    """The person asked for; wrong usage when it is neither a number from 1, largest nor all."""
    words: dict[str, Person] = {"largest": "largest", "all": "all"}
    if text in words:
        return words[text]
    if text.isdecimal() and len(text) < 10 and int(text) >= 1:
        return int(text)
    raise typer.BadParameter(f"'{text}' is neither largest, all, nor a number from 1")
