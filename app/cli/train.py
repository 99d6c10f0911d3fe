"""``train``: labelled recordings in, weights out.

Options make settings, or a file holds them, which is how the window does it. A folder that holds a
run with the same settings goes on from where it is.
"""

from pathlib import Path

import typer

from app.cli import options
from app.cli import training_options as of
from app.core.errors import OutputError
from app.files import input_error
from app.training.run_folder import RunFolder
from app.training.run_lock import is_held
from app.training.settings import SplitSettings, TrainingSettings


def train_command(
    run: of.RunPath,
    source: of.Source = None,
    recording: of.Recordings = None,
    rater: of.Raters = None,
    shift: of.Shifts = None,
    sampling: of.SamplingName = "sequences",
    preset: of.Preset = "paper",
    start: of.Start = None,
    parts: of.Parts = of.ALL_PARTS,
    temporal: of.Temporal = None,
    spatial: of.Spatial = None,
    differences: of.Differences = None,
    trunk: of.TrunkName = None,
    split: of.Split = "subjects",
    validation: of.Validation = 0.2,
    test: of.Test = 0.0,
    folds: of.Folds = 5,
    fold: of.Fold = 0,
    epochs: of.Epochs = None,
    patience: of.Patience = None,
    rate: of.Rate = None,
    batch: of.Batch = None,
    window: of.Window = 64,
    augment: of.Augment = True,
    seed: of.Seed = 1,
    device: options.Device = "auto",
    settings: of.SettingsFile = None,
    resume: of.Resume = False,
    json_lines: of.JsonLines = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Train or fine-tune a network on labelled recordings; the run is kept in a folder."""
    del debug
    folder = RunFolder(run.absolute())
    if sum((source is not None, settings is not None, resume)) != 1:
        raise typer.BadParameter("give one of --source, --settings and --resume")
    if resume:
        folder.settings()
        folder.forget_asking()
    elif settings is not None:
        ready(folder, read_settings(settings))
    elif source is not None:
        wanted = of.Wanted(
            source=source,
            recordings=recording or (),
            raters=rater or (),
            shifts=shift or (),
            sampling=sampling,
            preset=preset,
            start=start,
            parts=parts,
            network={
                "temporal": temporal,
                "spatial": spatial,
                "differences": differences,
                "trunk": trunk,
            },
            split=SplitSettings(of.split_kind(split), validation, test, folds, fold, seed),
            stages={"epochs": epochs, "patience": patience, "rate": rate, "batch": batch},
            window=window,
            augment=augment,
            seed=seed,
            device=device,
        )
        ready(folder, wanted.settings())
    # This loads torch: only when there is work.
    from app.cli.training_run import carry_out

    carry_out(folder, json_lines=json_lines, quiet=quiet)


def read_settings(path: Path) -> TrainingSettings:
    """The settings in a file.

    Raises
    ------
    InputError
        It cannot be read, or holds none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise input_error(path, error) from None
    return TrainingSettings.from_json(text)


def ready(folder: RunFolder, settings: TrainingSettings) -> None:
    """Make the folder of a run, or see that it holds this very one or one that never began.

    Raises
    ------
    OutputError
        It holds another one, or cannot be made.
    InputError
        It holds one whose settings were changed by hand.
    """
    if not folder.settings_file.exists():
        folder.create(settings)
    elif folder.settings() != settings:
        if folder.has_begun or is_held(folder):
            raise OutputError(
                f"{folder.path} holds another run already; choose another folder with --run, or go "
                "on with that one by --resume."
            )
        folder.replace(settings)
