"""A window with a project that trains and edits until it is killed; the training learns nothing.

``python -m tests.support.window_training FOLDER EDITS``: opens the project of a folder (with one
recording of `FRAMES` frames), starts a training of the made-up kind as the panel does, and edits,
telling on stdout ``edit N`` once edit N is stored. It never ends by itself before that many edits.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from app.session.session import Session
from app.settings.preferences import open_preferences
from app.store.project import open_project
from app.training import launch
from app.training.settings import SourceSettings, fine_tuning
from app.ui.application import make_application
from app.ui.composition import assemble
from tests.support.picture_taking import settle, wait
from tests.support.random_edits import edited

EPOCHS, SECONDS = 12, 1.0


def main(folder: Path, edits: int) -> None:
    words = [sys.executable, "-m", "tests.support.made_up_training"]
    launch.command = lambda run: [*words, str(run.path), str(EPOCHS), str(SECONDS)]
    application = make_application()
    studio = assemble(Session(), open_preferences(folder / "config"))
    studio.window.show()
    studio.desk.take(open_project(folder / "study"))
    project, desk = studio.desk.project, studio.views.learning.desk
    source = SourceSettings("project", str(folder / "study"))
    studio.controllers.learning.training.start(fine_tuning(source, "mimamo-demo"), "run")
    wait(lambda: desk.shown is not None and bool(desk.shown.course.epochs))
    known = project.recordings[0]
    journal, rng = project.journal(known.id, known.frames), np.random.default_rng(3)
    for number in range(1, edits + 1):
        after = edited(rng, journal.document)
        journal.commit(after, author="Anna", kind="draw", summary="at random")
        print("edit", number, flush=True)
        settle(0.02)
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
