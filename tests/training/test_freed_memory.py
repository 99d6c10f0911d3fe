"""Memory that a training process keeps."""

import subprocess
import sys

import pytest

_FAULTS = """
import resource, sys
import numpy as np
from app.training.freed_memory import keep_freed_memory
kept = sys.argv[1] == "keep" and keep_freed_memory()
def use():
    np.ones(64 << 20, np.uint8)
for _ in range(3):
    use()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(4):
    use()
print(int(kept), resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def kept_and_page_faults(how: str) -> tuple[bool, int]:
    """Of four arrays of 64 MB, in a fresh process, after three of them."""
    done = subprocess.run(
        [sys.executable, "-c", _FAULTS, how], capture_output=True, text=True, check=True
    )
    kept, faults = done.stdout.split()
    return bool(int(kept)), int(faults)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's switch")
def test_what_is_freed_is_used_again_without_clearing_its_pages() -> None:
    kept, faults = kept_and_page_faults("keep")
    if not kept:
        pytest.skip("another C library than glibc")
    _, before = kept_and_page_faults("no")
    assert faults < before / 10


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.training.freed_memory import keep_freed_memory

    monkeypatch.setattr("sys.platform", "darwin")
    assert not keep_freed_memory()
