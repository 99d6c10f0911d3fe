"""``gui``: the window. Also what happens when no command is given."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from app.cli import options
from app.core.errors import DeviceError, InputError

_WINDOWLESS = ("offscreen", "minimal")
_ALWAYS_A_SCREEN = ("win32", "darwin", "cygwin")


def can_show_window(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> bool:
    """Whether there is a display to open a window on."""
    if _qt_platform(environment) in _WINDOWLESS:
        return False
    return _has_display(environment, platform)


def gui_command(
    place: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PROJECT or VIDEO]", help="A project folder, a recording, or a folder of them."
        ),
    ] = None,
    debug: options.Debug = False,
) -> None:
    """Open the window."""
    open_window(place)


def open_window(place: Path | None) -> None:
    """Open the window and stay until it is closed.

    Raises
    ------
    InputError
        What was given is not there.
    DeviceError
        There is no display.
    typer.Exit
        With the exit code.
    """
    if place is not None and not place.exists():
        raise InputError(f"There is no file or folder {place}; check the path.")
    refuse_without_display(os.environ, sys.platform)
    from app.ui.application import run_window

    raise typer.Exit(run_window([] if place is None else [place.absolute()]))


def refuse_without_display(environment: Mapping[str, str], platform: str) -> None:
    """Say that there is no display, before Qt ends the program over it.

    Raises
    ------
    DeviceError
        There is none, and no platform that needs none was asked for.
    """
    if not _qt_platform(environment) and not _has_display(environment, platform):
        raise DeviceError(
            "There is no display to open a window on; use the command analyze, or set DISPLAY."
        )


def _qt_platform(environment: Mapping[str, str]) -> str:
    return environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0].lower()


def _has_display(environment: Mapping[str, str], platform: str) -> bool:
    if platform in _ALWAYS_A_SCREEN:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
