"""What lies behind a notice."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from app.ui.dialogs.parts import buttons_of, column_of
from app.ui.fonts import fixed_font
from app.ui.notices import Notice


class DetailsDialog(QDialog):
    """The sentence, its details, and a way to copy both."""

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Details")
        self._notice = notice
        sentence = QLabel(notice.message)
        sentence.setWordWrap(True)
        details = QPlainTextEdit(notice.details)
        details.setReadOnly(True)
        details.setFont(fixed_font())
        details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        details.setAccessibleName("Details")
        buttons = buttons_of(self, "Close", "")
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip("Copy the message and its details")
        copy.clicked.connect(self.copy)
        column = column_of(self)
        column.addWidget(sentence)
        column.addWidget(details, 1)
        column.addWidget(buttons)
        self.resize(680, 420)

    def copy(self) -> None:
        """Put everything on the clipboard."""
        text = f"{self._notice.message}\n\n{self._notice.details}\n"
        QGuiApplication.clipboard().setText(text)
