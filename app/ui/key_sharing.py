"""Plain keys belong to the picture, except where the focused widget has a use for them.

Space plays and the arrows step wherever the focus is, as in any player; but a button must be
pressed by Space, a slider moved by arrows and a list walked with Home and End, or nobody could use
them without a mouse.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_KEY = Qt.Key
_ALONG = frozenset({_KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Home, _KEY.Key_End})
_LISTED = frozenset({_KEY.Key_Space, _KEY.Key_Home, _KEY.Key_End})
_ACROSS = frozenset({_KEY.Key_Up, _KEY.Key_Down})
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_LIGHT = Qt.KeyboardModifier.KeypadModifier | _SHIFT
_ENTER = frozenset({_KEY.Key_Return, _KEY.Key_Enter})
_OWN_KEYS: tuple[tuple[type, frozenset[Qt.Key]], ...] = (
    (QAbstractButton, frozenset({_KEY.Key_Space})),
    (QComboBox, frozenset({_KEY.Key_Space, _KEY.Key_Home, _KEY.Key_End}) | _ACROSS | _ENTER),
    (
        QAbstractItemView,
        frozenset({_KEY.Key_Space, _KEY.Key_Home, _KEY.Key_End}) | _ACROSS | _ENTER,
    ),
    (QTabBar, _ALONG),
    (QAbstractSlider, _ALONG | _ACROSS),
    (QAbstractSpinBox, _ALONG | _ACROSS | _ENTER),
    (QLineEdit, _ACROSS | _ENTER),
    (QTextEdit, _ALONG | _ACROSS | _ENTER | {_KEY.Key_Space}),
    (QPlainTextEdit, _ALONG | _ACROSS | _ENTER | {_KEY.Key_Space}),
)


def keeps_key(widget: QObject | None, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a focused widget uses a key itself, whatever action has it."""
    if modifiers & ~_LIGHT or (modifiers & _SHIFT and key not in _ACROSS):
        return False
    return any(isinstance(widget, kind) and key in keys for kind, keys in _OWN_KEYS)


class KeySharing(QObject):
    """Lets the focused widget have its keys.

    It filters the events of that one widget: a filter on the application would cost every event of
    every widget a call of Python.
    """

    def follow(self, application: QApplication) -> None:
        """Follow the focus from now on."""
        application.focusChanged.connect(self._move)
        self._move(None, application.focusWidget())

    def _move(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.removeEventFilter(self)  # never twice
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Claim the key for the widget before any action gets it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and keeps_key(watched, Qt.Key(event.key()), event.modifiers())
        ):
            event.accept()
            return True
        return False
