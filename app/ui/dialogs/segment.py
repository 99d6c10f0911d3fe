"""Annotate > Segment label and note..."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPlainTextEdit, QWidget

from app.core.scheme import CategoryScheme
from app.core.segment import Segment
from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.fonts import digits_font
from app.ui.video.time_text import clock_text

_SWATCH = 12


class SegmentDialog(QDialog):
    """Asks for the label and the note of a segment.

    Parameters
    ----------
    segment : Segment
        As it is.
    scheme : CategoryScheme or None
        Offers its categories; any other label can be written.
    """

    def __init__(
        self, segment: Segment, scheme: CategoryScheme | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        what = "Event" if segment.is_event else "Segment"
        self.setWindowTitle(what)
        self.label_field = label_box(scheme)
        write_label(self.label_field, segment.label)
        self.note_field = QPlainTextEdit(segment.note)
        self.note_field.setAccessibleName("Note")
        self.note_field.setToolTip("Free text, for yourself and other raters")
        self.note_field.setTabChangesFocus(True)
        self.note_field.setFixedHeight(84)
        when = QLabel(_when(segment))
        when.setFont(digits_font())
        column = column_of(self)
        column.addWidget(when)
        for text, field in (("&Label", self.label_field), ("&Note", self.note_field)):
            caption = QLabel(text)
            caption.setBuddy(field)
            column.addWidget(caption)
            column.addWidget(field)
        column.addWidget(faint("Labels of the scheme have a colour; you may write another one."))
        column.addWidget(buttons_of(self, "Save"))
        self.setMinimumWidth(380)
        self.label_field.setFocus()
        line = self.label_field.lineEdit()
        if line is not None:
            line.selectAll()

    @property
    def label(self) -> str:
        """What was chosen or written."""
        return self.label_field.currentText().strip()

    @property
    def note(self) -> str:
        """What was written."""
        return self.note_field.toPlainText().strip()


def asked(
    segment: Segment, scheme: CategoryScheme | None, parent: QWidget | None = None
) -> tuple[str, str] | None:
    """Ask for label and note; None when nothing is to change."""
    dialog = SegmentDialog(segment, scheme, parent)
    answered = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return (dialog.label, dialog.note) if answered else None


def label_box(scheme: CategoryScheme | None, parent: QWidget | None = None) -> QComboBox:
    """A list of a scheme's categories with their colours, in which others can be written."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setAccessibleName("Label")
    box.setToolTip("What is seen; choose one of the scheme's labels or write another")
    for category in scheme.categories if scheme is not None else ():
        box.addItem(swatch(QColor(category.colour)), category.name)
    box.editTextChanged.connect(lambda text: write_label(box, text))
    return box


def write_label(box: QComboBox, text: str) -> None:
    """Have a text in the field, with the colour of its category if it is one's name."""
    line, index = box.lineEdit(), box.findText(text, Qt.MatchFlag.MatchExactly)
    if line is None or (index == box.currentIndex() and text == box.currentText()):
        return
    place = line.cursorPosition()
    with QSignalBlocker(box):
        box.setCurrentIndex(index)
        box.setEditText(text)
    line.setCursorPosition(place)


def swatch(colour: QColor) -> QPixmap:
    """A square of a colour."""
    square = QPixmap(_SWATCH, _SWATCH)
    square.fill(colour)
    return square


def _when(segment: Segment) -> str:
    if segment.is_event:
        return f"At {clock_text(segment.onset)}"
    return (
        f"{clock_text(segment.onset)} to {clock_text(segment.offset)}, "
        f"{segment.duration:.3f} s long"
    )
