"""A project whose database is damaged: what is so, and which backup to go back to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QWidget

from app.ui.dialogs.parts import buttons_of, column_of
from app.ui.theme import GRID

_ROW, _SHOWN = 28, 8


class DamagedProjectDialog(QDialog):
    """Offers the backups of a damaged project, the latest first.

    Parameters
    ----------
    sentence : str
        What is wrong.
    backups : sequence of str
        The backups for people, the latest first.
    """

    def __init__(
        self, sentence: str, folder: Path, backups: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Damaged project")
        self.setMinimumWidth(480)
        said = QLabel(sentence)
        said.setProperty("role", "title")
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Backups")
        self.list.setToolTip("States of the project to go back to, the latest first")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for text in backups:
            item = QListWidgetItem(text)
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(_ROW * min(len(backups), _SHOWN) + 2 * GRID)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self.accept())
        column = column_of(self)
        column.addWidget(said)
        if backups:
            column.addWidget(QLabel("Go back to a backup:"))
            column.addWidget(self.list)
        else:
            column.addWidget(QLabel(f"There is no backup in {folder / 'backups'}."))
        column.addWidget(buttons_of(self, "Restore" if backups else "", "Close"))

    @property
    def chosen(self) -> int:
        """Place of the chosen backup in the list."""
        return max(0, self.list.currentRow())
