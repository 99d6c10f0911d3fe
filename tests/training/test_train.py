"""Training from settings to weights, on clips made by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.training.beginning import begin
from app.training.clips import SplitClips, TrainingClip
from app.training.events import (
    Began,
    Ended,
    EpochDone,
    Event,
    Finished,
    Noticed,
    Prepared,
    StageBegun,
    Stepped,
)
from app.training.labelled import Utterance
from app.training.loop import Stage
from app.training.predicting import predict_clip
from app.training.run_folder import RunFolder
from app.training.run_lock import is_held
from app.training.scoring import mean_score, scores
from app.training.settings import NetworkSettings, StageSettings, TrainingSettings
from app.training.train import train
from models.card import ModelCard
from models.checkpoint import load_model, save_model
from models.mimamo import MimamoNet
from models.spec import ModelSpec
from tests.support.trainings import SOURCE, preparing, short_clips, short_settings, trained

SPATIAL_ONLY = NetworkSettings(temporal="none", differences=4)
TOGETHER = (StageSettings("together", 2, rate=0.01, batch=2),)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def quick(epochs: int = 2, **changes: object) -> TrainingSettings:
    """A network that sees no motion: a step takes milliseconds."""
    stages = (
        StageSettings("spatial", epochs, 99, rate=0.01, batch=2),
        StageSettings("together", epochs, 99, rate=0.01, batch=2),
    )
    return short_settings(**{"network": SPATIAL_ONLY, "stages": stages} | changes)


def kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events if not isinstance(event, Stepped)]


def weights(path: Path) -> dict[str, torch.Tensor]:
    return load_model(path).net.state_dict()


def same(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def ended(events: list[Event]) -> str:
    assert isinstance(events[-1], Ended), events[-1]
    assert events[-1].reason == "failed"
    assert events[-1].sentence.count(". ") == 0
    assert events[-1].sentence.endswith(".")
    return events[-1].sentence


def test_a_run_from_random_weights_to_a_checkpoint_with_its_card(tmp_path: Path) -> None:
    path = tmp_path / "run"
    events = trained(path)
    stage = ["stage", "epoch", "epoch"]
    assert kinds(events) == ["prepared", *stage, *stage, *stage, "finished"]
    folder = RunFolder(path)
    assert list(folder.events()) == events
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.reason == "complete"
    assert set(finished.test) == {"valence", "arousal"}
    best = max(
        (e for e in events if isinstance(e, EpochDone) and e.stage == "together"),
        key=lambda e: mean_score(e.validation),
    )
    assert finished.validation == best.validation
    card = load_model(folder.best).card
    assert card.validated_on_people is False
    assert card.architecture.num_phase == 4
    assert card.architecture.window == 10
    assert card.validation["ccc_valence"] == pytest.approx(best.validation["valence"], abs=1e-4)
    assert card.validation["test_ccc_arousal"] == pytest.approx(finished.test["arousal"], abs=1e-4)
    assert "2 recordings of 2 subjects, 48 frames" in card.training_data
    assert TrainingSettings.from_json(_json(card.extra["settings"])) == folder.settings()
    assert card.extra["split"]["validation"][0]["subject"] == "subject 2"


def test_the_figures_are_those_of_the_weights_that_are_kept(tmp_path: Path) -> None:
    finished = trained(tmp_path / "run")[-1]
    assert isinstance(finished, Finished)
    model = load_model(tmp_path / "run" / finished.weights)
    clip = short_clips().validation[0]
    said = predict_clip(model.net, model.card.architecture, clip).astype(float).clip(-1, 1)
    known = clip.labels.astype(float)
    for column, name in enumerate(("valence", "arousal")):
        x, y = said[:, column], known[:, column]
        ccc = 2 * np.cov(x, y, ddof=0)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)
        assert finished.validation[name] == pytest.approx(ccc, abs=1e-5)


def test_two_runs_of_one_seed_give_the_same_bits_and_another_seed_others(tmp_path: Path) -> None:
    clips = short_clips(views=2)
    for name, seed in (("first", 1), ("second", 1), ("other", 2)):
        trained(tmp_path / name, short_settings(1, seed=seed), clips)
    for name in ("best.safetensors", "last.safetensors"):
        first = weights(tmp_path / "first" / name)
        assert same(first, weights(tmp_path / "second" / name))
        assert not same(first, weights(tmp_path / "other" / name))


def test_valence_that_shows_in_the_features_is_learnt(tmp_path: Path) -> None:
    clips = short_clips(training=6, frames=60)
    finished = trained(tmp_path / "run", quick(12), clips)[-1]
    assert isinstance(finished, Finished)
    assert finished.validation["valence"] > 0.8
    assert finished.test["valence"] > 0.8


@pytest.mark.parametrize("preset", ["sgd", "adamw"])
@pytest.mark.parametrize("precision", ["float32", "mixed"])
def test_every_way_of_stepping_lowers_the_loss(tmp_path: Path, preset, precision) -> None:
    settings = quick(6, optimiser=preset, schedule="cosine" if preset == "adamw" else "constant")
    settings = replace(settings, precision=precision)
    if preset == "adamw":
        stages = tuple(replace(stage, rate=1e-3) for stage in settings.stages)
        settings = replace(settings, stages=stages)
    events = trained(tmp_path / "run", settings, short_clips(training=4))
    losses = [e.loss for e in events if isinstance(e, EpochDone) and e.stage == "spatial"]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("temporal", ["phase", "flow", "none"])
def test_every_temporal_input_goes_through_and_stands_in_the_card(tmp_path, temporal) -> None:
    network = NetworkSettings(temporal=temporal, differences=4)
    settings = short_settings(network=network, stages=(replace(TOGETHER[0], epochs=1),))
    events = trained(tmp_path / "run", settings)
    assert isinstance(events[-1], Finished)
    spec = load_model(tmp_path / "run" / "best.safetensors").card.architecture
    if temporal == "none":
        assert spec.streams == ("spatial",)
    else:
        assert spec.temporal_input == temporal


def test_a_network_without_a_spatial_stream_skips_its_stage(tmp_path: Path) -> None:
    network = NetworkSettings(spatial=False, differences=8)
    events = trained(tmp_path / "run", short_settings(1, network=network))
    begun = [event for event in events if isinstance(event, StageBegun)]
    assert [(each.stage, each.number, each.of) for each in begun] == [
        ("temporal", 1, 2),
        ("together", 2, 2),
    ]
    model = load_model(tmp_path / "run" / "best.safetensors")
    assert model.trunk is None
    assert (model.net.streams, model.net.num_phase) == (("temporal",), 8)


def a_start(path: Path, **conventions: object) -> Path:
    fields = {"trunk": "compact", "spatial_width": 512, "num_phase": 4, "window": 10}
    spec = ModelSpec(**fields | conventions)
    torch.manual_seed(5)
    card = ModelCard("start", spec, "made up", "none", "for tests", False)
    save_model(path, MimamoNet.from_spec(spec), None, card)
    return path


@pytest.mark.parametrize(
    ("trained_parts", "names"),
    [
        (("head",), ("head.",)),
        (("fusion", "recurrence"), ("fusion.", "gru.")),
        (("spatial", "head"), ("spatial.", "head.")),
        (("temporal",), ("temporal.",)),
    ],
)
def test_parts_that_are_not_chosen_stay_as_they_are_to_the_bit(
    tmp_path: Path, trained_parts, names
) -> None:
    start = a_start(tmp_path / "start.safetensors")
    network = NetworkSettings(start=str(start), train=trained_parts, differences=4)
    trained(tmp_path / "run", short_settings(network=network, stages=TOGETHER))
    before, after = weights(start), weights(tmp_path / "run" / "last.safetensors")
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert changed
    assert all(key.startswith(names) for key in changed)
    assert {name for name in names if any(key.startswith(name) for key in changed)} == set(names)


def test_frozen_parts_keep_their_statistics_in_a_run_from_random_weights(tmp_path: Path) -> None:
    network = replace(SPATIAL_ONLY, train=("fusion", "recurrence", "head"))
    settings = quick(network=network)
    trained(tmp_path / "run", settings)
    before = begin(settings).net.state_dict()
    after = weights(tmp_path / "run" / "last.safetensors")
    frozen = [key for key in before if key.startswith("spatial.")]
    assert any("running_mean" in key for key in frozen)
    assert all(torch.equal(before[key], after[key]) for key in frozen)
    assert not torch.equal(before["fusion.2.running_mean"], after["fusion.2.running_mean"])


def test_fine_tuning_starts_from_the_shipped_weights(tmp_path: Path) -> None:
    network = NetworkSettings(start="mimamo-demo", train=("head",))
    stages = (StageSettings("together", 1, rate=1e-3, batch=2),)
    events = trained(tmp_path / "run", short_settings(network=network, stages=stages))
    assert isinstance(events[-1], Finished)
    model = load_model(tmp_path / "run" / "best.safetensors")
    assert model.trunk is not None
    assert "mimamo-demo" in model.card.extra["began_from"]


def test_weights_that_were_better_before_are_said_to_be(tmp_path: Path) -> None:
    """At a rate of next to nothing no epoch is better; a wild start is easily left behind."""
    start = a_start(tmp_path / "start.safetensors")
    network = NetworkSettings(start=str(start), train=("head",), differences=4)
    clips, said = short_clips(), {}
    for rate in (1e-12, 0.1):
        stages = (StageSettings("together", 3, rate=rate, batch=2),)
        settings = short_settings(network=network, stages=stages)
        events = trained(tmp_path / f"{rate}", settings, clips)
        began = next(event for event in events if isinstance(event, Began))
        clip = clips.validation[0]
        model = load_model(start)
        values = predict_clip(model.net, model.card.architecture, clip)
        assert began.validation == pytest.approx(scores(values, clip.labels), abs=1e-6)
        said[rate] = [e.text for e in events if isinstance(e, Noticed) and "No epoch" in e.text]
        better = mean_score(events[-1].validation) > mean_score(began.validation)
        assert better == (not said[rate])
    assert said[1e-12]
    assert not said[0.1]


def test_conventions_of_other_weights_stay_with_them(tmp_path: Path) -> None:
    conventions = {
        "recurrence": "windows",
        "unwrap": "released",
        "columns": ("arousal", "valence"),
        "crop": "openface-112",
    }
    start = a_start(tmp_path / "start.safetensors", **conventions)
    network = NetworkSettings(start=str(start), differences=4)
    events = trained(tmp_path / "run", short_settings(network=network, stages=TOGETHER))
    assert isinstance(events[-1], Finished)
    first, last = load_model(start), load_model(tmp_path / "run" / "best.safetensors")
    assert last.card.architecture == first.card.architecture


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (NetworkSettings(differences=8), "differences is 4 there and 8"),
        (NetworkSettings(temporal="flow", differences=4), "temporal is phase-difference there"),
        (NetworkSettings(temporal="none"), "streams is spatial and temporal there and spatial"),
    ],
)
def test_weights_of_another_architecture_are_refused(tmp_path: Path, network, said) -> None:
    start = a_start(tmp_path / "start.safetensors")
    settings = short_settings(network=replace(network, start=str(start)), stages=TOGETHER)
    assert said in ended(trained(tmp_path / "run", settings))


def utterances(clips: SplitClips) -> SplitClips:
    def one(clip: TrainingClip) -> TrainingClip:
        valence, arousal = clip.labels.mean(axis=0).tolist()
        label = Utterance(clip.recording, 0.0, float("inf"), valence, arousal)
        return replace(clip, utterance=label)

    parts = (clips.training, clips.validation, clips.test)
    return SplitClips(*(tuple(map(one, part)) for part in parts))


def test_utterances_are_learnt_from_a_snippet_a_second(tmp_path: Path) -> None:
    settings = short_settings(
        1, source=replace(SOURCE, sampling="utterances"), network=NetworkSettings(differences=4)
    )
    clips = utterances(short_clips(training=3, validation=3, test=0, frames=70))
    events = trained(tmp_path / "run", settings, clips)
    assert isinstance(events[-1], Finished)
    done = [event for event in events if isinstance(event, EpochDone)]
    assert all(None not in each.validation.values() for each in done)


def test_memory_that_does_not_suffice_halves_the_batch_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips, step = short_clips(training=6), Stage._step

    def scarce(self, batch, done, seen):
        if len(batch.lengths) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        step(self, batch, done, seen)

    monkeypatch.setattr(Stage, "_step", scarce)
    stages = (StageSettings("together", 2, 9, rate=0.01, batch=4),)
    events = trained(tmp_path / "run", quick(stages=stages), clips)
    notices = [event.text for event in events if isinstance(event, Noticed)]
    assert len(notices) == 1
    assert "batches have 2 windows" in notices[0]
    assert isinstance(events[-1], Finished)
    fewer = (replace(stages[0], batch=2),)
    trained(tmp_path / "fewer", quick(stages=fewer), clips)
    assert same(
        weights(tmp_path / "run" / "last.safetensors"),
        weights(tmp_path / "fewer" / "last.safetensors"),
    )


def test_memory_that_does_not_suffice_for_one_window_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scarce(self, batch, done, seen):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9")

    monkeypatch.setattr(Stage, "_step", scarce)
    assert "single window" in ended(trained(tmp_path / "run", quick()))


def test_a_loss_that_is_no_number_ends_the_run(tmp_path: Path) -> None:
    clips = short_clips()
    clips.training[0].views[0].spatial[5] = np.inf
    assert "smaller one" in ended(trained(tmp_path / "run", quick(), clips))


def test_a_stage_ends_when_it_is_no_longer_better(tmp_path: Path) -> None:
    stages = (StageSettings("together", 40, 2, rate=1e-12, batch=2),)
    network = replace(SPATIAL_ONLY, train=("head",))
    events = trained(tmp_path / "run", quick(stages=stages, network=network))
    done = [event for event in events if isinstance(event, EpochDone)]
    best = [event.epoch for event in done if event.is_best][-1]
    assert len(done) == best + 2 < 40
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "no longer better"


def test_an_undefined_ccc_is_said_and_never_a_number(tmp_path: Path) -> None:
    clips = short_clips()
    clips.validation[0].labels[:, 1] = 0.25
    events = trained(tmp_path / "run", quick(), clips)
    notices = [event.text for event in events if isinstance(event, Noticed)]
    assert len(notices) == 1
    assert "arousal is not defined" in notices[0]
    done = [event for event in events if isinstance(event, EpochDone)]
    assert all(event.validation["arousal"] is None for event in done)
    assert "ccc_arousal" not in load_model(tmp_path / "run" / "best.safetensors").card.validation


def test_without_clips_to_validate_on_the_last_epoch_is_kept(tmp_path: Path) -> None:
    events = trained(tmp_path / "run", quick(3), short_clips(validation=0, test=0))
    assert isinstance(events[-1], Finished)
    assert same(
        weights(tmp_path / "run" / "best.safetensors"),
        weights(tmp_path / "run" / "last.safetensors"),
    )


@pytest.mark.parametrize("labelled", [0, 1])
def test_nothing_to_learn_from_is_said(tmp_path: Path, labelled: int) -> None:
    clips = short_clips(training=1)
    clips.training[0].labels[labelled:] = np.nan
    assert f"There are {labelled} frames" in ended(trained(tmp_path / "run", quick(), clips))


def test_stages_that_leave_no_network_are_refused(tmp_path: Path) -> None:
    settings = short_settings(stages=(StageSettings("temporal"),))
    assert "end with 'together'" in ended(trained(tmp_path / "run", settings))


def test_features_of_another_trunk_are_refused(tmp_path: Path) -> None:
    clips = SplitClips(*(tuple(_narrow(c) for c in part) for part in _parts(short_clips())))
    assert "another trunk" in ended(trained(tmp_path / "run", quick(), clips))


def test_a_bug_is_told_as_the_end_of_the_run_and_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stage, "_step", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        trained(tmp_path / "run", quick())
    told = list(RunFolder(tmp_path / "run").events())[-1]
    assert isinstance(told, Ended)
    assert "ZeroDivisionError" in told.sentence


def test_the_lock_is_held_while_a_run_goes_on_and_let_go_at_its_end(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.create(quick())
    work = train(folder, None, preparing(short_clips()))
    assert isinstance(next(work), Prepared)
    assert is_held(folder)
    work.close()
    assert not is_held(folder)


def _json(value: object) -> str:
    import json

    return json.dumps(value)


def _parts(clips: SplitClips) -> tuple[tuple[TrainingClip, ...], ...]:
    return clips.training, clips.validation, clips.test


def _narrow(clip: TrainingClip) -> TrainingClip:
    views = tuple(replace(view, spatial=view.spatial[:, :7]) for view in clip.views)
    return replace(clip, views=views)
