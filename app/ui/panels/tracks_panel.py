"""The Tracks dock: every curve, how it is drawn, what it says at the playhead, where it is from."""

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.session.session import Session
from app.session.tracks import ShownTrack, TrackKey
from app.ui.actions import Actions
from app.ui.panels.parts import note
from app.ui.panels.track_rows import TrackGroup
from app.ui.theme import GRID, PANEL_PADDING

_EMPTY = (
    "Curves appear here when a recording is analysed: one of arousal and one of valence for each "
    "system, weights and person."
)
_Look = tuple[TrackKey, str, str, int, bool]


class TracksPanel(QWidget):
    """Groups of curves that one analysis made.

    Signals
    -------
    exportRequested(key)
        The user wants the result that a track belongs to as a file.
    """

    exportRequested = Signal(object)  # noqa: N815 - Qt's way of naming

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tracks")
        self._session, self._actions = session, actions
        self._looks: tuple[_Look, ...] = ()
        self.groups: list[TrackGroup] = []
        self._empty = note(_EMPTY)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        self._column.setSpacing(PANEL_PADDING)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        session.tracks.changed.connect(self._follow)
        session.playback.moved.connect(self._say_values)
        self._follow()

    def _follow(self) -> None:
        """Make rows anew only when there are others; values alone change ten times a second."""
        tracks = list(self._session.tracks)
        looks = tuple((t.key, t.label, t.caution, t.variant, t.visible) for t in tracks)
        if looks != self._looks:
            self._looks = looks
            self._rebuild(tracks)
        self._say_values()

    def _rebuild(self, tracks: list[ShownTrack]) -> None:
        for group in self.groups:
            self._column.removeWidget(group)
            group.deleteLater()
        ordered = sorted(tracks, key=lambda track: track.key[:3])
        self.groups = [
            TrackGroup(list(of)) for _, of in groupby(ordered, key=lambda track: track.key[:3])
        ]
        for place, group in enumerate(self.groups):
            self._column.insertWidget(place, group)
            group.shownChanged.connect(self._show_track)
            group.removeRequested.connect(self._remove)
            group.exportRequested.connect(self.exportRequested)
        self._empty.setVisible(not self.groups)

    def _say_values(self, *_: object) -> None:
        values = self._session.tracks.values_at(self._session.playback.frame)
        for group in self.groups:
            group.say(values)

    def _show_track(self, key: TrackKey, visible: bool) -> None:
        self._session.tracks.show(key, visible=visible)

    def _remove(self, keys: list[TrackKey]) -> None:
        present = {track.key for track in self._session.tracks}
        for key in keys:
            if key in present:
                self._session.tracks.remove(key)
