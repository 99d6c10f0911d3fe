"""The Compare dock on uncertainty: the switch of the band, its passes, the work, what it means."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.analysis.kept_band import FEWEST, MOST
from app.ui.actions import Actions
from app.ui.fonts import digits_font
from app.ui.panels.parts import caption, note
from app.ui.progress_bar import ProgressBar
from app.ui.theme import GRID
from app.ui.timeline.lane_bands import MEANING

CLOSED = "Open a recording and analyse it to see how far its curves spread."
NOT_ANALYSED = (
    "This recording is not analysed yet. Run the analysis; then its band can be computed."
)
NO_DROPOUT = (
    "The system that read this recording has no dropout, so there is no band; analyse it with "
    "MIMAMO Net."
)
NO_FACE = "No face was found in this recording, so there is no band."
BLIND = "While you rate blind, predictions are hidden, and their bands too."
OFF = "Off. Switch it on to see one band about arousal and one about valence."
STOPPED = "Stopped. Passes that were finished are kept; compute again and it goes on from there."

_STEPS = 1000


class BandStage(Enum):
    """What the block offers."""

    NOTHING = "nothing to do"
    TO_READ = "to compute"
    READING = "computing"
    SHOWN = "drawn"


@dataclass(frozen=True, slots=True)
class BandState:
    """What the block shows.

    Attributes
    ----------
    stage : BandStage
        What it offers.
    sentence : str
        What to know.
    share : float or None
        Of the work, 0 ... 1; None while nobody knows.
    """

    stage: BandStage
    sentence: str
    share: float | None = None


class BandBlock(QWidget):
    """Shows where the band is, and says what the user wants.

    Signals
    -------
    passesChosen(number)
        Bands of another number of passes are wanted.
    cancelRequested()
        The work is not wanted any more.
    """

    passesChosen = Signal(int)  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = BandState(BandStage.NOTHING, CLOSED)
        self.chip, self.read = self._chip(actions), QPushButton("Compute")
        self.read.setToolTip(actions["read_band"].toolTip())
        self.read.setAccessibleName("Compute the band")
        self.read.clicked.connect(actions["read_band"].trigger)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop; passes that are finished are kept")
        self.cancel.setAccessibleName("Cancel computing the band")
        self.cancel.clicked.connect(self.cancelRequested)
        self.passes = QSpinBox()
        self.passes.lineEdit().setTextMargins(GRID, 0, 0, 0)
        self.passes.setRange(FEWEST, MOST)
        self.passes.setKeyboardTracking(False)
        self.passes.setFont(digits_font())
        self.passes.setAccessibleName("Passes")
        self.passes.setToolTip(
            "How often the recording is read with dropout; with more passes the width is steadier"
        )
        self.passes.valueChanged.connect(self.passesChosen)
        self.bar = ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the band")
        self.said, self.meaning = note(), note(MEANING)
        self._arrange()
        self.show_state(self.state)

    def show_passes(self, passes: int) -> None:
        """Show how many are chosen; nothing is said of it."""
        with QSignalBlocker(self.passes):
            self.passes.setValue(passes)

    def show_state(self, state: BandState) -> None:
        """Where the band is."""
        self.state = state
        reading = state.stage is BandStage.READING
        self.read.setVisible(state.stage is BandStage.TO_READ)
        self.cancel.setVisible(reading)
        self.bar.setVisible(reading)
        self.bar.setRange(0, 0 if state.share is None else _STEPS)
        self.bar.setValue(0 if state.share is None else round(state.share * _STEPS))
        if state.sentence != self.said.text():
            self.said.setText(state.sentence)

    # Making.

    def _chip(self, actions: Actions) -> QPushButton:
        action = actions["uncertainty_band"]
        chip = QPushButton("Band")
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(action.toolTip())
        chip.setAccessibleName("Band of uncertainty")
        chip.setChecked(action.isChecked())
        chip.toggled.connect(action.setChecked)
        action.toggled.connect(chip.setChecked)
        return chip

    def _arrange(self) -> None:
        label = QLabel("&Passes")
        label.setBuddy(self.passes)
        chosen, work = QHBoxLayout(), QHBoxLayout()
        chosen.addWidget(self.chip)
        chosen.addStretch(1)
        chosen.addWidget(label)
        chosen.addWidget(self.passes)
        work.addWidget(self.said, 1)
        work.addWidget(self.read)
        work.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(caption("Uncertainty"))
        for row in (chosen, work):
            row.setSpacing(2 * GRID)
            column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.meaning)
