"""A panel follows what it shows when it has its turn, and not while nobody can see it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.sight import Sight
from app.ui.turns import Follow, turns


class Following(QObject):
    """Tells a panel when to follow.

    Parameters
    ----------
    panel : QWidget
        Whoever asks it for what it shows while `waits` calls `catch_up` first.

    Attributes
    ----------
    sight : Sight
        Whether the panel can be seen.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.sight = Sight(panel)
        self.sight.came.connect(self.catch_up)
        self._left: dict[Follow, None] = {}

    @property
    def waits(self) -> bool:
        """Whether the panel shows what is not so any more."""
        return bool(self._left)

    def soon(self, follow: Follow) -> None:
        """Have something followed: in the panel's turn, or when it comes in sight."""
        self._left[follow] = None
        if not turns.given or self.sight.seen:
            turns.soon(self.catch_up)

    def catch_up(self) -> None:
        """Follow now whatever was left for later, in the order in which it was asked for."""
        left, self._left = self._left, {}
        try:
            for follow in list(left):
                del left[follow]
                follow()
        finally:
            if left:  # one failed, which keeps none of the others from theirs
                self._left = {**left, **self._left}
                turns.soon(self.catch_up)
