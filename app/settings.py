"""Where the application keeps what is its own on this machine."""

import os
from pathlib import Path

import platformdirs

CACHE_BUDGET_BYTES = 5_000_000_000
"""The cache of bare recordings holds faces, so it is bounded; the least recently used go first."""


def cache_folder() -> Path:
    """Folder of the disposable cache: ``MIMAMO_CACHE`` when set, else the user's cache folder."""
    chosen = os.environ.get("MIMAMO_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("mimamo-studio")
