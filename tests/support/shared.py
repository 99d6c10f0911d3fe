"""Where the real recordings, golden outputs and small networks lie, and how tests ask for them.

They live beside the checkout in ``../shared/data`` (or in the folder named by the environment's
``MIMAMO_SHARED_DATA``) and are never committed; a test that needs one skips, saying why, without
it.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED_DATA = Path(os.environ.get("MIMAMO_SHARED_DATA", ROOT.parent / "shared" / "data"))


def shared_file(relative: str) -> Path:
    """The shared file of that name, or skip the test that asked for it."""
    path = SHARED_DATA / relative
    if not path.exists():
        pytest.skip(f"needs the shared test data: {relative} is not in {SHARED_DATA}")
    return path


def shared_videos() -> list[Path]:
    """Every shared recording; an empty list without the shared data."""
    return sorted([*SHARED_DATA.glob("video/*.*"), *SHARED_DATA.glob("derived/*.*")])
