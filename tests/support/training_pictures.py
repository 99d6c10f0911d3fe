"""Pictures of the Train dock for the guide, of trainings that really took place.

``python -m tests.support.training_pictures [FOLDER]`` takes these alone: the demo recording with
the curves of a made-up rater, fine-tuned twice, all parts and the last two only.
"""

import sys
import tempfile
from pathlib import Path

from app.training.run_course import RunState
from app.ui.composition import Studio
from app.ui.training.training_panel import Page
from tests.support.annotated_demo import ANNA, make_curve
from tests.support.picture_taking import save, settle, torn_off, wait
from tests.support.timeline_pictures import lanes, save_lanes

WIDTH = 640
PANEL = (360, 966)
HELD_OUT = (13.0, 20.0)
"""Seconds of the demo recording: its end."""
EPOCHS = 8
RUNS = {"all parts": (), "recurrence and head": ("spatial", "temporal", "fusion")}
"""Names of the runs, and the parts that stay as they are."""
LONG = 3600


def train_twice(studio: Studio) -> None:
    """Once, for both themes."""
    learning, setup = studio.views.learning, studio.views.learning.panel.setup
    studio.actions["new_training"].trigger()
    setup.split.choose("passages")
    setup.split.validation.setValue(30)
    setup.training.epochs.setValue(EPOCHS)
    setup.training.augment.setChecked(False)
    for name, frozen in RUNS.items():
        learning.panel.show_page(Page.NEW)
        setup.name.setText(name)
        for part, chip in setup.training.parts.items():
            chip.setChecked(part not in frozen)
        wait(setup.start.isEnabled)
        setup.start.click()
        wait(lambda name=name: _state(studio, name) is RunState.FINISHED, LONG)
    learning.desk.show("recurrence and head")
    view = learning.panel.run.before_after
    wait(view.ask.isEnabled)
    view.ask.click()
    wait(lambda: view.figures.found is not None, LONG)
    settle(1)


def take_training_pictures(studio: Studio, folder: Path) -> None:
    """All of them, as the theme is now."""
    panel = studio.views.learning.panel
    with torn_off(studio.window, "train", *PANEL):
        panel.show_page(Page.NEW)
        settle(1)
        panel.setup.area.verticalScrollBar().setValue(
            panel.setup.area.verticalScrollBar().maximum()
        )
        settle(0.3)
        save(panel, folder / "train-new.png", WIDTH)
        panel.show_page(Page.PROGRESS)
        settle(0.3)
        save(panel, folder / "train-run.png", WIDTH)
    with torn_off(studio.window, "train", PANEL[0], 540):
        panel.show_page(Page.RUNS)
        settle(1)
        panel.runs.list.selectAll()
        settle(0.3)
        save(panel, folder / "train-runs.png", WIDTH)
    with lanes(studio, "arousal", "valence", stretch=HELD_OUT) as view:
        save_lanes(view, folder / "train-before-after.png")


def _state(studio: Studio, name: str) -> RunState | None:
    run = studio.views.learning.desk.run(name)
    return run.state if run is not None else None


def main(folder: Path | None) -> None:
    """These pictures alone."""
    from tests.support.screenshots import FOLDERS, GUIDE_PICTURES, ROOT, THEMES, analysed, opened
    from tests.support.screenshots import use_theme as use

    studio, _look = opened(Path(tempfile.mkdtemp()))
    analysed(studio, ROOT / "resources" / "samples" / "demo.mp4")
    make_curve(studio, ANNA, "arousal", lag=0.0, gain=0.5, drift=-0.3)
    make_curve(studio, ANNA, "valence", lag=0.0, gain=0.5, drift=0.25)
    train_twice(studio)
    for theme in THEMES:
        use(studio, theme)
        take_training_pictures(studio, (folder or GUIDE_PICTURES) / FOLDERS[theme])
    studio.window.close()
    settle()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None)
