"""The Compare dock: figures of what is visible and of the whole, for each dimension; the band."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.session.comparing import DIMENSIONS
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.compare.band_block import BandBlock
from app.ui.compare.compare_figure import ComparePage, compared_curves
from app.ui.compare.pair_block import PairBlock
from app.ui.compare.words import teaching_text
from app.ui.output.figure import Figure
from app.ui.panels.pages import ScrollingPage, TeachingPage, filling
from app.ui.panels.parts import ElidedText
from app.ui.sight import Sight
from app.ui.theme import GRID, PANEL_PADDING, themes
from app.ui.video.time_text import clock_text


class ComparePanel(QWidget):
    """Shows `Comparing` and the visible stretch; nothing is computed while it is out of sight.

    Signals
    -------
    predictionChosen(dimension, key), annotationChosen(dimension, id)
        Another curve is to be compared.
    """

    predictionChosen = Signal(str, object)  # noqa: N815 - Qt's way of naming
    annotationChosen = Signal(str, str)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Compare")
        self.sight = Sight(self)
        self._session, self._actions, self._stale = session, actions, True
        self.blocks = {name: PairBlock(name, session.comparing) for name in DIMENSIONS}
        self.stretch = ElidedText(colour="faint")
        self.shade, self.band = self._shade_chip(actions), BandBlock(actions)
        self._arrange()
        for block in self.blocks.values():
            block.predictionChosen.connect(self.predictionChosen)
            block.annotationChosen.connect(self.annotationChosen)
        session.comparing.changed.connect(self._on_change)
        session.recording_changed.connect(self._on_change)
        session.viewport_changed.connect(self._on_viewport)
        self.sight.came.connect(self._catch_up)
        themes.changed.connect(self.update)

    def figures(self) -> Sequence[Figure]:
        """Curves and figures for print, while they are on screen and something is compared."""
        comparing, annotations = self._session.comparing, self._session.annotations
        pairs = [pair for name in DIMENSIONS if (pair := comparing.pair(name)) is not None]
        if not pairs or not self.isVisible():
            return ()
        self._catch_up()  # it may lie behind another dock
        curves = [
            compared_curves(pair, annotations, self.blocks[pair.prediction.track.dimension].texts)
            for pair in pairs
        ]
        return (ComparePage(curves, self._session.viewport, self.stretch.text).figure,)

    def show_band(self) -> None:
        """Bring what is said of the band into sight."""
        self._page.reach(self.band)

    def _catch_up(self) -> None:
        if self._stale:
            self._follow()

    def _on_change(self) -> None:
        self._stale = True
        if self.sight.seen:
            self._follow()

    def _follow(self) -> None:
        self._stale = False
        is_open, comparing = self._session.recording is not None, self._session.comparing
        text = teaching_text(comparing, DIMENSIONS, is_open=is_open)
        self.teaching.say(text, offer=is_open and not comparing.blind)
        self._pages.setCurrentIndex(0 if text else 1)
        for block in self.blocks.values():
            block.follow()
        self._show_stretch()

    def _on_viewport(self, *_: object) -> None:
        if self.sight.seen:
            self._show_stretch()
        else:
            self._stale = True

    def _show_stretch(self) -> None:
        """The timeline shows another stretch."""
        viewport, comparing = self._session.viewport, self._session.comparing
        first, stop = comparing.frames_of(viewport)
        for block in self.blocks.values():
            block.show_stretch(first, stop)
        compared = any(comparing.pair(name) for name in DIMENSIONS)
        times = f"{clock_text(viewport.start)} to {clock_text(viewport.end)}"
        text = f"In view: {times}" if compared else ""
        if text != self.stretch.text:
            self.stretch.say(text)
        self.shade.setEnabled(compared)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # Making.

    def _shade_chip(self, actions: Actions) -> QPushButton:
        action = actions["shade_difference"]
        chip = QPushButton("Shade difference")
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        chip.setChecked(action.isChecked())
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(action.toolTip())
        chip.setAccessibleName("Shade difference")
        chip.toggled.connect(action.setChecked)
        action.toggled.connect(chip.setChecked)
        return chip

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(PANEL_PADDING + GRID)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.stretch, 1)
        top.addWidget(self.shade)
        column.addLayout(top)
        for block in self.blocks.values():
            column.addWidget(block)
        column.addWidget(self.band)
        column.addStretch(1)
        self._page = ScrollingPage(column)
        self.teaching = TeachingPage(self._actions["run_analysis"])
        self._pages = filling(self, self.teaching, self._page)
