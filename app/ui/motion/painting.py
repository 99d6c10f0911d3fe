"""The pictures of a snippet on any surface: a step large, and all steps in rows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from app.ui.fonts import digits_font
from app.ui.motion.look import (
    BANDS,
    LEVELS,
    ORIENTATIONS,
    SIDE,
    Look,
    Pictures,
    ground_of,
    place_of,
    source_of,
)
from app.ui.plates import paint_plate
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme
from models.face_regions import REGIONS, Ellipse

LABEL = 9 * GRID
GAP = 1.0
GREATEST_CELL = 48.0
CELLS = 13
"""A row has room for every frame of a snippet."""

Point = tuple[float, float]


def paint_step(
    painter: QPainter,
    area: QRectF,
    pictures: Pictures | None,
    look: Look,
    point: Point | None,
    theme: Theme,
) -> None:
    """One step: ground or face, the picture, outlines, probe.

    Parameters
    ----------
    area : QRectF
        A square.
    point : (float, float), optional
        Where it is probed, pixels of the 48.
    """
    if pictures is None:
        painter.fillRect(area, ground_of(look.shown, theme))
        return
    paint_plate(painter, area, lambda on, to: _paint_pixels(on, to, pictures, look, theme))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.regions:
        _paint_regions(painter, area, theme)
    if point is not None:
        _paint_probe(painter, area, point, theme)


def _paint_pixels(
    painter: QPainter, area: QRectF, pictures: Pictures, look: Look, theme: Theme
) -> None:
    painter.fillRect(area, ground_of(look.shown, theme))
    painter.save()
    painter.setClipRect(area)
    if look.on_face:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        face = pictures.face(look)
        painter.drawImage(area, face, QRectF(face.rect()))
        painter.setOpacity(look.share)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    strip = pictures.strip(look, look.level, look.orientation)
    painter.drawImage(place_of(area, look.level), strip, source_of(strip, pictures.step(look)))
    painter.restore()


def _paint_regions(painter: QPainter, area: QRectF, theme: Theme) -> None:
    outline = regions_path(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("base", 3.0), ("text", 1.2)):
        painter.setPen(QPen(theme.colour(colour, 0.75), width))
        painter.drawPath(outline)


def _paint_probe(painter: QPainter, area: QRectF, point: Point, theme: Theme) -> None:
    unit = area.width() / SIDE
    middle = area.topLeft() + QPointF(point[0] + 0.5, point[1] + 0.5) * unit
    radius = max(1.5 * GRID, unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("base", 4.0), ("text", 1.6)):
        painter.setPen(QPen(theme.colour(colour), width))
        painter.drawEllipse(middle, radius, radius)
        painter.drawPoint(middle)


def regions_path(area: QRectF) -> QPainterPath:
    """The outlines of all regions of the face, laid over the area of the crop."""
    path, side = QPainterPath(), area.width()
    for shapes in REGIONS.values():
        for shape in shapes:
            if isinstance(shape, Ellipse):
                middle = area.topLeft() + QPointF(shape.x, shape.y) * side
                path.addEllipse(middle, shape.half_width * side, shape.half_height * side)
            else:
                corners = [area.topLeft() + QPointF(x, y) * side for x, y in shape.corners]
                path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def cell_of(width: float) -> float:
    """Side of a picture in rows as wide as this."""
    return max(4.0, min((width - LABEL) / CELLS - GAP, GREATEST_CELL))


def rows_height(width: float) -> float:
    """Of four rows of squares."""
    return len(BANDS) * (cell_of(width) + GAP)


def cell_at(area: QRectF, row: int, step: int) -> QRectF:
    """Where a picture lies in the rows of an area."""
    cell = cell_of(area.width())
    left, top = area.left() + LABEL, area.top()
    return QRectF(left + step * (cell + GAP), top + row * (cell + GAP), cell, cell)


def paint_rows(
    painter: QPainter, area: QRectF, pictures: Pictures | None, look: Look, theme: Theme
) -> None:
    """Names of the rows, all pictures, and a frame about the one shown large."""
    own_row = BANDS.index((look.level, look.orientation))
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    for row, (level, orientation) in enumerate(BANDS):
        first = cell_at(area, row, 0)
        painter.setPen(theme.colour("text" if row == own_row else "faint"))
        name = f"{ORIENTATIONS[orientation]} {LEVELS[level]}"
        label = QRectF(area.left(), first.top(), LABEL - GRID, first.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    if pictures is None:
        return
    last = cell_at(area, len(BANDS) - 1, pictures.count(look.shown) - 1)
    whole = QRectF(cell_at(area, 0, 0).topLeft(), last.bottomRight())
    paint_plate(painter, whole, lambda on, to: _paint_cells(on, to, area.width(), pictures, look,
                                                            theme))  # fmt: skip
    frame = cell_at(area, own_row, pictures.step(look)).adjusted(-0.5, -0.5, 0.5, 0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("base", 5.0), ("text", 2.0)):
        painter.setPen(QPen(theme.colour(colour), width))
        painter.drawRect(frame)


def _paint_cells(
    painter: QPainter, area: QRectF, width: float, pictures: Pictures, look: Look, theme: Theme
) -> None:
    """All pictures; ``width`` is that of the rows with their names."""
    dots = painter.device().devicePixelRatioF()
    ground = ground_of(look.shown, theme)
    rows = QRectF(area.left() - LABEL, area.top(), width, area.height())
    for row, (level, orientation) in enumerate(BANDS):
        strip = pictures.strip(look, level, orientation)
        smaller = cell_of(width) * dots < strip.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=smaller)
        for step in range(pictures.count(look.shown)):
            place = cell_at(rows, row, step)
            painter.fillRect(place, ground)
            painter.drawImage(place, strip, source_of(strip, step))
