"""Starts the program in a process of its own, and hears when its window is on screen."""

import json
import subprocess
import sys
from collections.abc import Mapping

HEAVY = (
    "torch", "scipy.signal", "sklearn", "matplotlib", "dlib", "cv2", "pandas", "pyarrow",
)  # fmt: skip
"""What must not be loaded before the window is there."""

_PROGRAM = f"""
import sys, time
began = time.monotonic()
import app.ui.application as application
from PySide6.QtCore import QTimer

class Report:
    def window(self):
        import json
        from PySide6.QtWidgets import QApplication
        window = [w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window"][0]
        print(json.dumps({{
            "seconds": time.monotonic() - began,
            "visible": window.isVisible(),
            "title": window.windowTitle(),
            "heavy": [m for m in {HEAVY!r} if m in sys.modules],
        }}), flush=True)
        window.close()

report = Report()
make = application.make_application
def made():
    app = make()
    QTimer.singleShot(0, report.window)
    return app
application.make_application = made
sys.exit(application.run_window())
"""


def start_window(environment: Mapping[str, str]) -> dict[str, object]:
    """Start, wait for the window, close it.

    Returns
    -------
    dict
        ``seconds`` from the first line of Python until the window is on screen, ``visible``,
        ``title``, and ``heavy``: which of `HEAVY` were loaded by then.
    """
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        capture_output=True,
        text=True,
        env=dict(environment),
        timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return report
