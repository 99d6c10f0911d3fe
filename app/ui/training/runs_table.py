"""Figures of several runs, a row each."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.training.events import Finished
from app.training.following import FollowedRun
from app.ui.fonts import digits_font, text_font
from app.ui.theme import SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.training.chart_view import colour_of
from app.ui.training.words import NOTHING, ccc_text

_ROW = 20
_NAMES = 0.4
COLUMNS = ("Epochs", "Valence", "Arousal")
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RunsTable(QWidget):
    """Name in the colour of its curve, epochs done, CCC of the best weights on validation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.setAccessibleName("Figures of runs")
        self.setToolTip("Epochs done, and CCC of the best weights on validation")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_runs(self, runs: Sequence[FollowedRun]) -> None:
        """Show other runs."""
        self.rows = tuple((run.name, figures_of(run)) for run in runs)
        self.setAccessibleDescription(
            "; ".join(f"{name}: {', '.join(texts)}" for name, texts in self.rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A heading and a row each."""
        return QSize(280, _ROW * (len(self.rows) + 1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height."""
        return QSize(220, _ROW * (len(self.rows) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names and digits."""
        painter, theme = QPainter(self), themes.now
        names = self.width() * _NAMES
        wide = (self.width() - names) / len(COLUMNS)
        cells = [QRectF(names + k * wide, 0, wide, _ROW) for k in range(len(COLUMNS))]
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        for cell, title in zip(cells, COLUMNS, strict=True):
            painter.drawText(cell, _RIGHT, title)
        for number, (name, texts) in enumerate(self.rows, 1):
            font = text_font(TEXT_SIZE)
            painter.setFont(font)
            painter.setPen(colour_of(f"rater {number - 1}", theme))
            shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, int(names))
            painter.drawText(QRectF(0, number * _ROW, names, _ROW), _LEFT, shown)
            painter.setPen(theme.colour("text"))
            painter.setFont(digits_font(TEXT_SIZE))
            for cell, text in zip(cells, texts, strict=True):
                painter.drawText(cell.translated(0, number * _ROW), _RIGHT, text)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(0, _ROW - 1, self.width(), _ROW - 1)


def figures_of(run: FollowedRun) -> tuple[str, ...]:
    """Epochs, and CCC of valence and arousal of the best weights."""
    course = run.course
    best = course.best(course.stages[-1]) if course.stages else None
    ccc = best.validation if best is not None else {}
    if isinstance(course.end, Finished):
        ccc = course.end.validation
    values = (ccc_text(ccc.get(name)) for name in ("valence", "arousal"))
    return (str(len(course.epochs)) if course.epochs else NOTHING, *values)
