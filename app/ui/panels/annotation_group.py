"""The annotations of the Tracks dock: a row for each, in an order that can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from app.ui.actions import Actions
from app.ui.icons import tint
from app.ui.panels.annotation_look import RowLook
from app.ui.panels.annotation_row import AnnotationRow
from app.ui.panels.parts import caption
from app.ui.theme import GRID, themes

_HEAD_ACTIONS = ("new_curve", "new_segment_track", "accept_prediction")
_DROP_LINE = 2


class AnnotationGroup(QWidget):
    """Rows that are reused: only what differs is shown anew.

    Signals
    -------
    activated(id), shownChanged(id, bool), renamed(id, str), coloured(id, str), locked(id, bool)
        As of `AnnotationRow`.
    moved(id, int)
        To a place of the list, 0 for the first.
    duplicateAsked(id), deleteAsked(id), exportAsked(id)
        From the context menu.
    reached(QWidget)
        A row that ought to be in sight.
    """

    activated = Signal(str)
    shownChanged = Signal(str, bool)  # noqa: N815 - Qt's way of naming
    renamed = Signal(str, str)
    coloured = Signal(str, str)
    locked = Signal(str, bool)
    moved = Signal(str, int)
    duplicateAsked = Signal(str)  # noqa: N815
    deleteAsked = Signal(str)  # noqa: N815
    exportAsked = Signal(str)  # noqa: N815
    reached = Signal(QWidget)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Annotations")
        self.rows: list[AnnotationRow] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._line = QFrame(self)
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.hide()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(caption("Annotations"), 1)
        for name in _HEAD_ACTIONS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(actions[name].text().replace("&", "").rstrip("."))
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addLayout(head)
        whole.addLayout(self._column)
        themes.changed.connect(self._retint)
        self._retint()

    def row(self, track: str) -> AnnotationRow | None:
        """The row of a track."""
        return next((row for row in self.rows if row.id == track), None)

    def show_looks(self, looks: Sequence[RowLook]) -> None:
        """Show these tracks, each in the row it had before."""
        before = {row.id: row for row in self.rows}
        rows = [before[look.head.id] if look.head.id in before else self._made() for look in looks]
        for gone in (row for row in self.rows if row not in rows):
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (row, look) in enumerate(zip(rows, looks, strict=True)):
            row.show_look(look)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self.rows = rows
        self._order_focus()

    def menu(self, track: str) -> QMenu:
        """What can be done with a track."""
        row, menu = self.row(track), QMenu(self)
        look = row.look if row is not None else None
        if row is None or look is None:
            return menu
        free = not look.read_only
        open_to_edits = free and not look.head.locked
        lock = "Un&lock" if look.head.locked else "&Lock"
        for text, icon, enabled, do in (
            ("Make &active", "check", not look.active, lambda: self.activated.emit(track)),
            ("Re&name", "pencil", open_to_edits, row.edit_name),
            (
                lock,
                "unlock" if look.head.locked else "lock",
                free,
                lambda: self.locked.emit(track, not look.head.locked),
            ),
            ("&Duplicate", "copy", free, lambda: self.duplicateAsked.emit(track)),
            ("&Export...", "export", True, lambda: self.exportAsked.emit(track)),
            ("De&lete", "trash", open_to_edits, lambda: self.deleteAsked.emit(track)),
        ):
            action = QAction(text, menu)
            tint(action, icon)
            action.setEnabled(enabled)
            action.triggered.connect(lambda *_, call=do: call())
            menu.addAction(action)
        return menu

    # How it works.

    def _made(self) -> AnnotationRow:
        row = AnnotationRow()
        for name in ("activated", "shownChanged", "renamed", "coloured", "locked", "deleteAsked"):
            getattr(row, name).connect(getattr(self, name))
        row.moved.connect(lambda track, step: self.moved.emit(track, self._place(track) + step))
        row.walked.connect(self._walk)
        row.menuAsked.connect(self._on_menu)
        row.dragged.connect(self._on_drag)
        row.dropped.connect(self._on_drop)
        return row

    def _order_focus(self) -> None:
        for first, second in zip(self.rows, self.rows[1:], strict=False):
            QWidget.setTabOrder(first.lock, second)

    def _place(self, track: str) -> int:
        return next(place for place, row in enumerate(self.rows) if row.id == track)

    def _walk(self, track: str, step: int) -> None:
        place = self._place(track) + step
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.reached.emit(self.rows[place])

    def _on_menu(self, track: str, place: QPoint) -> None:
        menu = self.menu(track)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _target(self, track: str, height: int) -> int:
        """The place a carried row would take."""
        row = self.rows[self._place(track)]
        middle = row.y() + height
        return sum(other.geometry().center().y() < middle for other in self.rows if other != row)

    def _on_drag(self, track: str, height: int) -> None:
        others = [row for row in self.rows if row.id != track]
        place = self._target(track, height)
        if not others:
            return
        last = place == len(others)
        above = others[place - 1] if last else others[place]
        y = above.geometry().bottom() if last else above.y() - 1
        self._line.setGeometry(0, y, self.width(), _DROP_LINE)
        self._line.show()
        self._line.raise_()
        self.reached.emit(above)

    def _on_drop(self, track: str, height: int) -> None:
        self._line.hide()
        place = self._target(track, height)
        if place != self._place(track):
            self.moved.emit(track, place)

    def _retint(self) -> None:
        self._line.setStyleSheet(f"background: {themes.now.text}")
