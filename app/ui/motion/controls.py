"""The controls of the Motion dock, above and below the pictures."""

from dataclasses import replace

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import Actions
from app.ui.fonts import digits_font
from app.ui.motion.look import LEVELS, ORIENTATIONS, Look, Pictures, Shown, step_text
from app.ui.panels.parts import ElidedText, chooser, decimal_field
from app.ui.theme import GRID, SMALL_TEXT_SIZE
from app.ui.video.tool_button import action_button

ICON = 16
_STEPPING = (
    ("motion_previous", "Previous step"),
    ("motion_play", "Play the steps"),
    ("motion_next", "Next step"),
)


class Controls(QObject):
    """Says which look the user wants; shows the one there is.

    Signals
    -------
    changed(Look)
        Another look is wanted.
    """

    changed = Signal(object)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._look = Look()
        self.shown = chooser("What is shown", "What is shown of the snippet")
        self.shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for each in Shown:
            self.shown.addItem(each.value, each)
        self.shown.activated.connect(lambda *_: self._want(shown=self.shown.currentData()))
        self.orientations = self._choice(ORIENTATIONS, "orientation", "Motion in {}")
        self.levels = self._choice(tuple(map(str, LEVELS)), "level", "Scale of {} pixels")
        self.place = ElidedText(colour="faint")
        self.place.setFont(digits_font(SMALL_TEXT_SIZE))
        self.weighted = self._switch(
            "Fade weak",
            "weighted",
            "Opacity by amplitude: phase means little where there is little structure",
        )
        self.regions = self._switch(
            "Regions", "regions", "Outline brows, eyes, nose, mouth, cheeks and jaw"
        )
        self.on_face = self._switch("Face", "on_face", "Lay the picture over the aligned face")
        self.share = self._slider()
        self.automatic = self._chip("Auto", "Colour limits by percentile of the snippet")
        self.automatic.toggled.connect(self._on_automatic)
        self.limit = self._limit_field()
        self._limit_name = QLabel()
        self._auto_limit = 1.0
        self.upper, self.lower = self._upper(actions), self._lower()

    def show_look(self, look: Look, pictures: Pictures | None) -> None:
        """Show what is chosen."""
        self._look = look
        self.shown.setCurrentIndex(self.shown.findData(look.shown))
        self.orientations[look.orientation].setChecked(True)
        self.levels[look.level].setChecked(True)
        switches = (self.weighted, self.regions, self.on_face)
        for switch, on in zip(switches, (look.weighted, look.regions, look.on_face), strict=True):
            with QSignalBlocker(switch):
                switch.setChecked(on)
        self.weighted.setEnabled(look.shown is not Shown.AMPLITUDE)
        self.share.setEnabled(look.on_face)
        if pictures is None:
            return
        self._auto_limit = pictures.limits(look)[1]
        with QSignalBlocker(self.automatic), QSignalBlocker(self.limit):
            self.automatic.setChecked(look.limit is None)
            self.limit.setValue(self._auto_limit)
            self.limit.setSuffix(f" {look.shown.unit}")
        symmetric = look.shown is not Shown.AMPLITUDE
        self._limit_name.setText("Limits \N{PLUS-MINUS SIGN}" if symmetric else "Limits 0 to")
        self.place.say(step_text(look, pictures))

    # Made.

    def _upper(self, actions: Actions) -> QWidget:
        choice = QHBoxLayout()
        choice.setSpacing(0)
        choice.addWidget(self.shown, 1)
        choice.addSpacing(2 * GRID)
        for action, name in _STEPPING:
            choice.addWidget(action_button(actions[action], name, ICON))
        steps = QHBoxLayout()
        steps.setSpacing(GRID)
        for chip in (*self.orientations, *self.levels):
            steps.addWidget(chip)
        steps.addSpacing(GRID)
        steps.addWidget(self.place, 1)
        return _stacked(choice, steps)

    def _lower(self) -> QWidget:
        switches = QHBoxLayout()
        switches.setSpacing(GRID)
        for widget in (self.weighted, self.regions, self.on_face):
            switches.addWidget(widget)
        switches.addWidget(self.share, 1)
        limits = QHBoxLayout()
        limits.setSpacing(GRID)
        self._limit_name.setBuddy(self.limit)
        limits.addWidget(self._limit_name)
        limits.addWidget(self.limit)
        limits.addWidget(self.automatic)
        limits.addStretch(1)
        return _stacked(switches, limits)

    def _choice(self, names: tuple[str, ...], field: str, tip: str) -> list[QPushButton]:
        group = QButtonGroup(self)
        chips = []
        for value, name in enumerate(names):
            chip = self._chip(name, tip.format(name))
            chip.clicked.connect(lambda *_, value=value: self._want(**{field: value}))
            group.addButton(chip)
            chips.append(chip)
        return chips

    def _switch(self, text: str, field: str, tip: str) -> QPushButton:
        chip = self._chip(text, tip)
        chip.toggled.connect(lambda on: self._want(**{field: on}))
        return chip

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(round(100 * Look().share))
        slider.setAccessibleName("Opacity over the face")
        slider.setToolTip("How much the picture covers the face")
        slider.valueChanged.connect(lambda value: self._want(share=value / 100))
        return slider

    def _limit_field(self) -> QDoubleSpinBox:
        field = decimal_field(
            "Colour limit", "Value of the last colour; the first one is its opposite"
        )
        field.setDecimals(3)
        field.setRange(0.001, 99.0)
        field.setSingleStep(0.05)
        field.setMinimumWidth(24 * GRID)
        field.valueChanged.connect(lambda value: self._want(limit=value))
        return field

    @staticmethod
    def _chip(text: str, tip: str) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(tip)
        chip.setAccessibleName(tip if len(text) < 3 else text)
        return chip

    def _on_automatic(self, on: bool) -> None:
        self._want(limit=None if on else self._auto_limit)

    def _want(self, **changed: object) -> None:
        self.changed.emit(replace(self._look, **changed))  # type: ignore[arg-type]


def _stacked(*rows: QHBoxLayout) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for row in rows:
        column.addLayout(row)
    return widget
