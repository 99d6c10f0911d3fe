"""Takes the pictures of the window that stand in the README and in the user guide.

``python -m tests.support.screenshots [VIDEO]``: opens the demo recording (or another) without a
screen, analyses it, and saves the window and its parts in both themes. The pictures of the demo
recording may be shipped: its face is synthetic, from a public-domain portrait.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.session.session import Session
from app.settings.preferences import open_preferences
from app.ui.application import make_application
from app.ui.composition import Studio, assemble
from app.ui.look import Look

ROOT = Path(__file__).resolve().parents[2]
README_PICTURES = ROOT / "docs" / "images"
GUIDE_PICTURES = ROOT / "resources" / "help" / "images"
GUIDE_WIDTH = 640
SIZES = ((1280, 800), (2560, 1440))


def wait(application: QApplication, is_so: Callable[[], bool], seconds: float = 300) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to that")
        application.processEvents()
        time.sleep(0.005)


def settle(application: QApplication, seconds: float = 1.0) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    wait(application, lambda: time.monotonic() > end)


def save(widget: QWidget, path: Path, width: int | None = None) -> None:
    """Keep what a widget shows, at most so many pixels wide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = widget.grab()
    if width is not None and picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    picture.save(str(path))


def analysed(application: QApplication, studio: Studio, video: Path) -> None:
    """Open a recording and read it."""
    session = studio.session
    studio.controllers.opening.open_paths([video])
    wait(application, lambda: session.recording is not None)
    settle(application)
    studio.views.analyse.run.click()
    wait(application, lambda: len(session.analyses) > 0)
    wait(application, lambda: not studio.controllers.analysis.running)
    base = session.recording.time_base if session.recording else None
    session.playback.seek_frame(int(len(base) * 0.27) if base else 0)
    for overlay in ("overlay_landmarks", "overlay_crop"):
        studio.actions[overlay].setChecked(True)


def main(video: Path, out: Path | None) -> None:
    """Take all pictures; ``out`` is another folder than the project's own."""
    folder = Path(tempfile.mkdtemp())
    os.environ["MIMAMO_CONFIG"] = str(folder / "config")
    os.environ["MIMAMO_CACHE"] = str(folder / "cache")
    application = make_application()
    preferences = open_preferences(folder / "config")
    look = Look(application, preferences)
    studio = assemble(Session(), preferences)
    look.bind(studio.actions)
    readme, guide = (README_PICTURES, GUIDE_PICTURES) if out is None else (out, out)
    window = studio.window
    window.resize(*SIZES[0])
    window.show()
    studio.actions["theme_dark"].trigger()
    settle(application)
    analysed(application, studio, video)
    for theme in ("light", "dark"):
        studio.actions[f"theme_{theme}"].trigger()
        settle(application)
        save(window, readme / f"window-{theme}.png")
    parts = {
        "player": studio.views.player,
        "timeline": studio.views.timeline,
        "analyse": studio.views.analyse,
    }
    save(window, guide / "window.png", GUIDE_WIDTH)
    for name, part in parts.items():
        save(part, guide / f"{name}.png", GUIDE_WIDTH)
    if out is not None:
        for theme in ("light", "dark"):
            studio.actions[f"theme_{theme}"].trigger()
            window.resize(*SIZES[1])
            settle(application, 2)
            save(window, out / f"window-{theme}-large.png")
    window.close()
    settle(application)


if __name__ == "__main__":
    words = sys.argv[1:]
    demo = ROOT / "resources" / "samples" / "demo.mp4"
    main(Path(words[0]) if words else demo, Path(words[1]) if len(words) > 1 else None)
