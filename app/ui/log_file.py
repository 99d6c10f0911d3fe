"""The log file: what the program did, for whoever mends it, and nothing about whom.

It lies in the user's own folder, at most 1 MB and three older ones. Names and folders of recordings
are replaced before a line is written, because they often are names of people.
"""

import faulthandler
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.core.errors import OutputError
from app.files import make_folder
from app.settings import log_folder

FILE_NAME = "mimamo-studio.log"
_BYTES, _OLDER = 1_000_000, 3
_MEDIA = "mp4|m4v|mov|mkv|webm|avi|mpe?g|m2ts|mts|ts|wmv|flv|ogv|3gp|mxf|csv|json|png|wav"
_SUFFIX = re.compile(rf"\.({_MEDIA})\b", re.IGNORECASE)
_PATH_BEGINS = re.compile(r"(?:\b[A-Za-z]:)?[/\\]")
_WORD_ENDS = re.compile(r"[\s'\"(<>|*?]")

_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def without_names(text: str) -> str:
    """A text in which recordings have lost their names, and the user's folder its own.

    From every suffix of a recording or result, the name reaches back to the first slash of its
    line, since folders and names may hold spaces; without one, to the beginning of the word. Time
    is linear in the length of the text, because whole traces pass through here.
    """
    lines = text.replace(str(Path.home()), "~").split("\n")
    return "\n".join(_line_without_names(line) for line in lines)


def _line_without_names(line: str) -> str:
    parts, done = [], 0
    for suffix in _SUFFIX.finditer(line):
        before = line[done : suffix.start()]
        parts += [before[: _name_begins(before)], "<file>", suffix[0]]
        done = suffix.end()
    return "".join([*parts, line[done:]])


def _name_begins(before: str) -> int:
    if path := _PATH_BEGINS.search(before):
        # A folder of the user's that was shortened to ~ belongs to the name.
        return path.start() - before[: path.start()].endswith("~")
    return max((end.end() for end in _WORD_ENDS.finditer(before)), default=0)


class _WithoutNames(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_names(super().format(record))


def log_path() -> Path:
    """The file."""
    return log_folder() / FILE_NAME


def start_log() -> logging.Handler | None:
    """Write what is logged, by us and by Qt, into the file; None when it cannot be written."""
    path = log_path()
    try:
        make_folder(path.parent)
        handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8")
    except (OutputError, OSError) as error:  # a program without a log is better than none
        logging.getLogger("mimamo").warning("no log: %s", error)
        return None
    handler.setFormatter(_WithoutNames("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_from_qt)
    return handler


@contextmanager
def crashes_traced() -> Iterator[None]:
    """While this lasts, a crash inside a library leaves the trace of every thread in a file."""
    try:
        stream = log_path().with_name("crash.log").open("a", encoding="utf-8")
    except OSError:
        yield
        return
    with stream:
        faulthandler.enable(stream)
        try:
            yield
        finally:
            faulthandler.disable()


def end_of_log(lines: int = 80) -> str:
    """The last lines of the file; empty without one."""
    try:
        with log_path().open(encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-lines:])
    except OSError:
        return ""


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
