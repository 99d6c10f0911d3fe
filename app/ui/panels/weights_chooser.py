"""Choosing weights: those that fit the system, or a file; with their card and their caution."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.analysis.choices import (
    DEMONSTRATION,
    SYSTEM_ROWS,
    UNVALIDATED,
    WeightsCard,
    weights_for,
)
from app.session.weights_in_use import weights_title
from app.ui.icons import tint
from app.ui.panels.parts import CautionBand, caption, chooser, group, note
from app.ui.theme import GRID
from models.catalogue import KNOWN

_FILES = "Weights (*.safetensors *.hdf5 *.h5 *.pth *.tar *.pt);;All files (*)"


class WeightsChooser(QWidget):
    """Which weights, what they are, and what to be careful about.

    The `band` is placed by the panel, where it never scrolls out of sight.

    Signals
    -------
    chosen()
        Other weights, or another system; their card is wanted.
    fetchRequested(names)
        The user wants missing weights; a list of catalogue names.
    """

    chosen = Signal()
    fetchRequested = Signal(list)  # noqa: N815 - Qt's way of naming

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._system = ""
        self._card: WeightsCard | None = None
        self._files: dict[str, str] = {}  # the file last chosen for each system
        self.box = chooser("Weights", "The trained numbers of the network")
        self.box.activated.connect(self._on_choice)
        self.band = CautionBand()
        self.card = note()
        self.missing = note()
        self.missing.setProperty("role", "warning")
        self.fetch = QPushButton("Fetch...")
        self.fetch.setToolTip("Download these weights, after showing what and from where")
        self.fetch.setAccessibleName("Fetch weights")
        tint(self.fetch, "download")
        self.fetch.clicked.connect(self._on_fetch)
        self.file = QPushButton("Choose file...")
        self.file.setToolTip("Use weights you have as a file")
        self.file.setAccessibleName("Choose weights file")
        tint(self.file, "folder")
        self.file.clicked.connect(self._choose_file)
        self._arrange()

    @property
    def value(self) -> str:
        """A catalogue name, or the path of a file."""
        return str(self.box.currentData() or "")

    @property
    def usable(self) -> bool:
        """Whether an analysis can begin with them."""
        return self._card is not None and not self._card.missing and not self._card.fault

    def set_system(self, system: str, weights: str | None = None) -> None:
        """Offer the weights of a system, with some of them chosen."""
        self._system = system
        self.box.clear()
        for known in weights_for(system):
            self.box.addItem(known.name, known.name)
        if weights and self.box.findData(weights) < 0:
            self._files[system] = weights
        if system in self._files:
            self._add_file(self._files[system])
        self.box.addItem("From a file...", None)
        wanted = weights or SYSTEM_ROWS[system].weights
        self.box.setCurrentIndex(max(0, self.box.findData(wanted)))
        self._announce()

    def show_card(self, card: WeightsCard) -> None:
        """Say what the chosen weights are."""
        self._card = card
        self.band.say(card.caution)
        licence = f"Licence: {card.licence}." if card.licence else ""
        self.card.setText(f"{card.text}\n{licence}".strip())
        self.card.setVisible(bool(self.card.text()))
        self._show_missing(card)

    # How it works.

    def _show_missing(self, card: WeightsCard) -> None:
        names = " and ".join(known.name for known in card.missing)
        verb = "is" if len(card.missing) == 1 else "are"
        cannot = [known.obtain for known in card.missing if known.url is None]
        text = f"{names} {verb} not on this machine. {' '.join(cannot)}" if names else card.fault
        self.missing.setText(text.strip())
        self.missing.setVisible(bool(text))
        self.fetch.setVisible(any(known.url is not None for known in card.missing))
        self.file.setVisible(bool(text))

    def _announce(self) -> None:
        """Until the card is read, say what the catalogue knows."""
        row, known = SYSTEM_ROWS[self._system], KNOWN.get(self.value)
        validated = known is not None and known.validated_on_people
        unproved = DEMONSTRATION if known is not None and known.shipped else UNVALIDATED
        self._card = None
        self.band.say(row.caution or ("" if validated else unproved))
        self.box.setToolTip(self.value)
        self.chosen.emit()

    def _on_choice(self, index: int) -> None:
        if self.box.itemData(index) is None:
            self._choose_file()
        else:
            self._announce()

    def _on_fetch(self) -> None:
        if self._card is not None:
            self.fetchRequested.emit([k.name for k in self._card.missing if k.url is not None])

    def _choose_file(self) -> None:
        before = self.value or SYSTEM_ROWS[self._system].weights
        name, _ = QFileDialog.getOpenFileName(self, "Choose weights", "", _FILES)
        self.set_system(self._system, name or before)

    def _add_file(self, path: str) -> None:
        self.box.addItem(weights_title(path), path)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.fetch)
        buttons.addWidget(self.file)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(group(caption("Weights", self.box), self.box))
        column.addWidget(self.card)
        column.addWidget(self.missing)
        column.addLayout(buttons)
        for widget in (self.card, self.missing, self.fetch, self.file):
            widget.hide()
