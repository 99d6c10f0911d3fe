"""Downloading weights, only when the user asks.

A download grows in a ``.part`` file in the user's data folder and goes on from there when it was
cut, in this run or a later one; it gets its name when it is proved to be what was asked for. pooch
would begin anew each time, so this is the standard library's urllib.
"""

import os
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.core.errors import FetchError, WeightsError
from app.files import atomic_write_text, make_folder, output_error
from app.weights.digests import checked_digest, digest_of, record_digest
from app.weights.find import FoundWeights
from app.weights.http_range import LineCutError, open_from, require_safe
from app.weights.places import user_weights_folder
from app.weights.recognise import check_structure
from models import catalogue
from models.catalogue import KnownWeights

RETRY_DELAYS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further attempt after the line was cut."""

_CHUNK = 1 << 16
_BY_HAND = "Get it from its publisher and type: weights import FILE"


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a download is.

    Attributes
    ----------
    received : int
        Bytes on the disk, those of earlier runs included.
    total : int or None
        Bytes of the whole file; None while unknown.
    """

    received: int
    total: int | None


def fetch(name: str) -> Generator[FetchProgress, None, FoundWeights]:
    """Download known weights to the user's data folder.

    Each yield is progress and a place to stop; what has arrived is kept for the next time.

    Parameters
    ----------
    name : str
        A name of the catalogue. What is there already, and right, is not downloaded again.

    Returns
    -------
    FoundWeights
        The file, proved by the published digest; where none is published, by loading it strictly,
        and its digest is recorded.

    Raises
    ------
    WeightsError
        The name is unknown, or there is nothing to download (the sentence says how to get it).
    FetchError
        It did not arrive whole, or is not what was asked for.
    OutputError
        It cannot be written.
    """
    known = catalogue.KNOWN.get(name)
    if known is None:
        raise WeightsError(f"There are no weights called {name}: {', '.join(catalogue.KNOWN)}.")
    if known.url is None:
        raise WeightsError(f"There is nothing to download for {name}. {known.obtain}")
    require_safe(known.url)
    target = make_folder(user_weights_folder()) / known.file_name
    if target.is_file() and _proved(target, known):
        return _found(target, known)
    part = target.with_name(f"{target.name}.part")
    resumed = part.is_file()
    yield from _download(known, known.url, part)
    if resumed and not _proved(part, known):
        # What an earlier run left may have been of another file: once more, from the start.
        _discard(part)
        yield from _download(known, known.url, part)
    _require_proof(part, known)
    return _keep(part, target, known)


def _download(known: KnownWeights, url: str, part: Path) -> Generator[FetchProgress, None, None]:
    for delay in (*RETRY_DELAYS, None):
        try:
            yield from _receive(known, url, part)
            return
        except LineCutError as error:
            if delay is None:
                raise FetchError(
                    f"The download of {known.name} from {url} was interrupted after "
                    f"{_size(part)} bytes ({error}): check the network and type the same command "
                    "again, it goes on from there."
                ) from error
            time.sleep(delay)


def _receive(known: KnownWeights, url: str, part: Path) -> Generator[FetchProgress, None, None]:
    """One connection: from what is there to the end, or to `LineCutError`."""
    with open_from(url, _size(part), _validator(part)) as answer:
        if answer.complete:
            return
        _note_validator(part, answer.validator)
        received = answer.start
        with _opened(part, append=answer.start > 0) as stream:
            yield FetchProgress(received, answer.total)
            while chunk := answer.read(_CHUNK):
                _write(stream, chunk, part)
                received += len(chunk)
                if known.size is not None and received > known.size:
                    return  # not the file that is known; its digest will say so
                yield FetchProgress(received, answer.total)
    if answer.total is not None and received < answer.total:
        raise LineCutError(f"the line was cut at {received} of {answer.total} bytes")


def _require_proof(part: Path, known: KnownWeights) -> None:
    if known.sha256 is not None:
        digest = digest_of(part)
        if digest != known.sha256:
            _discard(part)
            raise FetchError(
                f"What {known.url} gives is not {known.name}: its sha256 is {digest[:12]}... and "
                f"should be {known.sha256[:12]}...; nothing was kept. {_BY_HAND}"
            )
        return
    try:
        check_structure(part, known.kind)
    except WeightsError as error:
        _discard(part)
        raise FetchError(
            f"What {known.url} gives is not {known.name}, nothing was kept: {error} {_BY_HAND}"
        ) from error


def _proved(path: Path, known: KnownWeights) -> bool:
    if known.sha256 is not None:
        return digest_of(path) == known.sha256
    try:
        check_structure(path, known.kind)
    except WeightsError:
        return False
    return True


def _keep(part: Path, target: Path, known: KnownWeights) -> FoundWeights:
    try:
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise output_error(target, error) from error
    _validator_path(part).unlink(missing_ok=True)
    if known.sha256 is None:
        record_digest(target)
    return _found(target, known)


def _found(target: Path, known: KnownWeights) -> FoundWeights:
    digest, evidence = checked_digest(target, known)
    return FoundWeights(known.name, known.kind, target, "user data", digest, evidence, known)


def _opened(part: Path, *, append: bool) -> BinaryIO:
    try:
        return part.open("ab" if append else "wb")
    except OSError as error:
        raise output_error(part, error) from error


def _write(stream: BinaryIO, chunk: bytes, part: Path) -> None:
    try:
        stream.write(chunk)
        stream.flush()
    except OSError as error:
        raise output_error(part, error) from error


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _validator_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.version")


def _validator(part: Path) -> str | None:
    path = _validator_path(part)
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _note_validator(part: Path, validator: str | None) -> None:
    path = _validator_path(part)
    if validator is None:
        path.unlink(missing_ok=True)
        return
    with atomic_write_text(path) as stream:
        stream.write(validator)


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _validator_path(part).unlink(missing_ok=True)
