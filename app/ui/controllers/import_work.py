"""What is done with a file to import in a worker: recognise it, read it, make tracks of it."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.document import Document
from app.core.errors import InputError
from app.core.scheme import Schemes
from app.formats.content import Content, Layout, ReadOptions
from app.formats.registry import FormatRow, format_named, recognise
from app.session.exchange import Imported, imported
from app.session.exchange_plan import ImportPlan


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """How a file is to be read.

    Attributes
    ----------
    format : str
        Id of the format; empty for the one that is recognised.
    options : ReadOptions
        What the user settled.
    """

    format: str = ""
    options: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A file as it was read.

    Attributes
    ----------
    request : ReadRequest
        How it was to be read.
    format : FormatRow
        As what it was read.
    content, layout : Content, Layout
        What was found.
    """

    request: ReadRequest
    format: FormatRow
    content: Content
    layout: Layout


@dataclass(frozen=True, slots=True)
class Recognised:
    """The formats a file may have.

    Attributes
    ----------
    ids : tuple of str
        The best guess first; may be empty.
    """

    ids: tuple[str, ...]


def read_file(path: Path, request: ReadRequest) -> Generator[Recognised, None, Reading]:
    """Recognise a file, then read it; says the formats on the way.

    Raises
    ------
    InputError
        It is none of the formats, or damaged.
    """
    ids = tuple(row.id for row in recognise(path))
    yield Recognised(ids)
    if not (request.format or ids):
        raise InputError(
            f"{path.name} was not recognised as any of the formats; choose one if you know it."
        )
    row = format_named(request.format or ids[0])
    try:
        content, layout = row.read(path, request.options)
    except MemoryError:
        raise InputError(
            f"{path.name} is too large for this machine's memory; split it into smaller files."
        ) from None
    yield Recognised(ids)
    return Reading(request, row, content, layout)


def make_tracks(
    document: Document,
    schemes: Schemes,
    seconds: NDArray[np.float64],
    content: Content,
    plan: ImportPlan,
    source: str,
) -> Generator[None, None, Imported]:
    """Make tracks of what was read; see `imported`."""
    yield
    return imported(document, schemes, seconds, content, plan, source)
