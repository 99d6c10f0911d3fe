"""A panel follows what it shows when it has its turn, and not while it lies behind another dock."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.ui.dock import Dock
from app.ui.turns import Follow, turns


class Following(QObject):
    """Tells a panel when to follow.

    Parameters
    ----------
    panel : QWidget
        Whoever asks it for what it shows while `waits` calls `catch_up` first.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._dock: Dock | None = None
        self._left: dict[Follow, None] = {}
        panel.installEventFilter(self)

    @property
    def waits(self) -> bool:
        """Whether the panel shows what is not so any more."""
        return bool(self._left)

    def soon(self, follow: Follow) -> None:
        """Have something followed: in the panel's turn, or when it comes in sight."""
        self._left[follow] = None
        if not turns.given or self._in_sight:
            turns.soon(self.catch_up)

    def catch_up(self) -> None:
        """Follow now whatever was left for later, in the order in which it was asked for."""
        left, self._left = self._left, {}
        for follow in left:
            follow()

    @property
    def _in_sight(self) -> bool:
        return self._panel.isVisible() and (self._dock is None or self._dock.in_sight)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Catch up before the panel is painted."""
        if event.type() == QEvent.Type.Show:
            self._find_dock()
            if self._in_sight:
                self.catch_up()
        return False

    def _find_dock(self) -> None:
        holder = self._panel.parentWidget()
        if isinstance(holder, Dock) and holder is not self._dock:
            self._dock = holder
            holder.sightChanged.connect(self._on_sight)

    def _on_sight(self, seen: bool) -> None:
        if seen:
            self.catch_up()
