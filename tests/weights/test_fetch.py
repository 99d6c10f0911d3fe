"""Downloads: whole and proved, or nothing and one sentence."""

import hashlib
import random
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from app.core.errors import FetchError, OutputError, WeightsError
from app.weights.fetch import FetchProgress, fetch
from app.weights.find import FoundWeights, find_weights
from tests.support.http_server import Fault, Site, serve
from tests.support.shared import ROOT, shared_file

CONTENT = random.Random(0).randbytes(300_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def run(work: Generator[FetchProgress, None, FoundWeights]) -> tuple[FoundWeights, list[int]]:
    received = []
    while True:
        try:
            received.append(next(work).received)
        except StopIteration as end:
            return end.value, received


def fails(name: str = "toy") -> str:
    with pytest.raises(FetchError) as raised:
        run(fetch(name))
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.fixture
def toy(site: Site, know):
    site.files["toy.bin"] = CONTENT
    return know(url=f"{site.url}/toy.bin", sha256=DIGEST, size=len(CONTENT))


@pytest.fixture
def kept(data_folder: Path) -> Path:
    return data_folder / "weights" / "toy.bin"


def names(kept: Path) -> list[str]:
    return sorted(path.name for path in kept.parent.iterdir())


def test_arrives_whole_with_progress_and_is_found(site: Site, toy, kept: Path) -> None:
    found, received = run(fetch("toy"))
    assert found.path == kept
    assert kept.read_bytes() == CONTENT
    assert (found.sha256, found.evidence) == (DIGEST, "published digest")
    assert received[0] == 0
    assert received[-1] == len(CONTENT)
    assert received == sorted(received)
    assert names(kept) == ["toy.bin"]
    assert find_weights("toy").path == kept


def test_what_is_there_is_not_downloaded_again(site: Site, toy) -> None:
    run(fetch("toy"))
    _, received = run(fetch("toy"))
    assert received == []
    assert len(site.ranges) == 1


def test_a_damaged_file_is_replaced(site: Site, toy, kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"x")
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_goes_on_by_itself_where_the_line_was_cut(site: Site, toy, kept: Path) -> None:
    site.faults = [Fault(cut=100_000), Fault(cut=50_000)]
    _, received = run(fetch("toy"))
    assert kept.read_bytes() == CONTENT
    assert site.ranges == [None, "bytes=100000-", "bytes=150000-"]
    assert site.conditions == [None, '"1"', '"1"']
    assert received == sorted(received)


def test_goes_on_in_a_later_run(site: Site, toy, kept: Path) -> None:
    site.faults = [Fault(cut=100_000)] + [Fault(status=503)] * 4
    said = fails()
    assert "interrupted after 100000 bytes" in said
    assert "goes on from there" in said
    assert not kept.exists()
    site.ranges.clear()
    run(fetch("toy"))
    assert site.ranges == ["bytes=100000-"]
    assert kept.read_bytes() == CONTENT


def test_stopping_keeps_what_has_arrived(site: Site, toy, kept: Path) -> None:
    work = fetch("toy")
    for progress in work:
        if progress.received > 100_000:
            break
    work.close()
    assert not kept.exists()
    run(fetch("toy"))
    assert site.ranges[1] == f"bytes={progress.received}-"
    assert kept.read_bytes() == CONTENT


def test_a_finished_part_file_only_needs_its_name(site: Site, toy, kept: Path) -> None:
    kept.parent.mkdir(parents=True)
    kept.with_name("toy.bin.part").write_bytes(CONTENT)
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT
    assert names(kept) == ["toy.bin"]


@pytest.mark.parametrize("stale", [b"other bytes" * 1000, b"x" * 400_000])
def test_a_part_of_another_file_is_dropped_and_begun_anew(
    site: Site, toy, kept: Path, stale: bytes
) -> None:
    kept.parent.mkdir(parents=True)
    kept.with_name("toy.bin.part").write_bytes(stale)
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_sent_anew(site: Site, toy, kept: Path) -> None:
    site.faults = [Fault(cut=100_000)] + [Fault(status=500)] * 4
    fails()
    site.etag = '"2"'
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_a_server_without_ranges(site: Site, toy, kept: Path) -> None:
    site.faults = [Fault(cut=100_000), Fault(ignore_range=True)]
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_a_server_that_sends_another_part_is_not_believed(site: Site, toy, kept: Path) -> None:
    site.faults = [Fault(cut=100_000), Fault(shift=10)]
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_a_server_that_does_not_say_the_length(site: Site, toy, kept: Path) -> None:
    site.send_length = False
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_wrong_bytes_are_not_kept(site: Site, toy, kept: Path) -> None:
    site.files["toy.bin"] = CONTENT[:-1] + b"?"
    said = fails()
    assert DIGEST[:12] in said
    assert "nothing was kept" in said
    assert names(kept) == []


def test_more_bytes_than_known_are_not_taken(site: Site, toy, kept: Path) -> None:
    site.files["toy.bin"] = CONTENT * 20
    received = []
    work = fetch("toy")
    with pytest.raises(FetchError, match="nothing was kept"):
        received.extend(progress.received for progress in work)
    assert max(received, default=0) <= len(CONTENT)
    assert names(kept) == []


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_missing_file_is_one_sentence(site: Site, toy, kept: Path, status: int) -> None:
    site.faults = [Fault(status=status)] * 5
    said = fails()
    assert str(status) in said
    assert "weights import FILE" in said
    assert len(site.ranges) == 1
    assert names(kept) == []


def test_nobody_answers(know, kept: Path) -> None:
    with serve({}) as gone:
        pass
    know(url=f"{gone.url}/toy.bin", sha256=DIGEST)
    assert "check the network" in fails()


@pytest.mark.parametrize("url", ["http://example.org/x", "ftp://localhost/x", "file:///etc/hosts"])
def test_only_safe_addresses(know, url: str) -> None:
    know(url=url, sha256=DIGEST)
    assert "only https is safe" in fails()


@pytest.mark.parametrize("to", ["http://example.org/x", "file:///etc/hosts"])
def test_a_redirect_to_an_unsafe_address_is_refused(site: Site, toy, to: str) -> None:
    site.faults = [Fault(redirect=to)]
    said = fails()
    assert "only https is safe" in said or "does not give" in said


def test_a_redirect_to_a_safe_address_is_followed(site: Site, toy, kept: Path) -> None:
    site.files["moved"] = CONTENT
    site.faults = [Fault(redirect=f"{site.url}/moved")]
    run(fetch("toy"))
    assert kept.read_bytes() == CONTENT


def test_unknown_names_and_nothing_to_download() -> None:
    with pytest.raises(WeightsError, match="no weights called nonsense"):
        next(fetch("nonsense"))
    with pytest.raises(WeightsError, match="reported dead"):
        next(fetch("mimamo-published"))
    with pytest.raises(WeightsError, match="It comes with"):
        next(fetch("mimamo-demo"))


def test_without_a_published_digest_the_structure_is_the_proof(
    site: Site, know, kept: Path
) -> None:
    real = shared_file("weights/fer2013_mini_XCEPTION.102-0.66.hdf5").read_bytes()
    know(url=f"{site.url}/toy.bin")
    site.files["toy.bin"] = real
    found, _ = run(fetch("toy"))
    assert found.evidence == "recorded digest"
    assert names(kept) == ["toy.bin", "toy.bin.sha256"]
    kept.write_bytes(real + b"?")
    with pytest.raises(WeightsError, match="damaged or another file"):
        find_weights("toy")


def test_without_a_digest_and_of_another_structure(site: Site, know, kept: Path) -> None:
    know(url=f"{site.url}/toy.bin")
    site.files["toy.bin"] = CONTENT
    said = fails()
    assert "is not toy, nothing was kept" in said
    assert names(kept) == []


_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
from app.weights import fetch as module
from models import catalogue
import dataclasses
known = catalogue.KNOWN["fer2013-mini-xception"]
catalogue.KNOWN = {"toy": dataclasses.replace(known, name="toy", url=sys.argv[1])}
from app.core.errors import OutputError
try:
    list(module.fetch("toy"))
except OutputError as error:
    print(error)
    sys.exit(7)
"""


def test_a_full_disk_is_one_sentence(site: Site, toy) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", _LIMITED, f"{site.url}/toy.bin"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert "larger than this system allows" in done.stdout


def test_a_data_folder_that_cannot_be_made(toy, data_folder: Path) -> None:
    data_folder.write_text("a file")
    with pytest.raises(OutputError, match="Cannot"):
        run(fetch("toy"))
