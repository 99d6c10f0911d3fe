"""A run that was interrupted, stopped, cancelled or changed by hand."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from app.core.errors import InputError
from app.training.events import Ended, EpochDone, Event, Finished
from app.training.run_folder import RunFolder
from app.training.run_lock import RunLock
from app.training.settings import NetworkSettings, StageSettings, TrainingSettings
from app.training.train import train
from models.card import ModelCard
from models.checkpoint import load_model, save_model
from models.mimamo import MimamoNet
from models.spec import ModelSpec
from tests.support.trainings import preparing, short_clips, short_settings, trained

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def quick(epochs: int = 3, preset: str = "sgd") -> TrainingSettings:
    """A network that sees no motion: a step takes milliseconds."""
    stages = (
        StageSettings("spatial", epochs, 99, rate=0.01, batch=2),
        StageSettings("together", epochs, 99, rate=0.01, batch=2),
    )
    network = NetworkSettings(temporal="none", differences=4)
    schedule = "cosine" if preset == "adamw" else "constant"
    return short_settings(network=network, stages=stages, optimiser=preset, schedule=schedule)


def same_weights(first: Path, second: Path) -> bool:
    a, b = (load_model(path).net.state_dict() for path in (first, second))
    return all(torch.equal(a[key], b[key]) for key in a)


def same_end(first: Path, second: Path) -> None:
    for name in ("best.safetensors", "last.safetensors"):
        assert same_weights(first / name, second / name), name
    ends = [list(RunFolder(path).events())[-1] for path in (first, second)]
    assert isinstance(ends[0], Finished)
    assert ends[0] == ends[1]


def epochs_told(path: Path) -> set[tuple[str, int]]:
    events = RunFolder(path).events()
    return {(each.stage, each.epoch) for each in events if isinstance(each, EpochDone)}


def until(path: Path, kind: type[Event], count: int) -> RunFolder:
    """A run ended from within after so many events of a kind, as a window that goes would."""
    folder = RunFolder(path)
    folder.create(quick())
    work, seen = train(folder, None, preparing(short_clips())), 0
    for event in work:
        seen += isinstance(event, kind)
        if seen == count:
            work.close()
            break
    return folder


@pytest.mark.parametrize("optimiser", ["sgd", "adamw"])
def test_a_run_that_is_interrupted_after_each_epoch_ends_as_one_that_is_not(
    tmp_path: Path, optimiser: str
) -> None:
    settings, clips = quick(preset=optimiser), short_clips(views=2)
    trained(tmp_path / "whole", settings, clips)
    folder = RunFolder(tmp_path / "cut")
    folder.create(settings)
    for _ in range(6):
        work = train(folder, None, preparing(clips))
        next(event for event in work if isinstance(event, EpochDone))
        work.close()
    trained(tmp_path / "cut", settings, clips)
    same_end(tmp_path / "whole", tmp_path / "cut")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_process_killed_again_and_again_ends_as_one_that_was_not(tmp_path: Path) -> None:
    stages = (
        StageSettings("spatial", 2, 99, rate=0.01, batch=1),
        StageSettings("temporal", 2, 99, rate=0.01, batch=1),
        StageSettings("together", 3, 99, rate=0.01, batch=1),
    )
    settings = short_settings(stages=stages)
    trained(tmp_path / "whole", settings)
    RunFolder(tmp_path / "killed").create(settings)
    chance = random.Random(11)
    for _ in range(5):
        _killed_after(tmp_path / "killed", chance)
    left = trained(tmp_path / "killed")
    assert isinstance(left[-1], Finished)
    same_end(tmp_path / "whole", tmp_path / "killed")
    assert epochs_told(tmp_path / "killed") == epochs_told(tmp_path / "whole")


def _killed_after(path: Path, chance: random.Random) -> None:
    """Train in a process, and kill it at some instant after it began to learn."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.trainings", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if '"event": "stage"' in line:
            break
    time.sleep(chance.uniform(0.0, 1.5))
    process.kill()
    process.stdout.close()
    process.wait()


def test_an_event_that_was_not_written_any_more_is_told_by_the_next_process(
    tmp_path: Path,
) -> None:
    folder = until(tmp_path / "run", EpochDone, 2)
    lines = folder.events_file.read_bytes().splitlines(keepends=True)
    epoch = max(n for n, line in enumerate(lines) if b'"event": "epoch"' in line)
    folder.events_file.write_bytes(b"".join(lines[:epoch]) + lines[epoch][:40])
    trained(folder.path)
    assert epochs_told(folder.path) == {(s, e) for s in ("spatial", "together") for e in (1, 2, 3)}


def test_stopping_early_keeps_the_best_weights_and_the_run_can_go_on(tmp_path: Path) -> None:
    trained(tmp_path / "whole", quick())
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    events = []
    for event in train(folder, None, preparing(short_clips())):
        events.append(event)
        if isinstance(event, EpochDone) and event.stage == "together" and event.epoch == 2:
            folder.ask_to_stop()
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "stopped early"
    assert load_model(folder.best).card.validation["ccc_valence"] == pytest.approx(
        events[-1].validation["valence"], abs=1e-4
    )
    trained(folder.path)
    same_end(tmp_path / "whole", folder.path)


def test_stopping_before_the_whole_network_was_trained_leaves_nothing_but_can_go_on(
    tmp_path: Path,
) -> None:
    trained(tmp_path / "whole", quick())
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    events = []
    for event in train(folder, None, preparing(short_clips())):
        events.append(event)
        if isinstance(event, EpochDone):
            folder.ask_to_stop()
    assert isinstance(events[-1], Ended)
    assert "no weights to keep" in events[-1].sentence
    assert not folder.best.exists()
    folder.forget_asking()
    trained(folder.path)
    same_end(tmp_path / "whole", folder.path)


def test_cancelling_leaves_no_weights(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    events = []
    for event in train(folder, None, preparing(short_clips())):
        events.append(event)
        if isinstance(event, EpochDone) and event.stage == "together":
            folder.ask_to_cancel()
    assert events[-1] == Ended("cancelled")
    left = {path.name for path in folder.path.iterdir()}
    assert left == {"settings.json", "split.json", "events.jsonl", "run.lock", "cancel"}


@pytest.mark.parametrize("asked", ["ask_to_stop", "ask_to_cancel"])
def test_a_run_can_be_ended_while_recordings_are_prepared(tmp_path: Path, asked: str) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    getattr(folder, asked)()
    assert list(train(folder, None, preparing(short_clips()))) == [Ended("cancelled")]


def test_two_processes_do_not_train_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunLock.__init__, "__defaults__", (0.1,))
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    first = train(folder, None, preparing(short_clips()))
    next(first)
    told = folder.events_file.read_bytes()
    with pytest.raises(InputError, match="in another process already"):
        next(train(folder, None, preparing(short_clips())))
    assert folder.events_file.read_bytes() == told
    first.close()


def other_architecture(path: Path) -> None:
    spec = ModelSpec(trunk="compact", spatial_width=512, num_phase=16)
    card = ModelCard("other", spec, "made up", "none", "for tests", False)
    save_model(path, MimamoNet.from_spec(spec), None, card)


def rate_changed(path: Path) -> None:
    path.write_text(path.read_text().replace("0.01", "0.02"))


def later_epoch(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"epoch": 3}))


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("settings.json", rate_changed, "settings of the run run are others"),
        ("settings.json", lambda path: path.write_text("{"), "settings of the run cannot be read"),
        ("split.json", lambda path: path.write_text("{}"), "are others than in its split.json"),
        ("state.json", lambda path: path.write_text("{"), "state.json cannot be read"),
        ("state.json", later_epoch, "state.json was changed by hand"),
        ("last.optimizer.pt", lambda path: path.write_bytes(b"no"), "pt cannot be read"),
        ("last.optimizer.pt", lambda path: torch.save({"a": 1}, path), "pt cannot be read"),
        ("last.optimizer.pt", lambda path: path.unlink(), "pt is gone"),
        ("last.safetensors", other_architecture, "of another architecture"),
        ("last.safetensors", lambda path: path.write_bytes(b"no"), "damaged or of another"),
        ("best.safetensors", other_architecture, "of another architecture"),
    ],
)
def test_a_folder_that_was_changed_by_hand_is_refused(tmp_path, name, change, said) -> None:
    folder = until(tmp_path / "run", EpochDone, 4)
    change(folder.path / name)
    try:
        events = list(train(folder, None, preparing(short_clips())))
    except InputError as error:  # without settings there is no run
        sentence = str(error)
    else:
        assert isinstance(events[-1], Ended)
        sentence = events[-1].sentence
    assert said in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_other_labels_than_at_its_beginning_are_refused(tmp_path: Path) -> None:
    folder = until(tmp_path / "run", EpochDone, 1)
    clips = short_clips()
    clips.training[0].labels[3, 0] = 0.5
    *_, last = train(folder, None, preparing(clips))
    assert isinstance(last, Ended)
    assert "labels of the run" in last.sentence


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.support.trainings import trained
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
print(trained(Path(sys.argv[1]))[-1].to_line())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs file-size limits")
@pytest.mark.parametrize("limit", [100, 3000, 1_000_000, 10_000_000])
def test_a_disk_that_is_full_is_one_sentence_and_loses_nothing(tmp_path: Path, limit: int) -> None:
    """Events, split, point and checkpoints each meet a limit on the size of a file."""
    trained(tmp_path / "whole", quick())
    folder = until(tmp_path / "run", EpochDone, 4)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder.path), str(limit)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["event"], told["reason"]) == ("ended", "failed")
    assert told["sentence"].startswith("Cannot write ")
    trained(folder.path)
    same_end(tmp_path / "whole", folder.path)


def test_a_run_that_is_over_can_be_started_again_and_ends_as_it_did(tmp_path: Path) -> None:
    first = trained(tmp_path / "run", quick())
    kept = (tmp_path / "run" / "best.safetensors").read_bytes()
    again = trained(tmp_path / "run")
    assert again[-1] == first[-1]
    assert not any(isinstance(event, EpochDone) for event in again)
    assert (tmp_path / "run" / "best.safetensors").read_bytes() == kept
