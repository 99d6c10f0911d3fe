"""``demo``: the demo recording, analysed, in one command."""

from pathlib import Path
from typing import Annotated

import typer

from app.analysis.choices import AnalysisChoice
from app.cli import gui, options
from app.cli.jobs import Job, prepare_place
from app.cli.messages import say
from app.cli.order import Order, Tally
from app.files import atomic_write

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "demo.mp4"


def demo_command(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the results.", metavar="DIR")
    ] = Path("demo-output"),
    device: options.Device = "auto",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Analyse the demo recording, a synthetic face of known arousal and valence, and show it."""
    prepare_place(out / "demo.csv")
    video = out / SAMPLE.name
    with atomic_write(video) as stream:
        stream.write(SAMPLE.read_bytes())
    analyze_demo(video, AnalysisChoice(device=device), quiet=quiet, debug=debug)
    if gui.can_show_window():
        gui.open_window(video)  # which shows again what was just read


def analyze_demo(video: Path, choice: AnalysisChoice, *, quiet: bool, debug: bool) -> None:
    """Analyse the copy and write CSV, JSON and report beside it."""
    # This loads torch: only when there is work.
    from app.cli.analysis_run import analyze_all

    csv = video.with_suffix(".csv")
    order = Order(choice, report=True, overwrite=True, quiet=quiet, debug=debug)
    analyze_all([Job(video, csv)], order, Tally(1, debug))
    for path in (csv, csv.with_suffix(".json"), csv.with_suffix(".png")):
        say(f"wrote {path}", quiet=quiet)
