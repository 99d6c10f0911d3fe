"""One dialog for every edit of a range: it asks, and whoever opened it shows and does the edit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.ui.dialogs.parts import buttons_of, column_of, faint, hairline
from app.ui.dialogs.range_edit_fields import Field, NumberField
from app.ui.dialogs.range_edit_row import Operation, Parameter, Settings
from app.ui.theme import GRID

WIDTH = 400


class RangeEditDialog(QDialog):
    """Asks for the parameters of an edit; stays beside the window while it is tried out.

    Parameters
    ----------
    operation : Operation
        The row of the table.

    Signals
    -------
    changed()
        A parameter is another.
    confirmed()
        The edit is wanted; call `finish` when it is made.
    """

    changed = Signal()
    confirmed = Signal()

    def __init__(self, operation: Operation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(operation.title)
        self.setModal(False)
        self.operation = operation
        self._fields: tuple[Field, ...] = ()
        self._curve, self._part = QLabel(), QLabel()
        self._curve.setProperty("role", "title")
        self._part.setWordWrap(True)
        self._form = QWidget()
        self._reason = QLineEdit()
        self._reason.setPlaceholderText("Optional, for the history")
        self._reason.setAccessibleName("Reason")
        self._reason.setToolTip("The history keeps it with the edit")
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._buttons = buttons_of(self, operation.verb)
        self._grid = QGridLayout(self._form)
        self._arrange()

    def _arrange(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self._grid.setColumnStretch(1, 1)
        self._label = QLabel("&Reason")
        self._label.setBuddy(self._reason)
        column = column_of(self)
        for widget in (self._curve, self._part, hairline(), self._form):
            column.addWidget(widget)
        column.addWidget(faint(self.operation.about))
        column.addWidget(self._said)
        column.addWidget(self._buttons)
        column.setStretchFactor(self._said, 1)
        self.setFixedWidth(WIDTH)

    # What is asked.

    @property
    def settings(self) -> Settings:
        """What is given for every parameter."""
        return {field.parameter.name: field.value for field in self._fields}

    @property
    def reason(self) -> str:
        """Why; may be empty."""
        return self._reason.text().strip()

    def field(self, name: str) -> Field:
        """The field of a parameter."""
        return next(each for each in self._fields if each.parameter.name == name)

    def ask(self, parameters: tuple[Parameter, ...], given: Settings) -> None:
        """Ask for other parameters; what is given already stays where it can."""
        if parameters == tuple(field.parameter for field in self._fields):
            return
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget not in (self._label, self._reason):
                widget.deleteLater()
        self._fields = tuple(Field(parameter, self._on_change) for parameter in parameters)
        for field in self._fields:
            if field.parameter.name in given:
                field.put(given[field.parameter.name])
        self._place_fields()

    def _place_fields(self) -> None:
        for row, field in enumerate(self._fields):
            if not isinstance(field.widget, QCheckBox):
                label = QLabel(field.parameter.label)
                label.setBuddy(field.widget)
                self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field.widget, row, 1)
        last = len(self._fields)
        self._grid.addWidget(self._label, last, 0)
        self._grid.addWidget(self._reason, last, 1)
        widgets = [field.widget for field in self._fields]
        for before, after in zip(widgets, [*widgets[1:], self._reason], strict=True):
            QWidget.setTabOrder(before, after)
        if widgets:
            widgets[0].setFocus()
            if isinstance(widgets[0], NumberField):
                widgets[0].selectAll()

    # What is said.

    def tell_target(self, curve: str, part: str) -> None:
        """Say which curve, and which part of it, is edited."""
        self._curve.setText(curve)
        self._part.setText(part)

    def tell(self, text: str, *, possible: bool) -> None:
        """Say what the edit does now, or why it cannot be made."""
        self._said.setText(text)
        role = "faint" if possible else "error"
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(possible)

    @property
    def target_said(self) -> str:
        """Which part is edited, in words."""
        return self._part.text()

    @property
    def said(self) -> str:
        """What is said of the edit."""
        return self._said.text()

    # The end.

    def accept(self) -> None:
        """Ask for the edit; the dialog stays until it is made."""
        self.confirmed.emit()

    def finish(self) -> None:
        """The edit is made."""
        super().accept()

    def _on_change(self) -> None:
        self.changed.emit()
