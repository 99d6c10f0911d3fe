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
    QComboBox,
    QTabBar,
    QTextEdit,
)

_KEY = Qt.Key
_ALONG = frozenset({_KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Home, _KEY.Key_End})
_OWN_KEYS: tuple[tuple[type, frozenset[Qt.Key]], ...] = (
    (QAbstractButton, frozenset({_KEY.Key_Space})),
    (QComboBox, frozenset({_KEY.Key_Space, _KEY.Key_Home, _KEY.Key_End})),
    (QAbstractItemView, frozenset({_KEY.Key_Space, _KEY.Key_Home, _KEY.Key_End})),
    (QTabBar, _ALONG),
    (QAbstractSlider, _ALONG),
    (QAbstractSpinBox, _ALONG),
    (QTextEdit, _ALONG | {_KEY.Key_Space}),
)


def keeps_key(widget: QObject | None, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether a focused widget uses a key itself, whatever action has it."""
    if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return any(isinstance(widget, kind) and key in keys for kind, keys in _OWN_KEYS)


class KeySharing(QObject):
    """Installed on the application, it lets such widgets have their keys."""

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
