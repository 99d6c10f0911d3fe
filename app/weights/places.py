"""Where weights are looked for and kept.

In this order: a folder of one's own, named by the environment's ``MIMAMO_WEIGHTS`` (for labs
without network; original file names); the user's data folder (``MIMAMO_DATA`` or the platform's),
where fetched and imported weights are put; ``resources/weights``, what comes with the program.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from app.core.errors import WeightsError
from app.settings.folders import data_folder
from models.catalogue import KnownWeights

Origin = Literal["file", "own folder", "user data", "shipped"]
"""Where a file was found; ``"file"`` is one the user named."""

SHIPPED_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "weights"


def user_weights_folder() -> Path:
    """Where fetched and imported weights are kept; it need not exist yet."""
    return data_folder() / "weights"


def own_folder() -> Path | None:
    """The folder named by ``MIMAMO_WEIGHTS``, or None when it is not set.

    Raises
    ------
    WeightsError
        It is set, and there is no such folder.
    """
    chosen = os.environ.get("MIMAMO_WEIGHTS")
    if not chosen:
        return None
    folder = Path(chosen)
    if not folder.is_dir():
        raise WeightsError(
            f"MIMAMO_WEIGHTS names {folder}, and there is no such folder: correct it or unset it."
        )
    return folder


def places(known: KnownWeights) -> Iterator[tuple[Path, Origin]]:
    """Every path where a file of these weights exists, in the order of the search."""
    folders: list[tuple[Path | None, Origin]] = [
        (own_folder(), "own folder"),
        (user_weights_folder(), "user data"),
        (SHIPPED_FOLDER if known.shipped else None, "shipped"),
    ]
    for folder, origin in folders:
        if folder is not None and (folder / known.file_name).is_file():
            yield folder / known.file_name, origin
