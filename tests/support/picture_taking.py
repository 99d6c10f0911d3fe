"""Pictures of widgets, kept small, while the window lives."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.ui.main_window import MainWindow

LARGEST = 60_000
"""Bytes of a picture for the guide; a larger one, with a face in it, gets fewer colours."""


def wait(is_so: Callable[[], bool], seconds: float = 300) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to that")
        QApplication.processEvents()
        time.sleep(0.005)


def settle(seconds: float = 0.6) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


def save(widget: QWidget, path: Path, width: int | None = None, part: QRect | None = None) -> None:
    """Keep what a widget, or a part of it, shows; at most so many pixels wide.

    Without a width it is kept with all its colours.
    """
    picture = widget.grab(part) if part is not None else widget.grab()
    if width is not None and picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    path.parent.mkdir(parents=True, exist_ok=True)
    image = _image(picture)
    image.save(path, optimize=True)
    if width is not None and path.stat().st_size > LARGEST:
        _fewer_colours(image).save(path, optimize=True)


def keep_dialog(path: Path, width: int) -> None:
    """Save the dialog that is open, without its frame, and close it."""
    settle(0.4)
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
    dialog = next(each for each in dialogs if each.isVisible())
    save(dialog, path, width)
    dialog.reject()
    settle(0.1)


@contextmanager
def torn_off(window: MainWindow, name: str, width: int, height: int) -> Iterator[QWidget]:
    """The panel of a dock in a window of its own, of this size."""
    dock = window.docks[name]
    panel = dock.widget()
    window.show_dock(name)
    dock.setFloating(True)
    extra = dock.size() - panel.size()
    dock.resize(width + extra.width(), height + extra.height())
    settle(0.4)
    yield panel
    dock.setFloating(False)
    settle(0.2)


def _image(picture: QPixmap) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def _fewer_colours(image: Image.Image) -> Image.Image:
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=2)
    return image.quantize(palette=few, dither=Image.Dither.NONE)
