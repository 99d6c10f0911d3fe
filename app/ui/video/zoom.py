"""Where a picture lies in its widget.

Convention: picture pixels ``(x, y)`` as continuous coordinates of an image, (0, 0) being the upper
left *corner* of the first pixel (face coordinates, whose whole numbers are pixel centres, are half
a pixel off: `CENTRE`). Widget coordinates are Qt's device-independent pixels. A `Placement` is the
picture's scale (widget pixels per picture pixel) and where its upper left corner lies.
"""

from dataclasses import dataclass, replace

CENTRE = 0.5
"""What is added to coordinates whose whole numbers are pixel centres."""

SMALLEST_SHARE = 0.5
"""The picture is never shown smaller than this share of how it fits."""

LARGEST_SCALE = 32.0
"""Widget pixels per picture pixel at most."""

WHEEL_STEP = 1.2
"""Factor of one notch of a wheel."""

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture lies.

    Attributes
    ----------
    scale : float
        Widget pixels per picture pixel, > 0.
    left, top : float
        Of the picture's upper left corner, in widget pixels.
    """

    scale: float
    left: float
    top: float

    def __post_init__(self) -> None:
        """Check that it has a size."""
        if not self.scale > 0:
            raise ValueError(f"scale must be > 0, not {self.scale}")

    def to_picture(self, point: Point) -> Point:
        """The place in the picture under a point of the widget."""
        return (point[0] - self.left) / self.scale, (point[1] - self.top) / self.scale

    def to_widget(self, point: Point) -> Point:
        """The point of the widget at which a place of the picture lies."""
        return self.left + point[0] * self.scale, self.top + point[1] * self.scale


def fitted(picture: Size, widget: Size) -> Placement:
    """As large as it can be with all of it visible, centred."""
    scale = min(widget[0] / picture[0], widget[1] / picture[1]) if min(widget) > 0 else 1.0
    return _centred(picture, widget, scale)


def actual(picture: Size, widget: Size, pixel_ratio: float, about: Placement) -> Placement:
    """One picture pixel on one pixel of the screen, exactly, keeping what is in the middle.

    Parameters
    ----------
    picture, widget : (float, float)
        Width and height.
    pixel_ratio : float
        Screen pixels per widget pixel.
    about : Placement
        Where the picture lies now.
    """
    middle = (widget[0] / 2, widget[1] / 2)
    placed = zoomed(about, picture, widget, 1 / pixel_ratio / about.scale, middle)
    return snapped(replace(placed, scale=1 / pixel_ratio), pixel_ratio)


def snapped(placement: Placement, pixel_ratio: float) -> Placement:
    """With its corner on a whole pixel of the screen."""
    return replace(
        placement,
        left=round(placement.left * pixel_ratio) / pixel_ratio,
        top=round(placement.top * pixel_ratio) / pixel_ratio,
    )


def zoomed(
    placement: Placement, picture: Size, widget: Size, factor: float, about: Point
) -> Placement:
    """Larger by a factor, keeping what lies under a point of the widget there if it can."""
    smallest = SMALLEST_SHARE * fitted(picture, widget).scale
    scale = min(max(placement.scale * factor, smallest), max(LARGEST_SCALE, smallest))
    x, y = placement.to_picture(about)
    return held(Placement(scale, about[0] - x * scale, about[1] - y * scale), picture, widget)


def panned(
    placement: Placement, picture: Size, widget: Size, right: float, down: float
) -> Placement:
    """Moved by so many widget pixels, as far as it may."""
    moved = replace(placement, left=placement.left + right, top=placement.top + down)
    return held(moved, picture, widget)


def held(placement: Placement, picture: Size, widget: Size) -> Placement:
    """Within reach: smaller than the widget it is centred, larger it leaves no margin."""
    return replace(
        placement,
        left=_held_along(placement.left, picture[0] * placement.scale, widget[0]),
        top=_held_along(placement.top, picture[1] * placement.scale, widget[1]),
    )


def _held_along(start: float, length: float, room: float) -> float:
    if length <= room:
        return (room - length) / 2
    return min(max(start, room - length), 0.0)


def _centred(picture: Size, widget: Size, scale: float) -> Placement:
    return Placement(
        scale, (widget[0] - picture[0] * scale) / 2, (widget[1] - picture[1] * scale) / 2
    )
