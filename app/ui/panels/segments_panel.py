"""The Segments dock: every segment and event in a table, to be found, named and deleted."""

import re

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.session.session import Session
from app.ui.actions import Actions, key_text
from app.ui.following import Following
from app.ui.icons import ICON_SIZE, icon, tint
from app.ui.notices import notices
from app.ui.panels.pages import TeachingPage, filling
from app.ui.panels.parts import ElidedText
from app.ui.panels.segments_model import PLACE, Column, Place, SegmentsModel
from app.ui.panels.segments_table import CellDelegate, SegmentsTable
from app.ui.theme import GRID, PANEL_PADDING, themes

_BUTTONS = ("edit_segment", "split_segment", "merge_segments")
_CLOSED = "Segments and events are listed here once a recording is open."
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:s|sec|seconds?)?")


class SegmentsPanel(QWidget):
    """A table; its intents go to `SegmentsController`.

    Signals
    -------
    jumpRequested(track, number), selectRequested(track, number)
        Put the playhead on a segment; or only select it.
    deleteRequested(places)
        A list of pairs (track, number).
    labelRequested(track, number, label), noteRequested(track, number, note)
        What was written.
    timesRequested(track, number, onset, offset)
        Seconds, not on frames yet.
    """

    jumpRequested = Signal(str, int)  # noqa: N815 - Qt's way of naming
    selectRequested = Signal(str, int)  # noqa: N815
    deleteRequested = Signal(list)  # noqa: N815
    labelRequested = Signal(str, int, str)  # noqa: N815
    noteRequested = Signal(str, int, str)  # noqa: N815
    timesRequested = Signal(str, int, float, float)  # noqa: N815

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Segments")
        self._annotations, self._actions = session.annotations, actions
        self._following, self._choosing = Following(self), False
        self._kept: list[Place] = []
        self.model = SegmentsModel(session.annotations)
        self.table = SegmentsTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.model.scheme_at, self.table))
        self.filter = QLineEdit()
        self._look = self.filter.addAction(icon("search", "faint"), _LEADING)
        self.filter.setPlaceholderText("Label, note, track or rater")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter segments")
        self.filter.setToolTip("Show only segments in which these letters occur")
        self.filter.textChanged.connect(self._on_filter)
        self.count = ElidedText(colour="faint")
        self._arrange()
        self._connect()
        self._follow()

    # What is chosen.

    @property
    def selected(self) -> list[Place]:
        """The rows that are selected, from top to bottom."""
        chosen = self.table.selectionModel().selectedRows()
        return [index.data(PLACE) for index in sorted(chosen, key=QModelIndex.row)]

    def choose(self, places: list[Place]) -> None:
        """Select rows."""
        selection, flags = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        found = [row for row in map(self.model.row_of, places) if row is not None]
        chosen = QItemSelection()
        for row in found:
            chosen.select(self.model.index(row, 0), self.model.index(row, len(Column) - 1))
        self._choosing = True
        selection.select(chosen, flags.ClearAndSelect)
        if found:
            selection.setCurrentIndex(self.model.index(found[-1], 0), flags.NoUpdate)
            self.table.scrollTo(self.model.index(found[-1], 0))
        self._choosing = False

    # The document is followed.

    def _on_document(self, *_: object) -> None:
        self._following.soon(self._follow)

    def _on_segment(self) -> None:
        self._following.soon(self._follow_segment)

    def _follow(self) -> None:
        self.model.follow()
        several = len(self._annotations.document.segment_tracks) > 1
        self.table.setColumnHidden(Column.TRACK, not several)
        self._say()

    def _before_reset(self) -> None:
        self._kept, self._choosing = self.selected, True

    def _after_reset(self) -> None:
        self.choose(self._kept)

    def _follow_segment(self) -> None:
        self.model.follow()  # a new segment is in the table before it is chosen
        active, number = self._annotations.active_segments, self._annotations.segment
        place = (active.head.id, number) if active is not None and number else None
        if place is None or place not in self.selected:
            self.choose([place] if place is not None else [])

    def _say(self) -> None:
        rows, shown = self.model.rows, self.model.rowCount()
        self._pages.setCurrentIndex(1 if rows else 0)
        events = sum(row.segment.is_event for row in rows)
        parts = [_counted(len(rows) - events, "segment"), _counted(events, "event")]
        text = ", ".join(part for part in parts if part)
        self.count.say(f"{shown} of {len(rows)}" if shown < len(rows) else text, text)
        self.teaching.say(self._lesson(), offer=self._annotations.is_open)

    def _lesson(self) -> str:
        annotations = self._annotations
        if not annotations.is_open:
            return _CLOSED
        text = (
            "Nothing is marked yet. Drag along the Segments lane of the timeline, or press "
            f"{key_text(self._actions.keys('new_segment'))} where something begins and again "
            "where it ends, while playing or standing."
        )
        schemes = annotations.schemes.categories
        keys = [each for each in schemes[0].categories if each.key] if schemes else []
        if keys:
            named = ", ".join(f"{each.key} {each.name}" for each in keys)
            text += f"\n\nThese keys do the same with a label, and mark events: {named}."
        return text

    # What the user does.

    def _on_filter(self, text: str) -> None:
        self.model.filter(text)
        self._say()

    def _on_selection(self, *_: object) -> None:
        chosen = self.selected
        if not self._choosing and len(chosen) == 1:
            self.selectRequested.emit(*chosen[0])

    def _on_clicked(self, index: QModelIndex) -> None:
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.jumpRequested.emit(*index.data(PLACE))

    def _on_delete(self) -> None:
        if self.selected:
            self.deleteRequested.emit(self.selected)

    def _on_typed(self, place: Place, column: int, text: str) -> None:
        if column == Column.LABEL:
            self.labelRequested.emit(*place, text)
        elif column == Column.NOTE:
            self.noteRequested.emit(*place, text)
        else:
            self._on_time(place, column, text)
        self._following.catch_up()  # now: a cell that Tab opens next must stay open

    def _on_time(self, place: Place, column: int, text: str) -> None:
        segment = self.model.row(place).segment
        seconds = time_typed(text)
        if seconds is None:
            example = "0:08.300 or 8.3" if column == Column.ONSET else "0.5, or 0 for an event"
            notices.error(f"“{text}” is no time; write {example}.")
            return
        onset = seconds if column == Column.ONSET else segment.onset
        duration = segment.duration if column == Column.ONSET else seconds
        self.timesRequested.emit(*place, onset, onset + duration)

    # Making.

    def _connect(self) -> None:
        annotations = self._annotations
        for signal in (
            annotations.changed,
            annotations.active_changed,
            annotations.schemes_changed,
        ):
            signal.connect(self._on_document)
        annotations.blind_changed.connect(self._on_document)
        annotations.segment_changed.connect(self._on_segment)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.clicked.connect(self._on_clicked)
        self.table.goWanted.connect(lambda index: self.jumpRequested.emit(*index.data(PLACE)))
        self.table.deleteWanted.connect(self._on_delete)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.model.modelReset.connect(self._after_reset)
        self.model.typed.connect(self._on_typed)
        themes.changed.connect(self._retheme)

    def _retheme(self, *_: object) -> None:
        self._look.setIcon(icon("search", "faint"))

    def _arrange(self) -> None:
        begin = self._actions["new_segment"]
        self.teaching = TeachingPage(begin, "Begin a segment here", "segment-new")
        self.teaching.say(_CLOSED)
        self._pages = filling(self, self.teaching, self._full_page())

    def _full_page(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setContentsMargins(PANEL_PADDING, 2 * GRID, PANEL_PADDING, 2 * GRID)
        top.addWidget(self.filter)
        foot = QHBoxLayout()
        foot.setContentsMargins(PANEL_PADDING, GRID, PANEL_PADDING, GRID)
        foot.setSpacing(GRID)
        for name in ("new_segment", *_BUTTONS):
            foot.addWidget(self._button(name))
        foot.addWidget(self._delete_button())
        foot.addWidget(self.count, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        return page

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[name])
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setAccessibleName(self._actions[name].text().replace("&", "").rstrip("."))
        return button

    def _delete_button(self) -> QToolButton:
        button = QToolButton()
        tint(button, "trash")
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setToolTip("Delete the selected segments (Delete)")
        button.setAccessibleName("Delete the selected segments")
        button.clicked.connect(self._on_delete)
        return button


_LEADING = QLineEdit.ActionPosition.LeadingPosition


def time_typed(text: str) -> float | None:
    """Seconds of ``1:02:03.4``, ``1:02.5``, ``8.3`` or ``8.3 s``; None for anything else."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds.replace(",", "."))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
