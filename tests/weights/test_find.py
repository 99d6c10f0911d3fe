"""Which file is used, and which are refused."""

import hashlib
import shutil
from pathlib import Path

import pytest

from app.core.errors import WeightsError
from app.weights import places as places_module
from app.weights.digests import digest_path, record_digest
from app.weights.find import find_weights
from app.weights.places import data_folder as current_data_folder
from models import catalogue
from tests.support.shared import shared_file

NAME = "fer2013-mini-xception"
FILE = "fer2013_mini_XCEPTION.102-0.66.hdf5"


@pytest.fixture
def real() -> Path:
    return shared_file(f"weights/{FILE}")


def put(real: Path, folder: Path, name: str = FILE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.copy(real, folder / name)


def test_one_s_own_folder_comes_first_then_user_data(
    real: Path, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = put(real, data_folder / "weights")
    found = find_weights(NAME)
    assert (found.path, found.origin) == (kept, "user data")
    own = put(real, tmp_path / "lab")
    monkeypatch.setenv("MIMAMO_WEIGHTS", str(own.parent))
    found = find_weights(NAME)
    assert (found.path, found.origin) == (own, "own folder")
    assert found.sha256 == catalogue.KNOWN[NAME].sha256
    assert found.evidence == "published digest"


def test_shipped_weights_are_found_without_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, know
) -> None:
    monkeypatch.setattr(places_module, "SHIPPED_FOLDER", tmp_path)
    know(name="toy", file_name="toy.bin", shipped=True)
    (tmp_path / "toy.bin").write_bytes(b"123")
    found = find_weights("toy")
    assert (found.origin, found.evidence) == ("shipped", "structure only")
    assert found.sha256 == hashlib.sha256(b"123").hexdigest()
    know(name="toy", file_name="toy.bin", shipped=False)
    with pytest.raises(WeightsError, match="not on this machine"):
        find_weights("toy")


def test_a_damaged_file_is_not_passed_over_in_silence(
    real: Path, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(real, data_folder / "weights")
    own = put(real, tmp_path / "lab")
    content = bytearray(own.read_bytes())
    content[5000] ^= 1
    own.write_bytes(content)
    monkeypatch.setenv("MIMAMO_WEIGHTS", str(own.parent))
    with pytest.raises(WeightsError, match="damaged or another file") as raised:
        find_weights(NAME)
    assert str(own) in str(raised.value)


def test_a_recorded_digest_is_checked(data_folder: Path, know) -> None:
    know()
    path = data_folder / "weights" / "toy.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"123")
    assert find_weights("toy").evidence == "structure only"
    record_digest(path)
    assert find_weights("toy").evidence == "recorded digest"
    path.write_bytes(b"124")
    with pytest.raises(WeightsError, match="damaged or another file"):
        find_weights("toy")
    digest_path(path).write_text("nonsense")
    with pytest.raises(WeightsError, match="holds no sha256"):
        find_weights("toy")


def test_missing_weights_say_how_to_get_them() -> None:
    with pytest.raises(WeightsError, match="Type: weights fetch fer2013-mini-xception"):
        find_weights(NAME)
    with pytest.raises(WeightsError, match="ask them for the"):
        find_weights("mimamo-published")
    with pytest.raises(WeightsError, match=r"no weights called nonsense.*mimamo-demo"):
        find_weights("nonsense")


def test_a_folder_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MIMAMO_WEIGHTS", str(tmp_path / "absent"))
    with pytest.raises(WeightsError, match="MIMAMO_WEIGHTS names"):
        find_weights(NAME)


def test_a_file_of_the_user_is_recognised_by_content(real: Path, tmp_path: Path) -> None:
    renamed = put(real, tmp_path, "whatever.dat")
    found = find_weights(renamed)
    assert (found.name, found.kind, found.origin) == (NAME, "mini-xception", "file")
    assert found.known is catalogue.KNOWN[NAME]
    assert find_weights(str(renamed)) == found


def test_the_data_folder_is_the_platform_s_unless_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIMAMO_DATA")
    assert "mimamo-studio" in str(current_data_folder())
