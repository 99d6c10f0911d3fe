"""Evaluate weights: at the left what is tested on what, at the right what was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.evaluation.intervals import FEW_SUBJECTS
from app.core.evaluation.pairs import DIMENSIONS
from app.training.evaluation.order import GAMMA_BOUNDS, EvaluationOrder
from app.training.evaluation.results import EvaluatedWeights, Evaluation
from app.training.evaluation.words import counted, number, seen_sentence
from app.ui.dialogs.parts import mark_primary
from app.ui.evaluation.scatter_view import ScatterView
from app.ui.evaluation.scores_table import ScoresTable
from app.ui.evaluation.source_box import SourceBox
from app.ui.evaluation.weights_list import WeightsList
from app.ui.icons import tint
from app.ui.panels.parts import CautionBand, ElidedText, note
from app.ui.progress_bar import ProgressBar
from app.ui.theme import GRID, PANEL_PADDING

TEACHING = (
    "Choose weights and labelled recordings, then press Evaluate. What the weights predict is "
    "compared with the labels: how well they agree, how sure that is for other people, and how "
    "several weights compare."
)
_SIZE = (1180, 680)
_LEFT = 288
_STEPS = 1000


class EvaluateDialog(QDialog):
    """Stays open beside the window.

    Signals
    -------
    runRequested(order)
        `EvaluationOrder`: evaluate this.
    cancelRequested()
        Stop.
    saveRequested()
        Write page and tables of what is shown.
    """

    runRequested = Signal(object)  # noqa: N815 - Qt's way of naming
    cancelRequested = Signal()  # noqa: N815
    saveRequested = Signal()  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Evaluate weights")
        self.resize(*_SIZE)
        self._running = False
        self._found: Evaluation | None = None
        self.weights, self.source = WeightsList(), SourceBox()
        self.run = QPushButton("Evaluate")
        self.run.setToolTip("Read the recordings with the ticked weights, and compare")
        mark_primary(self.run)
        self.cancel = QPushButton("Stop")
        self.cancel.setToolTip("Stop; what was read so far is kept for the next time")
        self.cancel.setAutoDefault(False)
        tint(self.cancel, "cancel")
        self.bar = ProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the evaluation")
        self.doing = ElidedText(colour="faint")
        self.fault = QLabel()
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.band = CautionBand()
        self.facts, self.remarks = note(), note()
        self.table, self.scatter = ScoresTable(), ScatterView()
        self.save = QPushButton(" Save page and tables...")
        self.save.setToolTip("Write report.html and CSV files into a folder")
        self.save.setAutoDefault(False)
        tint(self.save, "export")
        self.pages = QStackedWidget()
        self._arrange()
        self._listen()
        self.show_running(running=False)
        self._follow()

    @property
    def evaluation(self) -> Evaluation | None:
        """What is shown."""
        return self._found

    def show_running(self, *, running: bool) -> None:
        """Whether an evaluation is under way."""
        self._running = running
        for widget in (self.bar, self.doing, self.cancel):
            widget.setVisible(running)
        self.run.setVisible(not running)
        self.weights.setEnabled(not running)
        self.source.setEnabled(not running)
        if running:
            self.fault.hide()
            self.show_progress("", 0.0)
        self._follow()

    def show_progress(self, text: str, share: float) -> None:
        """How far it is."""
        self.doing.say(text)
        self.bar.setValue(round(share * _STEPS))

    def show_fault(self, sentence: str) -> None:
        """Why there is no result."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def show_evaluation(self, found: Evaluation) -> None:
        """What was found."""
        self._found = found
        part = "all recordings" if found.part == "all" else f"{found.part} part"
        self.facts.setText(
            f"{found.source}, {found.place}: {part}, "
            f"{counted(len(found.weights[0].recordings), 'recording')} of "
            f"{counted(len(found.subjects), 'subject')}. In brackets: 95 % intervals over subjects."
        )
        self.band.say("; ".join(dict.fromkeys(_cautions(found))))
        self.remarks.setText("\n".join(_remarks(found)))
        self.remarks.setVisible(bool(self.remarks.text()))
        self.table.show_evaluation(found)
        self.pages.setCurrentIndex(1)

    # How it works.

    def _listen(self) -> None:
        self.weights.changed.connect(self._follow)
        self.source.changed.connect(self._follow)
        self.run.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.cancelRequested)
        self.save.clicked.connect(self.saveRequested)
        self.table.weightsChosen.connect(self._show_scatter)

    def _follow(self) -> None:
        ready = bool(self.weights.chosen) and self.source.settings is not None
        self.run.setEnabled(ready and not self._running)

    def _ask(self) -> None:
        settings, row = self.source.settings, self.source.part_row
        if settings is not None:
            light = GAMMA_BOUNDS if self.source.light.isChecked() else ()
            order = EvaluationOrder(self.weights.chosen, settings, row.split, row.part, gamma=light)
            self.runRequested.emit(order)

    def _show_scatter(self, number: int) -> None:
        if self._found is not None and number < len(self._found.weights):
            self.scatter.show_weights(self._found.weights[number])

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)

    def _left(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(PANEL_PADDING, PANEL_PADDING, PANEL_PADDING, PANEL_PADDING)
        column.setSpacing(PANEL_PADDING)
        for widget in (self.weights, self.source, self.run, self.bar, self.doing, self.cancel):
            column.addWidget(widget)
        column.addWidget(self.fault)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(_LEFT)
        area.setWidget(inside)
        return area

    def _right(self) -> QWidget:
        teaching = note(TEACHING)
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.setContentsMargins(12 * GRID, 0, 12 * GRID, 0)
        middle.addStretch(1)
        middle.addWidget(teaching)
        middle.addStretch(2)
        self.pages.addWidget(empty)
        self.pages.addWidget(self._result())
        return self.pages

    def _result(self) -> QWidget:
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(PANEL_PADDING, PANEL_PADDING, PANEL_PADDING, PANEL_PADDING)
        column.setSpacing(2 * GRID)
        column.addWidget(self.band)
        column.addWidget(self.facts)
        column.addWidget(self.table)
        column.addWidget(self.scatter, 1)
        column.addWidget(self.remarks)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        return result


def _cautions(found: Evaluation) -> list[str]:
    """What nobody may overlook, with names where it is not about all weights."""
    said = [weights.facts.caution for weights in found.weights]
    if len(set(said)) == 1:
        return [text for text in said if text]
    return [
        f"{each.facts.caution} ({each.facts.name})" for each in found.weights if each.facts.caution
    ]


def _remarks(found: Evaluation) -> list[str]:
    subjects = len(found.subjects)
    few = (
        [f"{counted(subjects, 'subject')} only: intervals are a rough guide, or not there at all."]
        if subjects < FEW_SUBJECTS
        else []
    )
    seen = [_seen(weights) for weights in found.weights if weights.facts.seen]
    light = (
        [_in_light(found, weights.facts.name) for weights in found.weights] if found.gamma else []
    )
    return [*seen, *found.notices, *light, *few]


def _seen(weights: EvaluatedWeights) -> str:
    return f"{weights.facts.name}: {seen_sentence(weights.facts.seen)}"


def _in_light(found: Evaluation, name: str) -> str:
    """CCC over the strengths of changing light, in a line."""
    mine = [point for point in found.gamma if point.weights == name]
    bounds = ", ".join(f"{point.bound:g}" for point in mine)
    parts = []
    for dimension in DIMENSIONS:
        scores = [point.scores.of(dimension).scores["concordance"].value for point in mine]
        parts.append(f"{dimension} {', '.join(number(value) for value in scores)}")
    return f"{name} in changing light, CCC at b = {bounds}: {'; '.join(parts)}."
