"""The Why dock: a button that explains the moment or the selection, and the answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.driving.answer_view import AnswerView
from app.ui.driving.asked import asked_of, obstacle, teaching
from app.ui.driving.explanation import Explanation
from app.ui.driving.words import MEANING, NO_CHECK, answered_text, check_text
from app.ui.icons import tint
from app.ui.output.figure import Figure
from app.ui.panels.pages import ScrollingPage, TeachingPage, filling
from app.ui.panels.parts import CautionBand, ElidedText, caption, note
from app.ui.progress_bar import ProgressBar
from app.ui.sight import Sight
from app.ui.theme import GRID, themes

_STEPS = 1000


class DrivingPanel(QWidget):
    """Shows what could be explained, the work, and the answer.

    Signals
    -------
    explainRequested(), cancelRequested()
        An answer is wanted for what is asked now; or not any more.
    seekRequested(seconds)
        The playhead is wanted there.
    """

    explainRequested = Signal()  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    seekRequested = Signal(float)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Why")
        self.sight = Sight(self)
        self._session, self._actions = session, actions
        self._working, self._failure = False, ""
        self.asked, self.answered = ElidedText(), ElidedText(bold=True)
        self.explain = QPushButton(" Explain")
        self.explain.setToolTip(actions["explain"].toolTip())
        self.explain.setAccessibleName("Explain")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop explaining")
        self.cancel.setAccessibleName("Cancel explaining")
        self.bar = ProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of explaining")
        self.caution, self.view = CautionBand(), AnswerView()
        self.said, self.meaning, self.check, self.notes = note(), note(MEANING), note(), note()
        self._arrange()
        self._connect()
        self._follow()

    @property
    def found(self) -> Explanation | None:
        """The answer that is shown."""
        return self.view.found

    def figures(self) -> Sequence[Figure]:
        """The answer for print, while it is on screen."""
        if self.found is None or not self.isVisible():
            return ()
        view = self.view
        return (Figure("why", "What drove it", view.height_for, view.paint_figure, 760, 320),)

    # What is shown.

    def show_answer(self, found: Explanation | None) -> None:
        """Show an answer, or none."""
        self.view.show_answer(found)
        self._answer.setVisible(found is not None)
        if found is None:
            return
        self.answered.say(answered_text(found))
        self.caution.say(found.caution)
        self.check.setText(check_text(found.check))
        self.notes.setText(" ".join((*found.notes, NO_CHECK if found.check is not None else "")))

    def show_work(self, working: bool, share: float | None = None) -> None:
        """Say how far the work is; None while nobody knows."""
        self._working = working
        self.bar.setVisible(working)
        self.cancel.setVisible(working)
        self.explain.setVisible(not working)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        self.bar.setValue(0 if share is None else round(share * _STEPS))
        self._show_asked()

    def say(self, text: str) -> None:
        """Say why there is no answer, until something else is asked."""
        self._failure = text
        self._show_asked()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # The session is followed.

    def _follow(self, *_: object) -> None:
        text = teaching(self._session)
        self._pages.setCurrentIndex(0 if text else 1)
        session = self._session
        can_run = session.recording is not None and not session.annotations.blind
        self.teaching.say(text, offer=can_run)
        self._show_asked()

    def _show_asked(self, *_: object) -> None:
        """The playhead or the selection is elsewhere; as often as the display refreshes."""
        if not self.sight.seen or self._pages.currentIndex() == 0:
            self._actions.enable("explain", not teaching(self._session))
            return
        asked = asked_of(self._session)
        obstructed = obstacle(self._session, asked)
        if asked.text != self.asked.text:
            self.asked.say(asked.text)
            self._failure = ""
        text = "" if self._working else obstructed or self._failure
        if text != self.said.text():
            self.said.setText(text)
        self.said.setVisible(bool(text))
        self.explain.setEnabled(not obstructed)
        self._actions.enable("explain", not obstructed)

    # Making.

    def _connect(self) -> None:
        session, notes = self._session, self._session.annotations
        self.sight.came.connect(self._follow)
        for signal in (
            session.recording_changed,
            session.analysis_changed,
            session.tracks.changed,
            session.person_changed,
            notes.blind_changed,
        ):
            signal.connect(self._follow)
        notes.selection_changed.connect(self._show_asked)
        session.playback.moved.connect(self._show_asked)
        self.explain.clicked.connect(self.explainRequested)
        self.cancel.clicked.connect(self.cancelRequested)
        self.view.seekRequested.connect(self.seekRequested)
        themes.changed.connect(self.update)

    def _arrange(self) -> None:
        self.teaching = TeachingPage(self._actions["run_analysis"])
        self._pages = filling(self, self.teaching, self._full_page())
        self.show_work(False)
        self.show_answer(None)

    def _full_page(self) -> QWidget:
        tint(self.explain, "why")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.asked, 1)
        row.addWidget(self.explain)
        row.addWidget(self.cancel)
        self._answer = QWidget()
        inside = QVBoxLayout(self._answer)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * GRID)
        shown: tuple[QWidget, ...] = (self.answered, self.caution, self.view, self.meaning)
        for widget in shown:
            inside.addWidget(widget)
        inside.addWidget(caption("Is it more than chance?"))
        inside.addWidget(self.check)
        inside.addWidget(self.notes)
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addWidget(self._answer)
        column.addStretch(1)
        return ScrollingPage(column)
