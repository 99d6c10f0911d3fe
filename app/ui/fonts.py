"""Fonts: one family, two sizes, and digits that do not dance.

The families are those that systems bring; the first that is there is taken. A changing number is
set with `digits_font`, whose digits all have one width.
"""

from PySide6.QtGui import QFont, QFontDatabase

from app.ui.theme import SMALL_TEXT_SIZE, TEXT_SIZE

FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Noto Sans",
    "Cantarell",
    "Ubuntu",
    "DejaVu Sans",
    "Liberation Sans",
    "Arial",
)
FIXED_FAMILIES = ("SF Mono", "Cascadia Mono", "Menlo", "Consolas", "DejaVu Sans Mono")


def text_font(size: int = TEXT_SIZE, *, bold: bool = False) -> QFont:
    """The font of the window, in pixels."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(size)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def digits_font(size: int = TEXT_SIZE) -> QFont:
    """The same font with digits of one width, for numbers that change."""
    font = text_font(size)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def caption_font() -> QFont:
    """For captions of groups: small and a little spaced."""
    font = text_font(SMALL_TEXT_SIZE, bold=True)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
    return font


def fixed_font(size: int = SMALL_TEXT_SIZE) -> QFont:
    """For program text: traces and file contents."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setFamilies([*FIXED_FAMILIES, font.family()])
    font.setPixelSize(size)
    return font
