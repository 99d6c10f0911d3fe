"""What MIMAMO Studio is built with: versions and licences, for About and the report of faults."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version


@dataclass(frozen=True, slots=True)
class Component:
    """A library.

    Attributes
    ----------
    name : str
        As its authors write it.
    distribution : str
        The package it is installed as.
    licence : str
        SPDX name, as its publisher states it.
    purpose : str
        What it does here.
    """

    name: str
    distribution: str
    licence: str
    purpose: str

    @property
    def version(self) -> str:
        """What is installed; a dash when nothing is."""
        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return "-"


COMPONENTS = (
    Component("Qt for Python", "PySide6-Essentials", "LGPL-3.0-only", "the window"),
    Component("pyqtgraph", "pyqtgraph", "MIT", "curves"),
    Component("psygnal", "psygnal", "BSD-3-Clause", "signals without Qt"),
    Component("PyTorch", "torch", "BSD-3-Clause and others", "networks"),
    Component("NumPy", "numpy", "BSD-3-Clause", "arrays"),
    Component("SciPy", "scipy", "BSD-3-Clause", "signals and interpolation"),
    Component(
        "PyAV with FFmpeg", "av", "BSD-3-Clause; FFmpeg GPL-2.0 or later", "reading video and sound"
    ),
    Component("OpenCV", "opencv-python-headless", "Apache-2.0", "image operations"),
    Component("dlib", "dlib-bin", "BSL-1.0", "finding faces"),
    Component(
        "face_recognition_models", "face_recognition_models", "MIT", "five landmarks of a face"
    ),
    Component("safetensors", "safetensors", "Apache-2.0", "weights"),
    Component("h5py", "h5py", "BSD-3-Clause", "weights in HDF5"),
    Component("SQLAlchemy", "SQLAlchemy", "MIT", "the project database"),
    Component("filelock", "filelock", "MIT", "one window at a time edits a project"),
    Component("pandas", "pandas", "BSD-3-Clause", "reading tables of annotations"),
    Component("openpyxl", "openpyxl", "MIT", "reading workbooks of annotations"),
    Component("pyarrow", "pyarrow", "Apache-2.0", "writing features as Parquet"),
    Component("defusedxml", "defusedxml", "PSF-2.0", "reading XML from outside safely"),
    Component("matplotlib", "matplotlib", "PSF-based", "the picture report"),
    Component("platformdirs", "platformdirs", "MIT", "the user's folders"),
    Component("Typer", "typer", "MIT", "the command line"),
    Component("Rich", "rich", "MIT", "progress in a terminal"),
)


def versions() -> Iterator[tuple[str, str]]:
    """The system, Python, and every component: name and version."""
    yield "System", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "Python", platform.python_version()
    for component in COMPONENTS:
        yield component.name, component.version
