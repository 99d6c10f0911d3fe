"""The field that says which range the values of a file are on."""

import math
import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from app.core.resample import RANGES
from app.session.exchange_plan import Range
from app.ui.dialogs.import_options import MINUS, number

AS_IT_IS = "as it is"
UNREADABLE = (math.nan, math.nan)
"""In the place of a range that was typed and is none."""

_NUMBER = rf"[-+{MINUS}]?\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:…|\.\.+|;|to|\s-?\s)\s*({_NUMBER})\s*")


def range_text(values: Range | None) -> str:
    """A range for people."""
    if values is None:
        return AS_IT_IS
    return " … ".join(f"{end:g}" for end in values)


def range_of(text: str) -> Range | None:
    """What was typed: a range, None for values as they are, `UNREADABLE` for neither."""
    if text.strip().casefold() in ("", AS_IT_IS):
        return None
    found = _RANGE.fullmatch(text)
    if found is None:
        return UNREADABLE
    low, high = number(found[1]), number(found[2])
    return UNREADABLE if low is None or high is None else (low, high)


class RangeField(QComboBox):
    """Values as they are, a customary range, the one that the file states, or one typed.

    Signals
    -------
    chosen()
        The user chose or typed another.
    """

    chosen = Signal()

    def __init__(self, proposed: Range | None, declared: Range | None) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setToolTip(
            "The range the values were rated on; they are mapped from it on the dimension's. "
            "Type your own as 0…5."
        )
        self.addItem(AS_IT_IS)
        stated = (declared,) if declared is not None else ()
        for each in dict.fromkeys((*stated, *RANGES)):
            self.addItem(range_text(each))
        self.show_range(proposed)
        self.editTextChanged.connect(lambda _: self.chosen.emit())

    @property
    def range(self) -> Range | None:
        """What is written."""
        return range_of(self.currentText())

    def show_range(self, values: Range | None) -> None:
        """Write a range, without saying so."""
        blocked = self.blockSignals(True)
        self.setEditText(range_text(values))
        self.blockSignals(blocked)
