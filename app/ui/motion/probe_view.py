"""The probed point: its phase over the snippet, and how far it moved, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import digits_font
from app.ui.motion.colour_bar import number
from app.ui.motion.look import BANDS, LEVELS, ORIENTATIONS, plain_above
from app.ui.theme import GRID, SMALL_TEXT_SIZE, Theme, themes
from app.ui.video.time_text import MINUS

CHART = 20 * GRID
ROW = 18
AXIS = 10 * GRID
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
_PALE = 0.4
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_COLOURS = ("text", "warning")
COLUMNS = (("phase", "rad"), ("step", "px of 48"), ("sum", "px of 48"), ("step", "px of video"))
"""Heads of the columns, each with its unit."""
_HEADS = 2
PROBE_HIGH = CHART + 2 * GRID + (_HEADS + 6) * ROW
"""Of chart and table."""
_TIPS = (
    "Phase: its change since the first frame of the snippet. Step: how far the point moved in the "
    "step that is shown, in pixels of the 48-pixel picture and of the video, relative to the head. "
    "Sum: since the first frame. Faint numbers: too little structure to rely on. Chart: phase."
)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """A line of numbers.

    Attributes
    ----------
    name : str
        What it is of.
    phase : float array (N + 1,) or None
        Change of phase since the first frame, radians; None for displacement by all bands.
    steps : float array (N,)
        Displacement of each step, pixels of the 48.
    video : float array (N,)
        The same in pixels of the video.
    reliable : bool array (N,)
        Where it means something.
    level, orientation : int
        For its colour and dash.
    """

    name: str
    phase: Values | None
    steps: Values
    video: Values
    reliable: NDArray[np.bool_]
    level: int = 0
    orientation: int = 0


def probe_rows(probe: object, in_picture: Values, scale: Values) -> tuple[ProbeRow, ...]:
    """The lines of a probe.

    Parameters
    ----------
    probe : models.displacement.Probe
        Of a snippet of N + 1 frames.
    in_picture : float64 array (2, N)
        Its motion in pixels of the video.
    scale : float64 array (N,)
        Pixels of the video for a pixel of the 48.
    """
    rows = []
    for level, orientation in BANDS:
        seen = probe.levels[level]  # type: ignore[attr-defined]
        phase, along = seen.phase[orientation], seen.along[orientation]
        rows.append(
            ProbeRow(
                f"{ORIENTATIONS[orientation]} {LEVELS[level]}",
                phase - phase[0],
                along,
                along * scale,
                seen.along_reliable[orientation],
                level,
                orientation,
            )
        )
    for axis, name in enumerate(("x, all", "y, all")):
        motion = probe.motion[axis]  # type: ignore[attr-defined]
        rows.append(
            ProbeRow(name, None, motion, in_picture[axis], probe.reliable)  # type: ignore[attr-defined]
        )
    return tuple(rows)


class ProbeView(QWidget):
    """A chart of phase over a table of displacements."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ProbeRow, ...] = ()
        self._step, self._fresh = 0, True
        self._hint = "Click a point of the face to see its phase and how far it moves."
        self.setToolTip(_TIPS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Probe")
        themes.changed.connect(self.update)

    def show_rows(self, rows: Sequence[ProbeRow], step: int, *, fresh: bool = True) -> None:
        """Show a probe at a step, pale while it is of another snippet; no rows for none."""
        self._fresh = fresh
        if bool(rows) != bool(self.rows):
            self.updateGeometry()
        self.rows, self._step = tuple(rows), step
        lines = [" ".join((row.name, *texts_of(row, step))) for row in self.rows]
        self.setAccessibleDescription("; ".join(lines) or self._hint)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Chart and table, or a line."""
        return QSize(260, PROBE_HIGH if self.rows else 9 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it."""
        painter, theme = QPainter(self), themes.now
        painter.setFont(digits_font(SMALL_TEXT_SIZE))
        if not self.rows:
            painter.setPen(theme.colour("faint"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._hint)
            return
        painter.setOpacity(1.0 if self._fresh else _PALE)
        paint_probe(painter, QRectF(self.rect()), self.rows, self._step, theme)


def paint_probe(
    painter: QPainter, area: QRectF, rows: Sequence[ProbeRow], step: int, theme: Theme
) -> None:
    """A chart of phase over a table of displacements at a step."""
    painter.setFont(digits_font(SMALL_TEXT_SIZE))
    left, top = area.left() + AXIS, area.top() + GRID
    chart = QRectF(left, top, area.width() - AXIS - 1, CHART - 2 * GRID)
    _paint_chart(painter, chart, rows, step, theme)
    _paint_table(painter, area.adjusted(0, CHART + 2 * GRID, 0, 0), rows, step, theme)


def _paint_chart(
    painter: QPainter, area: QRectF, rows: Sequence[ProbeRow], step: int, theme: Theme
) -> None:
    curves = [row for row in rows if row.phase is not None]
    reached = [float(np.abs(row.phase).max()) for row in curves if row.phase is not None]
    greatest = plain_above(max(0.1, *reached))
    painter.setPen(theme.colour("faint"))
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for value, y in (
        (greatest, area.top()),
        (0.0, area.center().y()),
        (-greatest, area.bottom()),
    ):
        place = QRectF(area.left() - AXIS, y - ROW / 2, AXIS - GRID, ROW)
        painter.drawText(place, flags, number(value))
    painter.drawText(area.adjusted(GRID, -GRID, 0, 0), _TOP_LEFT, "phase, rad")
    count = len(rows[0].steps)

    def at(frame: float, value: float) -> QPointF:
        x = area.left() + frame / count * area.width()
        return QPointF(x, area.center().y() - value / greatest * area.height() / 2)

    painter.setPen(QPen(theme.colour("hairline"), 1))
    painter.drawLine(at(0, 0), at(count, 0))
    shown = QRectF(at(step, greatest), at(min(step + 1, count), -greatest))
    painter.fillRect(shown, theme.colour("overlay"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in curves:
        path = QPainterPath()
        for frame, value in enumerate(row.phase):  # type: ignore[arg-type]
            point = at(frame, float(value))
            path.lineTo(point) if frame else path.moveTo(point)
        painter.setPen(_pen(row, theme))
        painter.drawPath(path)


def _pen(row: ProbeRow, theme: Theme) -> QPen:
    return QPen(theme.colour(_COLOURS[row.orientation]), 1.6, _DASHES[row.level])


def _paint_table(
    painter: QPainter, area: QRectF, rows: Sequence[ProbeRow], step: int, theme: Theme
) -> None:
    left = area.left()
    width = (area.width() - 18 * GRID) / len(COLUMNS)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def cell(column: int, line: int) -> QRectF:
        return QRectF(left + 18 * GRID + column * width, area.top() + line * ROW, width, ROW)

    painter.setPen(theme.colour("faint"))
    for column, head in enumerate(COLUMNS):
        for line, title in enumerate(head):
            painter.drawText(cell(column, line), flags, title)
    for line, row in enumerate(rows, start=_HEADS):
        y = area.top() + line * ROW
        if row.phase is not None:
            painter.setPen(_pen(row, theme))
            painter.drawLine(QPointF(left, y + ROW / 2), QPointF(left + 5 * GRID, y + ROW / 2))
        at = min(step, len(row.steps) - 1)
        painter.setPen(theme.colour("text"))
        name = QRectF(left + 6 * GRID, y, 12 * GRID, ROW)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, row.name)
        painter.setPen(theme.colour("text" if row.reliable[at] else "faint"))
        for column, text in enumerate(texts_of(row, step)):
            painter.drawText(cell(column, line), flags, text)


def texts_of(row: ProbeRow, step: int) -> tuple[str, str, str, str]:
    """The numbers of a line at a step: phase, step, sum, video."""
    step = min(step, len(row.steps) - 1)
    phase = "" if row.phase is None else _signed(float(row.phase[step + 1]))
    return (
        phase,
        _signed(float(row.steps[step])),
        _signed(float(row.steps[: step + 1].sum())),
        _signed(float(row.video[step])),
    )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", MINUS)
