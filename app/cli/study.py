"""``study``: the paper's claims tried in miniature on synthetic facial motion."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import options
from app.cli.messages import say

if TYPE_CHECKING:
    from app.training.study.study import StudyProgress


def study_command(
    out: Annotated[
        Path, typer.Option("--out", help="Folder of the study; one in it goes on.", metavar="DIR")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="Within an hour on two cores without a GPU.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Overnight, or on a GPU.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", help="Trainings side by side on a CPU.", min=1, metavar="N")
    ] = 2,
    device: options.Device = "auto",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Try the paper's claims on synthetic facial motion and write tables with intervals."""
    del debug  # the root shows traces
    if quick == full:
        raise typer.BadParameter("choose one of them", param_hint="--quick or --full")
    # This loads torch: only when there is work.
    from app.analysis.devices import choose_device
    from app.cli.progress_lines import to_the_end
    from app.training.study.plan import PLANS
    from app.training.study.study import study

    where = choose_device(device).type
    # Several processes would share one GPU to no one's good.
    side_by_side = workers if where == "cpu" else 1
    work: Generator[StudyProgress, None, Path] = study(
        PLANS["quick" if quick else "full"], out, device=where, workers=side_by_side
    )

    def show(progress: "StudyProgress") -> None:
        name = f" ({progress.name})" if progress.name else ""
        say(f"{progress.what}: {progress.done} of {progress.total}{name}", quiet=quiet)

    report = to_the_end(work, show)
    say(f"wrote {report}", quiet=quiet)
