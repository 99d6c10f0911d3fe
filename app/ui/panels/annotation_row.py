"""A row of the Tracks dock: one annotated track."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import tint
from app.ui.panels.annotation_look import RowLook
from app.ui.panels.annotation_parts import ColourSwatch, NameField, ValueText
from app.ui.panels.parts import ElidedText
from app.ui.style_sheet import mixed
from app.ui.theme import GRID, TEXT_SIZE, themes

_MARK = 3
_KEY = Qt.Key
_ACROSS = frozenset({_KEY.Key_Up, _KEY.Key_Down})
_OWN = frozenset({_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_F2, _KEY.Key_Delete})


class AnnotationRow(QWidget):
    """Intents only: nothing here changes the document.

    Signals
    -------
    activated(id), shownChanged(id, bool), renamed(id, str), coloured(id, str), locked(id, bool)
        What was asked for.
    moved(id, int)
        Some places on (1) or back (-1) in the list.
    walked(id, int)
        The focus shall go to the next row (1) or the one before (-1).
    deleteAsked(id), menuAsked(id, QPoint)
        By key, or by the mouse at a global place.
    dragged(id, int), dropped(id, int)
        Carried to a height, in pixels of this row.
    """

    activated = Signal(str)
    shownChanged = Signal(str, bool)  # noqa: N815 - Qt's way of naming
    renamed = Signal(str, str)
    coloured = Signal(str, str)
    locked = Signal(str, bool)
    moved = Signal(str, int)
    walked = Signal(str, int)
    deleteAsked = Signal(str)  # noqa: N815
    menuAsked = Signal(str, QPoint)  # noqa: N815
    dragged = Signal(str, int)
    dropped = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look: RowLook | None = None
        self._pressed: QPoint | None = None
        self._dragging = False
        self._field: NameField | None = None
        self.eye, self.lock = QToolButton(), QToolButton()
        self.swatch = ColourSwatch()
        self.name = ElidedText(TEXT_SIZE)
        self.about = ElidedText(colour="faint")
        self.value = ValueText()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        self.eye.clicked.connect(lambda: self.shownChanged.emit(self.id, not self._look.shown))
        self.lock.clicked.connect(lambda: self.locked.emit(self.id, not self._look.head.locked))
        self.swatch.colourChosen.connect(lambda colour: self.coloured.emit(self.id, colour))

    @property
    def id(self) -> str:
        """The track's."""
        return self._look.head.id

    @property
    def editing(self) -> bool:
        """Whether the name is being edited."""
        return self._field is not None

    @property
    def _look(self) -> RowLook:
        if self.look is None:
            raise ValueError("the row shows no track yet")
        return self.look

    def show_look(self, look: RowLook) -> None:
        """Show a track; nothing is done when it looks as before."""
        before, self.look = self.look, look
        if look == before:
            return
        head = look.head
        self.name.set_bold(bold=look.active)
        self.name.say(head.name, look.tip)
        who = head.rater or "nobody"
        self.about.say(f"{who} \N{MIDDLE DOT} {head.scheme}", look.tip)
        self.setToolTip(look.tip)
        self.swatch.show_colour(QColor(look.colour), filled=look.kind == "segments")
        self.swatch.setAccessibleName(f"Colour of {head.name}")
        self.value.setAccessibleName(f"{head.name} at the playhead")
        self._show_buttons(look)
        state = ", active" if look.active else ""
        locked = ", locked" if head.locked else ""
        self.setAccessibleName(f"{head.name}, {head.scheme}, {who}{state}{locked}")
        self.setAccessibleDescription(look.tip)
        self.update()

    def edit_name(self) -> None:
        """Let the name be edited in its place."""
        if self._field is not None or self._look.read_only:
            return
        self._field = NameField(self._look.head.name, self)
        top = self.name.mapTo(self, QPoint(0, 0))
        height = self._field.sizeHint().height()
        self._field.setGeometry(
            top.x() - 2 * GRID,
            max(0, (self.height() - height) // 2),
            self.lock.x() - top.x() + 2 * GRID,
            height,
        )
        self._field.named.connect(self._on_name)
        self._field.left.connect(self._end_name)
        self._field.show()
        self._field.setFocus()

    # How it works.

    def _show_buttons(self, look: RowLook) -> None:
        name, head = look.head.name, look.head
        does = "Hide" if look.shown else "Show"
        self.eye.setToolTip(f"{does} {name}")
        self.eye.setAccessibleName(f"{does} {name}")
        tint(self.eye, "eye" if look.shown else "eye-off", "text" if look.shown else "faint")
        does = "Unlock" if head.locked else "Lock"
        tip = f"{does} {name}: a locked track cannot be edited"
        self.lock.setToolTip(tip)
        self.lock.setAccessibleName(f"{does} {name}")
        tint(self.lock, "lock" if head.locked else "unlock", "text" if head.locked else "faint")
        self.lock.setEnabled(not look.read_only)
        self.swatch.setEnabled(not look.read_only)

    def _on_name(self, name: str) -> None:
        self._end_name()
        if name.strip() and name.strip() != self._look.head.name:
            self.renamed.emit(self.id, name.strip())

    def _end_name(self) -> None:
        if self._field is not None:
            field, self._field = self._field, None
            had_focus = field.hasFocus()
            field.hide()
            field.deleteLater()
            if had_focus:
                self.setFocus()

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addWidget(self.name, 1)
        first.addWidget(self.value)
        texts.addLayout(first)
        texts.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, 0, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.eye)
        row.addWidget(self.swatch)
        row.addLayout(texts, 1)
        row.addWidget(self.lock)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The mark of the active track, and the focus."""
        painter, theme = QPainter(self), themes.now
        if self._dragging:
            painter.fillRect(self.rect(), theme.colour("overlay"))
        elif self.look is not None and self.look.active:
            painter.fillRect(self.rect(), theme.colour("overlay"))
            painter.fillRect(0, 0, _MARK, self.height(), theme.colour("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), mixed(theme, "raised", "text", 0.04))
        if self.hasFocus():
            painter.setPen(theme.colour("text"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Keep the arrows that walk along the rows, whatever action has them."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._uses(event):
                event.accept()
                return True
        elif kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def _uses(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = _KEY(event.key())
        if modifiers == Qt.KeyboardModifier.AltModifier:
            return key in _ACROSS
        return not modifiers and key in _ACROSS | _OWN

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Everything that the mouse can do."""
        key = _KEY(event.key())
        step = {_KEY.Key_Up: -1, _KEY.Key_Down: 1}.get(key, 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.id, step)
        elif step:
            self.walked.emit(self.id, step)
        elif key in (_KEY.Key_Return, _KEY.Key_Enter):
            self.activated.emit(self.id)
        elif key == _KEY.Key_F2:
            self.edit_name()
        elif key == _KEY.Key_Delete:
            self.deleteAsked.emit(self.id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """What else can be done with it."""
        self.menuAsked.emit(self.id, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Edit the name."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit_name()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Make it the active track; what follows may be a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.activated.emit(self.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Carry the row."""
        place = event.position().toPoint()
        if self._pressed is None or self._look.read_only:
            return
        away = (place - self._pressed).manhattanLength()
        if self._dragging or away >= QApplication.startDragDistance():
            self._dragging = True
            self.update()
            self.dragged.emit(self.id, place.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drop the row."""
        self._pressed = None
        if self._dragging:
            self._dragging = False
            self.update()
            self.dropped.emit(self.id, event.position().toPoint().y())
