"""What every test starts from: its own folders, and no settings of the machine it runs on."""

import pytest

from tests.support.figures_of_stories import say_figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long the windows of stories did not answer."""
    say_figures(terminalreporter)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's data, cache and weights out of reach of tests."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MIMAMO_CACHE", str(folder / "cache"))
    monkeypatch.setenv("MIMAMO_DATA", str(folder / "data"))
    monkeypatch.delenv("MIMAMO_WEIGHTS", raising=False)
