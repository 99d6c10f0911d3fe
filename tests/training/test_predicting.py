"""What a network says of clips is what the analysis would say."""

import numpy as np
import pytest
import torch

from app.analysis.runs import windows
from app.training.predicting import predict_clip, predict_clips
from models.mimamo import MimamoNet
from models.phase import phase_differences
from models.spec import ModelSpec
from tests.support.tolerances import NETWORK_FLOAT32
from tests.support.training_clips import WIDTH, a_clip

SPEC = ModelSpec(trunk="compact", spatial_width=WIDTH, num_phase=4, window=16)


def a_net(spec: ModelSpec = SPEC) -> MimamoNet:
    torch.manual_seed(1)
    return MimamoNet.from_spec(spec)


@pytest.mark.parametrize("frames", [5, 16, 37, 70])
def test_windows_are_cut_as_the_analysis_does(frames: int) -> None:
    clip, net = a_clip(3, frames), a_net().eval()
    view = clip.views[0]
    levels = phase_differences(torch.from_numpy(view.gray).float() / 255, 4)
    spatial = torch.from_numpy(view.spatial).float()
    wanted, gru = np.zeros((frames, 2)), torch.zeros(frames, 256)
    with torch.inference_mode():
        for span in windows(frames, SPEC.window):
            part = slice(span.start, span.stop)
            output = net(levels[0][None, part], levels[1][None, part], spatial[None, part])
            wanted[part], gru[part] = output.valence_arousal[0].numpy(), output.gru[0]
        whole = net.predict(gru.mean(0)[None])[0].numpy()
    found = predict_clip(net, SPEC, clip)
    assert found.dtype == np.float32
    assert np.abs(found - wanted).max() < NETWORK_FLOAT32
    ((same, prediction),) = predict_clips(net, SPEC, [clip])
    assert same is clip
    assert prediction.whole == pytest.approx(whole, abs=NETWORK_FLOAT32)


def test_a_network_in_training_is_read_in_evaluation_and_left_as_it_is() -> None:
    net, clip = a_net().train(), a_clip(1)
    before = {key: value.clone() for key, value in net.state_dict().items()}
    first, again = predict_clip(net, SPEC, clip), predict_clip(net, SPEC, clip)
    assert net.training
    assert np.array_equal(first, again)  # no dropout
    assert all(torch.equal(value, before[key]) for key, value in net.state_dict().items())
    with torch.autocast("cpu", torch.bfloat16):
        assert np.array_equal(predict_clip(net, SPEC, clip), first)


def test_a_network_without_a_spatial_stream_needs_no_features() -> None:
    spec = ModelSpec(trunk="none", spatial_width=0, streams=("temporal",), num_phase=4, window=16)
    clip = a_clip(1, width=0)
    assert np.isfinite(predict_clip(a_net(spec), spec, clip)).all()
