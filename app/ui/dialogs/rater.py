"""Annotate > Who is annotating: the rater whose name stands at every edit."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QWidget

from app.ui.dialogs.parts import buttons_of, column_of, faint

LONGEST = 80
"""Letters of a rater's name."""


class RaterDialog(QDialog):
    """Choose somebody who is known, or write a new name."""

    def __init__(self, raters: Sequence[str], rater: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who is annotating?")
        self._field = rater_field(raters, rater)
        label = QLabel("&Rater")
        label.setBuddy(self._field)
        buttons = buttons_of(self, "Annotate")
        self._accept = next(
            button
            for button in buttons.buttons()
            if buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole
        )
        column = column_of(self)
        column.addWidget(label)
        column.addWidget(self._field)
        column.addWidget(
            faint(
                "The name stands at every edit and in the files you export. A short code works as "
                "well as a name."
            )
        )
        column.addWidget(buttons)
        self.setMinimumWidth(380)
        self._field.editTextChanged.connect(lambda _: self._check())
        self._check()
        self._field.setFocus()

    @property
    def rater(self) -> str:
        """Who was chosen."""
        return self._field.currentText().strip()

    def write(self, name: str) -> None:
        """Fill the field."""
        self._field.setEditText(name)

    def _check(self) -> None:
        self._accept.setEnabled(bool(self.rater))


def rater_field(raters: Sequence[str], rater: str) -> QComboBox:
    """A list of raters in which a new one can be written."""
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.setAccessibleName("Rater")
    field.setToolTip("Choose a rater, or write a new name")
    field.addItems(list(dict.fromkeys(name for name in (rater, *raters) if name)))
    field.setEditText(rater)
    line = field.lineEdit()
    if line is not None:
        line.setMaxLength(LONGEST)
        line.setPlaceholderText("Name or code")
        line.selectAll()
    return field
