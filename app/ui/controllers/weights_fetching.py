"""Fetching weights: what is absent, the question before, and the download in its worker."""

import time
from collections.abc import Generator, Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from app.analysis.pace import Pace
from app.core.errors import WeightsError
from app.ui.task_board import TaskStatus
from app.weights.places import places, user_weights_folder
from models.catalogue import KnownWeights


def is_here(known: KnownWeights) -> bool:
    """Whether weights are on this machine."""
    try:
        return next(places(known), None) is not None
    except WeightsError:
        return False


def ask_to_fetch(parent: QWidget, rows: Sequence[KnownWeights]) -> bool:
    """Say what would be downloaded, how much, from where and under which terms; ask."""
    box = QMessageBox(parent)
    box.setWindowTitle("Fetch weights")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(f"Download {' and '.join(known.name for known in rows)}?")
    box.setInformativeText("\n\n".join(described(known) for known in rows))
    yes = box.addButton("Download", QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is yes


def described(known: KnownWeights) -> str:
    """A row of the catalogue, for whoever has to decide."""
    size = "not known before the download" if known.size is None else f"{known.size / 1e6:.1f} MB"
    return (
        f"{known.description}\n{known.intended_use}\n\nSize: {size}\nLicence: {known.licence}\n"
        f"From: {known.url}\nTo: {user_weights_folder()}"
    )


def fetch_all(rows: Sequence[KnownWeights]) -> Generator[TaskStatus, None, None]:
    """Download one after the other; what has arrived is kept when it is stopped."""
    from app.weights.fetch import fetch  # loads the network's libraries only when needed

    for known in rows:
        pace = Pace()
        for progress in fetch(known.name):
            _, left = pace.take(progress.received, progress.total, time.monotonic())
            share = progress.received / progress.total if progress.total else None
            yield TaskStatus("", in_megabytes(progress.received, progress.total), share, left)


def in_megabytes(received: int, total: int | None) -> str:
    """How much of a download has arrived."""
    whole = f" of {total / 1e6:.1f}" if total else ""
    return f"{received / 1e6:.1f}{whole} MB"
