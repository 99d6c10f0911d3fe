"""How annotations are written: times, gaps, ranges."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.formats.content import WriteOptions
from app.session.exporting import Target
from app.ui.dialogs.import_options import number
from app.ui.theme import GRID

_TIMES = (("Seconds", "seconds"), ("Milliseconds", "milliseconds"), ("Frames", "frame"))
_GAPS = (("An empty cell", "empty"), ("A number", "sentinel"))
_FIXED = "The format itself says how; there is nothing to choose"


class ExportOptions(QWidget):
    """What the user may choose of the format at hand; the rest cannot be reached.

    Signals
    -------
    changed()
        Something is chosen otherwise.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.times, self.gaps = QComboBox(), QComboBox()
        for box, rows in ((self.times, _TIMES), (self.gaps, _GAPS)):
            for text, value in rows:
                box.addItem(text, value)
            box.currentIndexChanged.connect(lambda _: self._show())
        self.times.setAccessibleName("Times in")
        self.gaps.setAccessibleName("Gaps as")
        self.sentinel = QLineEdit("-5")
        self.sentinel.setAccessibleName("Number for a gap")
        self.sentinel.setToolTip("The number that stands for a gap")
        self.sentinel.textChanged.connect(lambda _: self.changed.emit())
        self.ranges = QCheckBox("&Map values on the format's range")
        self.ranges.setToolTip(
            "Values are mapped linearly from the range of their dimension to that of the format"
        )
        self.ranges.toggled.connect(lambda _: self.changed.emit())
        self._kind: Target | None = None
        self._arrange()

    @property
    def options(self) -> WriteOptions:
        """As chosen."""
        kind = self._kind
        return WriteOptions(
            time_base=self.times.currentData() if kind is None or kind.times else "seconds",
            gaps=self.gaps.currentData() if kind is None or kind.gaps else "empty",
            sentinel=number(self.sentinel.text()) or 0.0,
            map_ranges=self.ranges.isChecked() and (kind is None or kind.ranges),
        )

    @property
    def fault(self) -> str:
        """What is wrong with what was typed; empty when nothing is."""
        if self.sentinel.isEnabled() and number(self.sentinel.text()) is None:
            return f"“{self.sentinel.text().strip()}” is no number for a gap; write for example -5."
        return ""

    def show_kind(self, kind: Target) -> None:
        """Offer what a kind of file leaves open."""
        self._kind = kind
        for field, free, tip in (
            (self.times, kind.times, "What times are written in"),
            (self.gaps, kind.gaps, "How frames without a value are written"),
        ):
            field.setEnabled(free)
            field.setToolTip(tip if free else _FIXED)
        self.ranges.setEnabled(kind.ranges)
        self._show_sentinel()

    def _show(self) -> None:
        self._show_sentinel()
        self.changed.emit()

    def _show_sentinel(self) -> None:
        self.sentinel.setEnabled(self.gaps.isEnabled() and self.gaps.currentData() == "sentinel")

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        for column, (text, field) in enumerate(
            (("&Times in", self.times), ("&Gaps as", self.gaps), ("&Number", self.sentinel))
        ):
            label = QLabel(text)
            label.setProperty("role", "faint")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.ranges, 2, 0, 1, 3)
