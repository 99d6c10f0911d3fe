"""What a file holds, found out without running anything in it."""

import pickle
from pathlib import Path

import pytest
import safetensors.numpy
import torch

from app.core.errors import WeightsError
from app.weights.recognise import check_structure, recognise
from tests.support.shared import shared_file


class Code:
    """Unpickled carelessly, this makes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.target,))


def refusal(path: Path) -> str:
    with pytest.raises(WeightsError) as raised:
        recognise(path)
    assert "\n" not in str(raised.value)
    assert str(path) in str(raised.value)
    return str(raised.value)


def test_the_published_files() -> None:
    assert recognise(shared_file("golden/mimamo_random.pth.tar")) == "mimamo-head-published"
    expression = shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5")
    assert recognise(expression) == "mini-xception"
    check_structure(expression, "mini-xception")
    with pytest.raises(WeightsError):
        check_structure(expression, "mimamo")


@pytest.mark.parametrize("zipped", [True, False])
def test_torch_files_by_their_names(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "x"
    for name, kind in [
        ("conv1_7x7_s2.weight", "trunk-resnet50-ferplus"),
        ("phasenet.fc.0.weight", "mimamo-head-published"),
        ("module.phasenet.fc.0.weight", "mimamo-head-published"),
    ]:
        state = {name: torch.zeros(2)}
        torch.save(state, path, _use_new_zipfile_serialization=zipped)
        assert recognise(path) == kind
        torch.save({"state_dict": state}, path, _use_new_zipfile_serialization=zipped)
        assert recognise(path) == kind
    torch.save({"other": torch.zeros(2)}, path, _use_new_zipfile_serialization=zipped)
    assert "of neither" in refusal(path)


def test_safetensors(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(safetensors.numpy.save({"a": torch.zeros(3).numpy()}))
    assert recognise(path) == "mimamo"


@pytest.mark.parametrize("zipped", [True, False, None])
def test_code_in_a_pickle_is_refused_and_never_run(tmp_path: Path, zipped: bool | None) -> None:
    path, witness = tmp_path / "evil.pth", tmp_path / "witness"
    content = {"state_dict": {"conv1_7x7_s2.weight": Code(witness)}}
    if zipped is None:
        path.write_bytes(pickle.dumps(content))
    else:
        torch.save(content, path, _use_new_zipfile_serialization=zipped)
    assert "code" in refusal(path)
    assert not witness.exists()


def test_what_is_no_weights_file(tmp_path: Path) -> None:
    path = tmp_path / "x.pth"
    assert "no weights file" in refusal(path)
    path.write_bytes(b"")
    assert "empty" in refusal(path)
    path.write_bytes(b"hello, this is text")
    assert "neither" in refusal(path)
    with pytest.raises(WeightsError, match="is a directory"):
        recognise(tmp_path)


@pytest.mark.parametrize("zipped", [True, False])
def test_damaged_torch_files(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "x.pth"
    torch.save({"a": torch.zeros(1000)}, path, _use_new_zipfile_serialization=zipped)
    content = path.read_bytes()
    for length in (10, 100, len(content) // 2, len(content) - 30):
        path.write_bytes(content[:length])
        assert "damaged" in refusal(path)
