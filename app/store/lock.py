"""One window at a time edits a project; others read it."""

import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.store.moment import now

LOCK = "project.lock"
_HOLDER = "project.lock.txt"


class ProjectLock:
    """The right to edit a project, for as long as the process lives or until it is released.

    Attributes
    ----------
    holder : str
        Who has it when it could not be had: ``"on LAB-PC since 2026-11-21 10:30"``, by the
        clock here; empty when it is ours.
    """

    def __init__(self, folder: Path) -> None:
        self.holder = ""
        self._note = folder / _HOLDER
        # The lock of the system itself ends with its process; the other kind stays behind after a
        # crash. Where the system has none, SQLite's own locks and the check of head and tip in
        # each commit are what is left.
        self._lock = FileLock(folder / LOCK, timeout=0, thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire()
        except Timeout:
            self.holder = self._read_holder()
        except (OSError, NotImplementedError):
            return
        else:
            with suppress(OSError):
                self._note.write_text(f"on {socket.gethostname()} since {now()}", encoding="utf-8")

    def release(self) -> None:
        """Let others edit."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._note.unlink()
            self._lock.release()

    def __enter__(self) -> "ProjectLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _read_holder(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            if told := self._note.read_text(encoding="utf-8").strip():
                return _in_local_time(told)
        return "on this or another computer"


def _in_local_time(told: str) -> str:
    who, since, moment = told.rpartition(" since ")
    try:
        return f"{who}{since}{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return told
