"""What stands in the Motion dock while there is nothing to see, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.panels.parts import note
from app.ui.theme import PANEL_PADDING

CLOSED = "Open a recording to see how the face moves, as the temporal stream sees it."
NO_FACES = (
    "Here the snippet about the playhead shows which way each part of the face moves: blue and red "
    "are phase that falls and rises. Run the analysis, which finds the face, to see it."
)
LOADING = "Loading..."


class Teaching(QWidget):
    """A few lines, and a button that runs the analysis where that helps."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._text = note(CLOSED)
        self._run = QPushButton(" Run analysis")
        action = actions["run_analysis"]
        self._run.setToolTip(action.toolTip())
        tint(self._run, "run")
        self._run.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._action = action
        self._follow()
        self._run.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(PANEL_PADDING,) * 4)
        column.setSpacing(PANEL_PADDING)
        column.addWidget(self._text)
        column.addWidget(self._run, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, *, offer_analysis: bool = False) -> None:
        """Say something else."""
        self._text.setText(text)
        self._run.setVisible(offer_analysis)

    def _follow(self) -> None:
        self._run.setEnabled(self._action.isEnabled())
