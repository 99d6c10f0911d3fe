"""What can be printed: a painting of any width, and the sheet it is painted on.

Convention: figures paint in logical pixels, the unit of the window, so that text and lines have
their size whatever the sheet; the sheet says how many points one logical pixel is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.ui.theme import SMALL_TEXT_SIZE, Theme

POINTS_PER_CM = 72 / 2.54
LEAST_WIDTH, MOST_WIDTH = 3.0, 60.0
"""Centimetres."""
NOTE_HIGH = 18.0
"""Logical pixels."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A view that can be painted anywhere.

    Attributes
    ----------
    name : str
        Tells it apart, and stands in names of files.
    title : str
        For people.
    height_for : callable
        Its height for a width, both in logical pixels.
    paint : callable
        Paints it into an area with the colours of a theme; long work gives an iterable, whose steps
        are the slices of the work.
    own_width : float
        Logical pixels at which it looks as on screen.
    least_width : float
        Logical pixels below which it is drawn smaller instead, where figures stand side by side.
    as_on_screen : bool
        Whether it keeps the theme of the window, whatever theme is asked for.
    """

    name: str
    title: str
    height_for: Callable[[float], float]
    paint: Callable[[QPainter, QRectF, Theme], Iterable[None] | None]
    own_width: float = 380.0
    least_width: float = 240.0
    as_on_screen: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a figure is painted on.

    Attributes
    ----------
    width_cm : float
        Its width.
    text_pt : float
        Size of the small text of figures, in points.
    dpi : int
        Dots per inch, for pictures of dots.
    note : str
        A line below the figure, such as the label of weights that were not validated.
    """

    width_cm: float = 8.5
    text_pt: float = 7.0
    dpi: int = 300
    note: str = ""

    def __post_init__(self) -> None:
        """Check that something can be painted on it."""
        if not LEAST_WIDTH <= self.width_cm <= MOST_WIDTH:
            raise ValueError(f"a figure is {LEAST_WIDTH} to {MOST_WIDTH} cm wide")
        if not 3 <= self.text_pt <= 72 or not 30 <= self.dpi <= 2400:
            raise ValueError("text has 3 to 72 points, and an inch 30 to 2400 dots")

    @property
    def points_per_pixel(self) -> float:
        """Points of a logical pixel."""
        return self.text_pt / SMALL_TEXT_SIZE

    @property
    def width(self) -> float:
        """Its width in logical pixels."""
        return self.width_cm * POINTS_PER_CM / self.points_per_pixel

    @property
    def dots_per_pixel(self) -> float:
        """Dots of a logical pixel."""
        return self.points_per_pixel / 72 * self.dpi

    def area(self, figure: Figure) -> QRectF:
        """Where a figure lies on it, logical pixels."""
        return QRectF(0, 0, self.width, max(1.0, figure.height_for(self.width)))

    def page(self, figure: Figure) -> QRectF:
        """All of it: the figure, and the note below."""
        return self.area(figure).adjusted(0, 0, 0, NOTE_HIGH if self.note else 0)

    def size_cm(self, figure: Figure) -> tuple[float, float]:
        """Width and height."""
        height = self.page(figure).height() * self.points_per_pixel / POINTS_PER_CM
        return self.width_cm, height

    def size_dots(self, figure: Figure) -> tuple[int, int]:
        """Width and height of a picture of dots."""
        area = self.page(figure)
        return (
            max(1, round(area.width() * self.dots_per_pixel)),
            max(1, round(area.height() * self.dots_per_pixel)),
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """A size by its use."""

    title: str
    width_cm: float
    text_pt: float


PRESETS = (
    Preset("Single column, 8.5 cm", 8.5, 7.0),
    Preset("Double column, 17.5 cm", 17.5, 7.0),
    Preset("Slide, 33.9 cm", 33.9, 14.0),
)
"""Columns as most journals have them; a slide of 16 to 9."""
