"""The Features dock: which maps, their colours and order, and the units ranked by a curve."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.session.feature_curves import CurveKey, OfferedCurve
from app.session.feature_maps import TITLES, ColumnValue, RowOrder
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.features.features_figure import FeaturesPage
from app.ui.features.large_view import LargeView
from app.ui.features.limits_box import LimitsBox
from app.ui.features.pages import ReadingPage, ToReadPage
from app.ui.features.state import BLIND, CLOSED, NO_FACE, FeatureState, Stage
from app.ui.features.unit_list import UnitList
from app.ui.following import Following
from app.ui.icons import tint
from app.ui.output.figure import Figure
from app.ui.panels.pages import ScrollingPage, TeachingPage, filling
from app.ui.panels.parts import ElidedText, caption, chooser, group
from app.ui.theme import GRID, themes
from app.ui.timeline.timeline_view import TimelineView

_CHIPS = {"spatial": "Spatial", "temporal": "Temporal", "fused": "Fused", "gru": "GRU"}
_TIPS = {
    "spatial": "The stream that sees still faces",
    "temporal": "The stream that sees motion, by differences of phase",
    "fused": "Both streams joined, frame by frame",
    "gru": "The recurrent layer, which reads frames in their order",
}


_COLUMNS = (
    "Where a pixel covers many frames: their mean, or the value farthest from it, so that a burst "
    "of a moment is not averaged away"
)


class FeaturesPanel(QWidget):
    """Shows the session's feature maps in words, and says what the user wants.

    Signals
    -------
    readRequested(), cancelRequested(), largeRequested()
        Read the maps, stop reading, open the large view.
    mapToggled(name, shown), orderChosen(order), columnsChosen(value), curveChosen(key),
    unitChosen(map, unit or None)
        As the user chose.
    """

    readRequested = Signal()  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    largeRequested = Signal()  # noqa: N815
    mapToggled = Signal(str, bool)  # noqa: N815
    orderChosen = Signal(object)  # noqa: N815
    columnsChosen = Signal(object)  # noqa: N815
    curveChosen = Signal(object)  # noqa: N815
    unitChosen = Signal(str, object)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Features")
        self._session, self._features = session, session.features
        self._following = Following(self)
        self.sight = self._following.sight
        self.state = FeatureState(Stage.TEACHING, CLOSED)
        self.large: LargeView | None = None
        self.teaching = TeachingPage(actions["run_analysis"])
        self.to_read, self.reading = ToReadPage(), ReadingPage()
        self.chips = {name: self._chip(name) for name in TITLES}
        self.label = ElidedText(colour="faint")
        self.maps = chooser("Map", "Whose colours are set, and whose units are listed")
        self.order = chooser("Order of units", "In which order maps show their units")
        self.curves = chooser("Curve", "Units are ranked by their correlation with this curve")
        for order in RowOrder:
            self.order.addItem(order.value, order)
        self.columns = chooser("Columns show", _COLUMNS)
        for value in ColumnValue:
            self.columns.addItem(value.value, value)
        self.limits, self.units = LimitsBox(session.features), UnitList()
        self.enlarge = QPushButton(" Large view")
        self.enlarge.setToolTip(actions["large_features"].toolTip())
        tint(self.enlarge, "features-large")
        pages = (self.teaching, self.to_read, self.reading, self._full_page())
        self._pages = filling(self, *pages)
        self._connect()
        self._show()

    def show_state(self, state: FeatureState) -> None:
        """Where the maps are."""
        self.state = state
        self._show()

    def show_curves(self, offered: Sequence[OfferedCurve], chosen: CurveKey | None) -> None:
        """Which curves units can be compared with."""
        rows = [(each.label, each.key) for each in offered]
        if rows != [(self.curves.itemText(k), self.curves.itemData(k)) for k in range(len(rows))]:
            self.curves.clear()
            for label, key in rows:
                self.curves.addItem(label, key)
        while self.curves.count() > len(rows):
            self.curves.removeItem(self.curves.count() - 1)
        keys = [key for _, key in rows]
        self.curves.setCurrentIndex(keys.index(chosen) if chosen in keys else -1)
        self.curves.setToolTip(self.curves.currentText())

    def figures(self) -> Sequence[Figure]:
        """The map for print, while it is on screen."""
        self._following.catch_up()
        shown, base = self._features.map(self.map_name), self._session.playback.time_base
        blind = self._session.annotations.blind
        if shown is None or base is None or blind or not self.isVisible():
            return ()
        # Units are ranked while somebody looks; out of sight the curve may be another by now.
        ranking = self._features.ranking(self.map_name) if self.sight.seen else ()
        curve = self.curves.currentText()
        return (FeaturesPage(shown, self._session.viewport, base.seconds, ranking, curve).figure,)

    def open_large(self, timeline: TimelineView) -> None:
        """Bring the large view to the front."""
        if self.large is None:
            self.large = LargeView(self._session, timeline, self.window())
            self.large.mapChosen.connect(self.choose_map)
            self.large.unitChosen.connect(self.unitChosen)
        self.large.show_map(self.map_name)
        self.large.show()
        self.large.raise_()
        self.large.activateWindow()

    @property
    def map_name(self) -> str:
        """The map whose colours and units are shown; empty for none."""
        return self.maps.currentData() or ""

    def choose_map(self, name: str) -> None:
        """Show the colours and units of another map."""
        self.maps.setCurrentIndex(self.maps.findData(name))
        self._show()

    # How it looks.

    def _on_features(self) -> None:
        self._following.soon(self._show)

    def _show(self, *_: object) -> None:
        blind = self._session.annotations.blind
        state = FeatureState(Stage.TEACHING, BLIND) if blind else self.state
        helps = self._session.recording is not None and not blind and state.sentence != NO_FACE
        self.teaching.say(state.sentence, offer=helps)
        self.to_read.say(state.sentence)
        self.reading.say(state.sentence, state.share)
        self._pages.setCurrentIndex(list(Stage).index(state.stage))
        self.label.say(self.state.sentence if state.stage is Stage.LOADED else "")
        self._show_maps()

    def _show_maps(self) -> None:
        features = self._features
        names = list(features.names)
        if names != [self.maps.itemData(k) for k in range(self.maps.count())]:
            chosen = self.map_name
            self.maps.clear()
            for name in names:
                self.maps.addItem(TITLES[name], name)
            self.maps.setCurrentIndex(names.index(chosen) if chosen in names else len(names) - 1)
        for name, chip in self.chips.items():
            chip.setVisible(name in names)
            chip.setChecked(features.is_chosen(name))
        self.order.setCurrentIndex(self.order.findData(features.row_order))
        self.columns.setCurrentIndex(self.columns.findData(features.columns))
        self.limits.show_map(self.map_name)
        unit = features.unit
        chosen_unit = unit[1] if unit is not None and unit[0] == self.map_name else None
        self.units.show_units(features.ranking(self.map_name), chosen_unit)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The surface of panels."""
        QPainter(self).fillRect(self.rect(), themes.now.colour("raised"))

    # Making.

    def _connect(self) -> None:
        self._features.changed.connect(self._on_features)
        self._session.annotations.blind_changed.connect(self._show)
        self.to_read.read.clicked.connect(self.readRequested)
        self.reading.cancel.clicked.connect(self.cancelRequested)
        self.enlarge.clicked.connect(self.largeRequested)
        self.order.activated.connect(lambda k: self.orderChosen.emit(self.order.itemData(k)))
        self.columns.activated.connect(lambda k: self.columnsChosen.emit(self.columns.itemData(k)))
        self.curves.activated.connect(lambda k: self.curveChosen.emit(self.curves.itemData(k)))
        self.maps.activated.connect(self._show)
        self.units.unitChosen.connect(lambda unit: self.unitChosen.emit(self.map_name, unit))

    def _chip(self, name: str) -> QPushButton:
        chip = QPushButton(_CHIPS[name])
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(_TIPS[name])
        chip.setAccessibleName(f"Lane of {TITLES[name]}")
        chip.clicked.connect(lambda shown: self.mapToggled.emit(name, shown))
        return chip

    def _full_page(self) -> QWidget:
        chips = QHBoxLayout()
        chips.setSpacing(GRID)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.label, 1)
        top.addWidget(self.enlarge)
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        column.addLayout(top)
        column.addWidget(caption("Lanes"))
        column.addLayout(chips)
        column.addLayout(group(caption("Order of units", self.order), self.order))
        column.addLayout(group(caption("Columns show", self.columns), self.columns))
        column.addLayout(group(caption("Map", self.maps), self.maps))
        column.addWidget(self.limits)
        column.addLayout(group(caption("Units by correlation with", self.curves), self.curves))
        column.addWidget(self.units, 1)
        # It would push the timeline down, where the maps are.
        return ScrollingPage(column)
