"""The Analyse dock: what reads, whom, which part; Run, and how far it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.analysis.choices import DEVICES, SYSTEM_ROWS, AnalysisChoice, WeightsCard
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.panels.parts import caption, chooser, group, note
from app.ui.panels.person_chooser import PersonChooser
from app.ui.panels.range_chooser import RangeChooser
from app.ui.panels.weights_chooser import WeightsChooser
from app.ui.panels.work_view import WorkView
from app.ui.theme import PANEL_PADDING
from app.ui.work_state import WorkState

_DEVICES = {
    "auto": "Automatic",
    "cpu": "Processor (cpu)",
    "cuda": "Graphics card (cuda)",
    "mps": "Apple graphics (mps)",
}


class AnalysePanel(QWidget):
    """Intents only; the controllers do the work.

    Signals
    -------
    runRequested(AnalysisChoice)
        Analyse the recording on screen.
    cancelRequested()
        Stop the analysis.
    cardWanted(system, weights)
        Other weights are chosen; `show_card` is expected.
    fetchRequested(names)
        Missing weights are wanted; a list of catalogue names.
    choiceChanged(AnalysisChoice)
        Something else is chosen.
    """

    runRequested = Signal(object)  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    cardWanted = Signal(str, str)  # noqa: N815
    fetchRequested = Signal(list)  # noqa: N815
    choiceChanged = Signal(object)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Analyse")
        self._session, self._actions = session, actions
        self._state = WorkState()
        self.system = chooser("System", "What reads the face")
        for row in SYSTEM_ROWS.values():
            self.system.addItem(row.title, row.name)
        self.description = note()
        self.weights = WeightsChooser()
        self.device = chooser("Device", "Where the networks run")
        for name in DEVICES:
            self.device.addItem(_DEVICES[name], name)
        self.person = PersonChooser(session, self)
        self.range = RangeChooser(session)
        self.run = QPushButton(" Run")  # the space keeps icon and word apart
        self.run.setProperty("look", "primary")
        self.run.setAccessibleName("Run the analysis")
        tint(self.run, "run", "base")
        self.work = WorkView()
        self._arrange()
        self._connect()
        self.choose(AnalysisChoice())

    @property
    def choice(self) -> AnalysisChoice:
        """What is chosen."""
        return AnalysisChoice(
            system=str(self.system.currentData()),
            weights=self.weights.value or None,
            device=str(self.device.currentData()),
            person=self.person.value,
            span=self.range.value,
        )

    def choose(self, choice: AnalysisChoice) -> None:
        """Show a choice; what is not offered any more becomes the default."""
        system = choice.system if choice.system in SYSTEM_ROWS else AnalysisChoice().system
        self.system.setCurrentIndex(self.system.findData(system))
        self.device.setCurrentIndex(max(0, self.device.findData(choice.device)))
        self.person.choose(choice.person)
        self.set_weights(choice.weights)

    def set_weights(self, weights: str | None) -> None:
        """Offer the chosen system's weights, with some of them chosen."""
        system = str(self.system.currentData())
        self.description.setText(SYSTEM_ROWS[system].description)
        self.weights.set_system(system, weights)

    def show_card(self, system: str, weights: str, card: WeightsCard) -> None:
        """Say what weights are, if they are still the chosen ones."""
        if (system, weights) == (self.choice.system, self.weights.value):
            self.weights.show_card(card)
            self._show()

    def show_state(self, state: WorkState) -> None:
        """Say how far the work is."""
        self._state = state
        self.work.show_state(state)
        self._show()

    # How it works.

    def _connect(self) -> None:
        self.system.activated.connect(lambda _: self.set_weights(None))
        self.weights.chosen.connect(self._on_weights)
        self.weights.fetchRequested.connect(self.fetchRequested)
        for changed in (self.device.activated, self.person.changed, self.range.changed):
            changed.connect(self._on_change)
        self.run.clicked.connect(self._actions["run_analysis"].trigger)
        self._actions.on("run_analysis", self._on_run)
        self.work.cancelRequested.connect(self.cancelRequested)
        self._session.recording_changed.connect(self._show)

    def _on_weights(self) -> None:
        self.cardWanted.emit(self.choice.system, self.weights.value)
        self._on_change()

    def _on_change(self) -> None:
        self._show()
        self.choiceChanged.emit(self.choice)

    def _on_run(self) -> None:
        if not self._obstacle():
            self.runRequested.emit(self.choice)

    def _show(self) -> None:
        obstacle = self._obstacle()
        self._actions.enable("run_analysis", not obstacle)
        self.run.setEnabled(not obstacle)
        key = self._actions["run_analysis"].toolTip()
        self.run.setToolTip(obstacle or key)

    def _obstacle(self) -> str:
        """Why Run cannot be pressed; empty when it can."""
        recording = self._session.recording
        if recording is None:
            return "Open a recording first."
        if recording.path == self._state.path or recording.path in self._state.waiting:
            return "This recording is being analysed, or waits for it."
        if not self.weights.usable:
            return "Choose weights that are on this machine first."
        return self.range.fault

    def _arrange(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(*(PANEL_PADDING,) * 4)
        column.setSpacing(PANEL_PADDING)
        column.addLayout(group(caption("System", self.system), self.system, self.description))
        column.addWidget(self.weights)
        column.addLayout(group(caption("Person", self.person.box), self.person.box))
        column.addWidget(self.range)
        column.addLayout(group(caption("Device", self.device), self.device))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        foot = QVBoxLayout()
        foot.setContentsMargins(*(PANEL_PADDING,) * 4)
        foot.setSpacing(PANEL_PADDING)
        foot.addWidget(self.weights.band)
        foot.addWidget(self.work)
        foot.addWidget(self.run)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
