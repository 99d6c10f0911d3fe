"""File > Export features: which maps, of what stretch, as what; with what the file will hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from app.analysis.kept_maps import UNITS
from app.session.feature_maps import TITLES
from app.ui.dialogs.parts import buttons_of, column_of
from app.ui.panels.parts import note
from app.ui.theme import GRID, PANEL_PADDING

NPZ, PARQUET, CSV = ".npz", ".parquet", ".csv"
KINDS: Mapping[str, tuple[str, str, float]] = {
    NPZ: ("NPZ, for NumPy", "Each map an array of its own, float16", 2.0),
    PARQUET: ("Parquet, for data frames", "A column a unit, float32, compressed", 2.4),
    CSV: ("CSV, as text", "A column a unit; large", 7.6),
}
"""By ending: what it is called, what it holds, and about how many bytes a value takes."""

_MAPS = {"spatial": "Spatial", "temporal": "Temporal", "fused": "Fused", "gru": "GRU"}
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that can be exported.

    Attributes
    ----------
    name : str
        For people.
    span : (float, float) or None
        Seconds, half-open; None for everything that was analysed.
    frames : int
        Analysed frames in it.
    """

    name: str
    span: Span | None
    frames: int


class FeatureDialog(QDialog):
    """Nothing is written by it: it says what is wanted.

    Parameters
    ----------
    names : sequence of str
        The maps there are, as in `TITLES`; at least one.
    stretches : sequence of Stretch
        What can be exported, the first one chosen.
    made_by, caution : str
        What read them, and what must be known of it; the latter may be empty.
    """

    def __init__(
        self,
        names: Sequence[str],
        stretches: Sequence[Stretch],
        made_by: str,
        caution: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export features")
        self._stretches = list(stretches)
        self.maps = {name: self._box(name) for name in names}
        self.range, self.kind = QComboBox(), QComboBox()
        for stretch in self._stretches:
            self.range.addItem(stretch.name)
        for suffix, (text, tip, _) in KINDS.items():
            self.kind.addItem(text, suffix)
            self.kind.setItemData(self.kind.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.said, self.about = note(), note(f"Read by {made_by}.")
        if caution:
            self.about.setText(f"Read by {made_by}: {caution}.")
        self.buttons = buttons_of(self, "Export...")
        role = QDialogButtonBox.ButtonRole.AcceptRole
        (self.accept_button,) = (
            each for each in self.buttons.buttons() if self.buttons.buttonRole(each) is role
        )
        self._arrange()
        for box in (self.range, self.kind):
            box.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def names(self) -> tuple[str, ...]:
        """The maps that are wanted."""
        return tuple(name for name, box in self.maps.items() if box.isChecked())

    @property
    def span(self) -> Span | None:
        """The stretch that is wanted, seconds; None for everything."""
        return self._stretches[self.range.currentIndex()].span

    @property
    def suffix(self) -> str:
        """As what: the ending of the file."""
        chosen: str = self.kind.currentData()
        return chosen

    def _show(self, *_: object) -> None:
        frames, maps = self._stretches[self.range.currentIndex()].frames, len(self.names)
        size = frames * UNITS * maps * KINDS[self.suffix][2] / 1e6
        holds = f"{frames} frames of {maps} maps with {UNITS} units each, with their times"
        about = f"about {size:.0f} MB" if size >= 1 else "less than 1 MB"
        self.said.setText(
            f"{KINDS[self.suffix][1]}. {holds}: {about}." if maps else "Choose a map to export."
        )
        self.accept_button.setEnabled(maps > 0)

    # Making.

    def _box(self, name: str) -> QCheckBox:
        box = QCheckBox(_MAPS.get(name, name))
        box.setChecked(True)
        box.setAccessibleName(TITLES.get(name, name))
        box.toggled.connect(self._show)
        return box

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(PANEL_PADDING)
        maps = QWidget()
        row = QHBoxLayout(maps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(PANEL_PADDING)
        for box in self.maps.values():
            row.addWidget(box)
        row.addStretch(1)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            ("Maps", maps, "What the units of the network do over time"),
            ("&Range", self.range, "Which frames are written"),
            ("&Format", self.kind, "What the file is to be read with"),
        )
        for text, field, tip in rows:
            label = QLabel(text)
            label.setBuddy(field)
            label.setContentsMargins(0, 0, GRID, 0)  # else its last letter is cut
            form.addRow(label, field)
            field.setToolTip(tip)
            field.setAccessibleName(text.replace("&", ""))
        column = column_of(self)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self.about)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(440)
