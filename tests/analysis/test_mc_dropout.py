"""Several passes with dropout: a band that repeats, spreads, and leaves everything else alone."""

import numpy as np
import pytest
import torch

from app.analysis.mc_dropout import _draws, read_uncertainty
from app.analysis.pipeline import AnalysisRequest
from app.analysis.systems.table import make_system
from app.core.errors import InputError
from app.faces.dlib_detector import DlibDetector
from models.inference import prepare_network, with_dropout
from models.mimamo import MimamoNet
from tests.support.shared import shared_file

CPU = torch.device("cpu")


def finished(steps):
    reports = []
    while True:
        try:
            reports.append(next(steps))
        except StopIteration as end:
            return end.value, reports


def test_only_what_draws_is_on():
    net = prepare_network(MimamoNet(8))
    drawing = with_dropout(net)
    on = {type(module).__name__ for module in drawing.modules() if module.training}
    assert on == {"Dropout", "Dropout2d", "GRU"}
    drop = (torch.nn.Dropout, torch.nn.Dropout2d, torch.nn.GRU)
    assert not any(module.training for module in net.modules() if isinstance(module, drop))


def test_draws_repeat_and_those_of_the_process_go_on():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    with _draws(CPU, 0, 1, 2):
        first = torch.rand(3)
    with _draws(CPU, 0, 1, 2):
        again = torch.rand(3)
    with _draws(CPU, 0, 1, 3):
        other = torch.rand(3)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.rand(3), expected)


def test_the_band_of_a_recording_repeats_and_is_none_in_gaps(tmp_path):
    request = AnalysisRequest(shared_file("video/liveportrait_d12.mp4"), cache=tmp_path, end=0.6)
    system, detector = make_system("mimamo", None, CPU), DlibDetector()
    found, reports = finished(read_uncertainty(request, system, detector, 3))
    again, _ = finished(read_uncertainty(request, system, detector, 3))
    np.testing.assert_array_equal(found.deviation, again.deviation)
    assert found.passes == 3
    assert found.mean.shape == found.deviation.shape == (len(found.seconds), 2)
    assert np.nanmin(found.deviation) > 0
    assert reports[-1].done == reports[-1].total
    other, _ = finished(read_uncertainty(request, system, detector, 3, seed=1))
    assert not np.allclose(other.mean, found.mean, equal_nan=True)


@pytest.mark.parametrize("passes", [0, 1, 1000])
def test_too_few_and_too_many_passes_are_refused(passes):
    steps = read_uncertainty(AnalysisRequest(None), None, None, passes)
    with pytest.raises(InputError, match="2 to 200"):
        next(steps)
