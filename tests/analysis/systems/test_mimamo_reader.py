"""Reading a run as it streams gives what reading it whole, window by window, gives."""

import numpy as np
import pytest
import torch

from app.analysis.runs import windows
from app.analysis.systems.mimamo_reader import MimamoReader
from models.mimamo import MimamoNet
from models.phase import PhaseStream, phase_differences
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


def all_readings(reader, gray, spatial, chunks=16):
    readings = []
    for part, features in zip(gray.split(chunks), spatial.split(chunks), strict=True):
        readings += reader.push({"gray": part, "spatial": features})
    return readings + reader.finish()


def read_streaming(net, spec, gray, spatial, chunks=16):
    reader = MimamoReader(net, spec)
    values = np.full((len(gray), 2), np.nan)
    for reading in all_readings(reader, gray, spatial, chunks):
        assert reading.features is None
        values[reading.start : reading.start + len(reading.valence_arousal)] = (
            reading.valence_arousal
        )
    return values, reader.whole()


def outputs_of(net, spec, gray, spatial):
    """The windows of a run and what the network gives for each, all frames at once."""
    level0, level1 = phase_differences(gray.float() / 255)
    spans = windows(len(gray), spec.window)
    stacked = [torch.stack([x[w.start : w.stop] for w in spans]) for x in (level0, level1, spatial)]
    with torch.inference_mode():
        if spec.recurrence == "windows":
            outputs = [net(*stacked)]
        else:
            outputs = [net(*(x[i : i + 1] for x in stacked)) for i in range(len(spans))]
    return spans, outputs


def read_whole(net, spec, gray, spatial):
    spans, outputs = outputs_of(net, spec, gray, spatial)
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
        assert all(set(part) == {"fused"} for part in reader._maps)
        assert sum(len(part["fused"]) for part in reader._maps) <= 4 * spec.window
        assert len(reader._spatial) <= 32


MAPS = ("spatial", "temporal", "fused", "gru")


@pytest.mark.parametrize("length", [9, 50])
def test_feature_maps_come_with_the_values_when_asked_for(nets, spec, length):
    net = nets[spec.recurrence]
    gray, spatial = run_of(length)
    spans, outputs = outputs_of(net, spec, gray, spatial)
    expected = {name: torch.cat([getattr(out, name) for out in outputs]) for name in MAPS}
    reader = MimamoReader(net, spec, keep_features=True)
    readings = all_readings(reader, gray, spatial)
    assert [reading.start for reading in readings] == [span.start for span in spans]
    for window, reading in enumerate(readings):
        assert set(reading.features) == set(MAPS)
        for name, array in reading.features.items():
            assert array.dtype == np.float32
            assert array.shape == (len(reading.valence_arousal), 256)
            assert np.abs(array - expected[name][window].numpy()).max() < NETWORK_FLOAT32


def test_feature_maps_of_a_reading_are_its_own(nets):
    """Else each would keep a whole batch of windows in memory."""
    reader = MimamoReader(nets["time"], spec_of("time"), keep_features=True)
    for reading in all_readings(reader, *run_of(40)):
        assert all(array.base is None for array in reading.features.values())


@pytest.mark.parametrize("streams", [("spatial",), ("temporal",)])
def test_a_network_of_one_stream_is_read(streams):
    trunk = {"trunk": "compact", "spatial_width": 512}
    without = {"trunk": "none", "spatial_width": 0}
    spec = ModelSpec(window=16, streams=streams, **(trunk if "spatial" in streams else without))
    torch.manual_seed(4)
    net = MimamoNet.from_spec(spec).eval()
    gray, spatial = run_of(40)
    whole, _ = read_whole(net, spec, gray, spatial)
    reader = MimamoReader(net, spec, keep_features=True)
    values = np.full((40, 2), np.nan)
    for start in range(0, 40, 16):
        features = {"gray": gray[start : start + 16]}
        if "spatial" in streams:
            features["spatial"] = spatial[start : start + 16]
        for reading in reader.push(features):
            values[reading.start : reading.start + 16] = reading.valence_arousal
    for reading in reader.finish():
        values[reading.start : reading.start + 16] = reading.valence_arousal
        assert set(reading.features) == {*streams, "fused", "gru"}
    assert np.abs(values - whole).max() < NETWORK_FLOAT32


def small_memory(monkeypatch, owner, name, most, size):
    """Lets a method compute, and then fail, whenever its argument is larger than memory."""
    original, sizes = getattr(owner, name), []

    def limited(*arguments):
        sizes.append(size(*arguments))
        result = original(*arguments)
        if sizes[-1] > most:
            raise torch.OutOfMemoryError
        return result

    monkeypatch.setattr(owner, name, limited)
    return sizes


@pytest.mark.parametrize("most", [1, 3, 7])
@pytest.mark.parametrize("step", ["phase", "encode"])
def test_too_little_memory_takes_fewer_frames_at_a_time(monkeypatch, nets, spec, step, most):
    net = nets[spec.recurrence]
    gray, spatial = run_of(50)
    expected, expected_whole = read_streaming(net, spec, gray, spatial)
    if step == "phase":
        sizes = small_memory(monkeypatch, PhaseStream, "push", most, lambda _, gray: len(gray))
    else:
        sizes = small_memory(monkeypatch, net, "encode", most, lambda level0, *_: level0.shape[1])
    values, whole = read_streaming(net, spec, gray, spatial)
    assert max(sizes) > most
    assert np.abs(values - expected).max() < NETWORK_FLOAT32
    assert np.abs(np.subtract(whole, expected_whole)).max() < NETWORK_FLOAT32


@pytest.mark.parametrize("step", ["recur", "predict"])
def test_too_little_memory_divides_what_the_recurrence_keeps_apart(monkeypatch, nets, spec, step):
    net = nets[spec.recurrence]
    gray, spatial = run_of(50)  # ends with two windows to be read at once
    expected, _ = read_streaming(net, spec, gray, spatial)
    most = 16 if spec.recurrence == "time" else 4 * 3  # one window; three frames of each of four
    sizes = small_memory(monkeypatch, net, step, most, lambda maps: maps.numel() // maps.shape[-1])
    values, _ = read_streaming(net, spec, gray, spatial)
    assert max(sizes) > most
    assert np.abs(values - expected).max() < NETWORK_FLOAT32


def test_too_little_memory_for_one_window_is_an_error(monkeypatch, nets):
    net, spec = nets["time"], spec_of("time")
    small_memory(monkeypatch, net, "recur", 0, len)
    with pytest.raises(torch.OutOfMemoryError):
        read_streaming(net, spec, *run_of(20))
