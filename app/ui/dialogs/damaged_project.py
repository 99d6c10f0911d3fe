"""A project whose database is damaged: what is so, and which backup to go back to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QWidget

from app.ui.dialogs.parts import buttons_of, column_of, faint


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
        for text in backups:
            self.list.addItem(QListWidgetItem(text))
        self.list.setCurrentRow(0)
        column = column_of(self)
        column.addWidget(said)
        if backups:
            column.addWidget(QLabel("Go back to a backup:"))
            column.addWidget(self.list)
            column.addWidget(faint("The damaged database is kept beside it under another name."))
        else:
            column.addWidget(QLabel(f"There is no backup in {folder / 'backups'}."))
        column.addWidget(buttons_of(self, "Restore" if backups else "", "Close"))

    @property
    def chosen(self) -> int:
        """Place of the chosen backup in the list."""
        return max(0, self.list.currentRow())
