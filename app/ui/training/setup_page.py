"""The page where a training is put together, with its check list."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.errors import InputError
from app.training.outlook import Outlook
from app.training.settings import TrainingSettings
from app.ui.icons import tint
from app.ui.panels.pages import ScrollingPage
from app.ui.panels.parts import WarningNote, caption, group
from app.ui.theme import GRID, PANEL_PADDING
from app.ui.training.check_list import CheckList
from app.ui.training.source_part import SourcePart
from app.ui.training.split_part import SplitPart
from app.ui.training.training_part import TrainingPart

_COMPUTING = "The check list is being made..."
_LONGEST_NAME = 80


class SetupPage(QWidget):
    """Choices from top to bottom, the check list under them, Start below all.

    Signals
    -------
    changed()
        Something else is chosen; a check list is expected.
    startRequested(TrainingSettings, name)
        Train.
    """

    changed = Signal()
    startRequested = Signal(object, str)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fresh = False
        self.source, self.split, self.training = SourcePart(), SplitPart(), TrainingPart()
        self.check = CheckList()
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setAccessibleName("Name of the run")
        self.name.setToolTip("By which the run is found again; a number is added where it is taken")
        self.why = WarningNote("")
        self.start = QPushButton(" Start training")  # the space keeps icon and word apart
        self.start.setProperty("look", "primary")
        self.start.setAccessibleName("Start training")
        tint(self.start, "run", "base")
        self._arrange()
        for part in (self.source, self.split, self.training):
            part.changed.connect(self._on_change)
        self.name.textChanged.connect(lambda _: self._show())
        self.start.clicked.connect(self._on_start)
        self._show()

    @property
    def settings(self) -> TrainingSettings | None:
        """What is chosen; None where it cannot be done, `obstacle` says why."""
        try:
            made = self.training.settings(self.source.settings)
            return replace(made, split=self.split.settings)
        except InputError:
            return None

    @property
    def fault(self) -> str:
        """Why nothing can be said of the choice yet, one sentence; empty when something can."""
        found = self.source.fault or self.training.fault
        if found:
            return found
        try:
            replace(self.training.settings(self.source.settings), split=self.split.settings)
        except InputError as error:
            return str(error)
        return ""

    @property
    def obstacle(self) -> str:
        """Why training cannot begin, one sentence; empty when it can."""
        if self.fault:
            return self.fault
        if not self._fresh:
            return _COMPUTING
        return next(iter(self.check.found.obstacles), "")

    def show_outlook(self, found: Outlook) -> None:
        """The check list of what is chosen now."""
        self._fresh = True
        self.check.show_outlook(found)
        self._show()

    def expect_outlook(self) -> None:
        """A check list is on its way."""
        self._fresh = False
        if self.fault:
            self.check.show_outlook(Outlook())
        self._show()

    def _on_change(self) -> None:
        self.expect_outlook()
        self.changed.emit()

    def _on_start(self) -> None:
        settings = self.settings
        if settings is not None and not self.obstacle:
            self.startRequested.emit(settings, self.name.text().strip() or settings.preset)

    def _show(self) -> None:
        obstacle, settings = self.obstacle, self.settings
        self.start.setEnabled(not obstacle)
        self.start.setToolTip(obstacle or "Train in a process of its own; the window stays free")
        self.name.setPlaceholderText(settings.preset if settings is not None else "")
        # What the check list forbids is said there; this is about what it cannot be made of.
        self.why.setText(self.fault)
        self.why.setVisible(bool(self.fault))

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(PANEL_PADDING)
        for part in (self.source, self.split, self.training):
            column.addWidget(part)
        column.addLayout(group(caption("Name of the run", self.name), self.name))
        column.addWidget(self.check)
        column.addStretch(1)
        self.area = ScrollingPage(column)
        foot = QVBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.why)
        foot.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)
