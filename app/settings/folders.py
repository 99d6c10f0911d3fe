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


def config_folder() -> Path:
    """Folder of the preferences: ``MIMAMO_CONFIG`` when set, else the user's settings folder."""
    chosen = os.environ.get("MIMAMO_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path("mimamo-studio")


def data_folder() -> Path:
    """The user's data folder: ``MIMAMO_DATA`` when set, else the platform's."""
    chosen = os.environ.get("MIMAMO_DATA")
    return Path(chosen) if chosen else platformdirs.user_data_path("mimamo-studio")


def log_folder() -> Path:
    """Folder of the log: ``logs`` in ``MIMAMO_CONFIG`` when set, else the user's log folder."""
    chosen = os.environ.get("MIMAMO_CONFIG")
    return Path(chosen) / "logs" if chosen else platformdirs.user_log_path("mimamo-studio")
