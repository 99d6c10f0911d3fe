"""The log file: what the program did, for whoever mends it, and nothing about whom.

It lies in the user's own folder, at most 1 MB and three older ones. Names and folders of recordings
are replaced before a line is written, because they often are names of people.
"""

import faulthandler
import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.files import make_folder
from app.settings import log_folder

FILE_NAME = "mimamo-studio.log"
_BYTES, _OLDER = 1_000_000, 3
_MEDIA = "mp4|m4v|mov|mkv|webm|avi|mpe?g|m2ts|mts|ts|wmv|flv|ogv|3gp|mxf|csv|json|png|wav"
_WHOLE_PATH = re.compile(rf"(?:[A-Za-z]:)?[/\\][^\n'\"<>|*?]*?\.({_MEDIA})\b", re.IGNORECASE)
_BARE_NAME = re.compile(rf"[^\s/\\'\"<>|*?]+\.({_MEDIA})\b", re.IGNORECASE)

_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def without_names(text: str) -> str:
    """A text in which recordings have lost their names, and the user's folder its own."""
    text = _WHOLE_PATH.sub(r"<file>.\1", text)
    text = _BARE_NAME.sub(lambda found: f"<file>.{found[1]}", text)
    return text.replace(str(Path.home()), "~")


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
        crashes = path.with_name("crash.log").open("a", encoding="utf-8")
    except Exception as error:  # a program without a log is better than none
        logging.getLogger("mimamo").warning("no log: %s", error)
        return None
    # A crash inside a library leaves the trace of every thread here.
    faulthandler.enable(crashes)
    handler.setFormatter(_WithoutNames("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_from_qt)
    return handler


def end_of_log(lines: int = 80) -> str:
    """The last lines of the file; empty without one."""
    try:
        with log_path().open(encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-lines:])
    except OSError:
        return ""


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
