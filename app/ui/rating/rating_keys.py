"""During a take the arrow keys rate, wherever the focus is; they step only between takes."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from app.ui.rating.rating_view import arrow_of

_WRITING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class RatingKeys(QObject):
    """Takes the arrow keys before any action or widget, but not from text that is written.

    Signals
    -------
    nudged(axis, way, fine)
        An arrow key moves a value a little.
    """

    nudged = Signal(int, int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    def use(self, on: bool) -> None:
        """Listen to the whole program while a take is made: only then does it cost anything."""
        application = QCoreApplication.instance()
        if on == self._on or application is None:
            return
        self._on = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Claim the key when Qt asks whose it is, then act on its press."""
        if (
            event.type() not in _KEYS
            or not isinstance(event, QKeyEvent)
            or not watched.isWidgetType()
        ):
            return False
        arrow = arrow_of(event)
        if arrow is None or isinstance(watched, _WRITING) or _elsewhere():
            return False
        if event.type() == QEvent.Type.KeyPress:
            self.nudged.emit(*arrow)
        event.accept()
        return True


def _elsewhere() -> bool:
    """A menu or a dialog is open."""
    return (
        QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None
    )
