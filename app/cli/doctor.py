"""``doctor``: what works on this machine, and what to install where something does not."""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

import typer

from app.cli import options
from app.core.errors import StudioError
from app.settings import cache_folder
from app.version import application_version

State = Literal["ok", "note", "fault"]

_PACKAGES = ("torch", "numpy", "av", "opencv-python-headless", "dlib-bin", "safetensors", "h5py")


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


def doctor_command(debug: options.Debug = False) -> None:
    """Examine this installation; exit code 1 when something does not work."""
    findings = list(examine())
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        typer.echo(f"{finding.state:<6}{finding.subject:<{width}}  {finding.text}")
    faults = [finding.subject for finding in findings if finding.state == "fault"]
    if faults:
        raise StudioError(f"Something does not work: {', '.join(faults)} (see above).")


def examine() -> Iterator[Finding]:
    """Look at everything, one after the other; a fault in one does not stop the others."""
    yield Finding("ok", "MIMAMO Studio", application_version())
    yield Finding("ok", "system", f"{platform.system()} {platform.machine()}")
    yield Finding("ok", "Python", sys.version.split()[0])
    yield from map(_package, _PACKAGES)
    for subject, look in _EXAMINATIONS.items():
        try:
            yield look()
        except (StudioError, ImportError, OSError, ValueError) as error:
            yield Finding("fault", subject, str(error))


def _package(name: str) -> Finding:
    try:
        return Finding("ok", name, version(name))
    except PackageNotFoundError:
        return Finding("fault", name, f"is not installed; type: pip install {name}")


def _devices() -> Finding:
    import torch

    from app.analysis.devices import choose_device, describe

    threads = torch.get_num_threads()
    return Finding("ok", "device", f"{describe(choose_device('auto'))}, {threads} threads")


def _weights() -> Finding:
    from app.weights.find import find_weights
    from app.weights.recognise import check_structure

    found = find_weights()
    check_structure(found.path, found.kind)
    return Finding("ok", "weights", f"{found.name} ({found.origin}), sha256 {found.sha256[:12]}")


def _faces() -> Finding:
    import numpy as np

    from app.faces.dlib_detector import DlibDetector

    detector = DlibDetector()
    detector.detect(np.zeros((120, 160, 3), np.uint8))
    return Finding("ok", "face detector", detector.name)


def _video() -> Finding:
    import av

    missing = {"h264", "hevc", "mpeg4", "vp9", "aac"} - set(av.codecs_available)
    if missing:
        return Finding("note", "video", f"no decoder for {', '.join(sorted(missing))}")
    return Finding("ok", "video", "H.264, HEVC, MPEG-4, VP9 and AAC can be read")


def _cache() -> Finding:
    from app.analysis.cache import cache_size
    from app.files import make_folder

    folder = make_folder(cache_folder())
    return Finding("ok", "cache", f"{folder}, {cache_size(folder) / 1e6:.1f} MB")


_EXAMINATIONS: dict[str, Callable[[], Finding]] = {
    "device": _devices,
    "weights": _weights,
    "face detector": _faces,
    "video": _video,
    "cache": _cache,
}
