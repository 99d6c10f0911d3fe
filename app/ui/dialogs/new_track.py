"""Annotate > New curve, New track of segments, Accept prediction: one dialog for all three."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.core.scheme import CategoryScheme, DimensionScheme, Schemes
from app.session.tracks import ShownTrack, TrackKey
from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.dialogs.rater import rater_field
from app.ui.panels.parts import decimal_field
from app.ui.theme import GRID

PREDICTED_RANGE = (-1.0, 1.0)
"""Of valence and arousal as systems predict them."""


class Purpose(Enum):
    """What the dialog is opened for."""

    CURVE = "New curve"
    SEGMENTS = "New track of segments"
    ACCEPT = "Accept prediction"


class Start(Enum):
    """What a new curve begins with."""

    EMPTY = "Empty"
    CONSTANT = "One value throughout"
    PREDICTION = "A copy of a prediction"


@dataclass(frozen=True, slots=True)
class NewTrack:
    """What was chosen.

    Attributes
    ----------
    scheme : str
        Name of the dimension or of the category scheme.
    name : str
        Empty for the proposed one.
    rater : str
        Whose it is.
    start : Start
        Empty for segments.
    value : float
        Of `Start.CONSTANT`.
    prediction : TrackKey or None
        Of `Start.PREDICTION`.
    only_selection : bool
        Whether to take the prediction only where frames are selected.
    """

    scheme: str
    name: str
    rater: str
    start: Start = Start.EMPTY
    value: float = 0.0
    prediction: TrackKey | None = None
    only_selection: bool = False


class NewTrackDialog(QDialog):
    """Nothing happens before it is accepted.

    Parameters
    ----------
    purpose : Purpose
        What for.
    predictions : sequence of ShownTrack
        What can be copied.
    raters, rater : sequence of str, str
        Everybody known, and who is at work.
    propose : callable
        From a scheme's name and a rater to a name for the track.
    prediction : TrackKey, optional
        The prediction to begin with.
    with_selection : bool
        Whether frames are selected.
    """

    def __init__(
        self,
        purpose: Purpose,
        schemes: Schemes,
        predictions: Sequence[ShownTrack],
        raters: Sequence[str],
        rater: str,
        propose: Callable[[str, str], str],
        *,
        prediction: TrackKey | None = None,
        with_selection: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(purpose.value)
        self._purpose, self._predictions, self._propose = purpose, list(predictions), propose
        self._with_selection = with_selection
        self.scheme = _chooser("Dimension", "What is rated")
        self.start = _chooser("Start from", "What the curve begins with")
        self.prediction = _chooser("Prediction", "What is copied; the prediction stays as it is")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the track")
        self.name.setToolTip("For the list of tracks; left empty, the name shown is taken")
        self.name.setMaxLength(120)
        self.rater = rater_field(raters, rater)
        self.value = _value_field()
        self.only_selection = QCheckBox("Only the selected frames")
        self.only_selection.setToolTip("The other frames become a gap")
        self.about = faint("")
        self._buttons = buttons_of(self, "Accept" if purpose is Purpose.ACCEPT else "Create")
        self._fill(schemes, prediction)
        self._arrange()
        self._connect()
        self._follow_scheme()
        self.name.setFocus()

    @property
    def choice(self) -> NewTrack:
        """What is chosen."""
        start = self._start
        predicted = start is Start.PREDICTION
        return NewTrack(
            scheme=self._chosen.name,
            name=self.name.text().strip(),
            rater=self._rater,
            start=start,
            value=self.value.value(),
            prediction=self._prediction if predicted else None,
            only_selection=predicted and self._with_selection and self.only_selection.isChecked(),
        )

    # How it works.

    @property
    def _chosen(self) -> DimensionScheme | CategoryScheme:
        scheme: DimensionScheme | CategoryScheme = self.scheme.currentData()
        return scheme

    @property
    def _start(self) -> Start:
        match self._purpose:
            case Purpose.SEGMENTS:
                return Start.EMPTY
            case Purpose.ACCEPT:
                return Start.PREDICTION
        return Start(self.start.currentText())

    @property
    def _rater(self) -> str:
        return self.rater.currentText().strip()

    @property
    def _prediction(self) -> TrackKey | None:
        place = self.prediction.currentData()  # Qt would make a list of a key
        return self._predictions[place].key if place is not None else None

    def _fill(self, schemes: Schemes, prediction: TrackKey | None) -> None:
        predicted = {shown.track.dimension for shown in self._predictions}
        segments = self._purpose is Purpose.SEGMENTS
        for scheme in schemes.categories if segments else schemes.dimensions:
            if self._purpose is not Purpose.ACCEPT or scheme.name in predicted:
                self.scheme.addItem(scheme.name, scheme)
        for start in Start:
            if start is not Start.PREDICTION or predicted:
                self.start.addItem(start.value)
        if prediction is not None:
            self.scheme.setCurrentIndex(max(0, self.scheme.findText(prediction[3])))
            self.start.setCurrentText(Start.PREDICTION.value)
        self._wanted = prediction

    def _connect(self) -> None:
        self.scheme.currentIndexChanged.connect(lambda _: self._follow_scheme())
        self.start.currentIndexChanged.connect(lambda _: self._show())
        self.rater.editTextChanged.connect(lambda _: self._show())

    def _follow_scheme(self) -> None:
        """Offer the predictions and the values of the dimension."""
        scheme = self._chosen
        self.prediction.clear()
        for place, shown in enumerate(self._predictions):
            if shown.track.dimension == scheme.name:
                who = f", person {shown.person}" if shown.person else ""
                self.prediction.addItem(f"{shown.label}{who}", place)
                if shown.key == self._wanted:
                    self.prediction.setCurrentIndex(self.prediction.count() - 1)
        if isinstance(scheme, DimensionScheme):
            self.value.setRange(scheme.low, scheme.high)
            self.value.setSingleStep((scheme.high - scheme.low) / 20)
            self.value.setValue(scheme.middle)
        self._show()

    def _show(self) -> None:
        start = self._start
        self._form.setRowVisible(self.start, self._purpose is Purpose.CURVE)
        self._form.setRowVisible(self.value, start is Start.CONSTANT)
        self._form.setRowVisible(self.prediction, start is Start.PREDICTION)
        self._form.setRowVisible(
            self.only_selection, start is Start.PREDICTION and self._with_selection
        )
        self.name.setPlaceholderText(self._propose(self._chosen.name, self._rater))
        self.about.setText(self._meaning(start))
        ready = bool(self._rater)
        if start is Start.PREDICTION:
            ready = ready and self.prediction.count() > 0
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(ready)
        self.adjustSize()

    def _meaning(self, start: Start) -> str:
        scheme = self._chosen
        if isinstance(scheme, CategoryScheme):
            names = ", ".join(category.name for category in scheme.categories)
            return f"Labels: {names}." if names else "It has no labels yet; see Annotate > Schemes."
        text = scale_text(scheme)
        if start is not Start.PREDICTION:
            return text
        if not self.prediction.count():
            return f"There is no prediction of {scheme.name}; analyse the recording first."
        if (scheme.low, scheme.high) != PREDICTED_RANGE:
            low, high = PREDICTED_RANGE
            text += f" Predicted values are mapped from {low:g} to {high:g} on this range."
        return f"{text} The prediction itself stays as it is."

    def _arrange(self) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(4 * GRID)
        self._form.setVerticalSpacing(2 * GRID)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        segments = self._purpose is Purpose.SEGMENTS
        for text, field in (
            ("&Scheme" if segments else "&Dimension", self.scheme),
            ("Start &from", self.start),
            ("&Value", self.value),
            ("&Prediction", self.prediction),
            ("", self.only_selection),
            ("&Name", self.name),
            ("&Rater", self.rater),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            self._form.addRow(label, field)
        column = column_of(self)
        column.addLayout(self._form)
        column.addWidget(self.about)
        column.addWidget(self._buttons)
        self.setMinimumWidth(420)


def scale_text(scheme: DimensionScheme) -> str:
    """A dimension's range in words."""
    ends = [
        f"{value:g}" + (f" ({label})" if label else "")
        for value, label in ((scheme.low, scheme.low_label), (scheme.high, scheme.high_label))
    ]
    return f"Values go from {ends[0]} to {ends[1]}."


def _chooser(name: str, tip: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(24)
    return box


def _value_field() -> QDoubleSpinBox:
    field = decimal_field("Value of every frame", "The value of every frame")
    field.setKeyboardTracking(True)
    field.setDecimals(3)
    return field
