"""The rows of the Tracks dock."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.session.tracks import ShownTrack, TrackKey
from app.ui.fonts import digits_font
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, WarningNote
from app.ui.theme import GRID, TEXT_SIZE, themes
from app.ui.timeline.dashes import pattern_of

_SWATCH = QSize(7 * GRID, 4 * GRID)
_LINE = 1.5
_ORDER = ("arousal", "valence")
_MOST_PARAMETERS = 14


class Swatch(QWidget):
    """A piece of the curve as the timeline draws it."""

    def __init__(self, dimension: str, variant: int) -> None:
        super().__init__()
        self._dimension, self._variant = dimension, variant
        self.setFixedSize(_SWATCH)
        themes.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line in the colour of its dimension, dashed as its variant."""
        painter = QPainter(self)
        pen = QPen(themes.now.colour(self._dimension), _LINE)
        pattern = pattern_of(self._variant)
        if pattern:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / _LINE for length in pattern])
        painter.setPen(pen)
        middle = self.height() // 2
        painter.drawLine(0, middle, self.width(), middle)


class TrackRow(QWidget):
    """One curve: eye, how it is drawn, its name, its value at the playhead."""

    shownChanged = Signal(tuple, bool)  # noqa: N815 - Qt's way of naming
    acceptRequested = Signal(tuple)  # noqa: N815

    def __init__(self, shown: ShownTrack) -> None:
        super().__init__()
        self.key = shown.key
        name = shown.track.dimension
        self.eye = QToolButton()
        does = "Hide" if shown.visible else "Show"
        self.eye.setToolTip(f"{does} {name} of {shown.label}")
        self.eye.setAccessibleName(f"{does} {name} of {shown.label}, person {shown.person}")
        tint(self.eye, "eye" if shown.visible else "eye-off", "text" if shown.visible else "faint")
        self.eye.clicked.connect(lambda: self.shownChanged.emit(self.key, not shown.visible))
        label = QLabel(name)
        self.value = QLabel()
        self.value.setFont(digits_font(TEXT_SIZE))
        self.value.setAccessibleName(f"{name} at the playhead")
        self.value.setToolTip(f"{name} at the playhead, -1 to 1")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.eye)
        row.addWidget(Swatch(name, shown.variant))
        row.addWidget(label, 1)
        row.addWidget(self.value)
        self.accept = _button("check", f"Accept {name} into an annotation, to correct it by hand")
        self.accept.clicked.connect(lambda: self.acceptRequested.emit(self.key))
        row.addWidget(self.accept)
        self.setToolTip(provenance_text(shown))

    def say(self, value: float) -> None:
        """Show a value; NaN is a gap."""
        self.value.setText("\N{EN DASH}" if value != value else f"{value:+.2f}")

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        action = QAction("&Accept into an annotation", menu)
        tint(action, "check")
        action.triggered.connect(lambda *_: self.acceptRequested.emit(self.key))
        menu.addAction(action)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer it."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


class TrackGroup(QWidget):
    """The curves of one system, weights and person."""

    shownChanged = Signal(tuple, bool)  # noqa: N815 - Qt's way of naming
    removeRequested = Signal(list)  # noqa: N815
    exportRequested = Signal(tuple)  # noqa: N815
    acceptRequested = Signal(tuple)  # noqa: N815

    def __init__(self, tracks: Sequence[ShownTrack]) -> None:
        super().__init__()
        first = tracks[0]
        self.rows = [TrackRow(shown) for shown in sorted(tracks, key=_rank)]
        keys = [shown.key for shown in tracks]
        title = ElidedText(TEXT_SIZE, bold=True)
        weights = first.track.provenance.weights
        title.say(first.label.removesuffix(f", {weights}"), provenance_text(first))
        who = f"person {first.person}" if first.person else "nobody found"
        about = ElidedText(colour="faint")
        about.say(f"{weights}, {who}", provenance_text(first))
        self.caution = WarningNote(first.caution)
        export = _button("export", f"Export {first.label}, {who}, as CSV and JSON")
        export.clicked.connect(lambda: self.exportRequested.emit(keys[0]))
        remove = _button("trash", f"Take {first.label}, {who}, off the timeline")
        remove.clicked.connect(lambda: self.removeRequested.emit(keys))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(title, 1)
        head.addWidget(export)
        head.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(about)
        column.addWidget(self.caution)
        for row in self.rows:
            column.addWidget(row)
            row.shownChanged.connect(self.shownChanged)
            row.acceptRequested.connect(self.acceptRequested)
        self.setAccessibleName(f"{first.label}, {who}")

    def say(self, values: Mapping[TrackKey, float]) -> None:
        """Show values at the playhead."""
        for row in self.rows:
            row.say(values.get(row.key, float("nan")))


def provenance_text(shown: ShownTrack) -> str:
    """Where a track comes from, line by line."""
    made_by = shown.track.provenance
    digest = f"{made_by.weights_sha256[:16]}..." if made_by.weights_sha256 else "none"
    lines = [
        shown.label,
        f"system: {made_by.system}",
        f"weights: {made_by.weights} (sha256 {digest})",
        f"validated on people: {'yes' if made_by.validated else 'no'}",
    ]
    if shown.caution:
        lines.append(f"caution: {shown.caution}")
    parameters = sorted(made_by.parameters.items())
    lines += [f"{name}: {value}" for name, value in parameters[:_MOST_PARAMETERS]]
    return "\n".join(lines)


def _rank(shown: ShownTrack) -> int:
    name = shown.track.dimension
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _button(icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(14, 14))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    tint(button, icon, "faint")
    return button
