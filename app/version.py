"""The application's version, as the installed package states it."""

from importlib.metadata import PackageNotFoundError, version


def application_version() -> str:
    """Version of MIMAMO Studio, for provenance and About."""
    try:
        return version("mimamo-studio")
    except PackageNotFoundError:
        return "unknown (not installed)"
