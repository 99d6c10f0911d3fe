"""Libraries of the system that the window needs on Linux, and the packages that bring them.

The same as in ``.ci/setup``, which installs them for a checkout; a test compares the two.
"""

import ctypes
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Library:
    """One library.

    Attributes
    ----------
    name : str
        As the loader knows it.
    package : str
        Of Debian and Ubuntu.
    purpose : {"window", "sound"}
        What does not work without it.
    """

    name: str
    package: str
    purpose: Literal["window", "sound"] = "window"


LIBRARIES = (
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libpulse.so.0", "libpulse0", "sound"),
    Library("libXrandr.so.2", "libxrandr2"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
)


def missing_libraries(libraries: Sequence[Library] = LIBRARIES) -> list[Library]:
    """Those that the loader cannot load."""
    return [library for library in libraries if not _loads(library.name)]


def how_to_install(libraries: Sequence[Library]) -> str:
    """What to type."""
    packages = " ".join(library.package for library in libraries)
    if shutil.which("apt-get"):
        return f"type: sudo apt-get install {packages}"
    return f"install what brings them (on Debian and Ubuntu: {packages})"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
