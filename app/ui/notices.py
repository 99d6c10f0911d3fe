"""Telling the user something without stopping them.

Anybody posts to the hub `notices`, from any thread; the window's `NoticeBar` shows the latest over
the picture until it is closed. Each notice is one plain sentence, with details behind a button.
"""

import logging
from collections import deque
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.fonts import text_font
from app.ui.icons import ICON_SIZE, tint
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, themes

Level = Literal["error", "note"]

NOTE_MILLISECONDS = 12_000
"""A note without details leaves by itself; an error stays."""
KEPT = 50
"""A thousand bad files must not need a thousand clicks."""

_log = logging.getLogger("mimamo.notices")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell.

    Attributes
    ----------
    message : str
        One plain sentence: what, where, what to do.
    details : str
        More, for whoever asks; may be empty.
    level : {"error", "note"}
        Whether something went wrong.
    """

    message: str
    details: str = ""
    level: Level = "error"


class Notices(QObject):
    """The hub; ``posted(notice)`` on the main thread for everything that is told."""

    posted = Signal(object)

    def error(self, message: str, details: str = "") -> None:
        """Tell that something went wrong."""
        self.post(Notice(message, details, "error"))

    def note(self, message: str, details: str = "") -> None:
        """Tell something that is no error."""
        self.post(Notice(message, details, "note"))

    def post(self, notice: Notice) -> None:
        """Tell something; may be called from any thread."""
        level = logging.ERROR if notice.level == "error" else logging.INFO
        _log.log(level, "%s %s", notice.message, notice.details)
        self.posted.emit(notice)


notices = Notices()


def notify(message: str, details: str = "", level: Level = "error") -> None:
    """Post to the hub."""
    notices.post(Notice(message, details, level))


class NoticeBar(QWidget):
    """A bar with the latest notice; closing it brings back the one before.

    Signals
    -------
    detailsRequested(notice)
        The user wants to read more.
    """

    detailsRequested = Signal(object)  # noqa: N815 - Qt's way of naming

    def __init__(self, hub: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._kept: deque[Notice] = deque(maxlen=KEPT)
        self._mark = QToolButton()
        self._mark.setProperty("role", "plain")
        self._mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setFont(text_font(SMALL_TEXT_SIZE))
        self._more.setProperty("role", "faint")
        self._details = QPushButton("Details")
        self._details.setToolTip("Show what lies behind this message")
        self._details.clicked.connect(self._ask_details)
        self._close = QToolButton()
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close message")
        tint(self._close, "close")
        self._close.clicked.connect(self.dismiss)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(NOTE_MILLISECONDS)
        self._leaving.timeout.connect(self.dismiss)
        self._arrange()
        self.hide()
        hub.posted.connect(self.take)
        themes.changed.connect(self._retheme)

    @property
    def shown(self) -> Notice | None:
        """What is on screen."""
        return self._kept[-1] if self._kept else None

    @property
    def waiting(self) -> int:
        """How many lie under it."""
        return max(0, len(self._kept) - 1)

    @Slot(object)
    def take(self, notice: Notice) -> None:
        """Show a notice; one that is told again is not kept twice."""
        if notice in self._kept:
            self._kept.remove(notice)
        self._kept.append(notice)
        self._show()

    @Slot()
    def dismiss(self) -> None:
        """Close the one on screen."""
        if self._kept:
            self._kept.pop()
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface, a stripe in the colour of its level, hairline below."""
        painter, theme = QPainter(self), themes.now
        painter.fillRect(self.rect(), theme.colour("overlay"))
        stripe = "error" if self.shown and self.shown.level == "error" else "faint"
        painter.fillRect(0, 0, 3, self.height(), theme.colour(stripe))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hairline"))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(PANEL_PADDING, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        for widget in (self._mark, self._text, self._more, self._details, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0)
        self._mark.setIconSize(QSize(ICON_SIZE + 2, ICON_SIZE + 2))
        self._mark.setFixedSize(ICON_SIZE + 3 * GRID, ICON_SIZE + 3 * GRID)

    def _show(self) -> None:
        notice = self.shown
        self.setVisible(notice is not None)
        self._leaving.stop()
        if notice is None:
            return
        wrong = notice.level == "error"
        tint(self._mark, "error" if wrong else "info", "error" if wrong else "text")
        self._text.setText(notice.message)
        self.setAccessibleName("Error" if wrong else "Note")
        self.setAccessibleDescription(notice.message)
        self._details.setVisible(bool(notice.details))
        self._more.setVisible(self.waiting > 0)
        self._more.setText(f"{self.waiting} more")
        if not wrong and not notice.details:
            self._leaving.start()
        self.update()

    @Slot()
    def _ask_details(self) -> None:
        if self.shown is not None:
            self.detailsRequested.emit(self.shown)

    @Slot()
    def _retheme(self) -> None:
        self.update()
