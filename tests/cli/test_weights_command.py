"""The command ``weights``: what it prints, what it refuses."""

import dataclasses
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli.weights import weights_app
from app.core.errors import FetchError, WeightsError
from app.weights import places
from models import catalogue
from tests.support.http_server import Fault, Site, serve
from tests.support.shared import shared_file

NAME = "fer2013-mini-xception"
FILE = "fer2013_mini_XCEPTION.102-0.66.hdf5"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAMO_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("MIMAMO_WEIGHTS", raising=False)
    monkeypatch.setattr(places, "SHIPPED_FOLDER", tmp_path / "shipped")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data" / "weights"


@pytest.fixture
def real() -> Path:
    return shared_file(f"weights/{FILE}")


@pytest.fixture
def site(real: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The catalogue's expression network, served by this machine."""
    with serve({FILE: real.read_bytes()}) as running:
        row = dataclasses.replace(catalogue.KNOWN[NAME], url=f"{running.url}/{FILE}")
        monkeypatch.setattr(catalogue, "KNOWN", dict(catalogue.KNOWN) | {NAME: row})
        yield running


def weights(*arguments: object) -> Result:
    """Run the command; errors of the program come through, as its root expects them."""
    result = CliRunner().invoke(weights_app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def columns_of(output: str, name: str) -> list[str]:
    [line] = [line for line in output.splitlines() if line.startswith(f"{name}\t")]
    return line.split("\t")


def test_list_names_all_and_says_how_to_get_what_is_missing() -> None:
    output = weights("list").stdout
    for known in catalogue.KNOWN.values():
        row = columns_of(output, known.name)
        assert row[1] == "no"
        assert known.licence in row
        assert f"{known.name} is not here. {known.obtain}" in output
    assert columns_of(output, NAME)[2] == "0.9 MB"
    assert columns_of(output, "resnet50-ferplus")[2] == "unknown"


def test_list_shows_where_weights_are(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAMO_WEIGHTS", str(real.parent))
    output = weights("list").stdout
    assert columns_of(output, NAME)[1] == "own folder"
    assert f"{NAME} is not here" not in output


def test_list_reads_the_card_of_what_is_there(data_folder: Path) -> None:
    weights("import", shared_file("golden/mimamo_random.pth.tar"), "--columns", "valence,arousal")
    row = columns_of(weights("list").stdout, "mimamo-published")
    assert row[1] == "user data"
    assert row[4] == "yes"
    (data_folder / "mimamo-published.safetensors").write_bytes(b"x" * 100)
    assert "damaged" in columns_of(weights("list").stdout, "mimamo-published")[1]


def test_fetch_prints_plain_lines_in_a_log(site: Site, data_folder: Path) -> None:
    result = weights("fetch", NAME)
    assert result.exit_code == 0
    assert "0.9 of 0.9 MB" in result.stderr
    assert "its sha256 is the published one" in result.stdout
    assert not re.search(r"\x1b|\r", result.output)
    assert (data_folder / FILE).is_file()


def test_on_a_terminal_there_are_a_table_and_a_bar(
    site: Site, data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    weights_app(["fetch", NAME], standalone_mode=False)
    captured = capsys.readouterr()
    assert NAME in captured.err
    assert "872.9/872.9 kB" in captured.err
    assert "its sha256 is the published one" in captured.out
    weights_app(["list"], standalone_mode=False)
    output = capsys.readouterr().out
    for known in catalogue.KNOWN.values():
        assert f"{known.name}: {known.description}" in output
        assert any("│" in line and known.name in line for line in output.splitlines())


def test_fetch_quiet(site: Site, data_folder: Path) -> None:
    assert weights("fetch", NAME, "--quiet").output == ""
    assert (data_folder / FILE).is_file()


def test_fetch_of_a_file_that_is_gone(site: Site, data_folder: Path) -> None:
    site.faults = [Fault(status=404)]
    with pytest.raises(FetchError, match="404"):
        weights("fetch", NAME)
    assert list(data_folder.iterdir()) == []


def test_fetch_of_what_cannot_be_fetched() -> None:
    with pytest.raises(WeightsError, match="reported dead"):
        weights("fetch", "mimamo-published")
    assert weights("fetch").exit_code == 2


def test_verify(site: Site, data_folder: Path) -> None:
    assert "No known weights are on this machine" in weights("verify").stdout
    weights("fetch", NAME, "--quiet")
    assert "sha256 as published" in weights("verify").stdout
    path = data_folder / FILE
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(WeightsError, match="1 of 1 weights files are not what they should be"):
        weights("verify")


def test_import_of_the_head_needs_the_order_of_its_columns(data_folder: Path) -> None:
    head = shared_file("golden/mimamo_random.pth.tar")
    for arguments in ([], ["--columns", "arousal"], ["--columns", "valence,valence"]):
        result = weights("import", head, *arguments)
        assert result.exit_code == 2
        assert "--columns" in result.stderr
    assert not data_folder.exists()


@pytest.mark.parametrize("order", ["valence,arousal", "arousal,valence"])
def test_import_of_the_head(data_folder: Path, order: str) -> None:
    result = weights("import", shared_file("golden/mimamo_random.pth.tar"), "--columns", order)
    assert result.exit_code == 0
    assert "mimamo-published is in" in result.stdout
    assert "checked by its structure" in result.stdout
    assert "It also needs resnet50-ferplus" in result.stdout
    assert "sha256 as recorded" in weights("verify").stdout


def test_import_of_the_expression_network(real: Path, tmp_path: Path, data_folder: Path) -> None:
    renamed = shutil.copy(real, tmp_path / "download")
    assert "the published one" in weights("import", renamed).stdout
    assert (data_folder / FILE).is_file()


def test_import_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "x.pth").write_bytes(b"not weights at all")
    with pytest.raises(WeightsError, match="no weights file"):
        weights("import", tmp_path / "x.pth")
    with pytest.raises(WeightsError, match="no weights file"):
        weights("import", tmp_path / "absent.pth")
