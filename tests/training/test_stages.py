"""What a stage trains, and what batch norms make of its first steps."""

import pytest
import torch
from torch import nn

from app.training.events import EpochDone
from app.training.settings import NETWORK_PARTS, NetworkSettings, StageSettings
from app.training.stages import Norms, StreamAlone, Together, set_training, trainable
from models.mimamo import MimamoNet
from tests.support.trainings import short_clips, short_settings, trained


def a_net() -> MimamoNet:
    torch.manual_seed(1)
    return MimamoNet(spatial_width=8, num_phase=4)


def norms_of(net: nn.Module) -> list[nn.BatchNorm1d]:
    return [m for m in net.modules() if isinstance(m, nn.BatchNorm1d)]


def test_the_first_batch_makes_the_statistics_and_later_ones_are_averaged() -> None:
    stage = StreamAlone(a_net(), "spatial")
    set_training(stage, NETWORK_PARTS, keep_norms=False)
    norms, first, seen = Norms(stage), norms_of(stage)[0], []
    first.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach()))
    for step in range(3):
        norms.before_step(step)
        stage.stream(torch.randn(50, 8))
    means = torch.stack([each.mean(0) for each in seen])
    torch.testing.assert_close(first.running_mean, means.mean(0))
    variances = torch.stack([each.var(0) for each in seen])
    torch.testing.assert_close(first.running_var, variances.mean(0))


def test_after_ten_batches_a_tenth_is_mixed_in_also_by_another_process() -> None:
    stage = StreamAlone(a_net(), "spatial")
    set_training(stage, NETWORK_PARTS, keep_norms=False)
    for norm in norms_of(stage):
        norm.num_batches_tracked.fill_(25)
    Norms(stage).before_step(0)
    assert {norm.momentum for norm in norms_of(stage)} == {0.1}
    for norm in norms_of(stage):
        norm.num_batches_tracked.fill_(3)
    Norms(stage).before_step(1)
    assert {norm.momentum for norm in norms_of(stage)} == {0.2}


def test_frozen_parts_and_kept_statistics_do_not_move() -> None:
    stage = Together(a_net())
    weights = trainable(stage, ("fusion", "head"))
    assert {id(w) for w in weights} == {
        id(w) for part in (stage.net.fusion, stage.net.head) for w in part.parameters()
    }
    set_training(stage, ("fusion", "head"), keep_norms=False)
    moving = {id(n) for n in norms_of(stage) if n.training}
    assert moving == {id(n) for part in (stage.net.fusion, stage.net.head) for n in norms_of(part)}
    assert not stage.net.temporal.training
    assert stage.net.gru.dropout == 0.0
    set_training(stage, NETWORK_PARTS, keep_norms=True)
    assert not any(norm.training for norm in norms_of(stage))


@pytest.mark.parametrize("stage", ["temporal", "together"])
def test_a_network_is_tested_as_it_learns_from_its_first_epoch_on(tmp_path, stage) -> None:
    """With torch's own statistics it said a constant here, and its CCC was 0.000."""
    stages = [StageSettings("together", 2, 9, rate=1e-3, batch=2)]
    if stage == "temporal":
        stages.insert(0, StageSettings("temporal", 2, 9, rate=1e-3, batch=2))
    settings = short_settings(
        stages=tuple(stages),
        optimiser="adamw",
        network=NetworkSettings(spatial=False, differences=4),
    )
    clips = short_clips(training=4)
    same = type(clips)(clips.training, clips.training)
    done = [e for e in trained(tmp_path / "run", settings, same) if isinstance(e, EpochDone)]
    values = [v for e in done if e.stage == stage for v in e.validation.values()]
    assert max(abs(value) for value in values) > 0.02
