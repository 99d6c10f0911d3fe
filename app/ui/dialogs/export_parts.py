"""What the dialog of an export is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QListWidget

from app.session.exporting import targets


@dataclass(frozen=True, slots=True)
class Exportable:
    """A track that can be chosen.

    Attributes
    ----------
    key : str
        What tells it apart.
    title : str
        For people.
    is_prediction : bool
        Only some kinds of files hold those.
    """

    key: str
    title: str
    is_prediction: bool = False


def format_chooser() -> QComboBox:
    """What can be written."""
    box = QComboBox()
    box.setAccessibleName("Format")
    box.setToolTip("What is written")
    for kind in targets():
        box.addItem(kind.name, kind.id)
    return box


def track_list() -> QListWidget:
    """A list to be filled with ticks."""
    tracks = QListWidget()
    tracks.setAccessibleName("Tracks")
    tracks.setToolTip("Ticked tracks are written")
    tracks.setMinimumHeight(110)
    return tracks


def names_of(files: Sequence[Path]) -> str:
    """Files for people."""
    names = [path.name for path in files]
    if len(names) > 4:
        return f"{', '.join(names[:4])} and {len(names) - 4} more files"
    return " and ".join(", ".join(names).rsplit(", ", 1))


def replaced(number: int) -> str:
    """How many files would be replaced, for people."""
    return "One of them exists already." if number == 1 else f"{number} of them exist already."
