"""What dialogs are made of, so that all of them look alike."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import GRID, PANEL_PADDING

MARGIN = PANEL_PADDING + 2 * GRID


def caption(text: str) -> QLabel:
    """Heading of a group."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    return label


def faint(text: str, *, wrapped: bool = True) -> QLabel:
    """Text of second rank; it can be selected."""
    label = QLabel(text)
    label.setProperty("role", "faint")
    label.setWordWrap(wrapped)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
    )
    return label


def hairline() -> QFrame:
    """A line between groups."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setProperty("role", "hairline")
    return line


def column_of(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog, which opens as high as its words need."""
    dialog.installEventFilter(_RoomForWords(dialog))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(PANEL_PADDING)
    return column


class _RoomForWords(QObject):
    """Qt opens nothing higher than two thirds of the screen, and on a small one cuts words off."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Make room, up to all of the screen."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            layout, most = watched.layout(), watched.screen().availableGeometry().height()
            needed = layout.totalHeightForWidth(watched.width()) if layout is not None else -1
            if watched.height() < min(needed, most):
                watched.resize(watched.width(), min(needed, most))
        return False


def row_of(*widgets: QWidget, stretch_last: bool = False) -> QHBoxLayout:
    """Widgets side by side; what room is left goes to the end, or to the last of them."""
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    for widget in widgets:
        row.addWidget(widget)
    if stretch_last:
        row.setStretch(len(widgets) - 1, 1)
    else:
        row.addStretch(1)
    return row


def buttons_of(dialog: QDialog, accept: str, reject: str = "Cancel") -> QDialogButtonBox:
    """The two buttons at the end, in the platform's order; an empty text leaves one out."""
    box = QDialogButtonBox()
    roles = QDialogButtonBox.ButtonRole
    if accept:
        button = box.addButton(accept, roles.AcceptRole)
        mark_primary(button)
    if reject:
        box.addButton(reject, roles.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def show_over(dialog: QDialog) -> None:
    """Show a dialog over its window without stopping the event loop; it goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()


def mark_primary(button: QPushButton) -> None:
    """Make it the one thing to do here."""
    button.setProperty("look", "primary")
    button.setDefault(True)
