"""The generator stays free of torch: it is used where nothing is learnt."""

import subprocess
import sys


def test_the_generator_loads_no_torch() -> None:
    code = (
        "import sys, app.training.synthetic.demo, app.training.synthetic.recording;"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_window_follows_a_run_without_torch() -> None:
    code = (
        "import sys, app.training.following, app.training.launch; sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
