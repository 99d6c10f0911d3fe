"""Takes the pictures of the window that stand in the README and in the user guide.

``python -m tests.support.screenshots [VIDEO [FOLDER]]``: opens the demo recording (or another)
without a screen, analyses it, annotates it as raters Anna and Ben, and saves the window and its
parts in both themes. The pictures of the demo recording may be shipped: its face is synthetic, from
a public-domain portrait. Preferences, project and cache are made anew in a folder of their own.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt

from app.session.session import Session
from app.settings.preferences import open_preferences
from app.ui.application import make_application
from app.ui.composition import Studio, assemble
from app.ui.help.pages import LIGHT_PICTURES
from app.ui.look import Look
from app.ui.turns import turns
from tests.support.annotated_demo import ANNA, PLAYHEAD, annotate
from tests.support.panel_pictures import take_panel_pictures
from tests.support.picture_taking import save, settle, wait
from tests.support.seeing_pictures import look_at_everything, take_seeing_pictures
from tests.support.timeline_pictures import take_timeline_pictures

ROOT = Path(__file__).resolve().parents[2]
README_PICTURES = ROOT / "docs" / "images"
GUIDE_PICTURES = ROOT / "resources" / "help" / "images"
GUIDE_WIDTH = 640
SIZES = ((1280, 800), (2560, 1440))
ANNOTATING, TIMELINE = (1440, 900), 375
THEMES = ("light", "dark")
FOLDERS = {"dark": ".", "light": LIGHT_PICTURES}
"""Of the guide's pictures, by theme."""


def analysed(studio: Studio, video: Path) -> None:
    """Open a recording and read it."""
    session = studio.session
    studio.controllers.opening.open_paths([video])
    wait(lambda: session.recording is not None)
    wait(lambda: session.annotations.is_open)
    settle()
    studio.views.analyse.run.click()
    wait(lambda: len(session.analyses) > 0)
    wait(lambda: not studio.controllers.analysis.running)
    session.playback.seek_frame(PLAYHEAD)
    for overlay in ("overlay_landmarks", "overlay_crop"):
        studio.actions[overlay].setChecked(True)


def opened(folder: Path) -> tuple[Studio, Look]:
    """The window with a project, as it is for the first time."""
    for name in ("CONFIG", "CACHE", "DATA"):
        os.environ[f"MIMAMO_{name}"] = str(folder / name.lower())
    (folder / "Studies").mkdir()
    os.chdir(folder)  # dialogs show "Studies", and no folder of this machine
    application = make_application()
    preferences = open_preferences(folder / "config")
    preferences.set("rater", ANNA)
    look = Look(application, preferences)
    studio = assemble(Session(), preferences)
    look.bind(studio.actions)
    studio.window.resize(*SIZES[0])
    studio.window.show()
    use_theme(studio, "dark")
    studio.controllers.projects.make(folder / "Studies" / "Smiles", "Smiles")
    wait(lambda: studio.desk.project is not None)
    return studio, look


def use_theme(studio: Studio, theme: str) -> None:
    """Change the colours, and wait until everything has them."""
    studio.actions[f"theme_{theme}"].trigger()
    settle()


def parts_of_the_window(studio: Studio, folder: Path) -> None:
    """What the guide shows of watching and analysing."""
    save(studio.window, folder / "window.png", GUIDE_WIDTH)
    parts = {"player": studio.views.player, "timeline": studio.views.timeline}
    for name, part in {**parts, "analyse": studio.views.analyse}.items():
        save(part, folder / f"{name}.png", GUIDE_WIDTH)


def annotating(studio: Studio, folder: Path) -> None:
    """The window of somebody who annotates: curves, segments, the affect plane; both themes."""
    window, held = studio.window, studio.views.annotation.take.held
    spare = [studio.views.timeline.strips[name] for name in ("quality", "audio")]
    for strip in spare:
        strip.hide()
    window.resize(*ANNOTATING)
    window.show_dock("rating")
    window.resizeDocks([window.docks["timeline"]], [TIMELINE], Qt.Orientation.Vertical)
    held.choose(next(mode for mode in held.modes if len(mode) == 2))
    held.hold((0.74, 0.3))
    for theme in THEMES:
        use_theme(studio, theme)
        save(window, folder / f"window-{theme}.png")
    for strip in spare:
        strip.show()
    window.resize(*SIZES[0])
    settle()


def main(video: Path, out: Path | None) -> None:
    """Take all pictures; ``out`` is another folder than the project's own."""
    readme, guide = (README_PICTURES, GUIDE_PICTURES) if out is None else (out, out / "guide")
    studio, _look = opened(Path(tempfile.mkdtemp()))
    turns.start()
    analysed(studio, video)
    for theme in THEMES:
        use_theme(studio, theme)
        parts_of_the_window(studio, guide / FOLDERS[theme])
    annotate(studio)
    annotating(studio, readme)
    for theme in THEMES:
        use_theme(studio, theme)
        take_timeline_pictures(studio, guide / FOLDERS[theme])
        take_panel_pictures(studio, guide / FOLDERS[theme])
    look_at_everything(studio)
    for theme in THEMES:
        use_theme(studio, theme)
        take_seeing_pictures(studio, guide / FOLDERS[theme])
    if out is not None:
        for theme in THEMES:
            use_theme(studio, theme)
            studio.window.resize(*SIZES[1])
            settle(2)
            save(studio.window, out / f"window-{theme}-large.png")
    studio.window.close()
    settle()
    turns.stop()


if __name__ == "__main__":
    words = [Path(word).resolve() for word in sys.argv[1:]]
    demo = ROOT / "resources" / "samples" / "demo.mp4"
    main(words[0] if words else demo, words[1] if len(words) > 1 else None)
