"""Feature maps in a window of their own, on the same stretch of time as the timeline."""

import math

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.session.feature_maps import TITLES
from app.session.session import Session
from app.ui.features.colour_bar import MapColours
from app.ui.features.map_surface import MapSurface
from app.ui.features.painting import AXIS, unit_ends
from app.ui.features.state import BLIND
from app.ui.fonts import digits_font
from app.ui.panels.parts import ElidedText, chooser
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.timeline.hits import frame_at
from app.ui.timeline.timeline_view import TimelineView
from app.ui.timeline.unit_drawing import number_text
from app.ui.video.time_text import clock_text

_SIZE = (1100, 640)


class LargeView(QWidget):
    """One map at a time, as high as the window.

    Signals
    -------
    mapChosen(name)
        Another map is to be shown.
    unitChosen(map, unit)
        A unit is to be selected.
    """

    mapChosen = Signal(str)  # noqa: N815 - Qt's way of naming
    unitChosen = Signal(str, object)  # noqa: N815

    def __init__(
        self, session: Session, timeline: TimelineView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Feature maps")
        self.setAccessibleName("Feature maps")
        self._session, self._features = session, session.features
        self._name = ""
        self._unit: int | None = None
        self._hovered: float | None = None
        if parent is not None:
            self.addActions(parent.actions())  # the keys of the window work here, too
        self.maps = chooser("Map", "Which map is shown")
        self.reading = ElidedText(colour="text")
        self.reading.setFont(digits_font())
        self.colours, self.surface = MapColours(), MapSurface()
        self._top, self._bottom = (QLabel() for _ in range(2))
        self._arrange()
        self._connect(timeline)
        self.resize(*_SIZE)

    def show_map(self, name: str) -> None:
        """Show a map; without one of that name, the first that is loaded."""
        names = list(self._features.names)
        self._name = name if name in names else next(iter(names), "")
        self._follow()

    def _follow(self, *_: object) -> None:
        if not self.isVisible():
            return
        names = list(self._features.names)
        if names != [self.maps.itemData(k) for k in range(self.maps.count())]:
            self.maps.clear()
            for name in names:
                self.maps.addItem(TITLES[name], name)
        if self._name not in names:
            self._name = next(iter(names), "")
        self.maps.setCurrentIndex(self.maps.findData(self._name))
        blind = self._session.annotations.blind
        shown = None if blind else self._features.map(self._name)
        base = self._session.playback.time_base
        self.surface.show_map(shown, base.seconds if base is not None else np.zeros(0))
        self.colours.show_map(shown)
        first, last = unit_ends(shown)
        self._top.setText(first)
        self._bottom.setText(last)
        self.surface.look(self._session.viewport)
        self._on_moved(0, self._session.playback.seconds)
        self._read()

    def _read(self) -> None:
        """Unit, frame, time and value under the mouse; the playhead's frame without one."""
        shown, base = self._features.map(self._name), self._session.playback.time_base
        if self._session.annotations.blind:
            self.reading.say(BLIND)
            return
        if shown is None or base is None:
            self.reading.say("No feature maps are loaded")
            return
        hovering = self._hovered is not None
        frame = self._session.playback.frame
        if self._hovered is not None:
            frame = frame_at(self._hovered, base.seconds)
        unit = self._unit if hovering and self._unit is not None else shown.unit
        words = [f"frame {frame}", clock_text(float(base.seconds[frame]))]
        if unit is not None:
            value = shown.value(frame, unit)
            said = "gap" if math.isnan(value) else number_text(value)
            words = [f"unit {unit}", *words, said]
        self.reading.say(", ".join(words).capitalize())

    def _on_moved(self, _frame: int, seconds: float) -> None:
        if self.isVisible():
            self.surface.move_playhead(seconds)
            self._read()

    def _on_hovered(self, seconds: float | None) -> None:
        self._hovered = seconds
        self._read()

    def _on_pointed(self, unit: int | None) -> None:
        self._unit = unit

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up."""
        super().showEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of windows."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # Making.

    def _connect(self, timeline: TimelineView) -> None:
        session, surface = self._session, self.surface
        self._features.changed.connect(self._follow)
        session.recording_changed.connect(self._follow)
        session.annotations.blind_changed.connect(self._follow)
        session.viewport_changed.connect(surface.look)
        session.playback.moved.connect(self._on_moved)
        surface.seekRequested.connect(timeline.seekRequested)
        surface.zoomRequested.connect(timeline.zoomRequested)
        surface.panRequested.connect(timeline.panRequested)
        surface.pointed.connect(self._on_pointed)
        surface.hovered.connect(self._on_hovered)
        surface.unitChosen.connect(lambda unit: self.unitChosen.emit(self._name, unit))
        self.maps.activated.connect(self._on_map)

    def _on_map(self, row: int) -> None:
        self._name = self.maps.itemData(row)
        self.mapChosen.emit(self._name)
        self._follow()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(*(PANEL_PADDING,) * 4)
        grid.setSpacing(2 * GRID)
        self.maps.setFixedWidth(160)
        self.colours.setFixedWidth(280)
        grid.addWidget(self.maps, 0, 1)
        grid.addWidget(self.reading, 0, 2)
        grid.addWidget(self.colours, 0, 3)
        grid.addWidget(self._top, 1, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        unit = QLabel("unit")
        frame = QLabel("frame")
        for label in (unit, frame, self._top, self._bottom):
            label.setProperty("role", "faint")
            label.setFont(digits_font(SMALL_TEXT_SIZE))
        grid.addWidget(unit, 2, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(
            self._bottom, 3, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        )
        frame.setFixedHeight(AXIS)
        grid.addWidget(frame, 4, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.surface, 1, 1, 4, 3)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(1, 1)
        grid.setRowStretch(3, 1)
        grid.setRowMinimumHeight(4, AXIS - 2 * GRID)
