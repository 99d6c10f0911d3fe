"""Runs the command line inside the test's own process, as `main.py` would."""

import sys
from dataclasses import dataclass

import pytest

from app.cli.main import run


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


class CommandLine:
    """Types commands; one per test, see the fixture of that name in ``tests/cli/conftest.py``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: object) -> Done:
        """Run ``main.py`` with these words."""
        self._monkeypatch.setattr(sys, "argv", ["mimamo-studio", *map(str, words)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            run()
        printed = self._capsys.readouterr()
        code = left.value.code
        return Done(code if isinstance(code, int) else int(code is not None), *printed)
