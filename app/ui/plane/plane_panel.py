"""The Plane dock: the affect plane with its controls and its legend."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.scheme import DimensionScheme
from app.session.affect_courses import AXES, AffectCourses, Source
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.annotation_colours import colour_of
from app.ui.fonts import digits_font
from app.ui.output.figure import Figure
from app.ui.panels.pages import TeachingPage, filling
from app.ui.panels.parts import ElidedText, chooser
from app.ui.plane.affect_view import PLAIN, AffectView, PlaneScene
from app.ui.plane.legend import Legend, LegendRow
from app.ui.plane.painting import percent
from app.ui.sight import Sight
from app.ui.theme import GRID, PANEL_PADDING, themes

LONGEST_TRAIL = 120
_CLOSED = "Open a recording to see how it moves over valence and arousal."
_EMPTY = (
    "Here a recording moves over valence and arousal: where it is, where it came from, and where "
    "it stayed. Run the analysis, or rate both dimensions, to see it."
)
_BLIND = (
    "While you rate blind, predictions and all curves but the active one are hidden; the plane "
    "needs two, so it waits."
)


class PlanePanel(QWidget):
    """Shows the session on the plane, and says what the user wants.

    Nothing is computed while it is out of sight.

    Signals
    -------
    frameRequested(frame)
        The playhead is wanted there.
    trailChosen(seconds)
        A trail of another length is wanted.
    """

    frameRequested = Signal(int)  # noqa: N815 - Qt's way of naming
    trailChosen = Signal(int)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Plane")
        self.sight = Sight(self)
        self._session, self._actions = session, actions
        self._courses = AffectCourses(session)
        self._stale = True
        self.view, self.legend = AffectView(), Legend()
        self.sources = chooser("Values", "Whose density and quadrants are shown")
        self.sources.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for source, text in ((Source.PREDICTED, "Prediction"), (Source.ANNOTATED, "Annotation")):
            self.sources.addItem(text, source)
        self.trail = _trail_field()
        self.density = _chip("Density", "Show where the recording stayed, and how long")
        self.density.setChecked(True)
        self.said = ElidedText(colour="faint")
        self._arrange()
        self._connect()

    @property
    def source(self) -> Source:
        """Whose density is shown, if it is there."""
        chosen: Source = self.sources.currentData()
        return chosen

    def show_trail(self, seconds: int) -> None:
        """A trail of another length."""
        self.trail.blockSignals(True)
        self.trail.setValue(seconds)
        self.trail.blockSignals(False)
        self.view.show_trail(seconds)

    def figures(self) -> Sequence[Figure]:
        """The plane for print, while it is on screen and shows something."""
        view = self.view
        if not self.isVisible():
            return ()
        self._catch_up()  # it may lie behind another dock
        if view.scene.main is None:
            return ()
        shape = view.height() / view.width()
        return (
            Figure("plane", "Affect plane", lambda width: width * shape, view.paint_figure,
                   float(view.width())),
        )  # fmt: skip

    # The session is followed.

    def _catch_up(self) -> None:
        if self._stale:
            self._follow()
        else:
            self._show_place()

    def _on_change(self, *_: object) -> None:
        self._stale = True
        if self.sight.seen:
            self._follow()

    def _on_moved(self, *_: object) -> None:
        if self.sight.seen:
            self._show_place()

    def _follow(self) -> None:
        """Other values, or they are of somebody else."""
        self._stale = False
        scene = self._scene()
        self._pages.setCurrentIndex(0 if scene.predicted is scene.annotated is None else 1)
        self._teach()
        self.view.show_scene(scene)
        self._say_shares()
        self._show_place()

    def _scene(self) -> PlaneScene:
        predicted, annotated = (self._courses.course(each) for each in Source)
        source = self.source
        if predicted is None or annotated is None:
            source = Source.PREDICTED if annotated is None else Source.ANNOTATED
        comparing, notes = self._session.comparing, self._session.annotations
        made = comparing.annotation(AXES[0])
        rater = colour_of(notes.document, made.head, themes.now).name() if made else ""
        self.sources.setEnabled(predicted is not None and annotated is not None)
        right, up = (
            _axis(notes.schemes.dimension(name), plain)
            for name, plain in zip(AXES, PLAIN, strict=True)
        )
        return PlaneScene(predicted, annotated, source, rater, (right, up))

    def _teach(self) -> None:
        session = self._session
        is_open = session.recording is not None
        if session.comparing.blind:
            text = _BLIND
        else:
            text = _EMPTY if is_open else _CLOSED
            for source in Source:
                missing = self._courses.missing(source)
                if is_open and len(missing) == 1:
                    (have,) = set(AXES) - set(missing)
                    text += f"\n\nOnly {have} is {source.value} so far; {missing[0]} is missing."
        self.teaching.say(text, offer=is_open and not session.comparing.blind)

    def _say_shares(self) -> None:
        shares, main = self.view.shares, self.view.scene.main
        text = "" if main is None or shares is not None else "No frame has both values."
        if shares is not None and shares.known < 1:
            text = f"Shares of the {percent(shares.known)} of time that have values"
        self.said.say(text)
        self.said.setVisible(bool(text))

    def _show_place(self) -> None:
        """The playhead moved; as often as the display refreshes."""
        if self._pages.currentIndex() == 0:
            return
        frame, scene = self._session.playback.frame, self.view.scene
        self.view.show_frame(frame)
        rows = []
        for source, course in zip(Source, (scene.predicted, scene.annotated), strict=True):
            if course is not None:
                annotated = source is Source.ANNOTATED
                name = self._courses.name(source)
                colour = scene.rater if annotated else ""
                rows.append(LegendRow(name, colour, annotated, course.at(frame)))
        self.legend.show_rows(tuple(rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of what is looked at."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("base"))

    # Making.

    def _connect(self) -> None:
        session = self._session
        self.sight.came.connect(self._catch_up)
        session.comparing.changed.connect(self._on_change)
        session.recording_changed.connect(self._on_change)
        session.annotations.schemes_changed.connect(self._on_change)
        session.playback.moved.connect(self._on_moved)
        themes.changed.connect(self._on_change)
        self.sources.activated.connect(self._on_change)
        self.trail.valueChanged.connect(self.trailChosen)
        self.density.toggled.connect(self.view.show_density)
        self.view.frameRequested.connect(self.frameRequested)

    def _arrange(self) -> None:
        self.teaching = TeachingPage(self._actions["run_analysis"])
        self.teaching.say(_CLOSED)
        self._pages = filling(self, self.teaching, self._full_page())

    def _full_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.sources, 1)
        row.addWidget(self.density)
        label = QLabel("Trail")
        label.setBuddy(self.trail)
        row.addWidget(label)
        row.addWidget(self.trail)
        column = QVBoxLayout(page)
        column.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self.said)
        column.addWidget(self.legend)
        return page


def _axis(scheme: DimensionScheme | None, plain: DimensionScheme) -> DimensionScheme:
    """The words of the project on the scale of predictions."""
    if scheme is None:
        return plain
    return DimensionScheme(plain.name, plain.low, plain.high, scheme.low_label, scheme.high_label)


def _trail_field() -> QSpinBox:
    field = QSpinBox()
    field.setRange(0, LONGEST_TRAIL)
    field.setValue(5)
    field.setSuffix(" s")
    field.setSpecialValueText("off")
    field.setFont(digits_font())
    field.setAccessibleName("Trail, in seconds")
    field.setToolTip("How many of the last seconds are drawn behind the point; 0 for none")
    field.setMinimumWidth(19 * GRID)
    field.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return field


def _chip(text: str, tip: str) -> QPushButton:
    chip = QPushButton(text)
    chip.setProperty("look", "chip")
    chip.setCheckable(True)
    chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    chip.setToolTip(tip)
    chip.setAccessibleName(text)
    return chip
