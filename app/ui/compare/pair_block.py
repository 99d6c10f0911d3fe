"""One dimension of the Compare dock: what is compared, its figures, and what must be said."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.session.comparing import Comparing
from app.ui.compare.figures_table import FiguresTable
from app.ui.compare.words import annotation_text, lacks_text, missing_text, range_text
from app.ui.panels.parts import WarningNote, caption, chooser, note
from app.ui.theme import GRID


class PairBlock(QWidget):
    """Shows a pair and lets others be chosen.

    Signals
    -------
    predictionChosen(dimension, key), annotationChosen(dimension, id)
        Another curve is to be compared.
    """

    predictionChosen = Signal(str, object)  # noqa: N815 - Qt's way of naming
    annotationChosen = Signal(str, str)  # noqa: N815

    def __init__(self, dimension: str, comparing: Comparing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimension, self._comparing = dimension, comparing
        title = dimension[:1].upper() + dimension[1:]
        self.predictions = chooser(f"Prediction of {dimension}", "The prediction to compare")
        self.annotations = chooser(f"Annotation of {dimension}", "The annotation to compare")
        for box in (self.predictions, self.annotations):
            box.setMinimumContentsLength(5)  # two beside each other, and a scroll bar
        self.table = FiguresTable(f"Agreement on {dimension}")
        self.caution, self.said = WarningNote(""), note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.predictions, 1)
        row.addWidget(self.annotations, 1)
        column.addWidget(caption(title))
        column.addLayout(row)
        column.addWidget(self.caution)
        column.addWidget(self.table)
        column.addWidget(self.said)
        self.predictions.activated.connect(
            lambda _: self.predictionChosen.emit(dimension, self.predictions.currentData())
        )
        self.annotations.activated.connect(
            lambda _: self.annotationChosen.emit(dimension, self.annotations.currentData())
        )

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The figures of what is in view, and of the whole."""
        return self.table.texts

    def follow(self) -> None:
        """Other curves may be chosen, or are."""
        comparing, dimension = self._comparing, self.dimension
        prediction, annotation = comparing.prediction(dimension), comparing.annotation(dimension)
        rated = [] if comparing.blind else comparing.annotations(dimension)
        _fill(
            self.predictions,
            [(each.label, each.key) for each in comparing.predictions(dimension)],
            prediction.key if prediction is not None else None,
        )
        _fill(
            self.annotations,
            [(annotation_text(each), each.head.id) for each in rated],
            annotation.head.id if annotation is not None else None,
        )
        pair = comparing.pair(dimension)
        caution = pair.prediction.caution if pair is not None else ""
        self.caution.setText(f"{caution[:1].upper()}{caution[1:]}")
        self.caution.setVisible(bool(caution))
        self.table.setVisible(pair is not None)

    def show_stretch(self, first: int, stop: int) -> None:
        """Other frames are visible; as often as one scrolls, so only what changed is drawn."""
        comparing = self._comparing
        pair = comparing.pair(self.dimension)
        if pair is None:
            text = missing_text(comparing, self.dimension)
        else:
            visible = comparing.agreement(self.dimension, first, stop)
            whole = comparing.agreement(self.dimension)
            self.table.show_figures(visible, whole)
            text = " ".join(filter(None, (lacks_text(visible, whole), range_text(pair))))
        if text != self.said.text():
            self.said.setText(text)
            self.said.setVisible(bool(text))


def _fill(box: QComboBox, rows: Iterable[tuple[str, object]], chosen: object) -> None:
    """Offer rows and choose one; what is there already is left alone."""
    rows = list(rows)
    if rows != [(box.itemText(k), box.itemData(k)) for k in range(box.count())]:
        box.clear()
        for text, what in rows:
            box.addItem(text, what)
            # Beside each other they are narrow.
            box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(next((k for k, row in enumerate(rows) if row[1] == chosen), -1))
    box.setVisible(bool(rows))
    box.setToolTip(box.currentText())
