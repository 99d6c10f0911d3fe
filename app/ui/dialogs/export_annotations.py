"""File > Export annotations: which tracks, as what, and where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from app.core.errors import StudioError
from app.formats.content import WriteOptions
from app.session.exporting import Export, Target, cannot_hold, targets
from app.ui.dialogs.export_options import ExportOptions
from app.ui.dialogs.export_parts import Exportable, format_chooser, names_of, replaced, track_list
from app.ui.dialogs.parts import buttons_of, caption, column_of, faint, hairline, row_of
from app.ui.icons import tint
from app.ui.theme import GRID
from app.ui.turns import turns

_WAIT_MS = 250
_MOST_SAID = 6
_SIZE = (660, 640)


class ExportDialog(QDialog):
    """Nothing is written before it is accepted.

    Parameters
    ----------
    rows : sequence of Exportable
        What there is.
    chosen : collection of str
        The keys that are ticked at first.
    make : callable
        From a format, keys and options to what would be written; may raise `StudioError`.
    target : Path
        Where to, without an ending.

    Signals
    -------
    checkWanted()
        Find out which files `export` would write, and tell it to `show_files` or `show_fault`.
    """

    checkWanted = Signal()  # noqa: N815 - Qt's way of naming

    def __init__(
        self,
        rows: Sequence[Exportable],
        chosen: Sequence[str],
        make: Callable[[str, Sequence[str], WriteOptions], Export],
        target: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export annotations")
        self._rows, self._make = tuple(rows), make
        self._targets = {each.id: each for each in targets()}
        self.export: Export | None = None
        self.files: tuple[Path, ...] = ()
        self.formats = format_chooser()
        self.tracks = track_list()
        self.writing = ExportOptions()
        self.place = QLineEdit()
        self.place.setAccessibleName("File to write")
        self.place.setToolTip("The file to write; what belongs to it lies beside it")
        self.losses = faint("")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._buttons = buttons_of(self, "Export")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT_MS)
        self._fill(chosen)
        self._arrange()
        self._connect()
        self.place.setText(f"{target}{self.target_kind.suffix}")
        self._follow_format()

    @property
    def target_kind(self) -> Target:
        """What is to be written."""
        return self._targets[self.formats.currentData()]

    @property
    def target(self) -> Path:
        """Where to."""
        return Path(self.place.text().strip()).expanduser()

    @property
    def chosen(self) -> list[str]:
        """The keys that are ticked and that the format can hold at all."""
        items = [self.tracks.item(row) for row in range(self.tracks.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
            and item.flags() & Qt.ItemFlag.ItemIsEnabled
        ]

    def show_files(self, files: Sequence[Path]) -> None:
        """Say which files will be written; now it can be done."""
        self.files = tuple(files)
        names = names_of(files)
        there = sum(path.exists() for path in files)
        more = f" {replaced(there)}" if there else ""
        self._say(f"{names} will be written to {self.target.parent}.{more}", possible=True)

    def show_fault(self, sentence: str) -> None:
        """Say why it cannot be written."""
        self._say(sentence, fault=True)

    def choose_format(self, identity: str) -> None:
        """Choose what is written."""
        self.formats.setCurrentIndex(self.formats.findData(identity))

    def tick(self, key: str, *, on: bool) -> None:
        """Choose a track, or not."""
        for row in range(self.tracks.count()):
            item = self.tracks.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == key:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    # How it works.

    def _fill(self, chosen: Sequence[str]) -> None:
        for row in self._rows:
            item = QListWidgetItem(row.title)
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setCheckState(
                Qt.CheckState.Checked if row.key in chosen else Qt.CheckState.Unchecked
            )
            self.tracks.addItem(item)

    def _connect(self) -> None:
        self.formats.currentIndexChanged.connect(lambda _: self._follow_format())
        self.tracks.itemChanged.connect(lambda _: self._check())
        self.writing.changed.connect(self._check)
        self.place.textChanged.connect(lambda _: self._check())
        self._pause.timeout.connect(self.checkWanted)

    def _follow_format(self) -> None:
        kind = self.target_kind
        joined = kind.id == "joined"
        blocked = self.tracks.blockSignals(True)
        for number, row in enumerate(self._rows):
            if row.is_prediction:
                item = self.tracks.item(number)
                flags = item.flags() | Qt.ItemFlag.ItemIsEnabled
                item.setFlags(flags if joined else flags & ~Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip("" if joined else "Only a joined CSV holds predictions")
        self.tracks.blockSignals(blocked)
        self.writing.show_kind(kind)
        self._follow_suffix(kind)
        self._check()

    def _follow_suffix(self, kind: Target) -> None:
        text = self.place.text().strip()
        known = {each.suffix for each in self._targets.values()}
        suffix = next((s for s in sorted(known, key=len, reverse=True) if text.endswith(s)), "")
        if suffix:
            blocked = self.place.blockSignals(True)
            self.place.setText(text.removesuffix(suffix) + kind.suffix)
            self.place.blockSignals(blocked)

    def _check(self) -> None:
        """Find out what would be lost, then have the files found: nothing can be written before."""
        self.export, self.files = None, ()
        self.losses.setText("")
        self._say("Looking what can be written …")
        turns.soon(self._find_losses)

    def _find_losses(self) -> None:
        if trouble := self._trouble():
            self._pause.stop()
            self.show_fault(trouble)
            return
        try:
            self.export = self._make(self.target_kind.id, self.chosen, self.writing.options)
            lost = cannot_hold(self.export)
        except StudioError as error:
            self._pause.stop()
            self.show_fault(str(error))
            return
        more = len(lost) - _MOST_SAID
        said = lost[:_MOST_SAID] + ([f"And {more} more."] if more > 0 else [])
        self.losses.setText("\n".join(said) or "Nothing is left out.")
        self.losses.setToolTip("\n".join(lost) if more > 0 else "")
        self._say("Looking which files will be written …")
        self._pause.start()

    def _trouble(self) -> str:
        if not self.chosen:
            return "Tick at least one track."
        if self.writing.fault:
            return self.writing.fault
        if not self.place.text().strip():
            return "Choose the file to write."
        if self.target.is_dir():
            return f"{self.target} is a folder; add the name of a file."
        return ""

    def _say(self, sentence: str, *, possible: bool = False, fault: bool = False) -> None:
        self.said.setProperty("role", "error" if fault else "")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(sentence)
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(possible)

    def _browse(self) -> None:
        kind = self.target_kind
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export annotations",
            str(self.target),
            f"{kind.name} (*{kind.suffix});;All files (*)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            path = Path(name)
            self.place.setText(str(path) if path.suffix else f"{name}{kind.suffix}")

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        browse = QPushButton("Browse...")
        browse.setToolTip("Choose the file to write")
        browse.setAutoDefault(False)
        tint(browse, "folder")
        browse.clicked.connect(self._browse)
        where = row_of(self.place, browse)
        where.setStretch(0, 1)
        where.setStretch(2, 0)
        label = QLabel("&Format")
        label.setBuddy(self.formats)
        form.addRow(label, self.formats)
        place = QLabel("F&ile")
        place.setBuddy(self.place)
        form.addRow(place, where)
        column = column_of(self)
        column.addLayout(form)
        column.addWidget(hairline())
        column.addWidget(caption("Tracks"))
        column.addWidget(self.tracks, 1)
        column.addWidget(self.writing)
        column.addWidget(hairline())
        column.addWidget(caption("What the format does not hold"))
        self.losses.setMinimumHeight(4 * GRID)
        column.addWidget(self.losses)
        self.said.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        column.addWidget(self.said)
        column.addWidget(self._buttons)
        self.resize(*_SIZE)
