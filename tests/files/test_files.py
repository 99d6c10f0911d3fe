"""Results are written whole or not at all."""

import errno
import hashlib
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import InputError, OutputError
from app.files import (
    atomic_path,
    atomic_write,
    atomic_write_text,
    make_folder,
    output_error,
    sha256_of_file,
)
from tests.support.shared import ROOT


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_target_appears_only_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with atomic_write(target) as stream:
        stream.write(b"a" * 3_000_000)
        assert not target.exists()
    assert target.read_bytes() == b"a" * 3_000_000
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_a_failing_block_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def fail() -> None:
        with atomic_write_text(target) as stream:
            stream.write("new")
            stream.flush()
            raise stop

    with pytest.raises(stop):
        fail()
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


def test_text_is_utf8_with_the_line_ends_given(tmp_path: Path) -> None:
    target = tmp_path / "å.txt"
    with atomic_write_text(target) as stream:
        stream.write("ä\r\nß\n")
    assert target.read_bytes() == "ä\r\nß\n".encode()


def test_the_temporary_path_keeps_the_suffix_for_writers_that_look_at_it(tmp_path: Path) -> None:
    with atomic_path(tmp_path / "report.png") as temporary:
        assert temporary.suffix == ".png"
        assert temporary.parent == tmp_path
        temporary.write_bytes(b"1")
    assert (tmp_path / "report.png").read_bytes() == b"1"


def test_a_writer_that_renames_over_the_temporary_path_is_fine(tmp_path: Path) -> None:
    with atomic_path(tmp_path / "x.bin") as temporary:
        other = tmp_path / "other"
        other.write_bytes(b"22")
        other.replace(temporary)
    assert (tmp_path / "x.bin").read_bytes() == b"22"


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    with atomic_write_text(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with atomic_write(tmp_path / "ours"):
        pass
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder, "it is a folder"),
        (lambda folder: folder / "absent" / "x.csv", "folder does not exist"),
        (lambda folder: folder / ("n" * 300), "name is too long"),
        (lambda folder: folder / "file" / "x.csv", "is a file, not a folder"),
        (lambda folder: Path(os.devnull), "not an ordinary file"),
    ],
)
def test_impossible_targets_are_refused_in_one_sentence(tmp_path: Path, make, says: str) -> None:
    (tmp_path / "file").write_text("")
    target = make(tmp_path)
    with pytest.raises(OutputError, match=says) as raised, atomic_write(target):
        pass
    assert str(target) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_no_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everything
    with pytest.raises(OutputError, match="permission is denied"), atomic_write(target):
        pass
    assert target.read_text() == "old"


@pytest.mark.skipif(os.name != "posix", reason="needs /dev/full")
def test_a_full_disk_while_writing(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    with (
        pytest.raises(OutputError, match="the disk is full"),
        atomic_path(target),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


_LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
from app.files import atomic_write
from app.core.errors import OutputError
try:
    with atomic_write(Path(sys.argv[1])) as stream:
        stream.write(b"x" * 100_000)
except OutputError as error:
    print(error)
    sys.exit(7)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs file-size limits")
def test_a_file_size_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done = subprocess.run(
        [sys.executable, "-B", "-c", _LIMITED, str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert "larger than this system allows" in done.stdout
    assert names(tmp_path) == []


def test_an_unreadable_input_inside_the_block_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic_write(tmp_path / "out.csv"):
        (tmp_path / "no-such-input").read_bytes()
    assert names(tmp_path) == []


def test_an_unknown_fault_is_still_one_sentence() -> None:
    sentence = str(output_error(Path("x.csv"), OSError(errno.EBUSY, "Device or resource busy")))
    assert sentence == "Cannot write x.csv: Device or resource busy; choose another place."


def test_make_folder(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="a file has that name"):
        make_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        make_folder(tmp_path / "file" / "below")


def test_sha256_of_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(range(256)) * 10_000)
    assert sha256_of_file(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(b"")
    assert sha256_of_file(path).startswith("e3b0c44298fc1c149afb")


def test_sha256_of_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        sha256_of_file(tmp_path / "absent")
    with pytest.raises(InputError, match="is a directory"):
        sha256_of_file(tmp_path)
