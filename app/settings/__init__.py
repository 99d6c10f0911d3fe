"""What the application keeps of its own on this machine: folders and preferences."""

from app.settings.folders import (
    CACHE_BUDGET_BYTES,
    cache_folder,
    config_folder,
    data_folder,
    log_folder,
)

__all__ = ["CACHE_BUDGET_BYTES", "cache_folder", "config_folder", "data_folder", "log_folder"]
