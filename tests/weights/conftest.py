"""Every test of weights has folders of its own and a small catalogue entry to play with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.weights import fetch as fetch_module
from models import catalogue
from models.catalogue import KnownWeights
from tests.support.http_server import Site, serve


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("MIMAMO_DATA", str(folder))
    monkeypatch.delenv("MIMAMO_WEIGHTS", raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(fetch_module, "RETRY_DELAYS", (0.0, 0.0, 0.0, 0.0))
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    with serve({}) as running:
        yield running


@pytest.fixture
def know(monkeypatch: pytest.MonkeyPatch):
    """Put a row of one's own into the catalogue."""

    def add(**changes: object) -> KnownWeights:
        fields: dict[str, object] = {
            "name": "toy",
            "kind": "mini-xception",
            "file_name": "toy.bin",
            "url": None,
            "obtain": "Ask its author.",
            "sha256": None,
            "size": None,
            "licence": "MIT",
            "description": "A toy for tests.",
            "intended_use": "Tests.",
            "validated_on_people": False,
        }
        row = KnownWeights(**(fields | changes))  # type: ignore[arg-type]
        monkeypatch.setattr(catalogue, "KNOWN", dict(catalogue.KNOWN) | {row.name: row})
        return row

    return add
