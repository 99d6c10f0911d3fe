"""Where a project is to lie: a name, and the folder it goes into."""

import os
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.icons import tint
from app.ui.theme import GRID

_LONGEST = 200
"""Bytes; file systems take 255, and something may be written beside it."""

_FORBIDDEN = '<>:"/\\|?*'


class NewProjectDialog(QDialog):
    """Asks for name and place; `folder` is where the project will be.

    Parameters
    ----------
    title, accept : str
        What it is called, and its button.
    explanation : str
        What will happen.
    name : str
        Proposed.
    parent_folder : Path
        Proposed.
    """

    def __init__(
        self,
        title: str,
        accept: str,
        explanation: str,
        name: str,
        parent_folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.name = QLineEdit(name)
        self.name.setAccessibleName("Name of the project")
        self.place = QLineEdit(str(parent_folder))
        self.place.setAccessibleName("Folder the project goes into")
        self._browse = QPushButton("Browse...")
        self._browse.setAutoDefault(False)
        self._browse.setToolTip("Choose the folder the project goes into")
        tint(self._browse, "folder")
        self._browse.clicked.connect(self._choose)
        self._says = faint("")
        self._buttons = buttons_of(self, accept)
        self._arrange(explanation)
        for field in (self.name, self.place):
            field.textChanged.connect(self._check)
        self._check()
        self.name.selectAll()
        self.name.setFocus()

    @property
    def folder(self) -> Path:
        """Where the project will be."""
        return self._home / self.project_name

    @property
    def _home(self) -> Path:
        typed = self.place.text().strip()
        return Path(os.path.expanduser(typed))  # noqa: PTH111 - Path raises for unknown users

    @property
    def project_name(self) -> str:
        """What it is called."""
        return self.name.text().strip()

    def _arrange(self, explanation: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        for row, (text, field) in enumerate((("Name", self.name), ("In folder", self.place))):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._browse, 1, 2)
        column = column_of(self)
        words = QLabel(explanation)
        words.setWordWrap(True)
        column.addWidget(words)
        column.addLayout(grid)
        column.addWidget(self._says)
        column.addWidget(self._buttons)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the project", self.place.text())
        if chosen:
            self.place.setText(chosen)

    def _check(self) -> None:
        trouble = self._trouble()
        self._says.setText(trouble or f"The project will be the folder {self.folder}")
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) is self._buttons.ButtonRole.AcceptRole:
                button.setEnabled(not trouble)

    def _trouble(self) -> str:
        name, place = self.project_name, self.place.text().strip()
        if not name or name in (".", ".."):
            return "Give the project a name."
        if bad := sorted(set(name) & set(_FORBIDDEN)):
            return f"A name cannot hold {' '.join(bad)}."
        if not name.isprintable() or name.endswith("."):
            return "A name is one line and does not end with a dot."  # Windows would drop that
        if len(os.fsencode(name)) > _LONGEST:
            return "The name is too long for a folder; choose a shorter one."
        if not place or not os.path.isdir(self._home):  # noqa: PTH112 - is_dir may raise
            return "Choose a folder that exists."
        if os.path.lexists(self.folder):
            return f"{self.folder} exists already; choose another name."
        return ""
