"""Help > About: versions and licences."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.components import COMPONENTS
from app.ui.dialogs.parts import buttons_of, column_of, faint, row_of
from app.ui.fonts import digits_font, fixed_font, text_font
from app.ui.icons import FOLDER, application_icon
from app.ui.theme import GRID
from app.version import application_version

_LICENCE = FOLDER.parents[1] / "LICENSE"
_MARK = 48


class AboutDialog(QDialog):
    """What this is, what it is built with, and under which licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About MIMAMO Studio")
        tabs = QTabWidget()
        tabs.addTab(_components(), "Built with")
        tabs.addTab(_weights(), "Weights")
        tabs.addTab(_licence(_LICENCE), "Licence")
        column = column_of(self)
        column.addLayout(self._head())
        column.addWidget(tabs, 1)
        column.addWidget(buttons_of(self, "Close", ""))
        self.resize(780, 560)

    def _head(self) -> QVBoxLayout:
        mark = QLabel()
        mark.setPixmap(application_icon().pixmap(_MARK, _MARK))
        name = QLabel("MIMAMO Studio")
        name.setFont(text_font(18, bold=True))
        version = QLabel(f"Version {application_version()}")
        version.setFont(digits_font())
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(version)
        row = row_of(mark)
        row.insertSpacing(1, GRID)
        row.insertLayout(2, words)
        head = QVBoxLayout()
        head.setSpacing(2 * GRID)
        head.addLayout(row)
        head.addWidget(
            faint(
                "Reads arousal and valence over time from face video, on your own machine. What it "
                "predicts is a model's estimate of expressed affect, and no measurement of what "
                "somebody feels."
            )
        )
        return head


def _table(
    headings: list[str],
    rows: Sequence[tuple[str, ...]],
    stretched: tuple[int, ...],
    name: str,
) -> QTableWidget:
    table = QTableWidget(len(rows), len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    for place in stretched:
        header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(line, place, item)
    return table


def _components() -> QWidget:
    rows = [(one.name, one.version, one.licence, one.purpose) for one in COMPONENTS]
    # What for gets what the others leave.
    return _table(["Library", "Version", "Licence", "What for"], rows, (3,), "Libraries")


def _weights() -> QWidget:
    from models.catalogue import KNOWN

    rows = [(one.name, one.licence, one.intended_use) for one in KNOWN.values()]
    return _table(["Weights", "Licence", "Intended use"], rows, (1, 2), "Known weights")


def _licence(path: Path) -> QWidget:
    try:
        words = path.read_text(encoding="utf-8")
    except OSError:
        words = "MIMAMO Studio is published under the MIT licence."
    text = QPlainTextEdit(words)
    text.setReadOnly(True)
    text.setFont(fixed_font())
    text.setProperty("look", "plain")
    text.setAccessibleName("Licence of MIMAMO Studio")
    return text
