"""Choosing what to test on: the open project or a folder, and which part of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.training.settings import SourceSettings
from app.training.sources.table import SOURCES
from app.ui.evaluation.choice import FOLDER_KINDS, OPEN_PROJECT, PARTS, PartRow
from app.ui.icons import tint
from app.ui.panels.parts import ElidedText, caption, chooser, group, note
from app.ui.theme import GRID, TEXT_SIZE


class SourceBox(QWidget):
    """Where labels come from.

    Signals
    -------
    changed()
        Something else was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Path | None = None
        self._folder: Path | None = None
        self.kind = chooser("Labelled recordings", "Where recordings and their labels come from")
        self.kind.addItem("The open project", OPEN_PROJECT)
        for each in FOLDER_KINDS:
            self.kind.addItem(SOURCES[each].title, each)
        self.part = chooser("Part", "Which of these recordings count")
        for row in PARTS:
            self.part.addItem(row.title)
        self.place = ElidedText(TEXT_SIZE, "faint")
        self.browse = QPushButton(" Choose folder...")
        self.browse.setAccessibleName("Choose the folder of labelled recordings")
        self.browse.setAutoDefault(False)
        tint(self.browse, "folder")
        self.expected = note()
        self.light = QCheckBox("See what changing light does")
        self.light.setToolTip("Reads every recording five times more, in ever stronger flicker")
        self.kind.activated.connect(lambda _: self._follow())
        self.browse.clicked.connect(self._ask)
        self._arrange()
        self._follow()

    @property
    def settings(self) -> SourceSettings | None:
        """What is chosen; None while a place is missing."""
        kind = self.kind.currentData()
        place = self._project if kind == OPEN_PROJECT else self._folder
        return None if place is None else SourceSettings(kind, str(place))

    @property
    def part_row(self) -> PartRow:
        """Which part is chosen."""
        return PARTS[max(0, self.part.currentIndex())]

    def set_project(self, folder: Path | None, name: str) -> None:
        """Say which project is open."""
        self._project = folder
        self.kind.setItemText(0, f"Project {name}" if name else "The open project")
        if folder is None and self.kind.currentData() == OPEN_PROJECT and self._folder is not None:
            self.kind.setCurrentIndex(1)
        self._follow()

    def set_folder(self, kind: str, folder: Path) -> None:
        """Choose a source of a folder."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self._folder = folder
        self._follow()

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Choose labelled recordings")
        if name:
            self.set_folder(str(self.kind.currentData()), Path(name))

    def _follow(self) -> None:
        kind = self.kind.currentData()
        of_project = kind == OPEN_PROJECT
        self.browse.setVisible(not of_project)
        expected = SOURCES[kind].expected
        self.expected.setText(f"It needs {expected}.")
        self.expected.setVisible(not of_project or self._project is None)
        if of_project:
            self.place.say("" if self._project else "No project is open.")
        else:
            self.place.say(self._folder.name if self._folder else "", str(self._folder or ""))
        self.place.setVisible(bool(self.place.text))
        self.changed.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.browse)
        row.addWidget(self.place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(group(caption("Labelled recordings", self.kind), self.kind))
        column.addWidget(self.expected)
        column.addLayout(row)
        column.addLayout(group(caption("Part", self.part), self.part))
        column.addWidget(self.light)
