"""The table of known weights."""

import hashlib
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from models.catalogue import DEFAULT, KINDS, KNOWN, KnownWeights
from tests.support.shared import shared_file

ROWS = list(KNOWN.values())


def row(**changes: object) -> KnownWeights:
    fields: dict[str, object] = {
        "name": "x",
        "kind": "mimamo",
        "file_name": "x.safetensors",
        "url": None,
        "obtain": "Ask.",
        "sha256": None,
        "size": None,
        "licence": "MIT",
        "description": "D.",
        "intended_use": "U.",
        "validated_on_people": False,
    }
    return KnownWeights(**(fields | changes))  # type: ignore[arg-type]


def test_names_and_file_names_are_unique_and_plain() -> None:
    assert list(KNOWN) == [entry.name for entry in ROWS]
    assert len({entry.file_name for entry in ROWS}) == len(ROWS)
    for entry in ROWS:
        assert PurePosixPath(entry.file_name).name == entry.file_name
        assert PurePosixPath(entry.name).suffix == ""


def test_the_default_needs_no_download() -> None:
    assert KNOWN[DEFAULT].shipped
    assert not KNOWN[DEFAULT].validated_on_people
    assert "not validated on people" in KNOWN[DEFAULT].intended_use


@pytest.mark.parametrize("entry", ROWS, ids=lambda entry: entry.name)
def test_each_row_says_what_a_user_needs(entry: KnownWeights) -> None:
    assert entry.kind in KINDS
    assert entry.licence
    for sentence in (entry.description, entry.intended_use, entry.obtain):
        assert sentence[0].isupper()
        assert len(sentence) > 20
    if entry.url is not None:
        parts = urlsplit(entry.url)
        assert parts.scheme == "https"
        assert parts.path.endswith(entry.file_name)


def test_the_baseline_is_pinned_to_a_commit_and_a_digest() -> None:
    entry = KNOWN["fer2013-mini-xception"]
    assert entry.url is not None
    assert "/b861d21b0e76ca5514cdeb5b56a689b7318584f4/" in entry.url
    data = shared_file(f"weights/{entry.file_name}").read_bytes()
    assert entry.size == len(data)
    assert entry.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "resnet"}, "kind"),
        ({"sha256": "abc"}, "sha256"),
        ({"sha256": "G" * 64}, "sha256"),
        ({"size": 0}, "size"),
    ],
)
def test_a_wrong_row_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        row(**changes)
