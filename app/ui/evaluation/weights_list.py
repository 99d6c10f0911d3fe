"""Choosing several weights: those that are here, ticked, and files."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.analysis.choices import weights_for
from app.ui.icons import tint
from app.ui.panels.parts import caption
from app.ui.theme import GRID
from app.weights.places import places
from models.catalogue import DEFAULT

_FILES = "Weights (*.safetensors);;All files (*)"
_VALUE = Qt.ItemDataRole.UserRole
_ROWS_SHOWN = 4


class WeightsList(QWidget):
    """Weights with a tick each; the order of the list is the order of the comparison.

    Signals
    -------
    changed()
        Other weights are ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Weights to evaluate")
        self.list.setToolTip("Tick several to compare them on the same recordings")
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        for known in weights_for("mimamo"):
            if next(places(known), None) is not None:
                self._add(known.name, known.name, ticked=known.name == DEFAULT)
        self.add = QPushButton(" Add files...")
        self.add.setToolTip("Weights of your own, for example best.safetensors of a training run")
        self.add.setAccessibleName("Add weights files")
        self.add.setAutoDefault(False)
        tint(self.add, "plus")
        self.add.clicked.connect(self._ask)
        self._arrange()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names and paths that are ticked."""
        items = [self.list.item(i) for i in range(self.list.count())]
        ticked = [each for each in items if each.checkState() is Qt.CheckState.Checked]
        return tuple(str(each.data(_VALUE)) for each in ticked)

    def add_files(self, paths: list[Path]) -> None:
        """Put files on the list, ticked; a run's weights are named with their folder."""
        values = {self.list.item(i).data(_VALUE) for i in range(self.list.count())}
        for path in dict.fromkeys(paths):
            if str(path) not in values:
                self._add(f"{path.parent.name}/{path.name}", str(path), ticked=True)

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Add weights", "", _FILES)
        self.add_files([Path(name) for name in names])

    def _add(self, title: str, value: str, *, ticked: bool) -> None:
        item = QListWidgetItem(title)
        item.setFlags(
            Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
        )
        item.setData(_VALUE, value)
        item.setToolTip(value)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _arrange(self) -> None:
        self.list.setFixedHeight(_ROWS_SHOWN * 7 * GRID + 2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(caption("Weights", self.list))
        column.addWidget(self.list)
        column.addWidget(self.add)
