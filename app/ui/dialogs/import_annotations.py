"""File > Import annotations: what a file holds, and what becomes of it."""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.scheme import Schemes
from app.formats.content import Content, Layout, ReadOptions
from app.formats.registry import FORMATS
from app.session.exchange_outlook import Outlook, outlook
from app.session.exchange_plan import ImportPlan, carried, proposed_plan
from app.ui.dialogs.import_curves import CurvesTable
from app.ui.dialogs.import_options import ImportOptions
from app.ui.dialogs.import_preview import PreviewTable
from app.ui.dialogs.import_segments import SegmentsTable
from app.ui.dialogs.parts import buttons_of, caption, column_of, faint, hairline
from app.ui.theme import GRID
from app.ui.turns import turns

_WAIT_MS = 300
"""Typing a number should not read a large file once per digit."""
_MOST_REMARKS = 4
_SIZE = (940, 700)


class ImportDialog(QDialog):
    """Shows a file as it was read, and asks what to make of it; nothing is made before OK.

    Parameters
    ----------
    path : Path
        The file.
    recording : str
        Name of the recording on screen.
    seconds : float64 array (T,)
        Presentation times of its frames.
    schemes : Schemes
        What may be annotated.
    raters, rater : sequence of str, str
        Everybody known, and who is at work.

    Signals
    -------
    readWanted()
        The file must be read, by `format` and `options`.
    """

    readWanted = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(
        self,
        path: Path,
        recording: str,
        seconds: NDArray[np.float64],
        schemes: Schemes,
        raters: Sequence[str],
        rater: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import annotations")
        self.path, self._recording, self._seconds = path, recording, seconds
        self._schemes, self._raters, self._rater = schemes, tuple(raters), rater
        self.content: Content | None = None
        self._proposed: ImportPlan | None = None
        self._outlook = Outlook("", possible=False)
        self.formats = _format_chooser()
        self.reading = ImportOptions()
        self.preview = PreviewTable()
        self._showing: Generator[None, None, None] | None = None
        self.curves, self.segments = CurvesTable(), SegmentsTable()
        self.remarks = faint("")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._buttons = buttons_of(self, "Import")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MS)
        self._arrange()
        self._connect()
        self.show_reading()
        self.formats.setFocus()

    # What the user settled.

    @property
    def format(self) -> str:
        """Id of the format to read it as; empty for the one that is recognised."""
        return str(self.formats.currentData() or "")

    @property
    def options(self) -> ReadOptions:
        """How to read it."""
        return self.reading.options

    @property
    def plan(self) -> ImportPlan:
        """What is to become of it."""
        return ImportPlan(self.curves.plans, self.segments.plans, self.reading.shift.value())

    @property
    def possible(self) -> bool:
        """Whether it can be imported as it is planned."""
        return self._outlook.possible

    # What is known of the file.

    def show_formats(self, ids: Sequence[str]) -> None:
        """Put the formats that were recognised first; the best of them is proposed."""
        if self.formats.itemData(0) is not None:
            return
        rows = {row.id: row for row in FORMATS if row.reads}
        chosen = self.format
        blocked = self.formats.blockSignals(True)
        self.formats.clear()
        if not ids:
            self.formats.addItem("Choose the format", "")
        for identity in ids:
            self.formats.addItem(f"{rows[identity].name}, recognised", identity)
        if ids:
            self.formats.insertSeparator(len(ids))
        for row in rows.values():
            if row.id not in ids:
                self.formats.addItem(row.name, row.id)
        self.formats.setCurrentIndex(max(0, self.formats.findData(chosen)) if chosen else 0)
        self.formats.blockSignals(blocked)

    def show_reading(self) -> None:
        """Say that the file is being read; what was shown stays until then."""
        self._show_all()
        self._settle(Outlook(f"Reading {self.path.name} …", possible=False))

    def show_content(self, content: Content, layout: Layout) -> None:
        """Show what was read; what the user settled before is kept where it still fits."""
        self._show_all()
        self._showing = self._content_shown(content, layout)
        turns.steps(self._showing, self)

    def _show_all(self) -> None:
        """Let nothing of what was read before be shown later."""
        if self._showing is not None:
            for _ in self._showing:
                pass

    def _content_shown(self, content: Content, layout: Layout) -> Generator[None, None, None]:
        self.content = None  # nothing can be said of it until all of it is shown
        proposed = proposed_plan(content, self._schemes, self._rater)
        before, self._proposed = self._proposed, proposed
        shown = proposed if before is None else carried(proposed, before, self.plan)
        self.reading.show_layout(layout, content.rate)
        self.preview.show_layout(layout)
        yield
        self.curves.show_content(content, shown.curves, self._schemes, self._raters)
        yield
        self.segments.show_content(content, shown.segments, self._schemes, self._raters)
        yield
        self._curves_part.setVisible(bool(content.curves))
        self._segments_part.setVisible(bool(content.segment_tracks))
        self.content = content
        self.show_outlook()

    def show_fault(self, sentence: str) -> None:
        """Say why the file cannot be read so."""
        self._show_all()
        self.content = None
        self.preview.forget()
        for part in (self._curves_part, self._segments_part):
            part.hide()
        self._settle(Outlook(sentence, possible=False), fault=True)

    def show_outlook(self) -> None:
        """Say what would happen, or what is wrong."""
        if self.content is None or self._pause.isActive():
            return
        fault = self.reading.fault or self.curves.fault
        if fault:
            self._settle(Outlook(fault, possible=False), fault=True)
            return
        found = outlook(self.content, self.plan, self._schemes, self._seconds, self._recording)
        self._settle(found, fault=not found.possible)

    # How it works.

    def _connect(self) -> None:
        self.formats.currentIndexChanged.connect(lambda _: self._read_again())
        self.reading.changed.connect(self._on_options)
        self.reading.shiftChanged.connect(self.show_outlook)
        self.curves.changed.connect(self.show_outlook)
        self.segments.changed.connect(self.show_outlook)
        self._pause.timeout.connect(self._read_again)

    def _on_options(self) -> None:
        if self.reading.fault:
            self._pause.stop()
            self._settle(Outlook(self.reading.fault, possible=False), fault=True)
            return
        self._settle(Outlook(f"Reading {self.path.name} …", possible=False))
        self._pause.start()

    def _read_again(self) -> None:
        self._pause.stop()
        if not self.reading.fault:
            self.show_reading()
            self.readWanted.emit()

    def _settle(self, found: Outlook, *, fault: bool = False) -> None:
        self._outlook = found
        self.said.setProperty("role", "error" if fault else "")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(found.sentence)
        remarks = [*(self.content.remarks if self.content else ()), *found.remarks]
        more = len(remarks) - _MOST_REMARKS
        lines = remarks[:_MOST_REMARKS] + ([f"And {more} more remarks."] if more > 0 else [])
        self.remarks.setText("\n".join(lines))
        self.remarks.setToolTip("\n".join(remarks) if more > 0 else "")
        self.remarks.setVisible(bool(lines))
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(found.possible)

    def _arrange(self) -> None:
        self._curves_part = _part("Curves", self.curves)
        self._segments_part = _part("Segments", self.segments)
        column = column_of(self)
        column.addLayout(self._head())
        column.addWidget(self.reading)
        column.addWidget(hairline())
        column.addWidget(caption("The file"))
        column.addWidget(self.preview, 1)
        column.addWidget(self._curves_part, 2)
        column.addWidget(self._segments_part, 2)
        column.addWidget(hairline())
        column.addWidget(self.remarks)
        self.said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        column.addWidget(self.said)
        column.addWidget(self._buttons)
        for part in (self._curves_part, self._segments_part):
            part.hide()
        self.resize(*_SIZE)

    def _head(self) -> QHBoxLayout:
        name = QLabel(self.path.name)
        name.setProperty("role", "title")
        name.setToolTip(str(self.path))
        label = QLabel("&Format")
        label.setBuddy(self.formats)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(name, 1)
        row.addWidget(label)
        row.addWidget(self.formats)
        return row


def _format_chooser() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("Format")
    box.setToolTip("What the file is read as")
    box.setMinimumContentsLength(30)
    box.addItem("as recognised", None)
    return box


def _part(title: str, table: CurvesTable | SegmentsTable) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    row = QHBoxLayout()
    row.addWidget(caption(title))
    row.addStretch(1)
    for text, on in (("All", True), ("None", False)):
        button = QPushButton(text)
        button.setProperty("look", "flat")
        button.setAutoDefault(False)
        what = title.lower()
        button.setToolTip(f"Tick all {what}" if on else f"Tick no {what}")
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda _=False, on=on: table.tick_all(on=on))
        row.addWidget(button)
    column.addLayout(row)
    column.addWidget(table, 1)
    return part
