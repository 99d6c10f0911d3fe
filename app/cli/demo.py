"""``demo``: the demo recording, analysed, in one command."""

from pathlib import Path
from typing import Annotated

import typer

from app.analysis.choices import AnalysisChoice
from app.cli import options
from app.cli.progress_lines import follow, say
from app.files import atomic_write, make_folder

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "demo.mp4"


def demo_command(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the results.", metavar="DIR")
    ] = Path("demo-output"),
    device: options.Device = "auto",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Analyse the demo recording: a synthetic face with known arousal and valence."""
    # These load torch: only when there is work.
    from app.analysis.run import AnalysisRun
    from app.cli.analysis_run import write_results
    from app.cli.analyze import warn

    make_folder(out)
    video = out / SAMPLE.name
    with atomic_write(video) as stream:
        stream.write(SAMPLE.read_bytes())
    run = AnalysisRun.prepare(AnalysisChoice(device=device))
    if run.system.card.caution:
        say(f"note: {run.system.card.caution}", quiet=quiet)
    analysis = follow(run.start(video), video.name, quiet=quiet)
    warn(video, analysis)
    csv = out / "demo.csv"
    write_results(analysis, csv, "largest", report=True, overwrite=True)
    run.tidy()
    for path in (csv, csv.with_suffix(".json"), csv.with_suffix(".png")):
        say(f"wrote {path}", quiet=quiet)
