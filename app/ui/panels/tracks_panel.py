"""The Tracks dock: every curve, how it is drawn, what it says at the playhead, where it is from."""

from collections import Counter
from itertools import groupby

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.document import Annotation, CurveAnnotation
from app.session.session import Session
from app.session.tracks import ShownTrack, TrackKey
from app.ui.actions import Actions
from app.ui.following import Following
from app.ui.panels.annotation_group import AnnotationGroup
from app.ui.panels.annotation_look import look_of
from app.ui.panels.annotation_parts import GAP, value_text
from app.ui.panels.no_annotations import NoAnnotations
from app.ui.panels.parts import WarningNote, caption, note
from app.ui.panels.track_rows import TrackGroup, provenance_text
from app.ui.theme import GRID, PANEL_PADDING, themes

_EMPTY = (
    "Curves appear here when a recording is analysed: one of arousal and one of valence for each "
    "system, weights and person."
)
_BLIND = "Predictions and other raters are hidden until the take is done."
_Look = tuple[TrackKey, str, str, int, bool, str]


class TracksPanel(QWidget):
    """Annotations, and below them the groups of curves that one analysis made.

    Signals
    -------
    exportRequested(key)
        The user wants the result that a prediction belongs to as a file.
    importRequested()
        The user wants to read annotations from a file.
    acceptRequested(key)
        A prediction shall become an annotation.
    renameRequested(id, str), colourRequested(id, str), lockRequested(id, bool)
        An annotation shall be called, look or be protected otherwise.
    moveRequested(id, int)
        It shall have another place in the list.
    duplicateRequested(id), deleteRequested(id), annotationExportRequested(id)
        And so on.
    """

    exportRequested = Signal(object)  # noqa: N815 - Qt's way of naming
    importRequested = Signal()  # noqa: N815
    acceptRequested = Signal(object)  # noqa: N815
    renameRequested = Signal(str, str)  # noqa: N815
    colourRequested = Signal(str, str)  # noqa: N815
    lockRequested = Signal(str, bool)  # noqa: N815
    moveRequested = Signal(str, int)  # noqa: N815
    duplicateRequested = Signal(str)  # noqa: N815
    deleteRequested = Signal(str)  # noqa: N815
    annotationExportRequested = Signal(str)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tracks")
        self._session, self._actions = session, actions
        self._following = Following(self)
        self._looks: list[tuple[_Look, ...]] = []
        self._edits: Counter[str] = Counter()
        self.groups: list[TrackGroup] = []
        self.annotations = AnnotationGroup(actions)
        self.no_annotations = NoAnnotations(actions)
        self._read_only = WarningNote("")
        self._empty, self._blind = note(_EMPTY), note(_BLIND)
        self._predictions = caption("Predictions")
        self._arrange()
        self._connect()
        self._follow_history()
        self._follow()

    def rename(self, track: str) -> None:
        """Let the name of an annotation be edited in its place."""
        self._following.catch_up()
        row = self.annotations.row(track)
        if row is not None:
            self._scroll.ensureWidgetVisible(row)
            row.edit_name()

    # How it works.

    def _connect(self) -> None:
        tracks, notes, group = self._session.tracks, self._session.annotations, self.annotations
        tracks.changed.connect(self._on_predictions)
        self._session.playback.moved.connect(self._say_values)
        notes.preview_changed.connect(self._say_values)
        notes.changed.connect(self._on_annotations)
        notes.active_changed.connect(self._on_annotations)
        notes.history_changed.connect(self._on_history)
        notes.blind_changed.connect(self._on_predictions)
        themes.changed.connect(self._follow_annotations)
        group.activated.connect(notes.activate)
        group.shownChanged.connect(lambda track, visible: notes.show(track, visible=visible))
        group.renamed.connect(self.renameRequested)
        group.coloured.connect(self.colourRequested)
        group.locked.connect(self.lockRequested)
        group.moved.connect(self.moveRequested)
        group.duplicateAsked.connect(self.duplicateRequested)
        group.deleteAsked.connect(self.deleteRequested)
        group.exportAsked.connect(self.annotationExportRequested)
        group.reached.connect(lambda row: self._scroll.ensureWidgetVisible(row, 0, 2 * GRID))
        self.no_annotations.importRequested.connect(self.importRequested)

    def _on_history(self) -> None:
        self._following.soon(self._follow_history)

    def _on_annotations(self) -> None:
        self._following.soon(self._follow_annotations)

    def _on_predictions(self, *_: object) -> None:
        self._following.soon(self._follow)

    def _follow_history(self) -> None:
        history = self._session.annotations.history
        self._edits = Counter(history.entry(number).track for number in history.path(history.head))
        self._follow_annotations()

    def _follow_annotations(self, *_: object) -> None:
        notes = self._session.annotations
        looks = [look_of(track, notes, self._edits, themes.now) for track in notes.document]
        before = {row.id for row in self.annotations.rows}
        self.annotations.show_looks(looks)
        self.annotations.setVisible(bool(looks))
        self.no_annotations.setVisible(notes.is_open and not looks)
        said = notes.read_only if notes.is_open else ""
        self._read_only.setText(said)
        self._read_only.setVisible(bool(said))
        self.no_annotations.buttons["import"].setEnabled(not notes.read_only)
        self._show_empty()
        self._say_values()
        new = [look.head.id for look in looks if look.active and look.head.id not in before]
        if before and new:  # once the new row has its place
            QTimer.singleShot(0, self, lambda: self._reach(new[0]))

    def _reach(self, track: str) -> None:
        row = self.annotations.row(track)
        if row is not None:
            self._scroll.ensureWidgetVisible(row)

    def _follow(self, *_: object) -> None:
        """Make groups only where rows are others; values alone change ten times a second."""
        ordered = sorted(self._session.tracks, key=lambda track: track.key[:3])
        tracks = [list(of) for _, of in groupby(ordered, key=lambda track: track.key[:3])]
        looks = [tuple(map(_look, each)) for each in tracks]
        if looks != self._looks:
            before = dict(zip(self._looks, self.groups, strict=True))
            self._looks = looks
            self._show_groups(tracks, before)
        blind = self._session.annotations.blind
        for group in self.groups:
            group.setVisible(not blind)
        self._blind.setVisible(blind)
        self._show_empty()
        self._say_values()

    def _show_empty(self) -> None:
        opened = self._session.annotations.is_open
        predicted = bool(self.groups) and not self._session.annotations.blind
        self._predictions.setVisible(predicted and opened)
        self._empty.setVisible(not self.groups and not opened)

    def _show_groups(
        self, tracks: list[list[ShownTrack]], before: dict[tuple[_Look, ...], TrackGroup]
    ) -> None:
        """Keep groups that look as before, by their looks."""
        self.groups = [
            before.pop(looks) if looks in before else self._made(of)
            for of, looks in zip(tracks, self._looks, strict=True)
        ]
        for gone in before.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        first = self._column.indexOf(self._predictions) + 1
        for place, group in enumerate(self.groups, first):
            if self._column.indexOf(group) != place:
                self._column.insertWidget(place, group)

    def _made(self, tracks: list[ShownTrack]) -> TrackGroup:
        group = TrackGroup(tracks)
        group.shownChanged.connect(self._show_track)
        group.removeRequested.connect(self._remove)
        group.exportRequested.connect(self.exportRequested)
        group.acceptRequested.connect(self.acceptRequested)
        return group

    def _say_values(self, *_: object) -> None:
        frame, notes = self._session.playback.frame, self._session.annotations
        values = self._session.tracks.values_at(frame)
        for group in self.groups:
            group.say(values)
        seconds, preview = self._session.playback.seconds, notes.preview
        for row, track in zip(self.annotations.rows, notes.document, strict=False):
            shown = preview if preview is not None and preview.head.id == track.head.id else track
            row.value.say("" if notes.blind else _reading(shown, frame, seconds))

    def _show_track(self, key: TrackKey, visible: bool) -> None:
        self._session.tracks.show(key, visible=visible)

    def _remove(self, keys: list[TrackKey]) -> None:
        present = {track.key for track in self._session.tracks}
        for key in keys:
            if key in present:
                self._session.tracks.remove(key)

    def _arrange(self) -> None:
        self._column = QVBoxLayout()
        self._column.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        self._column.setSpacing(PANEL_PADDING)
        for part in (self._read_only, self.no_annotations, self.annotations, self._predictions):
            self._column.addWidget(part)
        self._column.addWidget(self._blind)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._column)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)


def _look(track: ShownTrack) -> _Look:
    about = provenance_text(track)
    return track.key, track.label, track.caution, track.variant, track.visible, about


def _reading(track: Annotation, frame: int, seconds: float) -> str:
    """What a track says at the playhead."""
    if isinstance(track, CurveAnnotation):
        inside = 0 <= frame < len(track.samples)
        return value_text(float(track.samples.values[frame])) if inside else GAP
    held = [segment.label for segment in track.segments if segment.holds(seconds)]
    return held[-1] if held else GAP
