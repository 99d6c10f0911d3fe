"""The moment, as the store writes it."""

from datetime import UTC, datetime


def now() -> str:
    """ISO 8601, UTC, seconds: ``"2026-11-21T09:30:00Z"``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
