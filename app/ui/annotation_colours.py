"""The colours of annotations: the rater's, unless somebody chose another."""

from PySide6.QtGui import QColor

from app.core.document import Document, TrackHead
from app.ui.theme import DARK, LIGHT, Theme

CHOICES = (
    *LIGHT.raters,
    "#8A7A00",
    "#6A5ACD",
    "#AA4466",
    "#7F7F7F",
)
"""Offered for a track; the first ones are the raters', and follow the theme."""


def colour_of(document: Document, head: TrackHead, theme: Theme) -> QColor:
    """The colour of a track's curve or segments.

    Parameters
    ----------
    document : Document
        Its raters get the theme's colours in the order in which they appear.
    head : TrackHead
        With a colour of its own, or none.
    theme : Theme
        The one in use.
    """
    if head.colour:
        return themed(head.colour, theme)
    raters = list(dict.fromkeys(track.head.rater for track in document))
    number = raters.index(head.rater) if head.rater in raters else len(raters)
    return QColor(theme.raters[number % len(theme.raters)])


def themed(colour: str, theme: Theme) -> QColor:
    """A colour that was chosen, as a theme shows it; a rater's has a form for each theme."""
    for palette in (LIGHT.raters, DARK.raters):
        if colour.upper() in palette:
            return QColor(theme.raters[palette.index(colour.upper())])
    return QColor(colour)
