"""Who uses this machine."""

import getpass


def login_name() -> str:
    """The name somebody is logged in by; ``"rater"`` where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # what it raises depends on Python's version
        return "rater"
