"""Where the colours of maps end: by percentile, or typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.errors import InputError
from app.session.features import Features
from app.ui.features.colour_bar import MapColours
from app.ui.panels.parts import WarningNote, chooser, decimal_field, note
from app.ui.theme import GRID

BY_PERCENTILE, BY_HAND = 0, 1


class LimitsBox(QWidget):
    """Shows the limits of one map and changes them.

    Signals
    -------
    refused(sentence)
        What was asked for cannot be; empty once it can.
    """

    refused = Signal(str)

    def __init__(self, features: Features, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._features, self._name = features, ""
        self.mode = chooser("Colour limits", "Where the colours of the maps end")
        self.mode.addItems(["By percentile", "Typed"])
        self.low, self.high = _field("Lower colour limit"), _field("Upper colour limit")
        self.bar = MapColours()
        self.fault, self.about = WarningNote(""), note()
        self._arrange()
        self.mode.activated.connect(self._on_mode)
        for field in (self.low, self.high):
            field.editingFinished.connect(self._apply)

    def show_map(self, name: str) -> None:
        """Show the limits of a map as they are now."""
        other, self._name = name != self._name, name
        shown = self._features.map(name)
        self.bar.show_map(shown)
        self.setVisible(shown is not None)
        if shown is None:
            return
        self.about.setText(shown.limits.note)
        self.about.setVisible(bool(shown.limits.note))
        by_hand = self._features.is_by_hand(name)
        if other or not self.fault.text():
            self.mode.setCurrentIndex(BY_HAND if by_hand else BY_PERCENTILE)
            limits = (shown.limits.low, shown.limits.high)
            self._fill(*(limits if by_hand else self._features.percentiles), percent=not by_hand)
            self._say("")

    def _fill(self, low: float, high: float, *, percent: bool) -> None:
        for field, value in ((self.low, low), (self.high, high)):
            field.blockSignals(True)
            field.setDecimals(1 if percent else 4)
            field.setRange(*((0.0, 100.0) if percent else (-1e6, 1e6)))
            field.setSuffix(" %" if percent else "")
            field.setValue(value)
            field.blockSignals(False)

    def _on_mode(self, mode: int) -> None:
        self._say("")
        shown = self._features.map(self._name)
        if mode == BY_PERCENTILE:
            self._features.limit_by_percentiles(*self._features.percentiles)
        elif shown is not None:
            limits = shown.limits
            if limits.low < limits.high:
                self._features.limit_by_hand(self._name, limits.low, limits.high)
            else:  # a constant has no range to begin with
                self._features.limit_by_hand(self._name, limits.low - 1, limits.high + 1)

    def _apply(self) -> None:
        low, high = self.low.value(), self.high.value()
        by_hand = self.mode.currentIndex() == BY_HAND
        shown = self._features.map(self._name)
        if shown is None:
            return
        self._say("")
        before = (shown.limits.low, shown.limits.high) if by_hand else self._features.percentiles
        if (round(before[0], 4), round(before[1], 4)) == (low, high):
            return
        try:
            if by_hand:
                self._features.limit_by_hand(self._name, low, high)
            else:
                self._features.limit_by_percentiles(low, high)
        except InputError as error:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.refused.emit(sentence)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.mode, 1)
        row.addWidget(self.low)
        to = QLabel("to")
        to.setProperty("role", "faint")
        row.addWidget(to)
        row.addWidget(self.high)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.bar)
        column.addWidget(self.about)
        column.addLayout(row)
        column.addWidget(self.fault)


def _field(name: str) -> QDoubleSpinBox:
    field = decimal_field(name, f"{name}; Enter takes it")
    field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    field.setFixedWidth(22 * GRID)
    return field
