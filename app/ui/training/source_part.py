"""Where labels come from: this project or a dataset's folder, which recordings, whose ratings."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.training.labelled import LabelledRecording
from app.training.settings import SourceSettings
from app.training.sources.table import SOURCES
from app.ui.icons import tint
from app.ui.panels.parts import caption, chooser, decimal_field, group, note
from app.ui.theme import GRID, PANEL_PADDING

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ROW = 26
_MOST_ROWS = 5


class CheckedList(QListWidget):
    """Names to tick, as tall as it needs to be up to some rows.

    Signals
    -------
    ticked()
        Others are ticked.
    """

    ticked = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.itemChanged.connect(lambda _: self.ticked.emit())
        self.show_rows(())

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer names with what is said of them; who was there keeps its tick."""
        off = {self.item(k).data(Qt.ItemDataRole.UserRole) for k in range(self.count())}
        off -= set(self.chosen)
        self.blockSignals(True)
        self.clear()
        for name, text in rows:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(text)
            item.setCheckState(_UNCHECKED if name in off else _CHECKED)
            self.addItem(item)
        self.blockSignals(False)
        self.setFixedHeight(_ROW * min(max(1, len(rows)), _MOST_ROWS) + 2)
        self.setVisible(bool(rows))

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names that are ticked."""
        items = (self.item(k) for k in range(self.count()))
        role = Qt.ItemDataRole.UserRole
        return tuple(str(i.data(role)) for i in items if i.checkState() == _CHECKED)

    @property
    def all_chosen(self) -> bool:
        """Whether every name is ticked."""
        return len(self.chosen) == self.count()


class SourcePart(QWidget):
    """Everything about labels.

    Signals
    -------
    changed()
        Other labels are wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = ""
        self.kind = chooser("Labels", "Where the labels come from")
        for row in SOURCES.values():
            self.kind.addItem(row.title, row.kind)
        self.about = note()
        self.folder = QLineEdit()
        self.folder.setAccessibleName("Folder of the dataset")
        self.folder.setPlaceholderText("Folder")
        self.choose = QPushButton(" Choose...")
        self.choose.setToolTip("Choose the folder of the dataset")
        self.choose.setAccessibleName("Choose the folder")
        tint(self.choose, "folder")
        self.recordings = CheckedList("Recordings", "Recordings that are used")
        self.raters = CheckedList("Raters", "Whose curves are used; several are averaged")
        self.shift = decimal_field(
            "Reaction time of the raters",
            "Curves are moved earlier by this, for the time that raters take to react",
        )
        self.shift.setRange(0.0, 10.0)
        self.shift.setSingleStep(0.1)
        self.shift.setDecimals(1)
        self.shift.setSuffix(" s")
        self._arrange()
        self._connect()
        self._show_kind()

    @property
    def settings(self) -> SourceSettings:
        """What is chosen."""
        recordings = () if self.recordings.all_chosen else self.recordings.chosen
        raters = () if self.raters.all_chosen or not self._of_project else self.raters.chosen
        shift = self.shift.value()
        return SourceSettings(
            self.kind.currentData(),
            self._project if self._of_project else self.folder.text().strip(),
            recordings=recordings,
            raters=raters,
            shifts={"*": shift} if shift else {},
            sampling="utterances" if self.kind.currentData() == "omg" else "sequences",
        )

    @property
    def fault(self) -> str:
        """Why nothing can be read yet; empty when something can."""
        if self._of_project and not self._project:
            return "Open a recording or a project first, or choose the folder of a dataset."
        if not self.settings.path:
            return "Choose the folder of the dataset."
        if self.recordings.count() and not self.recordings.chosen:
            return "Tick at least one recording."
        if self._of_project and self.raters.count() and not self.raters.chosen:
            return "Tick at least one rater."
        return ""

    def show_project(self, folder: Path | None, name: str, raters: Sequence[str]) -> None:
        """Another project is open, or others have rated in it."""
        self._project = str(folder) if folder is not None else ""
        self._name = name
        self.raters.show_rows([(each, each) for each in raters])
        self._show_kind()
        if self._of_project:
            self.changed.emit()

    def show_recordings(self, recordings: Sequence[LabelledRecording]) -> None:
        """What the source holds."""
        alone = {each.name: each.subject == each.name for each in recordings}
        self.recordings.show_rows(
            [
                (each.name, each.name if alone[each.name] else f"{each.name}, {each.subject}")
                for each in recordings
            ]
        )
        self._recordings.setVisible(bool(recordings))

    # How it works.

    @property
    def _of_project(self) -> bool:
        return bool(self.kind.currentData() == "project")

    def _connect(self) -> None:
        self.kind.activated.connect(self._on_kind)
        self.folder.editingFinished.connect(self._on_folder)
        self.choose.clicked.connect(self._choose_folder)
        self.shift.valueChanged.connect(lambda _: self.changed.emit())
        for each in (self.recordings, self.raters):
            each.ticked.connect(self.changed)

    def _on_kind(self) -> None:
        self.show_recordings(())
        self._show_kind()
        self.changed.emit()

    def _on_folder(self) -> None:
        self.show_recordings(())
        self.changed.emit()

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Folder of the dataset", self.folder.text())
        if found:
            self.folder.setText(found)
            self._on_folder()

    def _show_kind(self) -> None:
        row, own = SOURCES[self.kind.currentData()], self._of_project
        self.about.setText(self._about_project() if own else f"Expected: {row.expected}.")
        self._folder.setVisible(not own)
        self._raters.setVisible(own and self.raters.count() > 1)
        self._recordings.setVisible(self.recordings.count() > 0)

    def _about_project(self) -> str:
        if not self._project:
            return "No project is open."
        return f"Curves of valence and arousal in “{self._name}”; predictions are never labels."

    def _arrange(self) -> None:
        self._name = ""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        self._folder = QWidget()
        self._folder.setLayout(row)
        self._recordings = _held(group(caption("Recordings", self.recordings), self.recordings))
        self._raters = _held(group(caption("Raters", self.raters), self.raters))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PANEL_PADDING)
        column.addLayout(group(caption("Labels", self.kind), self.kind, self._folder, self.about))
        column.addWidget(self._recordings)
        column.addWidget(self._raters)
        column.addLayout(group(caption("Raters react after", self.shift), self.shift))


def _held(layout: QVBoxLayout) -> QWidget:
    """A group that is hidden as a whole."""
    held = QWidget()
    held.setLayout(layout)
    return held
