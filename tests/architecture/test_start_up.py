"""What a bare import may load: the command line answers before the heavy libraries are there."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "scipy.signal", "sklearn", "matplotlib", "dlib", "cv2", "h5py")


@pytest.mark.parametrize("module", ["app.cli.main", "app.formats.prediction_csv", "models.card"])
def test_importing_loads_no_heavy_library(module):
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
