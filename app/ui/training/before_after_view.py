"""Before and after: CCC of the old and the new weights on what was held out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.fonts import digits_font, text_font
from app.ui.icons import tint
from app.ui.panels.parts import caption, chooser, note
from app.ui.theme import GRID, SMALL_TEXT_SIZE, TEXT_SIZE, themes
from app.ui.training.words import ccc_text

_ROW = 20
_COLUMNS = ("Before", "After", "Change")
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Figures of one recording.

    Attributes
    ----------
    recording : str
        For people.
    before, after : mapping of str to float or None
        CCC by dimension; None where it is not defined.
    frames : int
        Held-out frames with a label and both predictions.
    part : str
        What they were held out for: ``"validation"`` or ``"test"``.
    titles : (str, str)
        The weights of before and of after, for people.
    """

    recording: str
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]
    frames: int
    part: str
    titles: tuple[str, str]

    @property
    def text(self) -> str:
        """What was measured, one sentence."""
        return (
            f"CCC on {self.frames} held-out frames ({self.part}) of {self.recording}: "
            f"{self.titles[0]} against {self.titles[1]}. Both are on the timeline."
        )


class BeforeAfterView(QWidget):
    """A held-out recording to choose, a button, the figures.

    Signals
    -------
    requested(name)
        The figures of a held-out recording are wanted.
    """

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recordings = chooser("Held-out recording", "A recording that was not learnt from")
        self.ask = QPushButton(" Before and after")  # the space keeps icon and word apart
        self.ask.setToolTip("Read it with the weights of before and with the new ones")
        self.ask.setAccessibleName("Before and after")
        tint(self.ask, "compare")
        self.figures, self.said = _Figures(), note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(caption("Before and after on held-out frames", self.recordings))
        for widget in (self.recordings, self.ask, self.figures, self.said):
            column.addWidget(widget)
        self.ask.clicked.connect(lambda: self.requested.emit(self.recordings.currentData()))
        self.show_recordings(())
        self.show_figures(None)

    def show_recordings(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer held-out recordings: their name in the run, and for people."""
        before = self.recordings.currentData()
        self.recordings.clear()
        for name, text in names:
            self.recordings.addItem(text, name)
        self.recordings.setCurrentIndex(max(0, self.recordings.findData(before)))
        self.recordings.setEnabled(bool(names))
        self.ask.setEnabled(bool(names))

    def show_figures(self, found: BeforeAfter | None, said: str = "") -> None:
        """Show figures, or what is to be said in their place."""
        self.figures.show_figures(found)
        text = said or (found.text if found is not None else "")
        self.said.setText(text)
        self.said.setVisible(bool(text))


class _Figures(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.found: BeforeAfter | None = None
        self.setAccessibleName("CCC before and after")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_figures(self, found: BeforeAfter | None) -> None:
        self.found = found
        self.setVisible(found is not None)
        self.setAccessibleDescription(
            "; ".join(f"{name}: {', '.join(texts)}" for name, texts in self.rows)
        )
        self.update()

    @property
    def rows(self) -> list[tuple[str, tuple[str, str, str]]]:
        if self.found is None:
            return []
        rows = []
        for name in ("valence", "arousal"):
            before, after = self.found.before.get(name), self.found.after.get(name)
            change = None if before is None or after is None else after - before
            rows.append((name, (ccc_text(before), ccc_text(after), ccc_text(change))))
        return rows

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(280, 3 * _ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(220, 3 * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, theme = QPainter(self), themes.now
        names = self.width() * 0.28
        wide = (self.width() - names) / 3
        cells = [QRectF(names + k * wide, 0, wide, _ROW) for k in range(3)]
        painter.setFont(text_font(SMALL_TEXT_SIZE))
        painter.setPen(theme.colour("faint"))
        for cell, title in zip(cells, _COLUMNS, strict=True):
            painter.drawText(cell, _RIGHT, title)
        for number, (name, texts) in enumerate(self.rows, 1):
            painter.setFont(text_font(TEXT_SIZE))
            painter.setPen(theme.colour(name))
            painter.drawText(QRectF(0, number * _ROW, names, _ROW), _LEFT, name)
            painter.setPen(theme.colour("text"))
            painter.setFont(digits_font(TEXT_SIZE))
            for cell, text in zip(cells, texts, strict=True):
                painter.drawText(cell.translated(0, number * _ROW), _RIGHT, text)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(0, _ROW - 1, self.width(), _ROW - 1)
