"""Writing results whole or not at all, and digests of files.

A file is written under a temporary name beside its target and renamed over it once every byte is on
the disk, so a reader sees the old file or the new one and never half of one.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from app.core.errors import InputError, OutputError

_CHUNK = 1 << 20
_STEP = 64 << 20

_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space or choose another place",
    errno.EDQUOT: "your share of the disk is used up; free some space or choose another place",
    errno.EFBIG: "it would be larger than this system allows; raise the limit on file size or "
    "choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.EACCES: "permission is denied, or another program has it open; choose another place",
    errno.EPERM: "permission is denied; choose another place",
    errno.ENOENT: "its folder does not exist; make the folder or choose another place",
    errno.ENOTDIR: "a part of its path is a file, not a folder; choose another place",
    errno.EISDIR: "it is a folder; give the name of a file",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    errno.EIO: "the disk reports a fault; choose another disk",
}


def output_error(target: Path, error: OSError) -> OutputError:
    """The sentence for a result that cannot be written to ``target``."""
    advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}; choose another place")
    return OutputError(f"Cannot write {target}: {advice}.")


def input_error(path: Path, error: OSError) -> InputError:
    """The sentence for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"There is no file {path}; check the path.")
    why = (error.strerror or str(error)).lower()
    return InputError(f"Cannot read {path}: {why}; check the path and its permissions.")


def make_folder(folder: Path) -> Path:
    """Make a folder and those above it where absent, and give it back.

    Raises
    ------
    OutputError
        It cannot be made, or a file has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(
            f"Cannot make the folder {folder}: a file has that name; choose another place."
        ) from None
    except OSError as error:
        raise output_error(folder, error) from error
    return folder


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside ``target`` that takes its name when the block ends well.

    For writers that want a path of their own; the temporary name keeps the suffix. The file is
    there, and empty, when the block begins. If the block raises, ``target`` is as it was and
    nothing is left behind.

    Parameters
    ----------
    target : Path
        The file to make or replace; a symbolic link is followed. Its folder must exist.

    Raises
    ------
    OutputError
        No space, no permission, no such folder, a file-size limit, or ``target`` is a folder or a
        device. An `OSError` of the block that names some other file passes through unchanged.
    """
    final = Path(os.path.realpath(target))
    temporary = final.with_name(f".{secrets.token_hex(8)}{final.suffix}")
    try:
        _refuse_unwritable(target, final)
        # Created here, and not by mkstemp, so that the file gets the permissions of any new file.
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield temporary
        _flush(temporary)
        temporary.replace(final)
        _flush_folder(final.parent)
    except OSError as error:
        if error.filename is None or Path(os.fsdecode(error.filename)) in (temporary, final):
            raise output_error(target, error) from error
        raise
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def atomic_write(target: Path) -> Iterator[BinaryIO]:
    """A binary stream whose bytes become ``target`` when the block ends well.

    Raises
    ------
    OutputError
        As for `atomic_path`.
    """
    with atomic_path(target) as temporary, temporary.open("wb") as stream:
        yield stream


@contextmanager
def atomic_write_text(target: Path) -> Iterator[TextIO]:
    """A UTF-8 text stream, line ends left as written, that becomes ``target``.

    Raises
    ------
    OutputError
        As for `atomic_path`.
    """
    with (
        atomic_path(target) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as stream,
    ):
        yield stream


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, 64 lower-case hexadecimal digits; constant memory.

    Raises
    ------
    InputError
        The file is missing or cannot be read.
    """
    steps = digest_steps(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value)


def digest_steps(path: Path) -> Generator[int, None, str]:
    """As `sha256_of_file`; gives the bytes read so far, now and then: a place to stop.

    Raises
    ------
    InputError
        The file is missing or cannot be read.
    """
    digest, read = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                read += len(chunk)
                if read % _STEP == 0:
                    yield read
    except OSError as error:
        raise input_error(path, error) from error
    return digest.hexdigest()


def _refuse_unwritable(target: Path, final: Path) -> None:
    # Renaming over a device or a write-protected file would succeed, and surprise.
    if final.is_dir():
        raise output_error(target, OSError(errno.EISDIR, ""))
    if final.exists() and not final.is_file():
        raise OutputError(f"Cannot write {target}: it is not an ordinary file; choose another.")
    if final.exists() and not os.access(final, os.W_OK):
        raise output_error(target, OSError(errno.EACCES, ""))


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    # The new name itself must reach the disk; Windows has no such call, and needs none.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems refuse it; the file itself is safe
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
