"""Playback > Go to..."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QWidget

from app.core.timebase import TimeBase
from app.ui.dialogs.parts import buttons_of, column_of, faint
from app.ui.fonts import digits_font
from app.ui.places import frame_at_place
from app.ui.video.time_text import clock_text


class GoToDialog(QDialog):
    """Asks for a frame or a time, and says at once which frame that is."""

    def __init__(self, base: TimeBase, frame: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Go to")
        self._base = base
        self._field = QLineEdit(str(frame))
        self._field.setFont(digits_font())
        self._field.setAccessibleName("Frame or time")
        self._field.setToolTip("For example 250, 0:08.3 or 8.3 s")
        self._field.selectAll()
        self._meaning = QLabel()
        self._meaning.setFont(digits_font())
        self._buttons = buttons_of(self, "Go")
        label = QLabel("&Frame or time")
        label.setBuddy(self._field)
        column = column_of(self)
        column.addWidget(label)
        column.addWidget(self._field)
        column.addWidget(self._meaning)
        column.addWidget(
            faint(
                "A number is a frame, counted from 0. A time is written 0:08.3 or 8.3 s. The last "
                f"frame is {len(base) - 1}, at {clock_text(float(base.seconds[-1]))}."
            )
        )
        column.addWidget(self._buttons)
        self.setMinimumWidth(360)
        self._field.textChanged.connect(self._explain)
        self._explain()

    @property
    def frame(self) -> int | None:
        """The frame asked for; None while what is written means none."""
        return frame_at_place(self._field.text(), self._base)

    def write(self, text: str) -> None:
        """Fill the field."""
        self._field.setText(text)

    @property
    def meaning(self) -> str:
        """What the field is taken for, in words."""
        return self._meaning.text()

    def _explain(self) -> None:
        frame = self.frame
        go = self._buttons.buttons()
        for button in go:
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(frame is not None)
        if frame is None:
            self._meaning.setText("This is no place in the recording.")
        else:
            at = clock_text(float(self._base.seconds[frame]))
            self._meaning.setText(f"Frame {frame}, shown from {at}")
