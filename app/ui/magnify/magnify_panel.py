"""The Magnify dock: how and what is magnified, the face before and after, and its export."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.analysis.magnify_plan import MagnifyOrder, MagnifyPlan, plan
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.magnify.asked import NO_SELECTION, Range, order_of, range_text, teaching
from app.ui.magnify.controls import MagnifyControls
from app.ui.magnify.magnify_figure import MagnifyPage
from app.ui.magnify.pair_view import PairView
from app.ui.magnify.range_bar import RangeBar
from app.ui.output.figure import Figure
from app.ui.panels.pages import ScrollingPage, TeachingPage, filling
from app.ui.panels.parts import ElidedText, note
from app.ui.progress_bar import ProgressBar
from app.ui.sight import Sight
from app.ui.theme import GRID, themes
from app.ui.video.time_text import clock_text

if TYPE_CHECKING:
    from app.analysis.magnified import Magnified

_STEPS = 1000


class MagnifyPanel(QWidget):
    """Shows what can be magnified, the work, and the result in step with the playhead.

    Signals
    -------
    magnifyRequested(), cancelRequested()
        What `order` says is wanted; or not any more.
    exportRequested()
        The result is wanted as a video.
    seekRequested(seconds)
        The playhead is wanted there.
    """

    magnifyRequested = Signal()  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    exportRequested = Signal()  # noqa: N815
    seekRequested = Signal(float)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Magnify")
        self.sight = Sight(self)
        self._session = session
        self._found: Magnified | None = None
        self._working, self._failure = False, ""
        self.teaching = TeachingPage(actions["run_analysis"])
        self.controls = MagnifyControls()
        self.asked, self.caption = ElidedText(colour="faint"), ElidedText(bold=True)
        self.why, self.said, self.notices = note(), note(), note()
        self.magnify = QPushButton(" Magnify")
        self.magnify.setToolTip("Magnify the motion of the range with these settings")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop magnifying")
        self.export = QPushButton(" Export video...")
        self.export.setToolTip("Write before and after, side by side, as a video with a caption")
        self.bar = ProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of magnifying")
        self.view, self.place = PairView(), RangeBar()
        self._arrange()
        self._connect()
        self._follow()

    # What is wanted, and what is shown.

    @property
    def order(self) -> MagnifyOrder | None:
        """What would be magnified now; None where nothing can be."""
        order = self._order()
        return order if order is not None and not plan(order).problem else None

    @property
    def found(self) -> "Magnified | None":
        """The result that is shown."""
        return self._found

    def figures(self) -> Sequence[Figure]:
        """Before and after at the playhead for print, while they are on screen."""
        found, seconds = self._found, self._session.playback.seconds
        if found is None or not self.isVisible():
            return ()
        self.view.show_moment(seconds)  # it may lie behind another dock
        images = self.view.images
        if images is None:
            return ()
        order, moment = found.order, clock_text(seconds)
        place = f"{moment} of {range_text(order.start, order.end)}"
        return (MagnifyPage(images, order.settings.text, place).figure,)

    def show_result(self, found: "Magnified | None") -> None:
        """Show a result, or none."""
        self._found, self._failure = found, ""
        self._result.setVisible(found is not None)
        seconds = self._session.playback.seconds
        self.view.show_result(found, seconds)
        self.place.show_result(found, seconds)
        if found is None:
            return
        order = found.order
        words = f"{order.settings.text}\n{range_text(order.start, order.end)}"
        self.caption.say(order.settings.text, f"{words}, person {order.track.person}")
        self.notices.setText(" ".join(found.notices))
        self.notices.setVisible(bool(found.notices))
        self._area.verticalScrollBar().setValue(0)

    def show_work(self, working: bool, share: float = 0.0) -> None:
        """Say how far the work is, 0 to 1."""
        self._working = working
        if working:
            self._failure = ""
        for widget, shown in ((self.bar, working), (self.cancel, working)):
            widget.setVisible(shown)
        self.magnify.setVisible(not working)
        self.controls.setEnabled(not working)
        self.bar.setValue(round(share * _STEPS))
        self._show_asked()

    def show_failure(self, sentence: str) -> None:
        """Say why nothing came of it, until something else is asked."""
        self._failure = sentence
        self._show_asked()

    def _say(self, text: str) -> None:
        if text != self.said.text():
            self.said.setText(text)
        self.said.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # The session is followed.

    def _catch_up(self) -> None:
        self._follow()
        self._show_moment()

    def _follow(self, *_: object) -> None:
        text = teaching(self._session)
        self._pages.setCurrentIndex(0 if text else 1)
        offer = self._session.recording is not None and not self._session.analyses
        self.teaching.say(text, offer=offer)
        self._show_asked()

    def _order(self) -> MagnifyOrder | None:
        return order_of(self._session, self.controls.settings, self.controls.kind)

    def _show_asked(self, *_: object) -> None:
        """Settings, playhead, selection or sight are others."""
        if not self.sight.seen or self._pages.currentIndex() == 0:
            return
        order = self._order()
        planned = plan(order) if order is not None else MagnifyPlan(problem=NO_SELECTION)
        text = "" if order is None else range_text(order.start, order.end)
        if planned.frames:
            text += f", {planned.frames} frames"
        if text != self.asked.text:
            self.asked.say(text)
        self.why.setText(self.controls.why)
        self.why.setVisible(bool(self.controls.why))
        self.magnify.setEnabled(not planned.problem)
        if not self._working:
            self._say(planned.problem or self._failure)

    def _ask_anew(self) -> None:
        self._failure = ""
        self._show_asked()

    def _show_moment(self, *_: object) -> None:
        """The playhead moved; as often as the display refreshes."""
        if not self.sight.seen:
            return
        seconds = self._session.playback.seconds
        if self._found is not None:
            self.view.show_moment(seconds)
            self.place.show_moment(seconds)
        if self.controls.kind is Range.AROUND and not self._working:
            self._show_asked()

    # Making.

    def _connect(self) -> None:
        session = self._session
        self.sight.came.connect(self._catch_up)
        for signal in (session.recording_changed, session.faces_changed, session.analysis_changed):
            signal.connect(self._follow)
        for changed in (
            session.person_changed,
            session.viewport_changed,
            session.annotations.selection_changed,
        ):
            changed.connect(self._show_asked)
        session.playback.moved.connect(self._show_moment)
        self.controls.changed.connect(self._ask_anew)
        self.magnify.clicked.connect(self.magnifyRequested)
        self.cancel.clicked.connect(self.cancelRequested)
        self.export.clicked.connect(self.exportRequested)
        self.place.seekRequested.connect(self.seekRequested)
        themes.changed.connect(self.update)

    def _arrange(self) -> None:
        tint(self.magnify, "magnify")
        tint(self.export, "export")
        self._pages = filling(self, self.teaching, self._full_page())
        self.show_work(False)
        self.show_result(None)

    def _full_page(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.asked, 1)
        row.addWidget(self.magnify)
        row.addWidget(self.cancel)
        self._result = QWidget()
        inside = QVBoxLayout(self._result)
        inside.setContentsMargins(0, 0, 0, GRID)
        inside.setSpacing(GRID)
        for widget in (self.caption, self.view, self.place, self.notices):
            inside.addWidget(widget)
        inside.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        # Pictures first: the dock is seldom as tall as all of it.
        column.addWidget(self._result)
        column.addWidget(self.controls)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addWidget(self.why)
        column.addStretch(1)
        self._area = ScrollingPage(column)
        return self._area
