"""The colours of segments: those of the scheme's categories, with text that can be read on them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from app.core.scheme import CategoryScheme
from app.ui.style_sheet import mixed
from app.ui.theme import Theme

DARK_TEXT, LIGHT_TEXT = QColor("#000000"), QColor("#FFFFFF")
"""With these two, one of them has a contrast of 4.58:1 or more on any colour."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How the labels of a track are coloured.

    Attributes
    ----------
    of_label : dict of str to int
        Where in `fills` the colour of a category is; labels of no category have the first.
    fills : tuple of QColor
        Opaque.
    texts : tuple of QColor
        What is read on each.
    """

    of_label: dict[str, int]
    fills: tuple[QColor, ...]
    texts: tuple[QColor, ...]

    @classmethod
    def of(cls, scheme: CategoryScheme | None, theme: Theme) -> "Look":
        """The colours of a scheme's categories, after the one of everything else."""
        categories = scheme.categories if scheme is not None else ()
        fills = (mixed(theme, "base", "faint", 0.4), *(QColor(each.colour) for each in categories))
        of_label = {each.name: place for place, each in enumerate(categories, 1)}
        return cls(of_label, fills, tuple(legible_on(fill) for fill in fills))

    def place(self, label: str) -> int:
        """Where in `fills` a label's colour is."""
        return self.of_label.get(label, 0)


def legible_on(fill: QColor) -> QColor:
    """Dark or light text, whichever contrasts more (WCAG 2.2 relative luminance)."""
    light = luminance(fill)
    dark = (light + 0.05) / (luminance(DARK_TEXT) + 0.05)
    return DARK_TEXT if dark >= 1.05 / (light + 0.05) else LIGHT_TEXT


def luminance(colour: QColor) -> float:
    """Relative luminance 0 ... 1 (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
