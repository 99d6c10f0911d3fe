import subprocess
import sys

SLOW = (
    "torch",
    "scipy.signal",
    "sklearn",
    "matplotlib",
    "dlib",
    "cv2",
    "av",
    "PySide6.QtMultimedia",
)


def test_the_player_loads_nothing_slow_before_it_is_needed():
    code = (
        "import sys, app.ui.video.player_view, app.ui.controllers.picture\n"
        "import app.ui.controllers.playback, app.ui.controllers.sound\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
