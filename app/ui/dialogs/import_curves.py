"""What becomes of each column of a file: a row each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from app.core.scheme import Schemes
from app.formats.content import Content, CurveContent
from app.session.exchange_plan import Between, CurvePlan, proposed_from
from app.ui.dialogs.import_cells import PlanTable, writing_box
from app.ui.dialogs.import_ranges import UNREADABLE, RangeField, range_text

_COLUMN, _DIMENSION, _RATER, _FOUND, _FROM, _BETWEEN = range(6)
_HEADINGS = ("Column", "Dimension", "Rater", "Values found", "Mapped from", "Between values")
_TIPS = (
    "Ticked columns are imported",
    "What was rated; a new name makes a new dimension",
    "Who rated it",
    "Least and greatest value in the file",
    "The range the values were rated on; as it is: nothing is changed",
    "How frames between two values of the file are filled",
)
_BETWEEN_TEXTS: tuple[tuple[str, Between], ...] = (
    ("Hold value", "previous"),
    ("Line", "linear"),
)


class CurvesTable(PlanTable[CurvePlan]):
    """The columns of a file and the user's plan for them."""

    def __init__(self) -> None:
        super().__init__("Curves of the file", _HEADINGS, _TIPS)
        self._content = Content()
        self._typed: dict[int, str] = {}

    @property
    def fault(self) -> str:
        """What is wrong with what was typed, one sentence; empty when nothing is."""
        for row, plan in enumerate(self._plans):
            if plan.take and plan.from_range is UNREADABLE:
                return f"“{self._typed.get(row, '')}” is no range; write two numbers as 0…5."
        return ""

    def show_content(
        self,
        content: Content,
        plans: Sequence[CurvePlan],
        schemes: Schemes,
        raters: Sequence[str],
    ) -> None:
        """Show the columns of a file with a plan for each."""
        self._content, self._schemes, self._raters = content, schemes, tuple(raters)
        self._typed = {}
        self.setColumnHidden(_RATER, content.read_only)
        self.fill(plans, (_title(curve, row) for row, curve in enumerate(content.curves)))
        self.fit_height(3)

    # How it works.

    def show_row(self, row: int) -> None:
        """What was found, and fields where the column is taken."""
        curve, plan = self._content.curves[row], self._plans[row]
        found = curve.found
        self.put_text(row, _FOUND, range_text(found) if found else "no value", digits=True)
        self.clear_fields(row)
        if not plan.take:  # hundreds of columns that nobody wants need no fields
            for column, text in ((_DIMENSION, plan.dimension), (_RATER, plan.rater)):
                self.put_text(row, column, text)
            for column in (_FROM, _BETWEEN):
                self.put_text(row, column, "")
            return
        for column in (_DIMENSION, _RATER, _FROM, _BETWEEN):
            self.put_text(row, column, "")
        self._put_names(row, plan)
        self._put_range(row, curve, plan)
        self._put_between(row, curve, plan)

    def _put_names(self, row: int, plan: CurvePlan) -> None:
        known = [each.name for each in self._schemes.dimensions]
        title = self.title(row)
        dimension = writing_box(f"Dimension of {title}", _TIPS[_DIMENSION], known, plan.dimension)
        dimension.editTextChanged.connect(lambda text: self._on_dimension(row, text))
        self.setCellWidget(row, _DIMENSION, dimension)
        self.put_rater(row, _RATER, _TIPS[_RATER])

    def _put_range(self, row: int, curve: CurveContent, plan: CurvePlan) -> None:
        field = RangeField(plan.from_range, curve.declared)
        field.setAccessibleName(f"Range of {self.title(row)}")
        field.chosen.connect(lambda: self._on_range(row, field))
        self.setCellWidget(row, _FROM, field)

    def _put_between(self, row: int, curve: CurveContent, plan: CurvePlan) -> None:
        box = QComboBox()
        box.setAccessibleName(f"Between values of {self.title(row)}")
        box.setToolTip(_TIPS[_BETWEEN])
        if curve.times is None:
            box.addItem("per frame", "previous")
            box.setEnabled(False)
        for text, value in _BETWEEN_TEXTS if curve.times is not None else ():
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(plan.between)))
        box.currentIndexChanged.connect(lambda _: self.change(row, between=box.currentData()))
        self.setCellWidget(row, _BETWEEN, box)

    def _on_dimension(self, row: int, text: str) -> None:
        """Another dimension has another range, so that another mapping is proposed."""
        curve, before = self._content.curves[row], self._plans[row]
        own = before.from_range != proposed_from(curve, self._schemes.dimension(before.dimension))
        name = text.strip()
        after = proposed_from(curve, self._schemes.dimension(name))
        from_range = before.from_range if own else after
        field = self.cellWidget(row, _FROM)
        if isinstance(field, RangeField) and not own:
            field.show_range(from_range)
        self.change(row, dimension=name, from_range=from_range)

    def _on_range(self, row: int, field: RangeField) -> None:
        self._typed[row] = field.currentText()
        self.change(row, from_range=field.range)


def _title(curve: CurveContent, row: int) -> str:
    """What the file calls a column."""
    parts = [part for part in (curve.dimension, curve.rater) if part]
    return ", ".join(parts) or f"column {row + 1}"
