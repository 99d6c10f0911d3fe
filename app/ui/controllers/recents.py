"""Keeping the list of recordings opened last."""

from pathlib import Path

from app.settings.preferences import RECENT_FILES, Preferences
from app.settings.recent_files import recent_files


def remember_file(preferences: Preferences, path: Path) -> None:
    """Put a recording first, and its folder where the next dialog opens."""
    earlier = [known for known in recent_files(preferences) if known != path]
    names = [str(known) for known in (path, *earlier)][:RECENT_FILES]
    preferences.set("recent_files", names)
    preferences.set("last_folder", str(path.parent))


def forget_file(preferences: Preferences, path: Path) -> None:
    """Take a recording off the list, for example because it is gone."""
    kept = [str(known) for known in recent_files(preferences) if known != path]
    preferences.set("recent_files", kept)
