"""The Train dock: three pages (New, Progress, Runs), and the weights in use below them."""

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.session.training import TrainingDesk
from app.session.weights_in_use import WeightsInUse, weights_title
from app.ui.actions import Actions
from app.ui.dialogs.parts import hairline
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText
from app.ui.theme import GRID, PANEL_PADDING, themes
from app.ui.training.run_page import RunPage
from app.ui.training.runs_page import RunsPage
from app.ui.training.setup_page import SetupPage


class Page(IntEnum):
    """In the order of their chips."""

    NEW = 0
    PROGRESS = 1
    RUNS = 2


_PAGES = (
    ("New", "Put a training together"),
    ("Progress", "The run that goes on, or one that was chosen"),
    ("Runs", "All runs, and several side by side"),
)


class TrainingPanel(QWidget):
    """Follows the desk; what the user wants is told by its pages.

    Signals
    -------
    pageChanged(Page)
        Another page is in front.
    """

    pageChanged = Signal(int)  # noqa: N815 - Qt's way of naming

    def __init__(
        self,
        desk: TrainingDesk,
        weights: WeightsInUse,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Train")
        self._desk, self._weights = desk, weights
        self.setup, self.run, self.runs = SetupPage(), RunPage(), RunsPage()
        self.in_use = ElidedText(colour="faint")
        self.roll_back = self._button(actions, "roll_back_weights", "Roll back")
        self.use_again = self._button(actions, "use_weights_again", "Use again")
        self._arrange()
        self.runs.openRequested.connect(self._open)
        self.runs.comparedChanged.connect(desk.compare)
        # Methods, not lambdas: the desk outlives the panel, and lets go of methods with it.
        desk.runs_changed.connect(self._show_runs)
        desk.run_changed.connect(self._show_run)
        weights.changed.connect(self._show_weights)
        themes.changed.connect(self.update)
        self._show_weights()
        self.show_page(Page.NEW)

    @property
    def page(self) -> Page:
        """What is in front."""
        return Page(self._pages.currentIndex())

    def show_page(self, page: Page) -> None:
        """Bring a page to the front."""
        self._chips.button(page).setChecked(True)
        self._pages.setCurrentIndex(page)
        self.pageChanged.emit(page)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    def _open(self, name: str) -> None:
        self._desk.show(name)
        self.show_page(Page.PROGRESS)

    def _show_runs(self) -> None:
        self.runs.show_runs(self._desk.runs)

    def _show_run(self) -> None:
        self.run.show_run(self._desk.shown)

    def _show_weights(self) -> None:
        steps = self._weights.steps
        self.in_use.say(f"In use: {weights_title(steps.now)}" if steps.now else "", steps.now)
        self.roll_back.setVisible(bool(steps.before))
        self.use_again.setVisible(bool(steps.after))
        for button, weights in ((self.roll_back, steps.before), (self.use_again, steps.after)):
            button.setToolTip(f"Analyse with {weights_title(weights)} again")

    def _button(self, actions: Actions, name: str, text: str) -> QPushButton:
        button = QPushButton(f" {text}")  # the space keeps icon and word apart
        button.setAccessibleName(f"{text}: weights")
        tint(button, "undo" if name == "roll_back_weights" else "redo")
        button.clicked.connect(actions[name].trigger)
        return button

    def _arrange(self) -> None:
        self._chips = QButtonGroup(self)
        top = QHBoxLayout()
        top.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        top.setSpacing(GRID)
        for number, (text, tip) in enumerate(_PAGES):
            chip = QPushButton(text)
            chip.setProperty("look", "chip")
            chip.setCheckable(True)
            chip.setToolTip(tip)
            chip.setAccessibleName(text)
            self._chips.addButton(chip, number)
            top.addWidget(chip)
        top.addStretch(1)
        self._chips.idClicked.connect(lambda number: self.show_page(Page(number)))
        self._pages = QStackedWidget()
        for page in (self.setup, self.run, self.runs):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, GRID, PANEL_PADDING, 2 * GRID)
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.in_use, 1)
        foot.addWidget(self.roll_back)
        foot.addWidget(self.use_again)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
        whole.addWidget(hairline())
        whole.addLayout(foot)
