"""The recordings opened lately, the latest first."""

from pathlib import Path

from app.settings.preferences import RECENT_FILES, Preferences


def remember(preferences: Preferences, path: Path) -> None:
    """Put a recording at the head of the recent files, and its folder where dialogs begin."""
    others = [name for name in preferences.get("recent_files") if Path(name) != path]
    preferences.set("recent_files", [str(path), *others][:RECENT_FILES])
    preferences.set("last_folder", str(path.parent))


def forget(preferences: Preferences, path: Path) -> None:
    """Take a recording off the recent files."""
    names = preferences.get("recent_files")
    preferences.set("recent_files", [name for name in names if Path(name) != path])
