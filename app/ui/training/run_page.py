"""The page of one run: how far it is, its curves, its log, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.training.following import FollowedRun
from app.training.run_course import RunState
from app.ui.fonts import digits_font
from app.ui.icons import tint
from app.ui.panels.pages import ScrollingPage
from app.ui.panels.parts import ElidedText, WarningNote, caption, note
from app.ui.progress_bar import ProgressBar
from app.ui.status_bar import time_left_text
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE
from app.ui.training.before_after_view import BeforeAfterView
from app.ui.training.chart import ccc_chart, loss_chart
from app.ui.training.chart_view import ChartView
from app.ui.training.words import STATES, best_text, event_text, share_done, stage_text

_STEPS = 1000
_NONE = "No run yet. Put one together under New; it goes on even when this window is closed."
_BOTH = "Stop early keeps the best weights; Cancel discards everything."
_STOPPING = "It was asked to end, and does so after the present step."


class RunPage(QWidget):
    """Shows a `FollowedRun`.

    Signals
    -------
    stopRequested(), cancelRequested(), resumeRequested()
        End and keep the best weights; end and keep none; go on.
    useRequested()
        Use the run's weights.
    beforeAfterRequested(name)
        Read a held-out recording with the weights of before and of after.
    """

    stopRequested = Signal()  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    resumeRequested = Signal()  # noqa: N815
    useRequested = Signal()  # noqa: N815
    beforeAfterRequested = Signal(str)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: FollowedRun | None = None
        self._told = 0
        self._asked = ""
        self.title, self.stage = ElidedText(bold=True), ElidedText()
        self.state, self.left = ElidedText(colour="faint"), note()
        self.left.setFont(digits_font(SMALL_TEXT_SIZE))
        self.bar = ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.ccc, self.loss = ChartView("CCC by epoch", 112), ChartView("Loss by epoch", 72)
        self.best, self.fault, self.both = note(), WarningNote(""), note(_BOTH)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(2000)
        self.log.setAccessibleName("Log of the run")
        self.log.setFixedHeight(112)
        self.log.setFont(digits_font(SMALL_TEXT_SIZE))
        self.log.setTabChangesFocus(True)
        self.before_after = BeforeAfterView()
        self._make_buttons()
        self._arrange()
        self.before_after.requested.connect(self.beforeAfterRequested)
        self.show_run(None)

    def show_run(self, run: FollowedRun | None) -> None:
        """Show a run as it is now; None for none."""
        is_other = run is None or self._run is None or run.folder != self._run.folder
        self._run = run
        self._pages(run is not None)
        if run is None:
            return
        if is_other:
            self._told, self._asked = 0, ""
            self.log.clear()
        self._show_state(run)
        self.ccc.show_chart(ccc_chart(run.course))
        self.loss.show_chart(loss_chart(run.course))
        self._show_log(run)

    def note_asked(self, text: str = _STOPPING) -> None:
        """It was asked to end; said until it does."""
        self._asked = text
        if self._run is not None:
            self._show_state(self._run)

    # Parts.

    def _show_state(self, run: FollowedRun) -> None:
        going_on = run.state is RunState.GOING_ON
        self.title.say(run.name, str(run.folder.path))
        self.state.say(STATES[run.state])
        words = stage_text(run)
        self.stage.say(f"{words[:1].upper()}{words[1:]}")
        self.left.setText(self._asked or time_left_text(run.course.seconds_left))
        self.left.setVisible(going_on and bool(self.left.text()))
        share = share_done(run.course)
        self.bar.setVisible(going_on)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        self.bar.setValue(round((share or 0.0) * _STEPS))
        best = best_text(run.course)
        self.best.setText(best)
        self.best.setVisible(bool(best))
        self.fault.setText(run.fault)
        self.fault.setVisible(bool(run.fault))
        self.both.setVisible(going_on)
        for button in (self.stop, self.cancel):
            button.setVisible(going_on)
            button.setEnabled(not self._asked)
        self.resume.setVisible(run.can_resume)
        self.use.setVisible(run.has_weights)
        self.before_after.setVisible(run.has_weights)

    def _show_log(self, run: FollowedRun) -> None:
        said = run.course.said
        if self._told > len(said):  # its file was changed by hand
            self._told = 0
            self.log.clear()
        for event in said[self._told :]:
            text = event_text(event)
            if text:
                self.log.appendPlainText(text)
        self._told = len(said)

    def _pages(self, there_is: bool) -> None:
        self.none.setVisible(not there_is)
        self.area.setVisible(there_is)
        self._foot.setVisible(there_is)

    def _make_buttons(self) -> None:
        self.stop = _button("Stop early", "stop", "End now and keep the best weights so far")
        self.cancel = _button("Cancel...", "trash", "End now and keep no weights, after asking")
        self.resume = _button("Resume", "run", "Go on from the last whole epoch")
        self.use = _button("Use these weights", "weights", "Analyse with these weights from now on")
        self.use.setProperty("look", "primary")
        tint(self.use, "weights", "base")
        for button, asked in (
            (self.stop, self.stopRequested),
            (self.cancel, self.cancelRequested),
            (self.resume, self.resumeRequested),
            (self.use, self.useRequested),
        ):
            button.clicked.connect(asked)

    def _arrange(self) -> None:
        self.none = note(_NONE)
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setVerticalSpacing(0)
        head.addWidget(self.title, 0, 0)
        head.addWidget(self.stage, 1, 0)
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addWidget(self.state)
        column.addLayout(head)
        for widget in (self.bar, self.left, self.fault, self.ccc, self.best):
            column.addWidget(widget)
        column.addWidget(self.before_after)
        column.addWidget(self.loss)
        column.addWidget(caption("Log", self.log))
        column.addWidget(self.log)
        column.addStretch(1)
        self.area = ScrollingPage(column)
        self._foot = QWidget()
        buttons = QGridLayout(self._foot)
        buttons.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.stop, 0, 0)
        buttons.addWidget(self.cancel, 0, 1)
        buttons.addWidget(self.both, 1, 0, 1, 2)
        buttons.addWidget(self.resume, 2, 0, 1, 2)
        buttons.addWidget(self.use, 3, 0, 1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.none)
        whole.addWidget(self.area, 1)
        whole.addWidget(self._foot)
        self.none.setContentsMargins(PANEL_PADDING, PANEL_PADDING, PANEL_PADDING, PANEL_PADDING)


def _button(text: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(f" {text}")  # the space keeps icon and word apart
    button.setToolTip(tip)
    button.setAccessibleName(text.rstrip("."))
    tint(button, icon)
    return button
