"""What the readers of texts agree on about encodings.

UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.
"""

import codecs
from pathlib import Path

from app.core.errors import InputError

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def known_encoding(name: str) -> str:
    """An encoding that a user settled.

    Raises
    ------
    InputError
        There is none of that name, or it is none of texts.
    """
    try:
        "".encode(name)  # refuses those that are no encodings of texts, such as hex
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise InputError(
            f"There is no text encoding “{name[:40]}”; utf-8 and cp1252 are usual."
        ) from None


def refuse_cut_off(path: Path, error: UnicodeError) -> None:
    """Refuse UTF-8 that ends within a character: the rest of the file is missing.

    Nothing happens for other faults: the text may be in another encoding.

    Raises
    ------
    InputError
        It does.
    """
    if not isinstance(error, UnicodeDecodeError) or not error.encoding.startswith("utf-8"):
        return
    ends = error.reason == "unexpected end of data"
    if ends and not error.object[: error.start].isascii():  # or it is Windows-1252 to its last byte
        raise InputError(
            f"{path.name} ends in the middle of a character: a part of it is missing; get the "
            "whole file."
        )
