"""The line at the bottom: device, weights in use, and what is under way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from app.ui.fonts import digits_font, text_font
from app.ui.icons import ICON_SIZE, icon_pixmap, tint
from app.ui.progress_bar import ProgressBar
from app.ui.task_board import TaskStatus
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes

_PROGRESS_WIDTH = 160
_STEPS = 1000


def time_left_text(seconds: float | None) -> str:
    """A duration for people: coarse, because it is a guess."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    return f"{minutes} min left" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min left"


class _Sign(QWidget):
    """An icon and a few words."""

    def __init__(self, icon_name: str, name: str) -> None:
        super().__init__()
        self._icon_name, self._colour = icon_name, "faint"
        self._said: tuple[str, str, bool] | None = None
        self._icon, self._text = QLabel(), QLabel()
        self._text.setFont(text_font(SMALL_TEXT_SIZE))
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID + 2)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        themes.changed.connect(self._retint)
        self._retint()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, tip: str, *, warn: bool = False) -> None:
        """Say something; in the colour of warnings when it is one."""
        said = (text, tip, warn)
        if said == self._said:
            return  # it is said on many occasions, and a style sheet takes long
        self._said = said
        self._text.setText(text)
        self.setToolTip(tip)
        self.setAccessibleDescription(f"{text}. {tip}")
        self._colour = "warning" if warn else "faint"
        self._retint()
        self.setVisible(bool(text))

    def _retint(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap(self._icon_name, ICON_SIZE - 2, ratio, self._colour))
        self._text.setStyleSheet(f"color: {getattr(themes.now, self._colour)}")


class StatusBar(QStatusBar):
    """Device, weights and the task under way.

    Signals
    -------
    cancelRequested()
        The user wants the task on show stopped.
    """

    cancelRequested = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._device = _Sign("processor", "Device")
        self._weights = _Sign("weights", "Weights in use")
        self._title = QLabel()
        self._title.setFont(text_font(SMALL_TEXT_SIZE))
        self._detail = QLabel()
        self._detail.setFont(digits_font(SMALL_TEXT_SIZE))
        self._detail.setProperty("role", "faint")
        self._progress = ProgressBar()
        self._progress.setFixedWidth(_PROGRESS_WIDTH)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Progress")
        self._cancel = QToolButton()
        self._cancel.setToolTip("Stop this task; what was finished is kept")
        self._cancel.setAccessibleName("Cancel task")
        tint(self._cancel, "cancel")
        self._cancel.clicked.connect(self.cancelRequested)
        self._arrange()
        self.set_device("")
        self.set_weights("")
        self.show_task(None)

    def set_device(self, text: str) -> None:
        """The device in words; empty while nobody asked for it."""
        self._device.say(text, "Where the networks run")

    def set_weights(self, text: str, caution: str = "") -> None:
        """The weights in use, and what to be careful about."""
        self._weights.say(text, caution or "Weights in use", warn=bool(caution))

    def show_task(self, status: TaskStatus | None) -> None:
        """What is under way; None for nothing."""
        for widget in (self._title, self._detail, self._progress, self._cancel):
            widget.setVisible(status is not None)
        if status is None:
            return
        self._cancel.setVisible(status.can_cancel)
        others = f"  +{status.others}" if status.others else ""
        self._title.setText(status.title + others)
        parts = (status.detail, time_left_text(status.seconds_left))
        self._detail.setText("  \N{MIDDLE DOT}  ".join(part for part in parts if part))
        self._detail.setVisible(bool(self._detail.text()))
        # A bar without a known end moves to and fro.
        self._progress.setRange(0, 0 if status.share is None else _STEPS)
        self._progress.setValue(round((status.share or 0.0) * _STEPS))

    def _arrange(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(PANEL_PADDING - 2, 0, GRID, 0)
        row.setSpacing(PANEL_PADDING)
        row.addWidget(self._device)
        row.addWidget(self._weights)
        row.addStretch(1)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (self._title, self._detail, self._progress, self._cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        line.setFixedHeight(28)
        self.addPermanentWidget(line, 1)
