"""Recordings > Who is seen: the subject of recordings, by name or code."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.dialogs.rater import rater_field


class SubjectDialog(QDialog):
    """Choose somebody who is known, write a new name, or leave it empty for nobody.

    Parameters
    ----------
    subjects : sequence of str
        Who is seen in other recordings of the project.
    subject : str
        Who is seen in these, as far as it is known.
    recordings : str
        For people: which recordings it is about.
    """

    def __init__(
        self,
        subjects: Sequence[str],
        subject: str,
        recordings: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who is seen?")
        self.setMinimumWidth(380)
        self.field = rater_field(subjects, subject)
        self.field.setAccessibleName("Subject")
        self.field.setToolTip("Choose a subject, or write a new name; empty for nobody")
        label = QLabel(f"&Subject of {recordings}")
        label.setWordWrap(True)
        label.setBuddy(self.field)
        column = column_of(self)
        column.addWidget(label)
        column.addWidget(self.field)
        column.addWidget(
            faint("Recordings of one person belong together when data are split. A code is enough.")
        )
        column.addWidget(buttons_of(self, "Keep"))
        self.field.setFocus()

    @property
    def subject(self) -> str:
        """Who was chosen; empty for nobody in particular."""
        return self.field.currentText().strip()
