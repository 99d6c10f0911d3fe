"""What becomes of each track of segments of a file: a row each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.core.scheme import Schemes
from app.formats.content import Content
from app.session.exchange_plan import SegmentPlan
from app.ui.dialogs.import_cells import PlanTable

_TRACK, _NAME, _RATER, _COUNT, _SCHEME = range(5)
_HEADINGS = ("Track", "Name", "Rater", "Segments", "Labels from")
_TIPS = (
    "Ticked tracks are imported",
    "What the track is called here",
    "Who marked it",
    "How many segments and events it holds",
    "Which list of categories gives them their colours; other labels are kept as they are",
)


class SegmentsTable(PlanTable[SegmentPlan]):
    """The tracks of segments of a file and the user's plan for them."""

    def __init__(self) -> None:
        super().__init__("Segments of the file", _HEADINGS, _TIPS)
        self._counts: tuple[int, ...] = ()

    def show_content(
        self,
        content: Content,
        plans: Sequence[SegmentPlan],
        schemes: Schemes,
        raters: Sequence[str],
    ) -> None:
        """Show the tracks of a file with a plan for each."""
        self._schemes, self._raters = schemes, tuple(raters)
        tracks = content.segment_tracks
        self._counts = tuple(len(track.segments) for track in tracks)
        self.fill(plans, (track.name or f"track {k}" for k, track in enumerate(tracks, 1)))
        self.fit_height(2)

    # How it works.

    def show_row(self, row: int) -> None:
        """How many there are, and fields where the track is taken."""
        plan = self._plans[row]
        self.put_text(row, _COUNT, str(self._counts[row]), digits=True)
        self.clear_fields(row)
        for column, text in ((_NAME, plan.name), (_RATER, plan.rater), (_SCHEME, plan.scheme)):
            self.put_text(row, column, "" if plan.take else text)
        if plan.take:
            self._put_fields(row, plan)

    def _put_fields(self, row: int, plan: SegmentPlan) -> None:
        title = self.title(row)
        name = QLineEdit(plan.name)
        name.setAccessibleName(f"Name of {title}")
        name.setToolTip(_TIPS[_NAME])
        name.setMaxLength(120)
        name.setPlaceholderText(plan.scheme)
        name.textChanged.connect(lambda text: self.change(row, name=text.strip()))
        self.setCellWidget(row, _NAME, name)
        self.put_rater(row, _RATER, _TIPS[_RATER])
        scheme = QComboBox()
        scheme.setAccessibleName(f"Categories of {title}")
        scheme.setToolTip(_TIPS[_SCHEME])
        names = [each.name for each in self._schemes.categories]
        scheme.addItems(list(dict.fromkeys((plan.scheme, *names))))
        scheme.currentTextChanged.connect(lambda text: self.change(row, scheme=text))
        self.setCellWidget(row, _SCHEME, scheme)
