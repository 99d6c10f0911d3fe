"""What a weights file must be, byte for byte, and how that is known.

Either its publisher's digest stands in the catalogue, or the digest was recorded beside the file
when it was fetched, imported or shipped (``NAME.sha256``, as ``sha256sum`` writes it), or nothing
is known and only its structure can be checked.
"""

from pathlib import Path
from typing import Literal

from app.core.errors import InputError, WeightsError
from app.files import atomic_write_text, sha256_of_file
from models.catalogue import KnownWeights

Evidence = Literal["published digest", "recorded digest", "structure only"]
"""What it rests on that a file is what it should be."""

_HEX = frozenset("0123456789abcdef")


def digest_path(path: Path) -> Path:
    """Where the digest of a weights file is recorded."""
    return path.with_name(f"{path.name}.sha256")


def record_digest(path: Path) -> str:
    """Write the file's digest beside it, for later checks, and give it back."""
    digest = digest_of(path)
    with atomic_write_text(digest_path(path)) as stream:
        stream.write(f"{digest}  {path.name}\n")
    return digest


def digest_of(path: Path) -> str:
    """SHA-256 of a weights file; raises `WeightsError` when it cannot be read."""
    try:
        return sha256_of_file(path)
    except InputError as error:
        raise WeightsError(str(error)) from error


def checked_digest(path: Path, known: KnownWeights | None) -> tuple[str, Evidence]:
    """The file's digest, compared with what is known of it.

    Returns
    -------
    str, Evidence
        SHA-256 in 64 hexadecimal digits, and what it was compared with.

    Raises
    ------
    WeightsError
        It is not the digest that it should be, or the file cannot be read.
    """
    digest = digest_of(path)
    expected, evidence = _expected(path, known)
    if expected is not None and digest != expected:
        name = known.name if known is not None else path.name
        raise WeightsError(
            f"{path} is not {name}: its sha256 is {digest[:12]}... and should be "
            f"{expected[:12]}...; it is damaged or another file, so remove it and get it anew."
        )
    return digest, evidence


def _expected(path: Path, known: KnownWeights | None) -> tuple[str | None, Evidence]:
    if known is not None and known.sha256 is not None:
        return known.sha256, "published digest"
    record = digest_path(path)
    if not record.is_file():
        return None, "structure only"
    words = record.read_text(encoding="utf-8", errors="replace").split()
    if not words or len(words[0]) != 64 or not set(words[0]) <= _HEX:
        raise WeightsError(f"{record} holds no sha256: remove it, or get the weights anew.")
    return words[0], "recorded digest"
