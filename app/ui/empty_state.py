"""What the window shows before anything is open: what to do first."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.settings.preferences import Preferences
from app.settings.recent_files import recent_files
from app.ui.actions import Actions, key_text
from app.ui.following import Following
from app.ui.fonts import text_font
from app.ui.icons import icon_pixmap, tint
from app.ui.recent_menu import distinct_names
from app.ui.theme import GRID, PANEL_PADDING, themes

_BUTTONS = (
    ("open_video", "Open video...", "primary"),
    ("open_project", "Open project...", ""),
    ("open_demo", "Try the demo recording", ""),
)
_SHOWN = 4
_MARK = 40


class EmptyState(QWidget):
    """Three ways to begin, and what was opened last.

    Signals
    -------
    recentChosen(path)
        The user wants a recording again.
    """

    recentChosen = Signal(object)  # noqa: N815 - Qt's way of naming

    def __init__(
        self, actions: Actions, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("No recording is open")
        self._preferences, self._actions = preferences, actions
        self._following = Following(self)
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_caption = QLabel("Opened last", alignment=Qt.AlignmentFlag.AlignHCenter)
        self._recent_caption.setProperty("role", "caption")
        self._arrange()
        preferences.changed.connect(self._on_preference)
        themes.changed.connect(self._retheme)
        self._retheme()
        self._fill_recent()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet frame that says where files may be dropped."""
        painter, theme = QPainter(self), themes.now
        painter.fillRect(self.rect(), theme.colour("base"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("hairline"), 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        edge = 2 * PANEL_PADDING
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), 8, 8)

    def _arrange(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        title = QLabel("Open a recording of a face", alignment=centre)
        title.setFont(text_font(20, bold=True))
        words = QLabel(
            "MIMAMO Studio reads arousal and valence over time from video.\n"
            "Drop files or a folder here. Nothing leaves this machine.",
            alignment=centre,
        )
        words.setProperty("role", "hint")
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addStretch(1)
        buttons = [self._button(*button) for button in _BUTTONS]
        for button in buttons:
            row.addWidget(button)
        self.setFocusProxy(buttons[0])
        row.addStretch(1)
        column = QVBoxLayout(self)
        margin = 4 * PANEL_PADDING
        column.setContentsMargins(margin, 3 * PANEL_PADDING, margin, 3 * PANEL_PADDING)
        column.setSpacing(PANEL_PADDING)
        column.addStretch(1)
        column.addWidget(self._mark)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addSpacing(2 * GRID)
        column.addWidget(self._recent_caption)
        column.addLayout(self._recent)
        column.addStretch(1)

    def _button(self, name: str, text: str, look: str) -> QPushButton:
        action = self._actions[name]
        button = QPushButton(f" {text}")
        button.setProperty("look", look)
        button.setAccessibleName(text.rstrip("."))
        button.setToolTip(action.toolTip())
        button.setAccessibleDescription(f"{action.toolTip()} {key_text(self._actions.keys(name))}")
        tint(button, self._actions.row(name).icon, "base" if look == "primary" else "text")
        button.clicked.connect(action.trigger)
        return button

    def _fill_recent(self) -> None:
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        paths = recent_files(self._preferences)[:_SHOWN]
        for path, name in zip(paths, distinct_names(paths), strict=True):
            self._recent.addWidget(self._link(path, name), 0, Qt.AlignmentFlag.AlignHCenter)
        self._recent_caption.setVisible(bool(paths))

    def _link(self, path: Path, name: str) -> QPushButton:
        link = QPushButton(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 420))
        link.setProperty("look", "flat")
        link.setToolTip(str(path))
        link.setAccessibleName(f"Open {name}")
        link.clicked.connect(lambda *_: self.recentChosen.emit(path))
        return link

    def _on_preference(self, name: str) -> None:
        if name == "recent_files":
            self._following.soon(self._fill_recent)

    def _retheme(self) -> None:
        self._mark.setPixmap(icon_pixmap("run", _MARK, self.devicePixelRatioF(), "faint"))
        self.update()
