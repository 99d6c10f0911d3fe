"""Help > Copy diagnostic report: what somebody needs who mends a fault, and no names."""

import os
import sys
from collections.abc import Iterator

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontInfo, QGuiApplication, QScreen

from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.components import versions
from app.ui.fonts import text_font
from app.ui.log_file import end_of_log, without_names
from app.ui.theme import themes
from app.version import application_version

_SETTINGS = ("theme", "device", "system", "weights_by_system", "person", "overlays", "shortcuts")


def diagnostic_report(session: Session, preferences: Preferences) -> str:
    """Versions, screens, settings, the shape of what is open, and the end of the log."""
    sections = {
        "MIMAMO Studio": [("version", application_version()), *versions()],
        "Window": list(_window()),
        "Settings": [(name, str(preferences.get(name))) for name in _SETTINGS],
        "Recording": list(_recording(session)),
    }
    text = "\n\n".join(
        "\n".join([title, *(f"  {name}: {value}" for name, value in lines)])
        for title, lines in sections.items()
    )
    return without_names(f"{text}\n\nEnd of the log\n{end_of_log()}")


def _window() -> Iterator[tuple[str, str]]:
    yield "Qt", f"{qVersion()} on {QGuiApplication.platformName()}"
    yield "theme", themes.now.name
    yield "font", QFontInfo(text_font()).family()
    yield from ((f"screen {number}", _screen(one)) for number, one in _screens())
    yield "processors", str(os.cpu_count())
    yield "torch loaded", "yes" if "torch" in sys.modules else "no"


def _screens() -> Iterator[tuple[int, QScreen]]:
    return iter(enumerate(QGuiApplication.screens(), 1))


def _screen(screen: QScreen) -> str:
    size = screen.size()
    return f"{size.width()}x{size.height()} at {screen.devicePixelRatio():.0%}"


def _recording(session: Session) -> Iterator[tuple[str, str]]:
    yield "listed", str(len(session.entries))
    recording = session.recording
    if recording is None:
        yield "open", "none"
        return
    yield "picture", f"{recording.width}x{recording.height}, turned by {recording.rotation}"
    yield "codec", recording.codec
    yield "frames", f"{len(recording.time_base)} at {recording.time_base.median_fps:.3f} per second"
    yield "sound", f"{recording.audio_rate} Hz" if recording.audio_rate else "none"
    yield "persons", str(len(session.faces))
    for analysis in session.analyses:
        yield "analysis", f"{len(analysis.predictions)} persons"
