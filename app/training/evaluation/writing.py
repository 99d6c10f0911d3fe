"""An evaluation as files in a folder: a page, tables, and where everything came from."""

from pathlib import Path

from app.files import atomic_write_text, make_folder
from app.training.evaluation.outputs import PAGE, PROVENANCE, TABLES
from app.training.evaluation.page import page
from app.training.evaluation.results import Evaluation
from app.training.evaluation.tables import provenance, tables


def write_evaluation(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write every file, and remove those of an earlier evaluation that this one has not.

    Raises
    ------
    OutputError
        One cannot be written.
    """
    texts = {
        PAGE: page(evaluation),
        PROVENANCE: provenance(evaluation),
        **tables(evaluation),
    }
    make_folder(folder)
    written = []
    for name, text in texts.items():
        with atomic_write_text(folder / name) as stream:
            stream.write(text)
        written.append(folder / name)
    for name in set(TABLES) - set(texts):
        (folder / name).unlink(missing_ok=True)
    return written
