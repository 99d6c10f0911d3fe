"""The look of Qt's own widgets, made from a theme: palette, style sheet, and small drawings.

Widgets ask for a look by dynamic properties, set once when they are made:

``role`` of a `QLabel`: ``caption`` (heading of a group), ``faint`` (second rank), ``title``,
``warning`` (a caution in a frame), ``error``.
``look`` of a `QPushButton` or `QToolButton`: ``primary`` (the one thing to do here), ``flat``,
``chip`` (a switch among switches).
``surface`` of a `QWidget`: ``base``, ``raised``, ``overlay``.
"""

import re
from pathlib import Path
from string import Template

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QPalette

from app.ui.icons import FOLDER
from app.ui.theme import GRID, PANEL_PADDING, SMALL_TEXT_SIZE, TEXT_SIZE, Theme

SHEET = Path(__file__).resolve().parents[2] / "resources" / "themes" / "window.qss"
_PREFIX = "themed"
_DRAWINGS = ("chevron-down", "chevron-up", "chevron-right", "check")


def palette_of(theme: Theme) -> QPalette:
    """The theme as Qt's palette, for everything the sheet does not name."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "raised",
        roles.WindowText: "text",
        roles.Base: "base",
        roles.AlternateBase: "raised",
        roles.ToolTipBase: "overlay",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "faint",
        roles.Text: "text",
        roles.Button: "overlay",
        roles.ButtonText: "text",
        roles.BrightText: "error",
        roles.Link: "valence",
        roles.LinkVisited: "valence",
        roles.Mid: "hairline",
        roles.Dark: "hairline",
    }.items():
        palette.setColor(role, theme.colour(name))
    palette.setColor(roles.Highlight, selection(theme))
    palette.setColor(roles.HighlightedText, theme.colour("text"))
    palette.setColor(roles.Accent, theme.colour("faint"))
    off = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        palette.setColor(off, role, disabled(theme))
    return palette


def style_sheet(theme: Theme, folder: Path) -> str:
    """The sheet in the colours of a theme.

    Parameters
    ----------
    folder : Path
        Where arrows and ticks are drawn in the theme's colours; made when absent. When it cannot
        be written they are missing, and nothing else.
    """
    _draw(theme, folder)
    colours = {
        name: getattr(theme, name)
        for name in theme.__slots__
        if isinstance(getattr(theme, name), str)
    }
    sizes = {
        "grid": GRID,
        "double": 2 * GRID,
        "padding": PANEL_PADDING,
        "text_size": TEXT_SIZE,
        "small_text_size": SMALL_TEXT_SIZE,
    }
    derived = {
        "selection": selection(theme).name(),
        "disabled": disabled(theme).name(),
        "hover": mixed(theme, "overlay", "text", 0.07).name(),
        "pressed": mixed(theme, "overlay", "text", 0.20).name(),
        "edge": mixed(theme, "raised", "text", 0.24).name(),
        "primary_hover": mixed(theme, "text", "base", 0.14).name(),
        "warning_surface": mixed(theme, "raised", "warning", 0.10).name(),
    }
    sheet = Template(SHEET.read_text(encoding="utf-8")).substitute(colours | sizes | derived)
    return re.sub(r"themed:([a-z-]+)", rf"{_PREFIX}:\1-{theme.name}.svg", sheet)


def mixed(theme: Theme, name: str, other: str, share: float) -> QColor:
    """A colour with a share of another."""
    first, second = theme.colour(name), theme.colour(other)
    pairs = (
        (first.red(), second.red()),
        (first.green(), second.green()),
        (first.blue(), second.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def selection(theme: Theme) -> QColor:
    """Behind what is selected; not the accent, which belongs to the playhead."""
    return mixed(theme, "overlay", "text", 0.14)


def disabled(theme: Theme) -> QColor:
    """Text of what cannot be chosen now."""
    return mixed(theme, "raised", "faint", 0.6)


def _draw(theme: Theme, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _DRAWINGS:
            drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
            target = folder / f"{name}-{theme.name}.svg"
            target.write_text(drawing.replace("currentColor", theme.text), encoding="utf-8")
    except OSError:
        return
    QDir.setSearchPaths(_PREFIX, [str(folder)])
