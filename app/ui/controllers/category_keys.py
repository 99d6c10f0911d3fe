"""The keys of categories: each begins and ends a segment of its label, or marks an event."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.core.errors import StudioError
from app.core.scheme import Category
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.controllers.segment_edits import SegmentEdits


class CategoryKeys(QObject):
    """Follows the scheme of the track that a new segment comes to.

    A key that an action of the window has stays that action's.

    Parameters
    ----------
    session : Session
        Whose recording is annotated.
    changes : SegmentEdits
        Knows where a new segment comes to.
    actions : Actions
        Have their keys first.
    owner : QWidget
        The keys are heard while it is on screen, in every window but a modal dialog.

    Signals
    -------
    pressed(category)
        Somebody marks it.
    """

    pressed = Signal(object)

    def __init__(
        self, session: Session, changes: SegmentEdits, actions: Actions, owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._annotations, self._changes, self._actions = session.annotations, changes, actions
        self._owner = owner
        self._keys: dict[Category, QShortcut] = {}
        self._categories: tuple[Category, ...] = ()

    def follow(self) -> None:
        """Take the keys as they are to be now."""
        categories = self._wanted()
        if categories == self._categories:
            return
        self._categories = categories
        # Kept, since the same ones come back with every recording.
        for category, key in self._keys.items():
            key.setEnabled(category in categories)
        for category in categories:
            if category not in self._keys:
                self._keys[category] = self._key_of(category)

    def _wanted(self) -> tuple[Category, ...]:
        """Those with a key that no action has; none without a recording."""
        if not self._annotations.is_open:
            return ()
        try:
            name = self._changes.scheme_name()
        except StudioError:
            return ()
        scheme = self._annotations.schemes.category_scheme(name)
        taken = {key for keys in self._actions.all_keys().values() for key in keys}
        categories = scheme.categories if scheme is not None else ()
        return tuple(each for each in categories if each.key and each.key.upper() not in taken)

    def _key_of(self, category: Category) -> QShortcut:
        key = QShortcut(QKeySequence(Qt.Key(ord(category.key.upper()))), self._owner)
        key.setContext(Qt.ShortcutContext.ApplicationShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(partial(self.pressed.emit, category))
        return key
