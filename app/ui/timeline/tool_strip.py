"""The tools over the timeline, how far they reach, and which track they would edit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.session.annotations import Annotations
from app.session.tool_settings import Tool
from app.ui.actions import Actions
from app.ui.annotation_colours import colour_of
from app.ui.fonts import digits_font, text_font
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.video.tool_button import action_button

STRIP_HEIGHT = 32
ICON_SIZE = 16
TOOLS = tuple(f"tool_{tool.value}" for tool in Tool)
REACH_ACTIONS = ("narrower_reach", "wider_reach")
ON_NEAREST = (Tool.DRAW, Tool.MOVE, Tool.SMOOTH)
"""Tools that act on the frame nearest to the mouse; others on the one shown there."""
REACHING = {Tool.MOVE: "falloff", Tool.SMOOTH: "brush"}


class ToolStrip(QWidget):
    """A row of buttons.

    Parameters
    ----------
    annotations : Annotations
        Their settings and their active track are shown.
    actions : Actions
        ``tool_*``, ``snap``, ``wider_reach``, ``narrower_reach``.
    """

    def __init__(
        self, annotations: Annotations, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._notes = annotations
        self.setFixedHeight(STRIP_HEIGHT)
        self.setAccessibleName("Tools of the timeline")
        self.reach = QLabel()
        self.reach.setFont(digits_font(SMALL_TEXT_SIZE))
        self.reach.setFixedWidth(52)
        self.reach.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.target = ActiveName(annotations)
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING - 2, 0, PANEL_PADDING, 1)
        row.setSpacing(GRID // 2)
        self.buttons = {name: self._button(actions, name) for name in (*TOOLS, "snap")}
        self._reaching = [self._button(actions, name) for name in REACH_ACTIONS]
        for name in TOOLS:
            row.addWidget(self.buttons[name])
        row.addWidget(_line())
        row.addWidget(self.buttons["snap"])
        row.addWidget(_line())
        row.addWidget(self._reaching[0])
        row.addWidget(self.reach)
        row.addWidget(self._reaching[1])
        row.addStretch(1)
        row.addWidget(self.target, 2)
        annotations.settings_changed.connect(self._show_reach)
        themes.changed.connect(self._dress)
        self._show_reach()
        self._dress()

    def _button(self, actions: Actions, name: str) -> QWidget:
        action = actions[name]
        button = action_button(action, action.text().replace("&", ""), ICON_SIZE)
        button.setFixedSize(QSize(28, 26))
        return button

    def _show_reach(self) -> None:
        settings = self._notes.settings
        name = REACHING.get(settings.tool)
        for widget in (*self._reaching, self.reach):
            widget.setVisible(name is not None)
        if name is not None:
            self.reach.setText(f"{getattr(settings, name):.2f} s")
            self.reach.setToolTip("How far the tool reaches to either side; Alt and the wheel")

    def _dress(self, *_: object) -> None:
        theme = themes.now
        self.reach.setStyleSheet(f"color: {theme.faint}; background: transparent;")
        # The chosen tool must be seen from afar, and not by colour alone.
        style = (
            f"QToolButton {{ border: 1px solid transparent; border-radius: 4px; }}"
            f"QToolButton:hover {{ background: {theme.overlay}; }}"
            f"QToolButton:checked {{ background: {theme.overlay};"
            f" border: 1px solid {theme.faint}; }}"
            f"QToolButton:focus {{ border: 1px solid {theme.text}; }}"
        )
        for button in (*self.buttons.values(), *self._reaching):
            button.setStyleSheet(style)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Surface and a hairline below."""
        theme, painter = themes.now, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))


class ActiveName(QWidget):
    """The track for edits by name, marked with the accent; how to choose one when none is."""

    def __init__(self, annotations: Annotations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes = annotations
        self.text = ""
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for signal in (annotations.changed, annotations.active_changed):
            signal.connect(self._show)
        themes.changed.connect(self.update)
        self._show()

    def _show(self) -> None:
        active = self._notes.active
        if active is not None:
            head = active.head
            self.text = f"{head.name} ({head.rater})" if head.rater else head.name
            if head.locked:
                self.text += ", locked"
            self.setToolTip("The track that the tools edit")
        else:
            self.text = "No track is chosen for edits" if self._notes.is_open else ""
            self.setToolTip("Click a track's name at the left of a lane, or make a new curve")
        self.setAccessibleName("Track for edits")
        self.setAccessibleDescription(self.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Swatch, name."""
        theme, painter, active = themes.now, QPainter(self), self._notes.active
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = text_font(SMALL_TEXT_SIZE)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = self.width() - 34.0
        text = metrics.elidedText(self.text, Qt.TextElideMode.ElideMiddle, room)
        width = metrics.horizontalAdvance(text)
        left = self.width() - width - 2
        painter.setPen(theme.colour("text" if active is not None else "faint"))
        area = QRectF(left, 0, width + 2, self.height() - 1)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        if active is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            middle = (self.height() - 1) / 2
            painter.setBrush(colour_of(self._notes.document, active.head, theme))
            painter.drawRoundedRect(QRectF(left - 22, middle - 2, 14, 4), 1.5, 1.5)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(left - 31, middle - 7, 4, 14), 2, 2)


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setFixedSize(2 * GRID + 1, 16)
    return line
