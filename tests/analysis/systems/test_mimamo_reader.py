"""Reading a run as it streams gives what reading it whole, window by window, gives."""

import numpy as np
import pytest
import torch

from app.analysis.runs import windows
from app.analysis.systems.mimamo import MimamoReader, in_parts
from models.mimamo import MimamoNet
from models.phase import phase_differences
from models.spec import ModelSpec
from tests.support.tolerances import NETWORK_FLOAT32


def spec_of(recurrence: str) -> ModelSpec:
    return ModelSpec(trunk="compact", spatial_width=512, recurrence=recurrence, window=16)


@pytest.fixture(params=["time", "windows"])
def spec(request: pytest.FixtureRequest) -> ModelSpec:
    return spec_of(request.param)


@pytest.fixture(scope="module")
def nets() -> dict[str, MimamoNet]:
    made = {}
    for recurrence in ("time", "windows"):
        torch.manual_seed(3)
        net = MimamoNet.from_spec(spec_of(recurrence))
        for parameter in net.gru.parameters():
            parameter.data.mul_(4)  # a recurrence that matters
        made[recurrence] = net.eval()
    return made


def run_of(length: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(length)
    gray = torch.randint(0, 256, (length, 48, 48), generator=generator, dtype=torch.uint8)
    return gray, torch.rand(length, 512, generator=generator)


def read_streaming(net, spec, gray, spatial, chunks):
    reader = MimamoReader(net, spec)
    values = np.full((len(gray), 2), np.nan)
    readings = []
    for part, features in zip(gray.split(chunks), spatial.split(chunks), strict=True):
        readings += reader.push({"gray": part, "spatial": features})
    readings += reader.finish()
    for reading in readings:
        values[reading.start : reading.start + len(reading.valence_arousal)] = (
            reading.valence_arousal
        )
    return values, reader.whole()


def read_whole(net, spec, gray, spatial):
    level0, level1 = phase_differences(gray.float() / 255)
    spans = windows(len(gray), spec.window)
    stacked = [torch.stack([x[w.start : w.stop] for w in spans]) for x in (level0, level1, spatial)]
    with torch.inference_mode():
        if spec.recurrence == "windows":
            outputs = [net(*stacked)]
        else:
            outputs = [net(*(x[i : i + 1] for x in stacked)) for i in range(len(spans))]
    values, gru = np.zeros((len(gray), 2)), torch.zeros(len(gray), 256)
    out = torch.cat([o.valence_arousal for o in outputs])
    recurrent = torch.cat([o.gru for o in outputs])
    for span, window, features in zip(spans, out, recurrent, strict=True):
        values[span.start : span.stop] = window.numpy()
        gru[span.start : span.stop] = features
    with torch.inference_mode():
        whole = net.predict(gru.mean(dim=0)[None])[0].tolist()
    return values, whole


@pytest.mark.parametrize("length", [1, 5, 17, 40, 71])
@pytest.mark.parametrize("chunk", [3, 16])
def test_a_streamed_run_equals_a_whole_one(nets, spec, length, chunk):
    net = nets[spec.recurrence]
    gray, spatial = run_of(length)
    streamed, streamed_whole = read_streaming(net, spec, gray, spatial, chunk)
    values, whole = read_whole(net, spec, gray, spatial)
    assert np.abs(streamed - values).max() < NETWORK_FLOAT32
    assert np.abs(np.subtract(streamed_whole, whole)).max() < NETWORK_FLOAT32


def test_the_two_recurrences_differ(nets):
    gray, spatial = run_of(40)
    by_time, _ = read_streaming(nets["time"], spec_of("time"), gray, spatial, 16)
    by_windows, _ = read_streaming(nets["windows"], spec_of("windows"), gray, spatial, 16)
    assert np.abs(by_time - by_windows).max() > 10 * NETWORK_FLOAT32


def test_values_come_as_windows_fill(nets):
    spec = spec_of("time")
    reader = MimamoReader(nets["time"], spec)
    gray, spatial = run_of(48)
    known = []
    for start in range(0, 48, 8):
        part = slice(start, start + 8)
        readings = reader.push({"gray": gray[part], "spatial": spatial[part]})
        known += [reading.start for reading in readings]
    assert known == [0, 16]  # the third window waits for the six frames after it
    assert [reading.start for reading in reader.finish()] == [32]


def test_memory_of_a_run_does_not_grow_with_its_length(nets):
    spec = spec_of("time")
    reader = MimamoReader(nets["time"], spec)
    gray, spatial = run_of(400)
    for start in range(0, 400, 16):
        reader.push({"gray": gray[start : start + 16], "spatial": spatial[start : start + 16]})
        assert sum(len(part) for part in reader._fused) <= 4 * spec.window
        assert sum(len(part) for part in reader._spatial) <= 32


def test_too_little_memory_halves_the_batch():
    sizes = []

    def compute(crops: torch.Tensor) -> dict[str, torch.Tensor]:
        sizes.append(len(crops))
        if len(crops) > 4:
            raise torch.OutOfMemoryError
        return {"x": crops.float()}

    crops = torch.arange(16)
    assert torch.equal(in_parts(compute, crops)["x"], crops.float())
    assert sizes == [16, 8, 4, 4, 8, 4, 4]


def test_too_little_memory_for_one_crop_is_an_error():
    def compute(crops: torch.Tensor) -> dict[str, torch.Tensor]:
        raise torch.OutOfMemoryError

    with pytest.raises(torch.OutOfMemoryError):
        in_parts(compute, torch.arange(4))
