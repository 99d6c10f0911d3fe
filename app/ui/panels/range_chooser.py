"""Which part is read: the whole recording, between the loop marks, or from one time to another."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.session.session import Session
from app.ui.panels.parts import caption, chooser, decimal_field, group, note
from app.ui.theme import GRID

Span = tuple[float | None, float | None]

_WHOLE, _MARKS, _TIMES = range(3)


def clock(seconds: float) -> str:
    """A time as m:ss.f."""
    tenths = round(abs(seconds) * 10)
    sign = "-" if seconds < 0 and tenths else ""
    return f"{sign}{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"


class RangeChooser(QWidget):
    """Three ways to say which part.

    Signals
    -------
    changed()
        Another part is chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = session.playback
        self.box = chooser("Range", "Which part of the recording is read")
        for text in ("Whole recording", "Between the loop marks", "From ... to ..."):
            self.box.addItem(text)
        self.box.currentIndexChanged.connect(self._show)
        self.start, self.end = self._time("From"), self._time("To")
        self._times = QWidget()
        self.explanation = note()
        self._arrange()
        session.recording_changed.connect(self._on_recording)
        session.playback.changed.connect(self._show)
        self._on_recording()

    @property
    def value(self) -> Span:
        """Seconds from and to; None for the recording's own ends."""
        loop = self._playback.loop
        if self.box.currentIndex() == _MARKS and loop is not None:
            return (loop.start, loop.end)
        if self.box.currentIndex() == _TIMES:
            return (self.start.value(), self.end.value())
        return (None, None)

    @property
    def fault(self) -> str:
        """Why this is no range; empty when it is one."""
        if self.box.currentIndex() == _MARKS and self._playback.loop is None:
            return "Set loop marks first: [ and ] at the playhead."
        start, end = self.value
        if start is not None and end is not None and end <= start:
            return "The end must be later than the start."
        return ""

    def _on_recording(self) -> None:
        first, last = self._playback.start, self._playback.end
        for spin in (self.start, self.end):
            spin.blockSignals(True)
            spin.setRange(first, max(first, last))
            spin.blockSignals(False)
        self.start.setValue(first)
        self.end.setValue(last)
        self._show()

    def _show(self) -> None:
        chosen, (start, end) = self.box.currentIndex(), self.value
        self._times.setVisible(chosen == _TIMES)
        text = self.fault
        if not text and chosen != _WHOLE and start is not None and end is not None:
            text = f"{clock(start)} to {clock(end)}, {end - start:.1f} s"
        self.explanation.setText(text)
        self.explanation.setVisible(bool(text))
        self.changed.emit()

    def _time(self, name: str) -> QDoubleSpinBox:
        tip = f"{name} this time, in seconds of the recording"
        spin = decimal_field(f"{name}, in seconds", tip)
        spin.setKeyboardTracking(True)
        spin.setDecimals(2)
        spin.setSingleStep(0.1)
        spin.setSuffix(" s")
        spin.setMinimumWidth(16 * GRID)
        spin.valueChanged.connect(self._show)
        return spin

    def _arrange(self) -> None:
        row = QHBoxLayout(self._times)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.start, 1)
        row.addWidget(QLabel("to"))
        row.addWidget(self.end, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(group(caption("Range", self.box), self.box))
        column.addWidget(self._times)
        column.addWidget(self.explanation)
