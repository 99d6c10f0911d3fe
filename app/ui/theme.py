"""The look, in one place: colours, sizes, spacing.

Everything that paints asks `themes.now` for its colours and repaints on `themes.changed`. Spacing
lies on a grid of 4 pixels; there are two text sizes.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

GRID = 4
PANEL_PADDING = 12
TEXT_SIZE = 13
SMALL_TEXT_SIZE = 11


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they mean, each ``#RRGGBB``.

    Attributes
    ----------
    name : str
        ``"light"`` or ``"dark"``.
    base, raised, overlay : str
        The three steps of surfaces: window, panels, what lies on panels.
    hairline : str
        Borders and separators.
    text, faint : str
        Text, and text of second rank; both at least 4.5:1 on every surface.
    accent : str
        The playhead and the active track, nothing else.
    arousal, valence : str
        The two dimensions.
    error, warning : str
        Errors only; warnings and the label of demonstration weights.
    gap : str
        Passages without a usable face.
    raters : tuple of str
        Annotations by rater: what Okabe-Ito has left, and slate; at least 3:1 on the base.
    """

    name: str
    base: str
    raised: str
    overlay: str
    hairline: str
    text: str
    faint: str
    accent: str
    arousal: str
    valence: str
    error: str
    warning: str
    gap: str
    raters: tuple[str, ...]

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        """A colour by its name, with opacity 0 ... 1."""
        colour = QColor(getattr(self, name))
        colour.setAlphaF(alpha)
        return colour


LIGHT = Theme(
    name="light",
    base="#FFFFFF",
    raised="#F7F8F9",
    overlay="#ECEEF0",
    hairline="#D9DCE0",
    text="#1B1D21",
    faint="#5A6068",
    accent="#7A3FF2",
    arousal="#D55E00",
    valence="#0072B2",
    error="#C4201D",
    warning="#8A4B00",
    gap="#E4E6E9",
    raters=("#009E73", "#CC79A7", "#B8860B", "#5F6B7A"),
)
DARK = Theme(
    name="dark",
    base="#141518",
    raised="#1B1D21",
    overlay="#23262B",
    hairline="#33373D",
    text="#E8EAED",
    faint="#9AA0A8",
    accent="#B794FF",
    arousal="#F0803C",
    valence="#56B4E9",
    error="#FF6B66",
    warning="#F0C04A",
    gap="#2A2D32",
    raters=("#2FC79B", "#E39BC6", "#F0E442", "#A9B4C2"),
)


class Themes(QObject):
    """Which theme is in use; ``changed(theme)`` when it is another."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._now = DARK

    @property
    def now(self) -> Theme:
        """The theme in use."""
        return self._now

    def use(self, theme: Theme) -> None:
        """Change the theme of the whole window."""
        if theme != self._now:
            self._now = theme
            self.changed.emit(theme)


def theme_of(choice: str, *, system_is_dark: bool) -> Theme:
    """The theme for a choice: ``"light"``, ``"dark"``, or ``"system"`` for what the system has."""
    dark = system_is_dark if choice == "system" else choice == "dark"
    return DARK if dark else LIGHT


themes = Themes()
