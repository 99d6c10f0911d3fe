"""A question with two answers, of which keeping things as they are comes first to hand."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from app.ui.dialogs.parts import column_of


class AskDialog(QDialog):
    """Accepted for going ahead; Return and Escape both mean staying.

    Parameters
    ----------
    text, more : str
        One sentence on what is so, and the question.
    ahead, stay : str
        The answers.
    """

    def __init__(
        self, text: str, more: str, ahead: str, stay: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("MIMAMO Studio")
        said, asked = QLabel(text), QLabel(more)
        said.setProperty("role", "title")
        said.setWordWrap(True)
        asked.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self.ahead = self._buttons.addButton(ahead, QDialogButtonBox.ButtonRole.AcceptRole)
        self.stay = self._buttons.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        self.ahead.setAutoDefault(False)
        self.stay.setProperty("look", "primary")
        self.stay.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = column_of(self)
        column.addWidget(said)
        column.addWidget(asked)
        column.addSpacing(4)
        column.addWidget(self._buttons)
        self.setMinimumWidth(400)
        self.stay.setFocus()
