"""How far an analysis is: a bar, the pace, the time left, Cancel, and who waits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.fonts import digits_font
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, note
from app.ui.progress_bar import ProgressBar
from app.ui.status_bar import time_left_text
from app.ui.theme import GRID, SMALL_TEXT_SIZE
from app.ui.work_state import WorkState

_STEPS = 1000


class WorkView(QWidget):
    """Visible while something is analysed.

    Signals
    -------
    cancelRequested()
        The user wants it stopped.
    """

    cancelRequested = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedText(bold=True)
        self.stage = ElidedText()
        self.bar = ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the analysis")
        self.pace = QLabel()
        self.pace.setProperty("role", "faint")
        self.pace.setFont(digits_font(SMALL_TEXT_SIZE))
        self.waiting = note()
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop; what was computed is kept")
        self.cancel.setAccessibleName("Cancel analysis")
        tint(self.cancel, "stop")
        self.cancel.clicked.connect(self.cancelRequested)
        self._arrange()
        self.show_state(WorkState())

    def show_state(self, state: WorkState) -> None:
        """Say how far it is."""
        self.setVisible(state.path is not None)
        if state.path is None:
            return
        standing = state.standing
        self.title.say(state.path.name, str(state.path))
        frames = f", frame {standing.done} of {standing.total}" if standing else "..."
        self.stage.say(f"{state.stage[:1].upper()}{state.stage[1:]}{frames}")
        self.bar.setRange(0, _STEPS if standing else 0)
        self.bar.setValue(round(standing.share * _STEPS) if standing else 0)
        self.pace.setText(_pace(state))
        count = len(state.waiting)
        more = "1 more recording waits" if count == 1 else f"{count} more recordings wait"
        self.waiting.setText(f"{more}.")
        self.waiting.setVisible(count > 0)
        self.cancel.setEnabled(state.stage != "stopping")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.pace, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self.title, self.stage, self.bar):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.waiting)


def _pace(state: WorkState) -> str:
    standing = state.standing
    if standing is None or standing.frames_per_second is None:
        return ""
    left = time_left_text(standing.seconds_left)
    return f"{standing.frames_per_second:.0f} frames/s  \N{MIDDLE DOT}  {left}"
