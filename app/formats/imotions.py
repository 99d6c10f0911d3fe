"""iMotions exports: told by name and refused, so that none is mistaken for a plain table."""

from pathlib import Path
from typing import NoReturn

from app.core.errors import InputError
from app.formats.content import ReadOptions

_COLUMNS = (b"StudyName", b"StimulusName", b"SlideType", b"EventSource")


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file looks like an export of iMotions, old (``#Study``) or new (``#INFO``)."""
    plain = head.replace(b"\0", b"")
    return (
        sum(column in plain for column in _COLUMNS) >= 3
        or plain.lstrip(b"\xef\xbb\xbf\xff\xfe").startswith((b"#INFO", b'"#INFO'))
        or b"imotions" in plain[:2000].lower()
    )


def read(path: Path, options: ReadOptions) -> NoReturn:
    """Refuse the file.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError(
        f"{path.name} is an iMotions export: not supported yet; export the signals you need as CSV "
        "with a column time_s, or annotations as one of the formats in the list."
    )
