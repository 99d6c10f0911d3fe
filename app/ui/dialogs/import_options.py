"""How a file of annotations is read: what was found, until the user settles it."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.formats.content import Layout, ReadOptions, TimeBase
from app.ui.dialogs.range_edit_fields import NumberField
from app.ui.theme import GRID

_ENCODINGS = (
    ("UTF-8", "utf-8-sig"),
    ("Windows 1252", "cp1252"),
    ("Windows 1250", "cp1250"),
    ("UTF-16", "utf-16"),
)
_SEPARATORS = (("comma  ,", ","), ("semicolon  ;", ";"), ("tab", "\t"), ("blank", " "))
_DECIMALS = (("point  .", "."), ("comma  ,", ","))
_TIMES: tuple[tuple[str, TimeBase], ...] = (
    ("frames", "frame"),
    ("seconds", "s"),
    ("milliseconds", "ms"),
)
_COLUMNS = 4
_LONGEST_SHIFT = 1e6
_NONE = "none"
MINUS = "\N{MINUS SIGN}"
"""What word processors make of a hyphen before a digit."""


class ImportOptions(QWidget):
    """Everything that decides how a file is read, and the shift of its times.

    Signals
    -------
    changed()
        The file must be read again.
    shiftChanged()
        It need not, but its times lie elsewhere.
    """

    changed = Signal()
    shiftChanged = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(self) -> None:
        super().__init__()
        self.encoding = _chooser("Encoding", "How letters are written in the file", _ENCODINGS)
        self.separator = _chooser("Separator", "What stands between two cells", _SEPARATORS)
        self.decimal = _chooser("Decimal sign", "What numbers are written with", _DECIMALS)
        self.times = _chooser("Times in", "What times of the file are counted in", _TIMES)
        self.rate = _field("Rows per second", "For files that count frames of another rate")
        self.sentinel = _field(
            "Empty value", f"The number that stands for no value; “{_NONE}” for no such number"
        )
        self.recording = _field(
            "Recording in the file", "Which recording of a file that holds several"
        )
        self.shift = NumberField()
        self.shift.lineEdit().setTextMargins(GRID, 0, 0, 0)
        self.shift.setAccessibleName("Shift in seconds")
        self.shift.setToolTip("Added to every time of the file")
        self.shift.setRange(-_LONGEST_SHIFT, _LONGEST_SHIFT)
        self.shift.setDecimals(3)
        self.shift.setSingleStep(0.1)
        self.shift.setSuffix(" s")
        self._arrange()
        for box in (self.encoding, self.separator, self.decimal, self.times):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for field in (self.rate, self.sentinel, self.recording):
            field.textEdited.connect(lambda _: self.changed.emit())
        self.shift.valueChanged.connect(lambda _: self.shiftChanged.emit())
        self.show_layout(None)

    @property
    def options(self) -> ReadOptions:
        """As settled."""
        return ReadOptions(
            separator=self.separator.currentData(),
            decimal=self.decimal.currentData(),
            encoding=self.encoding.currentData(),
            time_unit=self.times.currentData(),
            sentinel=_sentinel(self.sentinel.text()),
            rate=number(self.rate.text()),
            video=self.recording.text().strip() or None,
        )

    @property
    def fault(self) -> str:
        """What is wrong with what was typed, one sentence; empty when nothing is."""
        rate = self.rate.text().strip()
        if rate and not (number(rate) or 0) > 0:
            return f"“{rate}” is no number of rows per second; write for example 25."
        sentinel = self.sentinel.text().strip()
        if sentinel and _sentinel(sentinel) is None:
            return f"“{sentinel}” is no number; write for example -5, or “{_NONE}”."
        return ""

    def show_layout(self, layout: Layout | None, rate: float | None = None) -> None:
        """Say what was found; None while nothing is."""
        table = layout is None or bool(layout.separator)
        _say_found(self.encoding, _ENCODINGS, layout.encoding if layout else "")
        _say_found(self.separator, _SEPARATORS, layout.separator if layout else "")
        _say_found(self.decimal, _DECIMALS, layout.decimal if layout and table else "")
        _say_found(self.times, _TIMES, layout.time_base if layout else "")
        for box in (self.separator, self.decimal):
            box.setEnabled(table or box.currentIndex() > 0)
        self.rate.setPlaceholderText(f"as found: {rate:g}" if rate else "the recording's")

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        fields: Sequence[tuple[str, QWidget]] = (
            ("E&ncoding", self.encoding),
            ("Se&parator", self.separator),
            ("&Decimal sign", self.decimal),
            ("Times &in", self.times),
            ("Rows per se&cond", self.rate),
            ("Empty &value", self.sentinel),
            ("Recordin&g in the file", self.recording),
            ("&Shift", self.shift),
        )
        for place, (text, field) in enumerate(fields):
            row, column = divmod(place, _COLUMNS)
            label = QLabel(text)
            label.setProperty("role", "faint")
            label.setBuddy(field)
            grid.addWidget(label, 2 * row, column)
            grid.addWidget(field, 2 * row + 1, column)
            grid.setColumnStretch(column, 1)
        self.sentinel.setPlaceholderText("the format's own")
        self.recording.setPlaceholderText("the only one")


def number(text: str) -> float | None:
    """A number as people write it, with a point or a comma; None when it is none."""
    try:
        value = float(text.strip().replace(MINUS, "-").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _sentinel(text: str) -> float | None:
    return math.nan if text.strip().casefold() == _NONE else number(text)


def _chooser(name: str, tip: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    box.addItem("as found", None)
    for text, value in choices:
        box.addItem(text, value)
    return box


def _field(name: str, tip: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setToolTip(tip)
    field.setMaxLength(200)
    return field


def _say_found(box: QComboBox, choices: Sequence[tuple[str, str]], found: str) -> None:
    names = {value: text for text, value in choices} | {"utf-8": "UTF-8"}
    box.setItemText(0, f"as found: {names.get(found, found)}" if found else "as found")
