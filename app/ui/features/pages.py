"""What the Features dock shows before there are maps, but could be."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.features.state import TO_READ
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, note
from app.ui.progress_bar import ProgressBar
from app.ui.theme import GRID, PANEL_PADDING

_STEPS = 1000


class ToReadPage(QWidget):
    """What maps are, and the button that makes them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.about = note(TO_READ), note()
        self.read = QPushButton(" Read feature maps")
        self.read.setProperty("look", "primary")
        self.read.setToolTip("Read them now; what the analysis kept is used again")
        tint(self.read, "features-read", "base")
        _stack(self, self.text, self.about, self.read)

    def say(self, sentence: str) -> None:
        """What to know before."""
        self.about.setText(sentence)
        self.about.setVisible(bool(sentence))


class ReadingPage(QWidget):
    """How far it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.bar = ElidedText(), ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the feature maps")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop; what was read is kept")
        self.cancel.setAccessibleName("Cancel reading feature maps")
        tint(self.cancel, "stop")
        _stack(self, self.text, self.bar, self.cancel)

    def say(self, sentence: str, share: float | None) -> None:
        """What is being done."""
        words = f"{sentence[:1].upper()}{sentence[1:]}..."
        if words != self.text.text:
            self.text.say(words)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        self.bar.setValue(0 if share is None else round(share * _STEPS))


def _stack(page: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(page)
    column.setContentsMargins(*(PANEL_PADDING,) * 4)
    column.setSpacing(2 * GRID)
    for widget in widgets:
        left = Qt.AlignmentFlag.AlignLeft if isinstance(widget, QPushButton) else None
        if left is None:
            column.addWidget(widget)
        else:
            column.addWidget(widget, 0, left)
    column.addStretch(1)
