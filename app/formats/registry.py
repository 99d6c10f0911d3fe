"""The table of the formats, one row each.

A row names a module, which is imported when it is first asked for; every module has the verbs
``recognises(path, head)``, ``read(path, options)`` and, where writing makes sense,
``write(content, target, options)`` and ``cannot_hold(content)``.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from app.core.errors import InputError, OutputError
from app.files import input_error
from app.formats.content import Content, ExportContent, Layout, ReadOptions, WriteOptions

HEAD = 1 << 16
"""Bytes of a file that `FormatRow.recognises` is shown."""


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format.

    Attributes
    ----------
    name : str
        For people, for example ``"ELAN EAF"``.
    id : str
        For the command line, for example ``"elan"``.
    suffixes : tuple of str
        Usual endings with their dot, lower case, the one for writing first.
    module : str
        Where it is read and written.
    reads, writes : bool
        What it can do.
    """

    name: str
    id: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool = True
    writes: bool = True

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether a file, or a folder, looks like this format.

        Parameters
        ----------
        path : Path
            The file; only its name counts, or, for a folder, what lies in it.
        head : bytes
            Its first `HEAD` bytes; empty for a folder.
        """
        return bool(self._module.recognises(path, head))

    def read(self, path: Path, options: ReadOptions | None = None) -> tuple[Content, Layout]:
        """Read a file.

        Raises
        ------
        InputError
            It is not such a file, or damaged: the sentence says where, and what was expected.
        """
        if not self.reads:
            raise InputError(f"{self.name} is only written here, not read; choose another format.")
        content, layout = self._module.read(path, options or ReadOptions())
        return content, layout

    def write(
        self, content: ExportContent, target: Path, options: WriteOptions | None = None
    ) -> list[Path]:
        """Write a file, and those that belong to it; give back all of them.

        Raises
        ------
        OutputError
            It cannot be written, or the format cannot hold the values.
        """
        if not self.writes:
            raise OutputError(f"{self.name} is only read here, not written; choose another format.")
        return list(self._module.write(content, target, options or WriteOptions()))

    def cannot_hold(self, content: ExportContent) -> list[str]:
        """What would be lost, one sentence each; empty when nothing is."""
        return list(self._module.cannot_hold(content)) if self.writes else []

    @property
    def _module(self) -> ModuleType:
        return import_module(self.module)


def _row(name: str, identity: str, suffixes: str, module: str, *, writes: bool = True) -> FormatRow:
    return FormatRow(
        name, identity, tuple(suffixes.split()), f"app.formats.{module}", writes=writes
    )


# Formats that say plainly what they are come first: the first that recognises a file is proposed.
FORMATS: tuple[FormatRow, ...] = (
    _row("MIMAMO Studio tracks CSV", "tracks", ".csv", "tracks_csv"),
    _row("NOVA annotation", "nova", ".annotation .annotation~", "nova"),
    _row("ELAN EAF", "elan", ".eaf", "elan"),
    _row("BORIS", "boris", ".boris .gz .tsv .csv", "boris"),
    _row("Praat TextGrid", "textgrid", ".textgrid", "textgrid"),
    _row("SubRip subtitles", "srt", ".srt", "srt"),
    _row("iMotions export", "imotions", ".txt", "imotions", writes=False),
    _row("OpenFace CSV", "openface", ".csv", "openface", writes=False),
    _row("py-feat CSV", "pyfeat", ".csv", "pyfeat", writes=False),
    _row("AFEW-VA JSON", "afew-va", ".json", "afew_va"),
    _row("DARMA", "darma", ".csv .xlsx", "darma"),
    _row("CARMA", "carma", ".csv .xlsx", "carma"),
    _row("OMG-Emotion", "omg", ".csv .txt", "omg"),
    _row("Aff-Wild2 text", "aff-wild2", ".txt .csv", "aff_wild2"),
    _row("RECOLA CSV", "recola", ".csv", "recola"),
    _row("AVEC ARFF", "avec", ".arff", "avec_arff"),
    _row("SEWA CSV", "sewa", ".csv", "sewa"),
    _row("MuSe-Toolbox CSV", "muse", ".csv", "muse"),
    _row("Aff-Wild text", "aff-wild", ".txt", "aff_wild"),
)


def format_named(identity: str) -> FormatRow:
    """The row of an id.

    Raises
    ------
    InputError
        There is none.
    """
    for row in FORMATS:
        if row.id == identity:
            return row
    known = ", ".join(row.id for row in FORMATS)
    raise InputError(f"There is no format “{identity}”; the formats are {known}.")


def recognise(path: Path) -> list[FormatRow]:
    """The formats that a file, or a folder, may have; the best guess first.

    What a file holds counts more than its ending: a known format with a wrong ending is found.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    """
    head = head_of(path)
    return [row for row in FORMATS if row.reads and row.recognises(path, head)]


def head_of(path: Path) -> bytes:
    """The first `HEAD` bytes of a file; none of a folder.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    """
    try:
        if path.is_dir():
            return b""
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is a device or a pipe; choose a file.")
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError as error:
        raise input_error(path, error) from error
