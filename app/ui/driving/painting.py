"""The bars and the faces of an answer, painted; on screen and for figures alike."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.ui.colour_maps import DIVERGING, image_of
from app.ui.driving.explanation import DIMENSIONS, Bar, Explanation
from app.ui.driving.words import UNIT, limit_text, part_text
from app.ui.fonts import digits_font, text_font
from app.ui.theme import SMALL_TEXT_SIZE, Theme
from app.ui.timeline.ticks import time_label
from app.ui.video.time_text import MINUS

LINE, ROW = 18.0, 22.0
_NAMES = 112.0
_GAP = 8.0
_THICK, _THIN = 9.0, 4.0
_COVER = 0.72
"""Opacity of the largest change over the face; none is clear."""
_BAR_HIGH = 8.0
_ROOM_FOR_ZERO = 86.0
"""Width of a column from which the ends of its axis leave room between them."""
_STRIP = 44.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def title_of(dimension: str) -> str:
    """A dimension at the head of a column."""
    return f"{dimension[:1].upper()}{dimension[1:]}"


# The face.


def faces_height(found: Explanation, width: float) -> float:
    """What the faces take: a heading, one or two rows of them, the scale of colours."""
    rows = 1 if found.check is None else 2
    return LINE + rows * (_side(width) + LINE) + _BAR_HIGH + LINE + 4


def _side(width: float) -> float:
    return min((width - _GAP) / 2, 220.0)


def paint_faces(painter: QPainter, area: QRectF, found: Explanation, theme: Theme) -> None:
    """The aligned face with its regions coloured, for each dimension; below, shuffled weights."""
    side, top = _side(area.width()), area.top() + LINE
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    places = [QRectF(area.left() + k * (side + _GAP), top, side, side) for k in (0, 1)]
    for place, dimension in zip(places, DIMENSIONS, strict=True):
        painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
        painter.setPen(theme.colour(dimension))
        painter.drawText(place.translated(0, -LINE).adjusted(0, 0, 0, LINE - side), _LEFT,
                         title_of(dimension))  # fmt: skip
        _paint_face(painter, place, found, _map_of(found, dimension, shuffled=False), theme)
    _say(painter, QRectF(area.left(), top + side, area.width(), LINE), found.label, theme)
    if found.check is not None:
        top += side + LINE
        for place, dimension in zip(places, DIMENSIONS, strict=True):
            shifted = place.translated(0, side + LINE)
            _paint_face(painter, shifted, found, _map_of(found, dimension, shuffled=True), theme)
        said = f"Check: mean of {found.check.networks} with shuffled weights, scaled"
        _say(painter, QRectF(area.left(), top + side, area.width(), LINE), said, theme)
    _paint_scale(painter, QRectF(area.left(), top + side + LINE + 2, 2 * side + _GAP, _BAR_HIGH),
                 found.limit, theme)  # fmt: skip


def _map_of(found: Explanation, dimension: str, *, shuffled: bool) -> np.ndarray:
    size = next((mask.shape[0] for mask in found.masks.values()), 1)
    values = np.full((size, size), np.nan)
    for bar in found.regions:
        change = bar.shuffled_of(dimension) if shuffled else bar.of(dimension)
        if bar.part in found.masks and change is not None:
            values[found.masks[bar.part]] = change
    return values


def _paint_face(
    painter: QPainter, place: QRectF, found: Explanation, values: np.ndarray, theme: Theme
) -> None:
    painter.fillRect(place, theme.colour("overlay"))
    if found.face is not None:
        side = found.face.shape[0]
        grey = np.ascontiguousarray(found.face.mean(axis=2).astype(np.uint8))
        image = QImage(grey.tobytes(), side, side, side, QImage.Format.Format_Grayscale8)
        painter.drawImage(place, image)
    limit = found.limit
    cover = np.where(np.isnan(values), 0.0, _COVER * np.minimum(np.abs(values) / limit * 2, 1))
    painter.drawImage(place, image_of(values, (-limit, limit), DIVERGING, alpha=cover))


def _paint_scale(painter: QPainter, bar: QRectF, limit: float, theme: Theme) -> None:
    share = np.linspace(-1.0, 1.0, 255)[None, :]
    painter.drawImage(bar, image_of(share, (-1.0, 1.0), DIVERGING))
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    words = QRectF(bar.left(), bar.bottom() + 1, bar.width(), LINE)
    painter.drawText(words, _LEFT, f"{MINUS}{limit_text(limit)}")
    painter.drawText(words, _MIDDLE, f"{UNIT} when hidden")
    painter.drawText(words, _RIGHT, f"+{limit_text(limit)}")


# The bars.


def bars_height(found: Explanation) -> float:
    """A heading, a line for each region and stream, captions, and the axis."""
    groups = [bars for bars in (found.regions, found.streams) if bars]
    return LINE + sum(LINE + ROW * len(bars) for bars in groups) + 2 * LINE


def columns_of(area: QRectF) -> tuple[QRectF, QRectF]:
    """Where the bars of arousal and of valence lie, without their height."""
    wide = (area.width() - _NAMES - 2 * _GAP) / 2
    first = QRectF(area.left() + _NAMES, area.top(), wide, area.height())
    return first, first.translated(wide + 2 * _GAP, 0)


def rows_of(found: Explanation, top: float) -> list[tuple[Bar, float]]:
    """Each bar with the top of its line."""
    placed, at = [], top + LINE
    for bars in (found.regions, found.streams):
        at += LINE if bars else 0
        for bar in bars:
            placed.append((bar, at))
            at += ROW
    return placed


def paint_bars(painter: QPainter, area: QRectF, found: Explanation, theme: Theme) -> None:
    """A line for each part: what is lost without it, and below, thin, with shuffled weights."""
    columns, placed = columns_of(area), rows_of(found, area.top())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_heads(painter, columns, theme)
    groups = ((found.regions, "Region hidden"), (found.streams, "Stream removed"))
    first = {id(bars[0]): text for bars, text in groups if bars}
    bottom = placed[-1][1] + ROW if placed else area.top() + LINE
    for column in columns:
        _paint_axis(painter, column, bottom, found.limit, theme)
    for bar, top in placed:
        if id(bar) in first:
            _say(painter, QRectF(area.left(), top - LINE, _NAMES, LINE), first[id(bar)], theme)
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(area.left(), top, _NAMES - 4, ROW), _LEFT, part_text(bar.part))
        for column, dimension in zip(columns, DIMENSIONS, strict=True):
            _paint_bar(painter, column, top, bar, dimension, found.limit, theme)
    _paint_key(painter, QRectF(area.left(), bottom + LINE, area.width(), LINE), found, theme)


def _paint_heads(painter: QPainter, columns: tuple[QRectF, QRectF], theme: Theme) -> None:
    painter.setFont(text_font(SMALL_TEXT_SIZE, bold=True))
    for column, dimension in zip(columns, DIMENSIONS, strict=True):
        painter.setPen(theme.colour(dimension))
        painter.drawText(QRectF(column.left(), column.top(), column.width(), LINE), _MIDDLE,
                         title_of(dimension))  # fmt: skip


def _paint_axis(
    painter: QPainter, column: QRectF, bottom: float, limit: float, theme: Theme
) -> None:
    painter.setPen(QPen(theme.colour("hairline"), 1))
    top = column.top() + LINE
    for share in (0.0, 1.0):
        x = column.left() + share * column.width()
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.setPen(QPen(theme.colour("faint"), 1))
    painter.drawLine(QPointF(column.center().x(), top), QPointF(column.center().x(), bottom))
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    words = QRectF(column.left(), bottom, column.width(), LINE)
    painter.drawText(words, _LEFT, f"{MINUS}{limit_text(limit)}")
    if column.width() > _ROOM_FOR_ZERO:
        painter.drawText(words, _MIDDLE, "0")
    painter.drawText(words, _RIGHT, f"+{limit_text(limit)}")


def _paint_bar(
    painter: QPainter,
    column: QRectF,
    top: float,
    bar: Bar,
    dimension: str,
    limit: float,
    theme: Theme,
) -> None:
    half, zero = column.width() / 2, column.center().x()
    y = top + 3
    painter.fillRect(_span(zero, half * bar.of(dimension) / limit, y, _THICK),
                     theme.colour(dimension))  # fmt: skip
    shuffled = bar.shuffled_of(dimension)
    if shuffled is not None:
        painter.fillRect(_span(zero, half * shuffled / limit, y + _THICK + 2, _THIN),
                         theme.colour("faint"))  # fmt: skip


def _span(zero: float, wide: float, y: float, high: float) -> QRectF:
    # A hair for what is all but nothing, so that it is seen to have been asked.
    wide = wide if abs(wide) >= 1 else (1.0 if wide >= 0 else -1.0)
    return QRectF(min(zero, zero + wide), y, abs(wide), high)


def _paint_key(painter: QPainter, line: QRectF, found: Explanation, theme: Theme) -> None:
    middle = line.center().y()
    half = QColor(theme.text)
    painter.fillRect(QRectF(line.left(), middle - _THICK / 2, 16, _THICK), half)
    painter.setFont(text_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    painter.drawText(line.adjusted(22, 0, 0, 0), _LEFT, "these weights")
    if found.check is not None:
        painter.fillRect(QRectF(line.left() + 112, middle - _THIN / 2, 16, _THIN),
                         theme.colour("faint"))  # fmt: skip
        painter.drawText(line.adjusted(134, 0, 0, 0), _LEFT, "shuffled weights, scaled")


# Time.


def pieces_height(found: Explanation) -> float:
    """A caption, a strip for each dimension, and times."""
    return LINE + 2 * (_STRIP + 4) + LINE if found.pieces else 0.0


def paint_pieces(painter: QPainter, area: QRectF, found: Explanation, theme: Theme) -> None:
    """For each piece of time what is lost without it, over time; what was asked is shaded."""
    if not found.pieces:
        return
    edges = [bar.seconds for bar in found.pieces if bar.seconds is not None]
    start, end, limit = edges[0][0], edges[-1][1], found.limit_of_pieces
    per_second = area.width() / max(end - start, 1e-9)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _say(painter, QRectF(area.left(), area.top(), area.width(), LINE), "Piece of time removed",
         theme)  # fmt: skip
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    painter.drawText(QRectF(area.left(), area.top(), area.width(), LINE), _RIGHT,
                     f"\N{PLUS-MINUS SIGN}{limit_text(limit)}")  # fmt: skip
    top = area.top() + LINE
    for dimension in DIMENSIONS:
        strip = QRectF(area.left(), top, area.width(), _STRIP)
        painter.fillRect(strip, theme.colour("overlay"))
        first, last = found.seconds
        left = strip.left() + (first - start) * per_second
        wide = max((last - first) * per_second, 1.5)
        painter.fillRect(QRectF(left, top, wide, _STRIP), theme.colour("accent", 0.35))
        zero = strip.center().y()
        for bar in found.pieces:
            if bar.seconds is not None:
                x = strip.left() + (bar.seconds[0] - start) * per_second
                across = (bar.seconds[1] - bar.seconds[0]) * per_second
                high = bar.of(dimension) / limit * (_STRIP / 2 - 2)
                painter.fillRect(QRectF(x + 0.5, min(zero, zero - high), max(across - 1, 1.0),
                                        max(abs(high), 1.0)), theme.colour(dimension))  # fmt: skip
        painter.setPen(QPen(theme.colour("faint"), 1))
        painter.drawLine(QPointF(strip.left(), zero), QPointF(strip.right(), zero))
        top += _STRIP + 4
    words = QRectF(area.left(), top, area.width(), LINE)
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    painter.drawText(words, _LEFT, time_label(start))
    painter.drawText(words, _RIGHT, time_label(end))


def _say(painter: QPainter, line: QRectF, text: str, theme: Theme) -> None:
    painter.setFont(text_font(SMALL_TEXT_SIZE))
    painter.setPen(theme.colour("faint"))
    painter.drawText(line, _LEFT, text)
