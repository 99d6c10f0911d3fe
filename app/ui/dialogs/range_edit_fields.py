"""Fields for the parameters of an edit."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QSizePolicy, QWidget

from app.ui.dialogs.range_edit_row import Choice, Number, Parameter, Setting, Switch
from app.ui.fonts import digits_font
from app.ui.theme import GRID


class NumberField(QDoubleSpinBox):
    """A number with decimal point or decimal comma, whatever the system writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain = QLocale.c()
        plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(plain)
        self.setFont(digits_font())

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take a comma for a point, and any minus for a minus."""
        state, plain, place = super().validate(_plain(text), place)
        return state, plain, place

    def valueFromText(self, text: str) -> float:  # noqa: N802 - Qt's name
        """The number that is written."""
        return super().valueFromText(_plain(text))


def _plain(text: str) -> str:
    return text.replace(",", ".").replace("\u2212", "-")


class Field:
    """A parameter and the widget that asks for it.

    Attributes
    ----------
    parameter : Parameter
        What is asked for.
    widget : QWidget
        A `NumberField`, a `QComboBox` or a `QCheckBox`.
    """

    def __init__(self, parameter: Parameter, changed: Callable[[], None]) -> None:
        self.parameter = parameter
        self.widget: NumberField | QComboBox | QCheckBox
        if isinstance(parameter, Number):
            self.widget = _number(parameter)
            self.widget.valueChanged.connect(lambda *_: changed())
        elif isinstance(parameter, Choice):
            self.widget = _choice(parameter)
            self.widget.currentIndexChanged.connect(lambda *_: changed())
        else:
            self.widget = _switch(parameter)
            self.widget.toggled.connect(lambda *_: changed())
        self.widget.setToolTip(parameter.tip)
        self.widget.setAccessibleName(parameter.label.replace("&", ""))
        self.widget.setAccessibleDescription(parameter.tip)

    @property
    def value(self) -> Setting:
        """What is given."""
        if isinstance(self.widget, NumberField):
            return self.widget.value()
        if isinstance(self.widget, QComboBox):
            return str(self.widget.currentData() or "")
        return self.widget.isChecked()

    def put(self, value: Setting) -> None:
        """Give it; what is out of its limits is brought in, an unknown choice is passed over."""
        if isinstance(self.widget, NumberField):
            self.widget.setValue(float(value))
        elif isinstance(self.widget, QComboBox):
            place = self.widget.findData(value)
            if place >= 0:
                self.widget.setCurrentIndex(place)
        else:
            self.widget.setChecked(bool(value))


def _number(parameter: Number) -> NumberField:
    field = NumberField()
    field.setDecimals(parameter.decimals)
    field.setRange(parameter.low, parameter.high)
    field.setSingleStep(parameter.step)
    field.setSuffix(f" {parameter.unit}" if parameter.unit else "")
    field.setValue(parameter.default)
    field.setMinimumWidth(32 * GRID)
    field.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return field


def _choice(parameter: Choice) -> QComboBox:
    box = QComboBox()
    for value, text in parameter.options:
        box.addItem(text, value)
        box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(parameter.default)))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _switch(parameter: Switch) -> QCheckBox:
    box = QCheckBox(parameter.label)
    box.setChecked(parameter.default)
    return box
