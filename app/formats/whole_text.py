"""Files that are read whole: text in its encoding, XML with the lines of its elements.

UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252; lines that end in LF,
CRLF or CR. XML with a document type is refused: its entities can fetch other files, or fill the
memory.
"""

import codecs
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, indent, tostring

from app.core.errors import InputError
from app.files import input_error
from app.formats.content import Content, Layout
from app.formats.encodings import UTF16, known_encoding, refuse_cut_off

LARGEST = 128 << 20
"""Bytes; no such file is larger, and what is read whole must fit the memory."""

_SHOWN = 8
_ENCODING = re.compile(rb"<\?xml[^>]*encoding")

__all__ = [
    "Element",
    "SubElement",
    "fault",
    "number",
    "preview",
    "read_bytes",
    "read_text",
    "read_xml",
    "xml_bytes",
]


class LinedElement(Element):
    """An element that knows where it begins.

    Attributes
    ----------
    line, column : int
        From 1.
    """

    line = 0
    column = 0


def fault(path: Path, what: str, line: int | None = None, column: int | None = None) -> InputError:
    """The sentence for something wrong in a file; line and column count from 1."""
    place = f", line {line}" if line is not None else ""
    place += f", column {column}" if column is not None else ""
    return InputError(f"{path.name}{place}: {' '.join(what.splitlines())}")


def read_bytes(path: Path) -> bytes:
    """All of a file.

    Raises
    ------
    InputError
        It is missing, empty, not readable, or far too large to be such a file.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{path.name} has {size >> 20} MB, which is too large for a file of this kind; "
                f"expected at most {LARGEST >> 20} MB."
            )
        data = path.read_bytes()
    except OSError as error:
        raise input_error(path, error) from error
    if not data.strip():
        raise InputError(f"{path.name} is empty.")
    return data


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    r"""The text of a file, lines ended by ``"\n"``, and its encoding.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        Settled by the user; found out without it.

    Raises
    ------
    InputError
        As for `read_bytes`; or it is no text.
    """
    return decoded(path, read_bytes(path), encoding)


def decoded(path: Path, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """As `read_text`, of bytes that came from ``path``."""
    found = known_encoding(encoding) if encoding else _encoding(path, data)
    try:
        text = data.decode(found)
    except UnicodeError:
        raise InputError(
            f"{path.name} is no text in {found}; save it as UTF-8, or choose its encoding."
        ) from None
    if "\0" in text:
        raise InputError(f"{path.name} is not a text file: it holds bytes of value zero.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def _encoding(path: Path, data: bytes) -> str:
    if data.startswith(UTF16):
        return "utf-16"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        refuse_cut_off(path, error)
        return "cp1252"
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def read_xml(path: Path) -> tuple[LinedElement, str]:
    """The root of an XML file, and the file's encoding.

    Raises
    ------
    InputError
        As for `read_bytes`; or it is no XML, or declares a document type.
    """
    import defusedxml
    from defusedxml.ElementTree import DefusedXMLParser

    data = read_bytes(path)
    encoding = "utf-8"
    says_so = _ENCODING.match(data[:200].lstrip(codecs.BOM_UTF8)) or data.startswith(UTF16)
    if not says_so:
        text, encoding = decoded(path, data)  # NOVA writes Windows-1252 and does not say so
        data = text.encode()
    parser: Any = None

    def element(tag: str, attributes: dict[str, str]) -> LinedElement:
        made = LinedElement(tag, attributes)
        made.line = parser.parser.CurrentLineNumber
        made.column = parser.parser.CurrentColumnNumber + 1
        return made

    parser = DefusedXMLParser(target=TreeBuilder(element), forbid_dtd=True)
    try:
        parser.feed(data)
        root: LinedElement = parser.close()
    except defusedxml.DefusedXmlException:
        raise InputError(
            f"{path.name} declares a document type, whose entities could fetch other files or fill "
            "the memory; save it without its <!DOCTYPE>."
        ) from None
    except (ParseError, LookupError, ValueError) as error:
        raise _not_xml(path, error) from None
    return root, encoding


def _not_xml(path: Path, error: Exception) -> InputError:
    line, column = getattr(error, "position", (1, 0))
    reason = str(error).split(":")[0]
    return fault(path, f"expected XML, found an error in it: {reason}.", line, column + 1)


def xml_bytes(root: Element) -> bytes:
    """An XML file, indented, in UTF-8."""
    indent(root, "    ")
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + tostring(root, encoding="unicode").encode() + b"\n"


def number(text: str, path: Path, line: int, column: int | None = None) -> float:
    """The finite number that a text is.

    Raises
    ------
    InputError
        It is none.
    """
    try:
        value = float(text) if text.isascii() and "_" not in text else float("nan")
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise fault(path, f"expected a number, found '{text.strip()[:40]}'", line, column)
    return value


def preview(content: Content, encoding: str) -> Layout:
    """The layout of a file that has no rows and columns: its first segments."""
    rows = tuple(
        (track.name, f"{mark.onset:g}", f"{mark.offset:g}", mark.label, mark.note)
        for track in content.segment_tracks
        for mark in track.segments[:_SHOWN]
    )
    return Layout(
        encoding,
        header=("track", "onset_s", "offset_s", "label", "note"),
        first_rows=rows[:_SHOWN],
    )
