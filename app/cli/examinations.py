"""What ``doctor`` looks at, one thing each; what raises is a fault."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from app.cli import gui, qt_look
from app.cli.system_libraries import how_to_install, missing_libraries
from app.core.errors import StudioError
from app.settings import cache_folder
from app.version import application_version

State = Literal["ok", "note", "fault"]

PACKAGES: Mapping[str, tuple[str, ...]] = {
    "torch": (),
    "numpy": (),
    "scipy": (),
    "av": (),
    "opencv-python-headless": ("opencv-python", "opencv-contrib-python-headless"),
    "dlib-bin": ("dlib",),
    "face_recognition_models": (),
    "safetensors": (),
    "h5py": (),
    "matplotlib": (),
    "PySide6-Essentials": (),
    "PySide6-Addons": (),
    "shiboken6": (),
    "pyqtgraph": (),
    "psygnal": (),
    "platformdirs": (),
    "typer": (),
    "rich": (),
    "SQLAlchemy": (),
    "filelock": (),
    "pandas": (),
    "openpyxl": (),
    "pyarrow": (),
    "defusedxml": (),
}
"""What has to be installed, and what does as well in its place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination.

    Attributes
    ----------
    state : {"ok", "note", "fault"}
        A fault keeps something from working; a note only says so.
    subject, text : str
        What was looked at, and what was found or is to be done.
    """

    state: State
    subject: str
    text: str


def versions() -> Iterator[Finding]:
    """The program, what it runs on, and the packages it is made with."""
    yield Finding("ok", "MIMAMO Studio", application_version())
    yield Finding("ok", "system", f"{platform.system()} {platform.machine()}")
    yield Finding("ok", "Python", platform.python_version())
    yield from map(package, PACKAGES)


def package(name: str) -> Finding:
    """The version of a package that has to be there."""
    for installed in (name, *PACKAGES.get(name, ())):
        try:
            found = version(installed)
        except PackageNotFoundError:
            continue
        return Finding("ok", name, found if installed == name else f"{found} ({installed})")
    return Finding("fault", name, f"is not installed; type: pip install {name}")


def device() -> Iterator[Finding]:
    """Where networks run when nothing is asked for."""
    import torch

    from app.analysis.devices import choose_device, describe

    chosen = choose_device("auto")
    yield Finding("ok", "device", f"{describe(chosen)}, {torch.get_num_threads()} threads")
    if chosen.type == "cpu" and shutil.which("nvidia-smi"):
        yield Finding(
            "note",
            "device",
            "an NVIDIA driver is here, and this torch does not use it; the README says how to "
            "install the one that does",
        )


def weights() -> Iterator[Finding]:
    """The weights that are used when none are chosen."""
    from app.weights.find import find_weights
    from app.weights.recognise import check_structure

    found = find_weights()
    check_structure(found.path, found.kind)
    yield Finding("ok", "weights", f"{found.name} ({found.origin}), sha256 {found.sha256[:12]}")


def face_detector() -> Iterator[Finding]:
    """Whether faces can be looked for."""
    import numpy as np

    from app.faces.dlib_detector import DlibDetector

    detector = DlibDetector()
    detector.detect(np.zeros((120, 160, 3), np.uint8))
    yield Finding("ok", "face detector", detector.name)


def video() -> Iterator[Finding]:
    """Whether the usual recordings can be decoded."""
    import av

    missing = {"h264", "hevc", "mpeg4", "vp9", "aac"} - set(av.codecs_available)
    if missing:
        yield Finding("note", "video", f"no decoder for {', '.join(sorted(missing))}")
    else:
        yield Finding("ok", "video", "H.264, HEVC, MPEG-4, VP9 and AAC can be read")


def window() -> Iterator[Finding]:
    """Whether Qt loads; without it only the window is lost."""
    try:
        yield Finding("ok", "window", f"Qt {qt_look.qt_version()} loads")
    except StudioError as error:
        yield Finding(_if_wanted(), "window", str(error))


def display() -> Iterator[Finding]:
    """Whether there is a screen to open a window on."""
    if gui.can_show_window():
        name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "the desktop's"
        yield Finding("ok", "display", name)
    else:
        yield Finding("note", "display", "none, so no window can be opened; analyze needs none")


def system_libraries() -> Iterator[Finding]:
    """Whether the libraries are there that Linux does not bring by itself."""
    if not sys.platform.startswith("linux"):
        yield Finding("ok", "system libraries", "nothing has to be installed on this system")
        return
    missing = missing_libraries()
    if not missing:
        yield Finding("ok", "system libraries", "all are there")
        return
    names = ", ".join(library.name for library in missing)
    only_sound = all(library.purpose == "sound" for library in missing)
    state: State = "note" if only_sound else _if_wanted()
    yield Finding(state, "system libraries", f"missing {names}; {how_to_install(missing)}")


def sound() -> Iterator[Finding]:
    """Where sound is played; recordings play without it too."""
    try:
        outputs = qt_look.sound_outputs()
    except StudioError as error:
        yield Finding("note", "sound", f"recordings play silently: {error}")
        return
    if outputs:
        yield Finding("ok", "sound", ", ".join(outputs))
    else:
        yield Finding("note", "sound", "no device to play it on; recordings play silently")


def cache() -> Iterator[Finding]:
    """Where analysed recordings are kept."""
    from app.analysis.cache import cache_size
    from app.files import make_folder

    folder = make_folder(cache_folder())
    yield Finding("ok", "cache", f"{folder}, {cache_size(folder) / 1e6:.1f} MB")


def _if_wanted() -> State:
    """A window that does not open is a fault only where one could be seen."""
    return "fault" if gui.can_show_window() else "note"
