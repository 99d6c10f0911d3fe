"""Dresses the whole application, and changes its dress when the user or the system says so."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.settings import cache_folder
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.fonts import text_font
from app.ui.style_sheet import palette_of, style_sheet
from app.ui.theme import Theme, theme_of, themes

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def dress(application: QApplication, theme: Theme, folder: Path | None = None) -> None:
    """Give every widget a theme.

    Parameters
    ----------
    folder : Path or None
        Where small drawings are kept; None for the cache.
    """
    if application.style().name() != "fusion":
        application.setStyle("fusion")
    application.setFont(text_font())
    application.setPalette(palette_of(theme))
    application.setStyleSheet(style_sheet(theme, folder or cache_folder() / "look"))
    themes.use(theme)


class Look(QObject):
    """Follows the preference ``theme`` and, where it says so, the system."""

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        super().__init__(application)
        self._application, self._preferences = application, preferences
        self._actions: Actions | None = None
        self._dressed_in: Theme | None = None
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system)
        preferences.changed.connect(self._on_preference)
        self._show()

    def bind(self, actions: Actions) -> None:
        """Connect the menu View > Theme."""
        self._actions = actions
        for choice in _SCHEMES:
            action = actions[f"theme_{choice}"]
            action.setChecked(choice == self._preferences.get("theme"))
            action.triggered.connect(lambda *_, of=choice: self._preferences.set("theme", of))

    def _on_preference(self, name: str) -> None:
        if name == "theme":
            self._show()
            if self._actions is not None:
                self._actions[f"theme_{self._preferences.get('theme')}"].setChecked(True)

    @Slot()
    def _on_system(self) -> None:
        if self._preferences.get("theme") == "system":
            self._show()

    def _show(self) -> None:
        choice = self._preferences.get("theme")
        # Tells the platform too, so that title bars and its own dialogs match.
        self._hints.setColorScheme(_SCHEMES[choice])
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        theme = theme_of(choice, system_is_dark=dark)
        if theme != self._dressed_in:
            self._dressed_in = theme
            dress(self._application, theme)
