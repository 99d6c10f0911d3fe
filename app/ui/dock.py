"""A dock whose title is ours: small letters, and buttons that keys reach."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from app.ui.icons import tint
from app.ui.theme import GRID, PANEL_PADDING

_HEIGHT = 28
_ICON = 12


class Dock(QDockWidget):
    """A place for one panel.

    Parameters
    ----------
    name : str
        By which its place is remembered.

    Signals
    -------
    sightChanged(bool)
        It came in sight, or went.
    """

    sightChanged = Signal(bool)  # noqa: N815 - Qt's way of naming

    def __init__(self, name: str, title: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock_{name}")
        self.setAccessibleName(title)
        self.setWidget(content)
        self.setTitleBarWidget(_DockTitle(self, title))
        self._in_sight = True
        self.visibilityChanged.connect(self._on_sight)
        self.topLevelChanged.connect(self._on_detached)

    @property
    def in_sight(self) -> bool:
        """Whether it is open and no other dock's tab lies over it.

        Qt calls a dock behind another one visible, and lays it out of the window.
        """
        return self._in_sight

    def _on_sight(self, seen: bool) -> None:
        if seen != self._in_sight:
            self._in_sight = seen
            self.sightChanged.emit(seen)

    def _on_detached(self, detached: bool) -> None:
        if detached and self.isVisible():  # from behind another, Qt does not tell
            self._on_sight(True)


class _DockTitle(QWidget):
    """Mouse presses pass through to the dock, which moves by them."""

    def __init__(self, dock: QDockWidget, title: str) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        caption = QLabel(title)
        caption.setProperty("role", "caption")
        detach = self._button("float", f"Detach {title}, or put it back")
        detach.clicked.connect(lambda *_: dock.setFloating(not dock.isFloating()))
        close = self._button("close", f"Close {title}; View > Panels brings it back")
        close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING, 0, GRID, 0)
        row.setSpacing(0)
        row.addWidget(caption, 1)
        row.addWidget(detach)
        row.addWidget(close)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it is: a dock asks this, and lays its content under the title."""
        return QSize(super().minimumSizeHint().width(), _HEIGHT)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """See `minimumSizeHint`."""
        return QSize(super().sizeHint().width(), _HEIGHT)

    def _button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(",")[0].partition(";")[0])
        tint(button, icon, "faint")
        return button
