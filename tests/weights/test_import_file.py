"""Weights that the user got elsewhere."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from app.core.errors import OutputError, WeightsError
from app.weights.find import find_weights
from app.weights.import_file import ColumnsNeededError, import_weights
from app.weights.verify import verify_all
from models import catalogue
from models.checkpoint import load_model
from models.published import load_published_trunk
from models.resnet50 import ResNet50Trunk, published_trunk_keys
from tests.support.shared import shared_file
from tests.support.tolerances import NETWORK_FLOAT32

VALENCE_FIRST = ("valence", "arousal")
AROUSAL_FIRST = ("arousal", "valence")


@pytest.fixture
def head() -> Path:
    return shared_file("golden/mimamo_random.pth.tar")


def outputs(path: Path, key: str) -> tuple[np.ndarray, np.ndarray]:
    golden = np.load(shared_file("golden/mimamo_reference_small.npz"))
    inputs = [torch.from_numpy(golden[k].astype("f4")) for k in ("phase0", "phase1", "features")]
    with torch.no_grad():
        ours = load_model(path).net(*inputs).valence_arousal.numpy()
    return ours, golden[key]


def test_the_head_becomes_ours_and_gives_the_golden_outputs(head: Path, data_folder: Path) -> None:
    found = import_weights(head, VALENCE_FIRST)
    assert found.path == data_folder / "weights" / "mimamo-published.safetensors"
    assert found.evidence == "recorded digest"
    ours, golden = outputs(found.path, "out")
    np.testing.assert_allclose(ours, golden, atol=NETWORK_FLOAT32)
    card = load_model(found.path).card
    assert (card.architecture.unwrap, card.architecture.recurrence) == ("released", "windows")
    assert card.architecture.crop == "openface-112"
    assert len(str(card.extra["imported_sha256"])) == 64
    assert find_weights("mimamo-published") == found


def test_the_other_order_of_columns_exchanges_the_outputs(head: Path) -> None:
    ours, golden = outputs(import_weights(head, AROUSAL_FIRST).path, "out")
    np.testing.assert_allclose(ours, golden[..., ::-1], atol=NETWORK_FLOAT32)


def test_the_head_needs_the_order_of_its_columns(head: Path, data_folder: Path) -> None:
    with pytest.raises(ColumnsNeededError, match="--columns"):
        import_weights(head)
    with pytest.raises(ValueError, match="columns must be one of"):
        import_weights(head, ("valence", "valence"))
    assert not data_folder.exists()


def test_a_head_that_does_not_fit_is_refused_by_name(
    head: Path, tmp_path: Path, data_folder: Path
) -> None:
    content = torch.load(head, weights_only=True)
    del content["state_dict"]["rnns.weight_ih_l0"]
    torch.save(content, tmp_path / "x.pth.tar")
    with pytest.raises(WeightsError, match=r"rnns\.weight_ih_l0"):
        import_weights(tmp_path / "x.pth.tar", VALENCE_FIRST)
    assert not data_folder.exists()


def test_the_trunk_is_kept_byte_for_byte(tmp_path: Path, data_folder: Path) -> None:
    trunk = ResNet50Trunk()
    state = trunk.state_dict()
    path = tmp_path / "download.pth"
    torch.save({theirs: state[ours] for theirs, ours in published_trunk_keys().items()}, path)
    found = import_weights(path)
    assert found.path == data_folder / "weights" / "resnet50_ferplus_dag.pth"
    assert found.path.read_bytes() == path.read_bytes()
    assert found.evidence == "recorded digest"
    loaded = load_published_trunk(found.path).state_dict()
    assert all(torch.equal(loaded[key], state[key]) for key in state)
    [verdict] = [v for v in verify_all() if v.name == "resnet50-ferplus"]
    assert verdict.evidence == "recorded digest"


def test_a_trunk_that_does_not_fit_is_refused(tmp_path: Path, data_folder: Path) -> None:
    torch.save({"conv1_7x7_s2.weight": torch.zeros(64, 3, 7, 7)}, tmp_path / "x.pth")
    with pytest.raises(WeightsError, match="missing"):
        import_weights(tmp_path / "x.pth")
    assert not data_folder.exists()


def test_the_expression_network(tmp_path: Path) -> None:
    real = shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5")
    found = import_weights(real)
    assert found.evidence == "published digest"
    assert found.path.read_bytes() == real.read_bytes()
    assert import_weights(found.path) == found  # importing what is there changes nothing
    other = shutil.copy(real, tmp_path / "other.hdf5")
    with Path(other).open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(WeightsError, match="not the published"):
        import_weights(Path(other))


def test_our_own_format_needs_no_import(head: Path) -> None:
    ours = import_weights(head, VALENCE_FIRST).path
    with pytest.raises(WeightsError, match="needs no import"):
        import_weights(ours)


def test_a_data_folder_that_cannot_be_written(head: Path, data_folder: Path) -> None:
    data_folder.write_text("a file")
    with pytest.raises(OutputError, match="Cannot"):
        import_weights(head, VALENCE_FIRST)


def test_verify_tells_good_from_damaged(head: Path, data_folder: Path) -> None:
    import_weights(shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5"))
    import_weights(head, VALENCE_FIRST)
    mine = {v.name: v for v in verify_all() if v.origin == "user data"}
    assert mine["fer2013-mini-xception"].evidence == "published digest"
    assert mine["mimamo-published"].evidence == "recorded digest"
    path = data_folder / "weights" / catalogue.KNOWN["mimamo-published"].file_name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    mine = {v.name: v for v in verify_all() if v.origin == "user data"}
    assert mine["mimamo-published"].evidence is None
    assert "damaged" in mine["mimamo-published"].fault
    assert mine["fer2013-mini-xception"].fault == ""


def test_verify_proves_the_structure_where_no_digest_is_known(data_folder: Path, know) -> None:
    know()
    path = data_folder / "weights" / "toy.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no network")
    [verdict] = [v for v in verify_all() if v.name == "toy"]
    assert verdict.evidence is None
    shutil.copy(shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5"), path)
    [verdict] = [v for v in verify_all() if v.name == "toy"]
    assert verdict.evidence == "structure only"
