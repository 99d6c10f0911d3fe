"""The Motion dock: what the temporal stream sees of the snippet about the playhead."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.motion.colour_bar import ColourBar
from app.ui.motion.controls import Controls
from app.ui.motion.large_view import LargeView
from app.ui.motion.look import Look, Pictures, Shown, colours_of
from app.ui.motion.motion_figure import MotionPage
from app.ui.motion.painting import Point
from app.ui.motion.probe_view import ProbeRow, ProbeView
from app.ui.motion.strip_view import StripView
from app.ui.motion.teaching import CLOSED
from app.ui.output.figure import Figure
from app.ui.panels.pages import ScrollingPage, TeachingPage, filling
from app.ui.panels.parts import note
from app.ui.sight import Sight
from app.ui.theme import GRID, themes

if TYPE_CHECKING:
    from app.analysis.snippet import Snippet

STEP_MS = 120


class MotionPanel(QWidget):
    """Shows a snippet, and says what the user wants.

    Signals
    -------
    probed(point)
        A point of the 48-pixel picture is to be probed; None for none.
    """

    probed = Signal(object)

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Motion")
        self.sight = Sight(self)
        self._session, self._actions = session, actions
        self.look = Look()
        self.pictures: Pictures | None = None
        self._rows: tuple[ProbeRow, ...] = ()
        self._probed_in: Snippet | None = None
        self.controls = Controls(actions)
        self.large, self.strip = LargeView(), StripView()
        self.bar, self.probe = ColourBar(), ProbeView()
        self.said = note()
        self.teaching = TeachingPage(actions["run_analysis"])
        self.teaching.say(CLOSED)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._arrange()
        self._connect()

    # What is shown.

    def teach(self, text: str, *, offer_analysis: bool = False) -> None:
        """Show a sentence in place of pictures."""
        self.teaching.say(text, offer=offer_analysis)
        self.pictures = None
        self._pages.setCurrentIndex(0)

    def forget(self) -> None:
        """What was shown is of another recording, person or result; the next snippet is awaited."""
        self.pictures = None

    def show_snippet(self, snippet: "Snippet") -> None:
        """Show a snippet; what was probed in another one goes."""
        if self.pictures is None or self.pictures.snippet is not snippet:
            self.pictures = Pictures(snippet)
        self._pages.setCurrentIndex(1)
        self._show()

    def show_probe(self, rows: tuple[ProbeRow, ...]) -> None:
        """Show what was found at the point; no rows while nothing is probed."""
        self._rows, self._probed_in = rows, self.pictures.snippet if self.pictures else None
        self._show_probe()

    def choose(self, look: Look) -> None:
        """Show it another way."""
        if look.shown is not self.look.shown:
            look = replace(look, limit=None)
        self.look = look
        self._show()

    def step_by(self, steps: int) -> None:
        """Show a step further on, or back; goes round."""
        if self.pictures is not None:
            count = self.pictures.count(self.look.shown)
            step = (self.pictures.step(self.look) + steps) % count
            self.choose(replace(self.look, step=step))

    def play(self, on: bool) -> None:
        """Go through the steps, or stand still."""
        self._timer.start() if on and self.sight.seen else self._timer.stop()

    def _show(self) -> None:
        pictures, look = self.pictures, self.look
        self.controls.show_look(look, pictures)
        if pictures is None:
            return
        self.large.show_pictures(pictures, look)
        self.strip.show_pictures(pictures, look)
        self.bar.show_scale(pictures.limits(look), look.shown.unit, colours_of(look.shown))
        self.said.setText(pictures.snippet.note)
        self.said.setVisible(bool(pictures.snippet.note))
        self._show_probe()

    def figures(self) -> Sequence[Figure]:
        """The snippet for print, while it is on screen."""
        pictures, frame = self.pictures, self._session.playback.frame
        if pictures is None or not self.isVisible():
            return ()
        if not self.sight.seen and pictures.snippet.frame != frame:
            return ()  # behind another dock it stays with the frame it was left at
        fresh = self._probed_in is pictures.snippet
        rows, point = (self._rows, self.large.point) if fresh and self._rows else ((), None)
        return (MotionPage(pictures, self.look, point, rows, self._probed_step).figure,)

    def _show_probe(self) -> None:
        if self.pictures is not None:
            fresh = not self._rows or self._probed_in is self.pictures.snippet
            self.probe.show_rows(self._rows, self._probed_step, fresh=fresh)

    @property
    def _probed_step(self) -> int:
        step = self.pictures.step(self.look) if self.pictures is not None else 0
        # Of a frame it is what led to it.
        return step if self.look.shown is Shown.DIFFERENCE else max(0, step - 1)

    # Qt.

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In a low dock the large picture leaves room for the strip of all steps."""
        super().resizeEvent(event)
        strip = self.strip.heightForWidth(self.width())
        above = self.controls.upper.sizeHint().height() + self.bar.sizeHint().height()
        self.large.limit_height(self.height() - above - strip - 10 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of what is looked at."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("base"))

    # Making.

    def _connect(self) -> None:
        actions = self._actions
        actions.on("motion_play", self.play)
        actions.on("motion_previous", lambda: self.step_by(-1))
        actions.on("motion_next", lambda: self.step_by(1))
        self.sight.came.connect(lambda: self.play(actions["motion_play"].isChecked()))
        self.sight.went.connect(self._timer.stop)
        self._timer.timeout.connect(lambda: self.step_by(1))
        self.controls.changed.connect(self.choose)
        self.strip.chosen.connect(self._choose_picture)
        self.large.probed.connect(self._probe)
        themes.changed.connect(self.update)

    def _choose_picture(self, level: int, orientation: int, step: int) -> None:
        self.choose(replace(self.look, level=level, orientation=orientation, step=step))

    def _probe(self, point: Point | None) -> None:
        if point is None:
            self.show_probe(())
        self.probed.emit(point)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        parts = (self.controls.upper, self.large, self.bar, self.said, self.strip)
        for part in (*parts, self.controls.lower, self.probe):
            column.addWidget(part)
        column.addStretch(1)
        self._pages = filling(self, self.teaching, ScrollingPage(column, "base"))
