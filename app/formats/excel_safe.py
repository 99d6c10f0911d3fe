"""Text that a spreadsheet must not run as a formula.

A cell that starts with ``= + - @``, a tab or a carriage return gets a leading apostrophe, and so
does one that starts with apostrophes before such a character: so every text comes back as it was.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_MADE_SAFE = re.compile(r"'+[=+\-@\t\r]")


def excel_safe(text: str) -> str:
    """The text as it goes into a file."""
    return f"'{text}" if _RUNS.match(text) else text


def from_excel_safe(text: str) -> str:
    """The text as it was; undoes `excel_safe`, and leaves others' text as it is."""
    return text[1:] if _MADE_SAFE.match(text) else text
