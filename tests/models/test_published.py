"""Published weights: conventions, strictness, and files that must not be believed."""

import io
import os
import pickle
import zipfile

import pytest
import torch

from models.errors import ModelError
from models.mimamo import MimamoNet
from models.published import load_published, load_published_trunk, published_spec
from tests.reference.plain_network import published_names
from tests.reference.plain_resnet50 import random_published_trunk
from tests.support.shared import shared_file


@pytest.fixture(scope="module")
def head():
    torch.manual_seed(0)
    net = MimamoNet().eval()
    for name, buffer in net.named_buffers():
        if "running" in name:
            buffer.uniform_(0.5, 1.5)
    return net


@pytest.fixture(scope="module")
def trunk_tensors():
    return random_published_trunk()


def written(tmp_path, content):
    path = tmp_path / "weights.pth.tar"
    torch.save(content, path)
    return path


def inputs():
    generator = torch.Generator().manual_seed(1)
    phase0 = torch.randn(2, 2, 24, 48, 48, generator=generator)
    phase1 = torch.randn(2, 2, 24, 24, 24, generator=generator)
    return phase0, phase1, torch.rand(2, 2, 2048, generator=generator)


def predict(net):
    with torch.no_grad():
        return net(*inputs()).valence_arousal


def test_the_released_file_loads_whole():
    net = load_published(shared_file("golden/mimamo_random.pth.tar"), "windows")
    assert net.recurrence == "windows"
    assert not net.training


@pytest.mark.parametrize(
    "wrap",
    [
        lambda state: state,
        lambda state: {"epoch": 7, "state_dict": state},
        lambda state: {"state_dict": {f"module.{k}": v for k, v in state.items()}},
    ],
    ids=["bare", "epoch", "module"],
)
def test_the_ways_a_state_dict_is_wrapped(head, tmp_path, wrap):
    net = load_published(written(tmp_path, wrap(published_names(head))), "time")
    assert torch.equal(predict(net), predict(head))


def test_the_old_file_format_loads(head, tmp_path):
    path = tmp_path / "old.pth.tar"
    torch.save(published_names(head), path, _use_new_zipfile_serialization=False)
    assert torch.equal(predict(load_published(path, "time")), predict(head))


def test_outputs_are_valence_arousal_whatever_the_file_has(head, tmp_path):
    path = written(tmp_path, published_names(head))
    straight = load_published(path, "time", ("valence", "arousal"))
    reverse = load_published(path, "time", ("arousal", "valence"))
    torch.testing.assert_close(predict(reverse), predict(straight).flip(-1))


def test_conventions_of_the_released_weights():
    spec = published_spec(columns=("arousal", "valence"))
    assert (spec.unwrap, spec.recurrence, spec.crop) == ("released", "windows", "openface-112")
    assert spec.columns == ("arousal", "valence")


def test_conventions_that_do_not_exist_are_refused(head, tmp_path):
    path = written(tmp_path, published_names(head))
    with pytest.raises(ModelError, match="recurrence is 'frames'"):
        load_published(path, "frames")
    with pytest.raises(ModelError, match="columns is"):
        load_published(path, "time", ("valence", "valence"))


def test_the_unused_classifier_is_dropped_by_name_and_nothing_else_is(head, tmp_path):
    state = published_names(head)
    unused = {"phasenet.classifier.0.weight": torch.zeros(1, 256)}
    load_published(written(tmp_path, state | unused), "time")
    with pytest.raises(ModelError, match=r"unknown: phasenet\.extra\.weight"):
        load_published(written(tmp_path, state | {"phasenet.extra.weight": torch.zeros(1)}), "time")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.pop("rnns.bias_hh_l1"), r"missing: rnns\.bias_hh_l1"),
        (
            lambda s: s.update({"classifier.1.weight": torch.zeros(7, 256)}),
            r"classifier\.1\.weight \(7, 256\) instead of \(2, 256\)",
        ),
        (
            lambda s: s["transform.0.bias"].fill_(float("nan")),
            r"not finite: transform\.0\.bias",
        ),
        (lambda s: s.clear(), "holds no tensors by name"),
    ],
)
def test_a_head_that_does_not_fit_is_refused_by_key(head, tmp_path, change, message):
    state = {key: tensor.clone() for key, tensor in published_names(head).items()}
    change(state)
    with pytest.raises(ModelError, match=message):
        load_published(written(tmp_path, state), "time")


def test_many_wrong_keys_are_counted_not_listed(trunk_tensors, tmp_path):
    with pytest.raises(ModelError, match=r"unknown: .* and 262 more") as caught:
        load_published(written(tmp_path, trunk_tensors), "time")
    assert len(str(caught.value)) < 800


def test_the_trunk_loads_with_and_without_batch_counters(trunk_tensors, tmp_path):
    counters = {
        key.replace("running_mean", "num_batches_tracked"): torch.tensor(9)
        for key in trunk_tensors
        if key.endswith("running_mean")
    }
    without = load_published_trunk(written(tmp_path, trunk_tensors))
    complete = load_published_trunk(written(tmp_path, {"state_dict": trunk_tensors | counters}))
    assert len(trunk_tensors) == 267
    assert len(trunk_tensors | counters) == 320
    assert not without.training
    for a, b in zip(without.parameters(), complete.parameters(), strict=True):
        assert torch.equal(a, b)
    assert int(complete.stem.norm.num_batches_tracked) == 9


def test_a_trunk_with_other_keys_is_refused(trunk_tensors, tmp_path):
    state = dict(trunk_tensors)
    state["fc.weight"] = state.pop("classifier.weight")
    with pytest.raises(ModelError, match=r"missing: classifier\.weight; unknown: fc\.weight"):
        load_published_trunk(written(tmp_path, state))


class Trap:
    """Unpickling it would make a folder."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("load", [lambda p: load_published(p, "time"), load_published_trunk])
def test_code_in_a_file_is_refused_and_never_run(tmp_path, load, legacy):
    sprung = tmp_path / "sprung"
    path = tmp_path / "trap.pth"
    torch.save({"a": Trap(str(sprung))}, path, _use_new_zipfile_serialization=not legacy)
    with pytest.raises(ModelError) as caught:
        load(path)
    assert not sprung.exists()
    message = str(caught.value)
    assert message.startswith("trap.pth holds pickled code, which is never run")
    assert "\n" not in message


def test_a_bare_pickle_with_code_is_refused(tmp_path):
    path = tmp_path / "trap.pth"
    path.write_bytes(pickle.dumps(Trap(str(tmp_path / "sprung"))))
    with pytest.raises(ModelError, match=r"trap\.pth"):
        load_published_trunk(path)
    assert not (tmp_path / "sprung").exists()


def junk():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("hello.txt", "hello")
    return {
        "empty": b"",
        "text": b"hello world\n" * 20,
        "html": b"<!DOCTYPE html><html>Sign in</html>",
        "zeros": bytes(4096),
        "zip": archive.getvalue(),
        "pickle": pickle.dumps([1, 2, 3]),
    }


@pytest.mark.parametrize("kind", sorted(junk()))
def test_files_of_other_kinds_are_refused_in_one_sentence(tmp_path, kind):
    path = tmp_path / "x.pth"
    path.write_bytes(junk()[kind])
    with pytest.raises(ModelError, match=r"^x\.pth ") as caught:
        load_published_trunk(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
@pytest.mark.parametrize("legacy", [False, True])
def test_a_file_that_is_cut_off_is_refused(head, tmp_path, share, legacy):
    path = tmp_path / "x.pth"
    torch.save(published_names(head), path, _use_new_zipfile_serialization=not legacy)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ModelError, match=r"^x\.pth "):
        load_published(path, "time")


@pytest.mark.parametrize("content", [[torch.zeros(1)], {"epoch": 3}, torch.zeros(2), "text"])
def test_checkpoints_of_other_things_are_refused(tmp_path, content):
    with pytest.raises(ModelError, match="tensors"):
        load_published(written(tmp_path, content), "time")


def test_a_missing_file_is_an_error_of_the_file_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_published(tmp_path / "none.pth", "time")
