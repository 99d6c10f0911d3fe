"""The strip above the picture: chips that switch what is drawn over it, and the zoom."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from app.ui.actions import Actions
from app.ui.fonts import digits_font, text_font
from app.ui.icons import ICON_SIZE, icon_pixmap
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes
from app.ui.video.tool_button import ENTER, action_button

CHIP_HEIGHT = 6 * GRID
CHIP_WORDS = {
    "overlay_box": "Faces",
    "overlay_landmarks": "Landmarks",
    "overlay_crop": "Crop",
    "overlay_quality": "Quality",
    "overlay_affect": "Affect",
}


class Chip(QAbstractButton):
    """A small rounded switch for a checkable action.

    Parameters
    ----------
    action : QAction
        What it switches; it shows the action's state, tooltip and icon.
    text : str
        One word.
    icon : str
        Name of the drawing.
    """

    def __init__(
        self, action: QAction, text: str, icon: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._action, self._icon, self._compact = action, icon, False
        self.setText(text)
        self.setObjectName(f"chip_{action.objectName()}")
        self.setAccessibleName(action.text().replace("&", ""))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(text_font(SMALL_TEXT_SIZE))
        self._follow()
        action.changed.connect(self._follow)
        self.toggled.connect(action.setChecked)
        themes.changed.connect(self._retheme)

    def set_compact(self, compact: bool) -> None:
        """Show the icon only."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def full_width(self) -> int:
        """Pixels it takes with its word."""
        return 5 * GRID + ICON_SIZE + self.fontMetrics().horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as its content."""
        width = ICON_SIZE + 4 * GRID if self._compact else self.full_width()
        return QSize(width, CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """On: a filled pill; off: only words, fainter."""
        painter, theme = QPainter(self), themes.now
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, over = self.isChecked(), self.underMouse()
        pill = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("hairline"), 1))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.setBrush(theme.colour("overlay") if on or over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
        colour = "text" if on else "faint"
        left, top = 2 * GRID, (self.height() - ICON_SIZE) // 2
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(left, top, icon_pixmap(self._icon, ICON_SIZE, ratio, colour))
        if not self._compact:
            painter.setPen(theme.colour(colour))
            words = self.rect().adjusted(left + ICON_SIZE + GRID, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter clicks: the space bar plays, wherever the focus is."""
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        self.setChecked(self._action.isChecked())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())

    def _retheme(self) -> None:
        self.update()


class PictureHeader(QWidget):
    """Chips to the left, zoom to the right.

    Parameters
    ----------
    actions : Actions
        Where the switches are.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING, GRID, PANEL_PADDING, GRID)
        row.setSpacing(GRID)
        self._chips = [
            Chip(actions[name], word, actions.row(name).icon) for name, word in CHIP_WORDS.items()
        ]
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        self._zoom = QLabel()
        self._zoom.setFont(digits_font(SMALL_TEXT_SIZE))
        self._zoom.setProperty("role", "faint")
        self._zoom.setToolTip("Size of the picture: screen pixels per pixel of the video")
        self._zoom.setAccessibleName("Zoom")
        row.addWidget(self._zoom)
        for name in ("picture_fit", "picture_actual"):
            row.addWidget(action_button(actions[name], actions.row(name).tip, ICON_SIZE))
        self.setFixedHeight(CHIP_HEIGHT + 3 * GRID)
        themes.changed.connect(self._retheme)

    def show_zoom(self, scale: float) -> None:
        """Say how large the picture is; 1 is pixel for pixel."""
        self._zoom.setText(f"{100 * scale:.0f} %")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out the chips' words where there is no room for all."""
        full = sum(chip.full_width() + GRID for chip in self._chips)
        rest = 2 * PANEL_PADDING + 2 * (ICON_SIZE + 3 * GRID) + 16 * GRID
        for chip in self._chips:
            chip.set_compact(self.width() < full + rest)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A quiet surface with a hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.now.colour("raised"))
        below = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(below, themes.now.colour("hairline"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the icons."""
        chips = len(self._chips) * (ICON_SIZE + 5 * GRID)
        return QSize(chips + 2 * PANEL_PADDING + 2 * (ICON_SIZE + 3 * GRID) + 12 * GRID, 36)

    def _retheme(self) -> None:
        self.update()
