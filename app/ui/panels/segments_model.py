"""The table of segments for Qt's views: a row for each segment of every track that is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.core.document import SegmentAnnotation, TrackHead
from app.core.scheme import CategoryScheme
from app.core.segment import Segment
from app.session.annotations import Annotations
from app.ui.fonts import digits_font
from app.ui.video.time_text import clock_text

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

PLACE = Qt.ItemDataRole.UserRole
"""Role of the row's `Place`."""

Place = tuple[str, int]
"""Ids of a track and of one of its segments."""


class Column(IntEnum):
    """What stands where."""

    ONSET = 0
    DURATION = 1
    LABEL = 2
    NOTE = 3
    TRACK = 4


TITLES = ("Onset", "Duration", "Label", "Note", "Track")
TIPS = (
    "When it begins; type a time such as 1:02.5",
    "How long it lasts; type seconds, 0 makes an event",
    "What is seen; choose or write another label",
    "Free text",
    "The track it is in, and who made it",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Attributes
    ----------
    head : TrackHead
        Of its track.
    segment : Segment
        What it shows.
    """

    head: TrackHead
    segment: Segment

    @property
    def place(self) -> Place:
        """Tells rows apart."""
        return self.head.id, self.segment.id

    @property
    def track(self) -> str:
        """Track and rater, for people."""
        head = self.head
        return f"{head.name} · {head.rater}" if head.rater else head.name

    @property
    def words(self) -> str:
        """Everything that can be searched, in small letters."""
        return f"{self.segment.label}\n{self.segment.note}\n{self.track}".lower()


class SegmentsModel(QAbstractTableModel):
    """Follows the document; what is typed is told and changes nothing here.

    Signals
    -------
    typed(place, column, text)
        Somebody wrote into a cell.
    """

    typed = Signal(object, int, str)

    def __init__(self, annotations: Annotations) -> None:
        super().__init__()
        self._annotations = annotations
        self._rows: tuple[Row, ...] = ()
        self._tracks: list[SegmentAnnotation] = []
        self._shown: list[Row] = []
        self._places: dict[Place, int] = {}
        self._letters = ""
        self._order = (Column.ONSET, False)
        self._digits = digits_font()
        annotations.schemes_changed.connect(self._repaint)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everything there is, by track, then by time."""
        return self._rows

    def row_of(self, place: Place) -> int | None:
        """Where a segment is in the table; None for one that is not shown."""
        return self._places.get(place)

    def row(self, place: Place) -> Row:
        """The line of a segment that is shown."""
        return self._shown[self._places[place]]

    def follow(self) -> None:
        """Take the document as it is now."""
        annotations = self._annotations
        tracks = [each for each in annotations.document.segment_tracks if annotations.is_seen(each)]
        if _same(tracks, self._tracks):
            return  # most edits are of curves
        self._tracks = tracks
        rows = tuple(Row(track.head, segment) for track in tracks for segment in track.segments)
        if rows != self._rows:
            self._rows = rows
            self._arrange()

    def filter(self, letters: str) -> None:
        """Show only what these letters occur in."""
        if letters.lower() != self._letters:
            self._letters = letters.lower()
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show in another order; what is equal stays in the order of time."""
        wanted = (Column(max(column, 0)), order == Qt.SortOrder.DescendingOrder)
        if wanted != self._order:
            self._order = wanted
            self._arrange()

    def _arrange(self) -> None:
        """Filter and sort here: Qt's own model would ask for every cell, many times."""
        column, backwards = self._order
        shown = (
            [row for row in self._rows if self._letters in row.words]
            if self._letters
            else [*self._rows]
        )
        shown.sort(key=lambda row: row.segment.onset)
        shown.sort(key=lambda row: _sorting(row, column), reverse=backwards)
        self.beginResetModel()
        self._shown = shown
        self._places = {row.place: number for number, row in enumerate(shown)}
        self.endResetModel()

    def scheme_at(self, index: Index) -> CategoryScheme | None:
        """What the row's labels are of."""
        return self._annotations.schemes.category_scheme(self._shown[index.row()].head.scheme)

    # Qt's questions.

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many segments."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """See `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles and what they mean."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Locked tracks and the name of the track are not written to."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        closed = self._shown[index.row()].head.locked or bool(self._annotations.read_only)
        if closed or index.column() == Column.TRACK:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is shown in a cell."""
        if not 0 <= index.row() < len(self._shown):
            return None
        row, column = self._shown[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return cell_text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return cell_text(row, column) or None
            case Qt.ItemDataRole.DecorationRole if column == Column.LABEL:
                return self._colour(index)
            case Qt.ItemDataRole.FontRole if column <= Column.DURATION:
                return self._digits
            case _ if role == PLACE:
                return row.place
        return None

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tell what was typed."""
        if role != Qt.ItemDataRole.EditRole or not 0 <= index.row() < len(self._shown):
            return False
        row, column = self._shown[index.row()], Column(index.column())
        if str(value) != cell_text(row, column):
            self.typed.emit(row.place, int(column), str(value))
        return True

    def _colour(self, index: Index) -> QColor | None:
        scheme, label = self.scheme_at(index), self._shown[index.row()].segment.label
        category = scheme.category(label) if scheme is not None else None
        return QColor(category.colour) if category is not None else None

    def _repaint(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def cell_text(row: Row, column: Column) -> str:
    """A cell in words."""
    segment = row.segment
    match column:
        case Column.ONSET:
            return clock_text(segment.onset)
        case Column.DURATION:
            return "event" if segment.is_event else f"{segment.duration:.3f} s"
        case Column.LABEL:
            return segment.label
        case Column.NOTE:
            return segment.note
    return row.track


def _same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))


def _sorting(row: Row, column: Column) -> Any:
    segment = row.segment
    if column == Column.ONSET:
        return float(segment.onset)
    if column == Column.DURATION:
        return float(segment.duration)
    return cell_text(row, column).lower()
