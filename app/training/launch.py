"""Training in a process of its own: our own command line, which lives on without the window.

What it tells is in the run folder (``events.jsonl``), what it complains of beside it
(``process.log``); it is asked to stop by files there. So a window that was closed, or another one,
finds the run again. Loads no torch.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.errors import OutputError
from app.files import output_error
from app.training.run_folder import RunFolder
from app.training.run_lock import is_held

LOG = "process.log"

_ROOT = Path(__file__).resolve().parents[2]
_begun: dict[Path, subprocess.Popen[bytes]] = {}
"""Processes of this window that have not ended."""


def command(folder: RunFolder) -> list[str]:
    """What is run for a folder; a folder that holds a state goes on from there."""
    return [
        sys.executable,
        *_program(),
        "train",
        "--settings",
        str(folder.settings_file),
        "--run",
        str(folder.path),
        "--json-lines",
    ]


def launch(folder: RunFolder, words: Sequence[str] | None = None) -> int:
    """Start or go on with the run of a folder that holds its settings; gives the process number.

    Parameters
    ----------
    words : sequence of str, optional
        In place of `command`.

    Raises
    ------
    OutputError
        Nothing can be written to the folder, or no process can be started.
    """
    folder.forget_asking()
    try:
        with (folder.path / LOG).open("ab") as log:
            # The words are ours: an interpreter, our module and two paths, with no shell between.
            process = subprocess.Popen(  # noqa: S603
                list(words or command(folder)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=folder.path,
                **_detached(),
            )
    except OSError as error:
        raise _cannot_start(folder, error) from error
    _begun[folder.path] = process
    threading.Thread(target=_see_off, args=(folder.path, process), daemon=True).start()
    return process.pid


def is_alive(folder: RunFolder) -> bool:
    """Whether a process trains in a folder, or was started by this window and is about to."""
    process = _begun.get(folder.path)
    return (process is not None and process.poll() is None) or is_held(folder)


def complaints(folder: RunFolder, lines: int = 20) -> str:
    """The end of what the process wrote that is no event; empty when there is nothing."""
    try:
        text = (folder.path / LOG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.strip().splitlines()[-lines:])


def _see_off(place: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait for the end, so that no dead process is left to the system."""
    process.wait()
    if _begun.get(place) is process:
        del _begun[place]


def _program() -> list[str]:
    main = _ROOT / "main.py"
    return [str(main)] if main.exists() else ["-c", "from app.cli.main import run; run()"]


def _detached() -> dict[str, Any]:
    """A process that does not end with the window, nor by the keys of its terminal."""
    if os.name == "posix":
        return {"start_new_session": True}
    flags = ("DETACHED_PROCESS", "CREATE_NEW_PROCESS_GROUP")
    return {"creationflags": sum(getattr(subprocess, flag) for flag in flags)}


def _cannot_start(folder: RunFolder, error: OSError) -> OutputError:
    if error.filename is not None and Path(str(error.filename)).is_relative_to(folder.path):
        return output_error(folder.path, error)
    why = (error.strerror or str(error)).lower()
    return OutputError(
        f"The training of {folder.name} cannot be started ({why}); close other programs and try "
        "again."
    )
