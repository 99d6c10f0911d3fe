"""What counts in a text file of Praat.

Praat reads quoted texts, free-standing numbers and flags, in their order; the words around them are
decoration, and ``!`` begins a comment (Praat manual, "TextGrid file formats").
"""

import re
from bisect import bisect_right
from pathlib import Path
from typing import NoReturn

from app.formats.whole_text import fault

_TOKEN = re.compile(
    r'"(?P<text>[^"]*(?:""[^"]*)*)"|(?<!\S)(?P<number>[+-]?\.?\d[\d.eE+-]*)(?!\S)'
    r"|(?<!\S)(?P<flag><\w+>)(?!\S)|(?<!\S)!.*|(?P<open>\")"
)


class PraatTokens:
    """The texts, numbers and flags of a file, one after the other.

    Each is asked for by what it means, which is what a refusal says was expected.

    Parameters
    ----------
    path : Path
        For the refusals.
    text : str
        The file's.
    """

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._ends = [match.end() for match in re.finditer("\n", text)]
        self._found = _TOKEN.finditer(text)
        self._at = 0
        self._length = len(text)

    def text(self, what: str) -> str:
        """The next one, a quoted text."""
        found = self._next("text", what)
        return found.replace('""', '"')

    def number(self, what: str) -> float:
        """The next one, a finite number."""
        found = self._next("number", what)
        try:
            value = float(found)
        except ValueError:
            value = float("inf")
        if not abs(value) < float("inf"):
            self.refuse(what, found)
        return value

    def count(self, what: str) -> int:
        """The next one, a whole number of things."""
        number = self.number(what)
        if number < 0 or number != int(number):
            self.refuse(what, f"{number:g}")
        return int(number)

    def flag(self, what: str) -> str:
        """The next one, a flag such as ``<exists>``."""
        return self._next("flag", what)

    def refuse(self, what: str, found: str) -> NoReturn:
        """Refuse the file for what stands here, with line and column.

        Raises
        ------
        InputError
            Always.
        """
        line = bisect_right(self._ends, self._at) + 1
        column = self._at - ([0, *self._ends][line - 1]) + 1
        raise fault(self._path, f"expected {what}, found {found}", line, column)

    def _next(self, kind: str, what: str) -> str:
        for match in self._found:
            if match.lastgroup is None:
                continue  # a comment
            self._at = match.start()
            if match.lastgroup != kind:
                shown = match.group()[:40].split("\n")[0]
                self.refuse(what, "a text without its end" if match["open"] else shown)
            return match[kind]
        self._at = self._length
        self.refuse(what, "the end of the file")
