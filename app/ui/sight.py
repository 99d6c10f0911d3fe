"""Whether a panel, or a page of it, can be seen: it is shown, and no other dock lies over it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.dock import Dock


class Sight(QObject):
    """Watches a panel.

    Signals
    -------
    came(), went()
        It came in sight, before it is painted; or it went.
    """

    came, went = Signal(), Signal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._dock: Dock | None = None
        self._seen = False
        panel.installEventFilter(self)

    @property
    def seen(self) -> bool:
        """Whether it can be seen now."""
        return self._panel.isVisible() and (self._dock is None or self._dock.in_sight)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hear that it is shown or hidden."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._find_dock()
            self._look()
        return False

    def _find_dock(self) -> None:
        holder = self._panel.parentWidget()
        while holder is not None and not isinstance(holder, Dock):
            holder = holder.parentWidget()
        if isinstance(holder, Dock) and holder is not self._dock:
            self._dock = holder
            holder.sightChanged.connect(self._look)

    def _look(self, *_: object) -> None:
        if self.seen != self._seen:
            self._seen = self.seen
            (self.came if self._seen else self.went).emit()
