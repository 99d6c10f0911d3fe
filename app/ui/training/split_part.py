"""How recordings are divided into what is learnt from and what is tested on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.training.settings import SplitSettings
from app.ui.fonts import digits_font
from app.ui.panels.parts import caption, chooser, group, note
from app.ui.theme import GRID
from app.ui.training.words import SPLITS

_SHARES = {"subjects", "passages"}
_FOLDS = {"k-fold", "leave-one-subject-out"}
_DRAWN = {"subjects", "k-fold", "leave-one-subject-out"}


class SplitPart(QWidget):
    """The kind of split with one sentence, and its numbers.

    Signals
    -------
    changed()
        Another split is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = chooser("Split", "What is held out to validate and to test")
        for kind, (name, _) in SPLITS.items():
            self.kind.addItem(name, kind)
        self.about = note()
        self.validation = spin("Validation", 20, 0, 90, " %", "Share that decides when to stop")
        self.test = spin("Test", 0, 0, 90, " %", "Share that is only tested on, at the end")
        self.folds = spin("Folds", 5, 2, 100, "", "How many folds")
        self.fold = spin("Held out", 1, 1, 10_000, "", "Which fold is held out, from 1")
        self.draw = spin("Draw", 1, 0, 9999, "", "Another number draws other subjects")
        boxes = (self.validation, self.test, self.folds, self.fold, self.draw)
        self._boxes = {box: labelled(box) for box in boxes}
        self._arrange()
        self.kind.activated.connect(lambda _: self._on_kind())
        for box in self._boxes:
            box.valueChanged.connect(lambda _: self.changed.emit())
        self._show_kind()

    @property
    def settings(self) -> SplitSettings:
        """What is chosen; shares that do not go together are refused by whoever uses them.

        Raises
        ------
        InputError
            Nothing is left to learn from.
        """
        return SplitSettings(
            self.kind.currentData(),
            validation=self.validation.value() / 100,
            test=self.test.value() / 100,
            folds=self.folds.value(),
            fold=self.fold.value() - 1,
            seed=self.draw.value(),
        )

    def choose(self, kind: str) -> None:
        """Choose another kind."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._on_kind()

    def _on_kind(self) -> None:
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        self.about.setText(SPLITS[kind][1])
        self._boxes[self.validation].setVisible(kind != "official")
        self._boxes[self.test].setVisible(kind in _SHARES)
        self._boxes[self.folds].setVisible(kind == "k-fold")
        self._boxes[self.fold].setVisible(kind in _FOLDS)
        self._boxes[self.draw].setVisible(kind in _DRAWN)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        for box in self._boxes.values():
            row.addWidget(box)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(group(caption("Split", self.kind), self.kind, self.about))
        column.addLayout(row)


def spin(name: str, value: int, low: int, high: int, suffix: str, tip: str) -> QSpinBox:
    """A whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setFont(digits_font())
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return box


def labelled(box: QWidget) -> QWidget:
    """A field with its name above it in small letters."""
    label = QLabel(box.accessibleName())
    label.setProperty("role", "faint")
    label.setBuddy(box)
    held = QWidget()
    held.setLayout(group(label, box))
    return held
