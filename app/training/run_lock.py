"""Whether the process of a run lives: it holds a lock of the system for as long as it does.

The number of a process is given to another one later; a lock ends with its process, whatever ended
it. Loads no torch.
"""

import time
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from app.core.errors import InputError
from app.training.run_folder import RunFolder

LOCK = "run.lock"
_PATIENCE = 5.0
"""Seconds a process waits for the lock: who only asks whether it is held has it for an instant."""
_ASKING = 0.15
"""Seconds in which somebody else who asks has surely let go of it again."""
_RECENT = 60.0
"""Seconds since the last event within which a run counts as alive where there are no locks."""


class RunLock:
    """The right to train in a folder, for as long as the process lives or until it is released.

    Raises
    ------
    InputError
        Another process trains in it.
    """

    def __init__(self, folder: RunFolder, patience: float = _PATIENCE) -> None:
        self._lock = _lock_of(folder.path, patience)
        try:
            self._lock.acquire()
        except Timeout:
            raise InputError(
                f"The run {folder.name} is going on in another process already; wait for its end, "
                "or stop it."
            ) from None
        except (OSError, NotImplementedError):
            return

    def release(self) -> None:
        """Let others go on with the run."""
        self._lock.release()

    def __enter__(self) -> "RunLock":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def is_held(folder: RunFolder) -> bool:
    """Whether a process trains in a folder now; nothing is made there."""
    if not (folder.path / LOCK).exists():
        return False
    lock = _lock_of(folder.path, _ASKING)
    try:
        lock.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return _told_lately(folder)
    lock.release()
    return False


def _told_lately(folder: RunFolder) -> bool:
    try:
        return time.time() - folder.events_file.stat().st_mtime < _RECENT
    except OSError:
        return False


def _lock_of(folder: Path, patience: float) -> FileLock:
    # The lock of the system itself ends with its process; the other kind stays behind after a
    # crash. The file stays, so that nobody locks one that is about to go.
    return FileLock(
        folder / LOCK,
        timeout=patience,
        thread_local=False,
        fallback_to_soft=False,
        preserve_lock_file=True,
    )
