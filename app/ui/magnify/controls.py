"""How motion is to be magnified, as the user chooses it: preset, method, band, factor, range."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.analysis.magnify_plan import LONGEST_SECONDS
from app.analysis.magnify_settings import (
    LARGEST_FACTOR,
    PRESETS,
    SIDES,
    MagnifySettings,
    Method,
)
from app.ui.magnify.asked import Range
from app.ui.panels.parts import chooser, decimal_field
from app.ui.theme import GRID

OWN = "Own settings"
HIGHEST_HZ = 120.0

_METHOD_TIPS = {
    Method.PHASE: "Moves structure by changing local phase (Wadhwa 2013): little noise; large "
    "movements tear",
    Method.LINEAR: "Adds filtered brightness (Wu 2012): noise grows as much as movement",
}


class MagnifyControls(QWidget):
    """Shows settings and says when they are others.

    Signals
    -------
    changed()
        Settings or range were chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = chooser("Preset", "Settings for a purpose")
        for preset in PRESETS:
            self.preset.addItem(preset.name, preset.settings)
        self.preset.addItem(OWN, None)
        self.method = chooser("Method", "How motion is magnified")
        for method in Method:
            self.method.addItem(method.value, method)
            self.method.setItemData(
                self.method.count() - 1, _METHOD_TIPS[method], Qt.ItemDataRole.ToolTipRole
            )
        self.low = _field("Band from", "Movements slower than this stay as they are", " Hz")
        self.high = _field("Band to", "Movements faster than this stay as they are", " Hz")
        self.factor = _field("Factor", "", "")
        self.factor.setRange(0, LARGEST_FACTOR)
        self.factor.setDecimals(1)
        self.factor.setSingleStep(1)
        self.side = chooser("Size of the crop", "Finer crops take four times as long")
        for side in SIDES:
            self.side.addItem(f"{side} px", side)
        self.range = chooser("Range", f"What is magnified, at most {LONGEST_SECONDS:g} s")
        for kind in Range:
            self.range.addItem(kind.value, kind)
        self._factor_label = QLabel("Factor")
        self._arrange()
        self.show_settings(PRESETS[0].settings)
        self._connect()

    @property
    def settings(self) -> MagnifySettings:
        """As chosen."""
        return MagnifySettings(
            self.method.currentData(),
            self.low.value(),
            self.high.value(),
            self.factor.value(),
            self.side.currentData(),
        )

    @property
    def kind(self) -> Range:
        """The range that is chosen."""
        chosen: Range = self.range.currentData()
        return chosen

    @property
    def why(self) -> str:
        """What the preset is meant for; empty for own settings."""
        row = self.preset.currentIndex()
        return PRESETS[row].why if row < len(PRESETS) else ""

    def show_settings(self, settings: MagnifySettings) -> None:
        """Show these."""
        with self._silently():
            self.method.setCurrentIndex(self.method.findData(settings.method))
            self.low.setValue(settings.low)
            self.high.setValue(settings.high)
            self.factor.setValue(settings.factor)
            self.side.setCurrentIndex(self.side.findData(settings.side))
        self._name_what_is_shown()

    def choose_range(self, kind: Range) -> None:
        """Choose what is magnified."""
        self.range.setCurrentIndex(self.range.findData(kind))
        self.changed.emit()

    def choose_preset(self, row: int) -> None:
        """Take the settings of a preset; the size of the crop stays."""
        settings = self.preset.itemData(row)
        if settings is not None:
            self.show_settings(replace(settings, side=self.side.currentData()))
        self.changed.emit()

    def _on_setting(self, *_: object) -> None:
        self._name_what_is_shown()
        self.changed.emit()

    def _name_what_is_shown(self) -> None:
        now = replace(self.settings, side=SIDES[0])
        known = [replace(preset.settings, side=SIDES[0]) for preset in PRESETS]
        self.preset.setCurrentIndex(known.index(now) if now in known else len(PRESETS))
        linear = now.method is Method.LINEAR
        self._factor_label.setText("Alpha" if linear else "Factor")
        name = "How much of the change is added" if linear else "How many times as large"
        self.factor.setAccessibleName(self._factor_label.text())
        self.factor.setToolTip(name)
        self.method.setToolTip(_METHOD_TIPS[now.method])
        self.preset.setToolTip(self.why or "Settings for a purpose")

    @contextmanager
    def _silently(self) -> Iterator[None]:
        blockers = [QSignalBlocker(each) for each in (self.low, self.high, self.factor)]
        yield
        for blocker in blockers:
            blocker.unblock()

    def _connect(self) -> None:
        self.preset.activated.connect(self.choose_preset)
        for box in (self.method, self.side):
            box.activated.connect(self._on_setting)
        for field in (self.low, self.high, self.factor):
            field.valueChanged.connect(self._on_setting)
        self.range.activated.connect(lambda *_: self.changed.emit())

    def _arrange(self) -> None:
        band = QHBoxLayout()
        band.setSpacing(GRID)
        band.addWidget(self.low, 1)
        band.addWidget(QLabel("to"))
        band.addWidget(self.high, 1)
        amount = QHBoxLayout()
        amount.setSpacing(2 * GRID)
        amount.addWidget(self.factor, 1)
        amount.addWidget(self.side, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        rows = (
            ("Preset", self.preset),
            ("Method", self.method),
            ("Band", self.low),
            ("", self.factor),
            ("Range", self.range),
        )
        for row, (name, field) in enumerate(rows):
            label = QLabel(name) if name else self._factor_label
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
        for box in (self.preset, self.method, self.side, self.range):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid.addWidget(self.preset, 0, 1)
        grid.addWidget(self.method, 1, 1)
        grid.addLayout(band, 2, 1)
        grid.addLayout(amount, 3, 1)
        grid.addWidget(self.range, 4, 1)


def _field(name: str, tip: str, suffix: str) -> QDoubleSpinBox:
    field = decimal_field(name, tip)
    field.setRange(0.05, HIGHEST_HZ)
    field.setDecimals(2)
    field.setSingleStep(0.5)
    field.setSuffix(suffix)
    field.setMinimumWidth(18 * GRID)
    return field
