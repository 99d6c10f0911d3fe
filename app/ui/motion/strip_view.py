"""All steps of a snippet, small: a row for each orientation and scale."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.motion.look import BANDS, Look, Pictures
from app.ui.motion.painting import GAP, cell_at, paint_rows, rows_height
from app.ui.theme import themes


class StripView(QWidget):
    """Shows every picture of a snippet, and says which one is wanted large.

    Signals
    -------
    chosen(level, orientation, step)
        A picture was clicked.
    """

    chosen = Signal(int, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Pictures | None = None
        self._look = Look()
        self.setAccessibleName("All steps of the snippet, by orientation and scale")
        self.setToolTip("Motion in X and in Y, at 48 and 24 pixels; click a step to see it large")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.changed.connect(self.update)

    def show_pictures(self, pictures: Pictures | None, look: Look) -> None:
        """Show a snippet as chosen."""
        self._pictures, self._look = pictures, look
        self.update()

    @property
    def _count(self) -> int:
        return self._pictures.count(self._look.shown) if self._pictures else 12

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Four rows of squares."""
        return round(rows_height(width))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as a dock."""
        return QSize(280, self.heightForWidth(280))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still to be told apart."""
        return QSize(180, self.heightForWidth(180))

    def place(self, row: int, step: int) -> QRectF:
        """Where a picture lies."""
        return cell_at(QRectF(self.rect()), row, step)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Names, pictures, and a frame about the one shown large."""
        area = QRectF(self.rect())
        paint_rows(QPainter(self), area, self._pictures, self._look, themes.now)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show one large."""
        self._choose(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Run through them with the button held."""
        self._choose(event)

    def _choose(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._pictures is None:
            return
        for row, band in enumerate(BANDS):
            for step in range(self._count):
                if self.place(row, step).adjusted(0, 0, GAP, GAP).contains(event.position()):
                    self.chosen.emit(*band, step)
                    return
