"""``train`` on the command line."""

import json
from pathlib import Path

import pytest

from app.cli.training_run import Teller
from app.training.events import Began, Ended, Finished, Preparing, event_of
from app.training.run_folder import RunFolder
from app.training.run_lock import RunLock
from app.training.settings import NetworkSettings, StageSettings
from models.card import ModelCard
from models.checkpoint import save_model
from models.mimamo import MimamoNet
from models.spec import ModelSpec
from tests.support.trainings import preparing, short_clips, short_settings

STAGES = (StageSettings("together", 1, rate=0.01, batch=2),)


@pytest.fixture(autouse=True)
def _no_video(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings are made by hand; all else is the command."""
    from app.training.train import train

    monkeypatch.setattr(train, "__defaults__", (preparing(short_clips()),))
    # Meant for a process that does nothing else, and for good.
    monkeypatch.setattr("app.cli.training_run.keep_freed_memory", lambda: True)


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    network = NetworkSettings(temporal="none", differences=4)
    path = tmp_path / "wanted.json"
    path.write_text(short_settings(network=network, stages=STAGES).to_json())
    return path


def test_settings_of_a_file_and_json_lines_as_the_window_wants_them(
    command_line, tmp_path, settings_file
) -> None:
    run = tmp_path / "run"
    done = command_line("train", "--settings", settings_file, "--run", run, "--json-lines")
    assert done.code == 0
    events = [event_of(line) for line in done.out.splitlines()]
    assert events == list(RunFolder(run).events())
    assert isinstance(events[-1], Finished)
    again = command_line("train", "--settings", run / "settings.json", "--run", run, "--json-lines")
    assert again.code == 0


def test_plain_lines_on_stderr_and_the_weights_on_stdout(
    command_line, tmp_path, settings_file
) -> None:
    run = tmp_path / "run"
    done = command_line("train", "--settings", settings_file, "--run", run)
    assert done.code == 0
    assert done.out == f"{run / 'best.safetensors'}\n"
    assert "stage 1 of 1: together, 2 windows a batch" in done.err
    assert "together 1 of 1: loss " in done.err
    quiet = command_line("train", "--run", run, "--resume", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


def test_options_make_settings(command_line, tmp_path) -> None:
    run = tmp_path / "run"
    words = (
        *("train", "--source", "folder", tmp_path, "--run", run, "--preset", "modern"),
        *("--recording", "a", "--rater", "eve", "--shift", "eve=0.5", "--shift", "*=0.25"),
        *("--split", "k-fold", "--fold", 2, "--temporal", "none", "--parts", "head, fusion"),
        *("--epochs", 1, "--rate", 0.002, "--batch", 1, "--window", 12, "--seed", 7),
    )
    assert command_line(*words).code == 0
    made = RunFolder(run).settings()
    assert made.source.path == str(tmp_path)
    assert made.source.recordings == ("a",)
    assert made.source.raters == ("eve",)
    assert made.source.shifts == {"eve": 0.5, "*": 0.25}
    assert (made.split.kind, made.split.fold, made.split.seed) == ("k-fold", 2, 7)
    assert made.network.train == ("fusion", "head")
    assert made.network.temporal == "none"
    assert (made.preset, made.optimiser, made.window, made.seed) == ("modern", "adamw", 12, 7)
    assert {(stage.epochs, stage.rate, stage.batch) for stage in made.stages} == {(1, 0.002, 1)}
    assert command_line(*words).code == 0  # the same again goes on, and is over


def test_fine_tuning_starts_from_the_shipped_weights(command_line, tmp_path) -> None:
    done = command_line(
        *("train", "--source", "folder", tmp_path, "--run", tmp_path / "run"),
        *("--preset", "fine-tuning", "--parts", "head", "--temporal", "none"),
    )
    assert done.code == 1  # those weights have a temporal stream
    assert "mimamo-demo are of another architecture" in done.err
    assert RunFolder(tmp_path / "run").settings().network.start == "mimamo-demo"


def test_the_network_is_that_of_the_weights_it_starts_from(command_line, tmp_path) -> None:
    spec = ModelSpec(
        trunk="none", spatial_width=0, streams=("temporal",), num_phase=8, temporal_input="flow"
    )
    start = tmp_path / "start.safetensors"
    card = ModelCard("start", spec, "made up", "none", "for tests", False)
    save_model(start, MimamoNet.from_spec(spec), None, card)
    done = command_line(
        *("train", "--source", "folder", tmp_path, "--run", tmp_path / "run", "--start", start),
        *("--parts", "head", "--preset", "fine-tuning", "--epochs", 1, "--window", 12),
    )
    assert done.code == 0
    network = RunFolder(tmp_path / "run").settings().network
    assert (network.temporal, network.spatial, network.differences) == ("flow", False, 8)


def test_a_folder_with_another_run_is_refused(command_line, tmp_path, settings_file) -> None:
    run = tmp_path / "run"
    command_line("train", "--settings", settings_file, "--run", run)
    done = command_line("train", "--source", "folder", tmp_path, "--run", run)
    assert done.code == 1
    assert "holds another run already" in done.err


def test_a_cancelled_run_is_a_job_that_failed(command_line, tmp_path, settings_file) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.create(short_settings(stages=STAGES))
    folder.ask_to_cancel()
    done = command_line("train", "--settings", folder.settings_file, "--run", folder.path)
    assert done.code == 1
    assert "cancelled" in done.err
    assert list(folder.events()) == [Ended("cancelled")]


def test_going_on_takes_back_what_was_asked(command_line, tmp_path, settings_file) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.settings_file.write_text(settings_file.read_text())
    folder.ask_to_stop()
    assert command_line("train", "--run", folder.path, "--resume").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "one of --source, --settings and --resume"),
        (("--source", "folder", ".", "--resume"), 2, "one of --source, --settings and --resume"),
        (("--source", "films", "."), 2, "--source: 'films' is none of project"),
        (("--source", "folder", ".", "--parts", "nose"), 2, "--parts: 'nose' is none of spatial"),
        (("--source", "folder", ".", "--shift", "eve"), 2, "'eve' is not RATER=SECONDS"),
        (("--source", "folder", ".", "--differences", "5"), 1, "differences must be 4, 8, 12"),
        (("--resume",), 1, "holds no training run"),
        (("--settings", "nowhere.json"), 1, "There is no file nowhere.json"),
    ],
)
def test_what_cannot_be_done_is_said(command_line, tmp_path, words, code, said) -> None:
    done = command_line("train", "--run", tmp_path / "run", *words)
    assert done.code == code
    assert said in " ".join(done.err.replace("│", " ").split())


def test_settings_that_are_none_are_refused(command_line, tmp_path) -> None:
    path = tmp_path / "wanted.json"
    path.write_text(json.dumps({"source": 3}))
    done = command_line("train", "--settings", path, "--run", tmp_path / "run")
    assert done.code == 1
    assert "settings of the run cannot be read" in done.err


def test_a_run_that_never_began_gives_way_to_corrected_settings(command_line, tmp_path) -> None:
    run = RunFolder(tmp_path / "run")
    words = ("train", "--source", "folder", tmp_path, "--run", run.path, "--preset", "fine-tuning")
    words += ("--parts", "head", "--epochs", 1, "--window", 12)
    assert command_line(*words, "--temporal", "none").code == 1  # the start has both streams
    assert any(isinstance(event, Ended) for event in run.events())
    assert command_line(*words).code == 0
    assert run.settings().network.temporal == "phase-difference"
    assert not any(isinstance(event, Ended) for event in run.events())
    done = command_line(*words, "--seed", 2)  # now something was learnt
    assert done.code == 1
    assert "holds another run already" in done.err
    assert run.settings().seed == 1


def test_a_run_that_another_process_prepares_does_not_give_way(
    command_line, tmp_path, settings_file
) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.create(short_settings(stages=STAGES))
    with RunLock(folder):
        done = command_line("train", "--settings", settings_file, "--run", folder.path)
    assert done.code == 1
    assert "holds another run already" in done.err
    assert folder.settings() == short_settings(stages=STAGES)


def test_all_figures_are_told_before_and_after(command_line, tmp_path) -> None:
    run = RunFolder(tmp_path / "run")
    done = command_line(
        *("train", "--source", "folder", tmp_path, "--run", run.path, "--preset", "fine-tuning"),
        *("--parts", "head", "--epochs", 1, "--window", 12),
    )
    assert done.code == 0
    began = next(event for event in run.events() if isinstance(event, Began))
    assert f"before training: validation CCC valence {began.validation['valence']:.3f}" in done.err
    finished = list(run.events())[-1]
    assert isinstance(finished, Finished)
    assert f", test CCC valence {finished.test['valence']:.3f}, arousal" in done.err


def test_recordings_are_opened_and_then_prepared(capsys) -> None:
    teller = Teller(quiet=False)
    for number in (1, 2):
        teller(Preparing(f"{number}.mp4", number, 2, 0, 1))
        teller(Preparing(f"{number}.mp4", number, 2, 0, 1))
    for number in (1, 2):
        teller(Preparing(f"{number}.mp4", number, 2, 32, 300))
        teller(Preparing(f"{number}.mp4", number, 2, 300, 300))
    assert capsys.readouterr().err.splitlines() == [
        "opening 1 of 2: 1.mp4",
        "opening 2 of 2: 2.mp4",
        "preparing 1 of 2: 1.mp4",
        "preparing 2 of 2: 2.mp4",
    ]
