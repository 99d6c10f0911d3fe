"""The affect plane to look at: where a recording stayed, came from, and is.

What stays the same while the playhead moves is painted once into a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.affect_plane import Course, Shares
from app.core.scheme import DimensionScheme
from app.session.affect_courses import Source
from app.ui.plane import painting
from app.ui.rating.geometry import Axis, across, place, square
from app.ui.rating.plane_frame import paint_corners, paint_ends, paint_ground, paint_lines
from app.ui.theme import Theme, themes
from app.ui.video.time_text import clock_text, signed_text

_SIDE = 10.0
_BAR, _LYING, _UPRIGHT = 8.0, 34.0, 64.0
"""Thickness of the scale of the density, and what it takes when it lies below, or stands beside."""
PLAIN = (
    DimensionScheme("valence", -1.0, 1.0, "unpleasant", "pleasant"),
    DimensionScheme("arousal", -1.0, 1.0, "calm", "excited"),
)
"""The axes: always the scale of predictions."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaneScene:
    """What is there to be seen.

    Attributes
    ----------
    predicted, annotated : Course or None
        Over the same frames.
    source : Source
        Whose density and shares are shown.
    rater : str
        ``"#RRGGBB"``, the colour of the annotation, or empty.
    axes : (DimensionScheme, DimensionScheme)
        To the right and upwards, on the scale of predictions.
    """

    predicted: Course | None = None
    annotated: Course | None = None
    source: Source = Source.PREDICTED
    rater: str = ""
    axes: tuple[DimensionScheme, DimensionScheme] = PLAIN

    @property
    def main(self) -> Course | None:
        """The one whose density is shown, and where clicks go."""
        return self.predicted if self.source is Source.PREDICTED else self.annotated

    @property
    def courses(self) -> tuple[tuple[Course, bool], ...]:
        """Those that are there, each with whether it was annotated; the main one last."""
        both = ((self.predicted, False), (self.annotated, True))
        ordered = both if self.source is Source.ANNOTATED else both[::-1]
        return tuple((course, made) for course, made in ordered if course is not None)


class AffectView(QWidget):
    """The plane; it shows and says where was clicked, and changes nothing.

    Signals
    -------
    frameRequested(frame)
        The moment nearest to where was clicked or dragged to.
    """

    frameRequested = Signal(int)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Affect plane")
        self.scene = PlaneScene()
        self.frame = 0
        self.trail_seconds = 5.0
        self.with_density = True
        self.near: int | None = None
        self.densest = 0.0
        self.shares: Shares | None = None
        self.repaints = 0
        self._density: QImage | None = None
        self._picture: QPixmap | None = None
        self._words = QPixmap()
        self._painted_for: object = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A plane one can read."""
        return QSize(290, 300)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still a plane."""
        return QSize(140, 140)

    def show_scene(self, scene: PlaneScene) -> None:
        """Show other values."""
        if scene.main is not self.scene.main:
            main = scene.main
            self.shares = main.shares() if main is not None else None
            self._density, self.densest = None, 0.0
            if main is not None and self.shares is not None:
                self._density, self.densest = painting.density_image(main.density())
        self.scene, self.near = scene, None
        self._redraw()

    def show_frame(self, frame: int) -> None:
        """The playhead is elsewhere."""
        if frame != self.frame:
            self.frame = frame
            self.update()

    def show_trail(self, seconds: float) -> None:
        """Show more of the past, or less."""
        self.trail_seconds = seconds
        self.update()

    def show_density(self, with_density: bool) -> None:
        """Show where it stayed, or not."""
        self.with_density = with_density
        self._redraw()

    # Where things are.

    def shape(self, room: QRectF | None = None) -> tuple[QRectF, tuple[Axis, Axis]]:
        """The square of the plane, and its axes; in the widget, if no other room is given."""
        room = QRectF(self.rect()) if room is None else room
        beside, below = (_UPRIGHT, 0.0) if _stands(room) else (0.0, _LYING)
        area = square(room, _SIDE, _SIDE, _SIDE + beside, _SIDE + below)
        return area, across(area, *self.scene.axes)

    def _bar(self, area: QRectF, room: QRectF) -> QRectF:
        if _stands(room):
            return QRectF(area.right() + 2 * _SIDE, area.top(), _BAR, area.height())
        return QRectF(area.left(), area.bottom() + _SIDE, area.width(), _BAR)

    def frame_at(self, at: QPointF) -> int | None:
        """The moment nearest to a place."""
        main, (_, (right, up)) = self.scene.main, self.shape()
        if main is None:
            return None
        return main.nearest(right.value(at.x()), up.value(at.y()), self.frame)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the nearest moment."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say which moment is near; go there while dragging."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())
            return
        near = self.frame_at(event.position()) if self._within(event.position()) else None
        if near != self.near:
            self.near = near
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is near any more."""
        self.near = None
        self.update()

    def _go(self, at: QPointF) -> None:
        frame = self.frame_at(at)
        self.near = None
        if frame is not None:
            self.frameRequested.emit(frame)

    def _within(self, at: QPointF) -> bool:
        area, _ = self.shape()
        return area.adjusted(-_SIDE, -_SIDE, _SIDE, _SIDE).contains(at)

    # Painting.

    def _redraw(self, *_: object) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Blit what stays; draw what moves."""
        wanted = (self.size(), self.devicePixelRatioF())
        if self._picture is None or wanted != self._painted_for:
            self._picture, self._painted_for = self._ground(themes.now), wanted
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_trails(painter, themes.now, QRectF(self.rect()))
        painter.drawPixmap(0, 0, self._words)  # over the trails, which would run through them
        self._paint_points(painter, themes.now, QRectF(self.rect()))

    def _ground(self, theme: Theme) -> QPixmap:
        self.repaints += 1
        room = QRectF(self.rect())
        self._words = self._painted(
            Qt.GlobalColor.transparent, lambda on: self._paint_words(on, theme, room)
        )
        return self._painted(theme.colour("base"), lambda on: self._paint_still(on, theme, room))

    def _painted(
        self, ground: QColor | Qt.GlobalColor, paint: Callable[[QPainter], object]
    ) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(ground)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint(painter)
        painter.end()
        return picture

    def paint_figure(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Paint the plane as it is now, without the cursor's, into an area."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_still(painter, theme, area)
        self._paint_trails(painter, theme, area)
        self._paint_words(painter, theme, area)
        near, self.near = self.near, None
        self._paint_points(painter, theme, area)
        self.near = near

    def _paint_still(self, painter: QPainter, theme: Theme, room: QRectF) -> None:
        area, axes = self.shape(room)
        paint_ground(painter, area, theme)
        if self._density is not None and self.with_density:
            painter.drawImage(area, self._density)
            painting.paint_scale(painter, self._bar(area, room), self.densest, theme)
        paint_lines(painter, area, axes, theme)

    def _paint_words(self, painter: QPainter, theme: Theme, room: QRectF) -> None:
        area, axes = self.shape(room)
        words = painting.quadrant_words(self.shares, area.width())
        paint_corners(painter, area, theme, words)
        paint_ends(painter, area, axes, theme, inside=True)

    def _paint_trails(self, painter: QPainter, theme: Theme, room: QRectF) -> None:
        _, axes = self.shape(room)
        for course, annotated in self._here() if self.trail_seconds > 0 else ():
            trail = course.trail(self.frame, self.trail_seconds)
            painting.draw_trail(painter, trail, axes, self._colour(annotated, theme), theme)

    def _paint_points(self, painter: QPainter, theme: Theme, room: QRectF) -> None:
        area, axes = self.shape(room)
        points = [
            (place(axes, now), annotated)
            for course, annotated in self._here()
            if (now := course.at(self.frame)) is not None
        ]
        if len(points) == 2:
            painting.draw_joint(painter, points[0][0], points[1][0], theme)
        for at, annotated in points:
            colour = self._colour(annotated, theme)
            painting.draw_point(painter, at, colour, theme, annotated=annotated)
        self._paint_near(painter, area, axes, theme)

    def _here(self) -> list[tuple[Course, bool]]:
        """Courses that have the frame, and whether somebody annotated them."""
        return [each for each in self.scene.courses if 0 <= self.frame < each[0].seconds.size]

    def _paint_near(
        self, painter: QPainter, area: QRectF, axes: tuple[Axis, Axis], theme: Theme
    ) -> None:
        main = self.scene.main
        point = main.at(self.near) if main is not None and self.near is not None else None
        if main is None or self.near is None or point is None:
            return
        when = clock_text(float(main.seconds[self.near]))
        text = f"{when}   valence {signed_text(point[0])}  arousal {signed_text(point[1])}"
        painting.draw_near(painter, place(axes, point), text, QRectF(self.rect()), theme)

    def _colour(self, annotated: bool, theme: Theme) -> QColor:
        return QColor(self.scene.rater) if annotated and self.scene.rater else theme.colour("text")


def _stands(room: QRectF) -> bool:
    """Whether the scale has room beside the plane rather than below."""
    return room.width() - room.height() >= _UPRIGHT - _LYING
