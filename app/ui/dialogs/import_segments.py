"""What becomes of each track of segments of a file: a row each."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableWidgetItem

from app.core.scheme import Schemes
from app.formats.content import Content
from app.session.exchange_plan import SegmentPlan
from app.ui.dialogs.import_cells import TickTable, writing_box

_TRACK, _NAME, _RATER, _COUNT, _SCHEME = range(5)
_HEADINGS = ("Track", "Name", "Rater", "Segments", "Labels from")
_TIPS = (
    "Ticked tracks are imported",
    "What the track is called here",
    "Who marked it",
    "How many segments and events it holds",
    "Which list of categories gives them their colours; other labels are kept as they are",
)


class SegmentsTable(TickTable):
    """The tracks of segments of a file and the user's plan for them.

    Signals
    -------
    changed()
        The plan is another.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Segments of the file", _HEADINGS, _TIPS)
        self._schemes = Schemes((), ())
        self._raters: tuple[str, ...] = ()
        self._plans: list[SegmentPlan] = []
        self._filling = False
        self.itemChanged.connect(self._on_item)

    @property
    def plans(self) -> tuple[SegmentPlan, ...]:
        """What is to become of each track."""
        return tuple(self._plans)

    def show_content(
        self,
        content: Content,
        plans: Sequence[SegmentPlan],
        schemes: Schemes,
        raters: Sequence[str],
    ) -> None:
        """Show the tracks of a file with a plan for each."""
        self._schemes, self._raters, self._plans = schemes, tuple(raters), list(plans)
        self._filling = True
        self.setRowCount(0)
        self.setRowCount(len(plans))
        for row, (track, plan) in enumerate(zip(content.segment_tracks, plans, strict=True)):
            self.put_tick(row, track.name or f"track {row + 1}", ticked=plan.take)
            self.put_text(row, _COUNT, str(len(track.segments)), digits=True)
            self._show_row(row)
        self._filling = False
        self.fit_height(2)

    def tick_all(self, *, on: bool) -> None:
        """Take every track, or none."""
        for row in range(self.rowCount()):
            self.tick(row, on=on)

    # How it works.

    def _on_item(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != _TRACK:
            return
        row = item.row()
        take = item.checkState() == Qt.CheckState.Checked
        if take != self._plans[row].take:
            self._plans[row] = replace(self._plans[row], take=take)
            self._filling = True
            self._show_row(row)
            self._filling = False
            self.changed.emit()

    def _show_row(self, row: int) -> None:
        plan = self._plans[row]
        self.clear_fields(row)
        for column, text in ((_NAME, plan.name), (_RATER, plan.rater), (_SCHEME, plan.scheme)):
            self.put_text(row, column, "" if plan.take else text)
        if plan.take:
            self._put_fields(row, plan)

    def _put_fields(self, row: int, plan: SegmentPlan) -> None:
        item = self.item(row, _TRACK)
        title = item.text() if item is not None else ""
        name = QLineEdit(plan.name)
        name.setAccessibleName(f"Name of {title}")
        name.setToolTip(_TIPS[_NAME])
        name.setMaxLength(120)
        name.setPlaceholderText(plan.scheme)
        name.textChanged.connect(lambda text: self._change(row, name=text.strip()))
        self.setCellWidget(row, _NAME, name)
        rater = writing_box(f"Rater of {title}", _TIPS[_RATER], self._raters, plan.rater)
        rater.editTextChanged.connect(lambda text: self._change(row, rater=text.strip()))
        self.setCellWidget(row, _RATER, rater)
        scheme = QComboBox()
        scheme.setAccessibleName(f"Categories of {title}")
        scheme.setToolTip(_TIPS[_SCHEME])
        names = [each.name for each in self._schemes.categories]
        scheme.addItems(list(dict.fromkeys((plan.scheme, *names))))
        scheme.currentTextChanged.connect(lambda text: self._change(row, scheme=text))
        self.setCellWidget(row, _SCHEME, scheme)

    def _change(self, row: int, **fields: str) -> None:
        self._plans[row] = replace(self._plans[row], **fields)  # type: ignore[arg-type]
        self.changed.emit()
