"""Writing a picture, whole or not at all."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from app.core.errors import OutputError
from app.files import atomic_write

FORMATS = {".png": b"png", ".jpg": b"jpg", ".jpeg": b"jpg"}


def written_image(image: QImage, path: Path) -> Generator[None, None, Path]:
    """Write an image in the format its suffix says, PNG without one; gives the file.

    Raises
    ------
    OutputError
        The suffix is of another kind, the file cannot be written, or one with the ending that
        was not typed is there.
    """
    if not path.suffix:
        path = path.with_suffix(".png")
        if path.exists():  # nobody asked about that one
            raise OutputError(f"{path} exists already; choose it with its ending to replace it.")
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise OutputError(f"{path} cannot be written as {path.suffix}; choose .png or .jpg.")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind)
    if kind == b"jpg":
        writer.setQuality(95)
    if not writer.write(image):
        raise OutputError(f"{path} cannot be written: {writer.errorString().lower()}.")
    yield
    with atomic_write(path) as stream:
        stream.write(buffer.data().data())
    return path
