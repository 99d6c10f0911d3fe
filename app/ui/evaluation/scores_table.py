"""The comparison as a table: a row for each weights file and dimension."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.core.evaluation.scores import DimensionScores
from app.core.evaluation.subject_sums import FIGURE_NAMES
from app.training.evaluation.results import Evaluation
from app.training.evaluation.words import MEANINGS, TITLES, interval_text, number, remark, remarks
from app.ui.fonts import digits_font
from app.ui.theme import GRID

_ROW_HEIGHT = 11 * GRID
_ROWS_SHOWN = 6
_NARROWEST_NAME = 120
_FIXED = ("Weights", "Dimension")
_HEADINGS = {
    "concordance": "CCC,\nall together",
    "mean_concordance": "CCC, mean of\nrecordings",
    "pearson": "Pearson r",
    "error": "RMSE",
    "sign_agreement": "Sign\nagreement",
}


class ScoresTable(QTableWidget):
    """Figures with their intervals under them.

    Signals
    -------
    weightsChosen(number)
        The weights of the current row, from 0.
    """

    weightsChosen = Signal(int)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        headings = [*_FIXED, *(_HEADINGS[name] for name in FIGURE_NAMES), "Values"]
        super().__init__(0, len(headings), parent)
        self.setAccessibleName("Figures of the evaluation")
        self.setHorizontalHeaderLabels(headings)
        self.setWordWrap(False)
        for column, name in enumerate(FIGURE_NAMES, len(_FIXED)):
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setToolTip(f"{TITLES[name]}: {MEANINGS[name]}")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST_NAME // 2)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(lambda row, *_: self._tell(row))

    def show_evaluation(self, found: Evaluation) -> None:
        """Fill it."""
        rows = [
            (weights.facts.name, scores)
            for weights in found.weights
            for scores in weights.scores.dimensions
        ]
        self.setRowCount(len(rows))
        counted = self.horizontalHeaderItem(self.columnCount() - 1)
        if counted is not None:
            counted.setText(found.values.capitalize())
        shown = min(len(rows), _ROWS_SHOWN) * _ROW_HEIGHT
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown + GRID)
        for row, (name, scores) in enumerate(rows):
            self._fill(row, name, scores)
        if rows:
            self.setCurrentCell(0, 0)

    def _fill(self, row: int, name: str, scores: DimensionScores) -> None:
        self._put(row, 0, name, name, left=True)
        self._put(row, 1, scores.dimension, "; ".join(remarks(scores)), left=True)
        for column, figure in enumerate(FIGURE_NAMES, len(_FIXED)):
            score = scores.scores[figure]
            around = interval_text(score)
            text = f"{number(score.value)}\n{around}" if around else number(score.value)
            self._put(row, column, text, remark(score))
        self._put(row, self.columnCount() - 1, str(scores.values), "")

    def _put(self, row: int, column: int, text: str, tip: str, *, left: bool = False) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(tip)
        item.setFont(digits_font())
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, column, item)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.weightsChosen.emit(row // 2)
