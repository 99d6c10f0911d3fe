"""Edit > Preferences: theme, keys, what is kept on disk."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import CACHE_BUDGET_BYTES
from app.settings.preferences import Preferences
from app.ui.dialogs.parts import buttons_of, caption, column_of, faint, hairline, row_of
from app.ui.fonts import digits_font
from app.ui.icons import tint
from app.ui.theme import GRID

_THEMES = (
    ("system", "As the system", "monitor"),
    ("light", "Light", "sun"),
    ("dark", "Dark", "moon"),
)


def size_text(size: int) -> str:
    """Bytes for people: decimal units, as disks are sold."""
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    if size < 1_000_000_000:
        return f"{size / 1e6:.1f} MB"
    return f"{size / 1e9:.2f} GB"


class PreferencesDialog(QDialog):
    """Every change is in force at once; there is nothing to confirm.

    Signals
    -------
    clearCacheRequested()
        What is kept of analysed recordings shall be deleted.
    shortcutsRequested()
        The keys shall be shown.
    """

    clearCacheRequested = Signal()  # noqa: N815 - Qt's way of naming
    shortcutsRequested = Signal()  # noqa: N815

    def __init__(
        self, preferences: Preferences, cache: Path, log: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self._preferences = preferences
        self._size = QLabel("...")
        self._size.setFont(digits_font())
        self._clear = QPushButton("Clear cache")
        self._clear.setToolTip("Delete what is kept of analysed recordings")
        self._clear.clicked.connect(self.clearCacheRequested)
        self._clear.setEnabled(False)
        column = column_of(self)
        column.addLayout(self._look())
        for group in (self._keys(), self._cache(cache), self._files(log)):
            column.addWidget(hairline())
            column.addLayout(group)
        column.addStretch(1)
        column.addWidget(buttons_of(self, "Close", ""))
        self.setMinimumWidth(460)
        self._themes[preferences.get("theme")].setFocus()

    def show_cache_size(self, size: int | None) -> None:
        """How much is kept, in bytes; None while it is counted or deleted."""
        self._size.setText("..." if size is None else size_text(size))
        self._clear.setEnabled(bool(size))

    def choose_theme(self, name: str) -> None:
        """Choose a theme as a click does."""
        self._themes[name].click()

    def _look(self) -> QVBoxLayout:
        self._themes: dict[str, QPushButton] = {}
        choices = QButtonGroup(self)
        for name, text, icon in _THEMES:
            button = QPushButton(f" {text}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"Theme: {text}")
            button.setToolTip(f"Theme: {text.lower()}")
            tint(button, icon)
            button.setChecked(name == self._preferences.get("theme"))
            button.clicked.connect(lambda *_, of=name: self._preferences.set("theme", of))
            choices.addButton(button)
            self._themes[name] = button
        follow = QCheckBox("Keep the playhead in sight while playing")
        follow.setChecked(self._preferences.get("follow_playhead"))
        follow.toggled.connect(lambda on: self._preferences.set("follow_playhead", on))
        return _group("Appearance", row_of(*self._themes.values()), follow)

    def _keys(self) -> QVBoxLayout:
        button = QPushButton("Change keys...")
        button.setAutoDefault(False)
        button.setToolTip("See and change the keyboard shortcuts")
        button.clicked.connect(self.shortcutsRequested)
        return _group("Keyboard", row_of(button))

    def _cache(self, folder: Path) -> QVBoxLayout:
        self._clear.setAutoDefault(False)
        words = faint(
            "Features of faces are kept so that the same recording need not be read twice. At most "
            f"{size_text(CACHE_BUDGET_BYTES)}; what was not used for longest goes first."
        )
        return _group("Cache", words, row_of(self._clear, self._size), _place(folder))

    def _files(self, log: Path) -> QVBoxLayout:
        button = QPushButton("Open log folder")
        button.setAutoDefault(False)
        button.setToolTip("The log says what the program did, without names of recordings")
        button.clicked.connect(
            lambda *_: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent)))
        )
        return _group("Log", row_of(button), _place(log.parent))


def _place(path: Path) -> QLabel:
    label = faint(str(path))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _group(title: str, *content: QWidget | QHBoxLayout) -> QVBoxLayout:
    group = QVBoxLayout()
    group.setSpacing(2 * GRID)
    group.addWidget(caption(title))
    for part in content:
        if isinstance(part, QWidget):
            group.addWidget(part)
        else:
            group.addLayout(part)
    return group
