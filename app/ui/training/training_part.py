"""What is trained and how: preset, weights to start from, parts, and what the paper varies."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.analysis.choices import DEVICES, weights_for
from app.session.weights_in_use import weights_title
from app.training.settings import (
    NETWORK_PARTS,
    NetworkPart,
    NetworkSettings,
    SourceSettings,
    StageSettings,
    TemporalInput,
    TrainingSettings,
    fine_tuning,
    modern,
    paper,
)
from app.training.starting import network_from
from app.ui.fonts import digits_font
from app.ui.panels.parts import caption, chooser, group, note
from app.ui.theme import GRID, PANEL_PADDING
from app.ui.training.split_part import labelled, spin
from app.ui.training.words import PART_WORDS, PRESETS, TEMPORAL, TRUNKS

_RANDOM, _FILE = "", None
_AS_TRAINED = "As the weights to start from were trained."


class TrainingPart(QWidget):
    """Preset, start, parts; the rest folded away.

    Signals
    -------
    changed()
        Another training is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = chooser("Preset", "How steps are taken")
        for key, (name, _) in PRESETS.items():
            self.preset.addItem(name, key)
        self.about = note()
        self.start = chooser("Start from", "Weights that training goes on from")
        self.parts = self._part_chips()
        self.more = QPushButton("More settings")
        self.more.setProperty("look", "chip")
        self.more.setCheckable(True)
        self.more.setToolTip(
            "Epochs, rate, batch, seed, device, and the inputs that the paper compares"
        )
        self.more.setAccessibleName("More settings")
        self.epochs = spin("Epochs", 25, 1, 1000, "", "At most so many epochs a stage")
        self.patience = spin(
            "Patience", 5, 1, 1000, "", "Epochs without a better validation CCC before a stage ends"
        )
        self.seed = spin("Seed", 1, 0, 2**31 - 1, "", "The same seed gives the same weights")
        self.rate = _rate()
        self.batch = spin("Batch", 0, 0, 4096, "", "Windows a step; as many as fit where it is 0")
        self.batch.setSpecialValueText("automatic")
        self.device = chooser("Device", "Where the network is trained")
        for name in DEVICES:
            self.device.addItem("Automatic" if name == "auto" else name, name)
        self.temporal = chooser("Temporal stream", "What the temporal stream sees")
        for kind in get_args(TemporalInput):
            self.temporal.addItem(TEMPORAL[kind], kind)
        self.trunk = chooser("Trunk", "The network before the spatial stream; it is never trained")
        for trunk, text in TRUNKS.items():
            self.trunk.addItem(text, trunk)
        self.differences = chooser("Differences", "Phase differences a snippet")
        for count in (4, 8, 12, 16):
            self.differences.addItem(str(count), count)
        self.differences.setCurrentIndex(2)
        self.spatial = QCheckBox("Spatial stream")
        self.spatial.setChecked(True)
        self.spatial.setToolTip("Whether the network sees the face's look")
        self.augment = QCheckBox("Mirrored and shifted crops")
        self.augment.setChecked(True)
        self.augment.setToolTip("Whether each face is also seen mirrored and in shifted crops")
        self.as_trained = note(_AS_TRAINED)
        self._weights: tuple[str, ...] = ()
        self._arrange()
        self._connect()
        self.show_weights((), "")

    # What is chosen.

    def settings(self, source: SourceSettings) -> TrainingSettings:
        """The training, but for its split."""
        settings = self._preset(source)
        return replace(
            settings,
            network=self._network(str(self.start.currentData() or "")),
            stages=tuple(self._stage(each) for each in settings.stages),
            seed=self.seed.value(),
            augment=self.augment.isChecked(),
            device=str(self.device.currentData()),
        )

    @property
    def fault(self) -> str:
        """What is missing; empty when nothing is."""
        if not self._chosen_parts:
            return "Choose at least one part of the network to train."
        if self.preset.currentData() == "fine-tuning" and not self.start.currentData():
            return "Choose the weights that fine-tuning starts from."
        return ""

    def show_weights(self, runs: Sequence[str], now: str) -> None:
        """Offer weights to start from: those in use, of the catalogue, of runs, or none."""
        chosen = self.start.currentData() if self.start.count() else now
        names = dict.fromkeys([*(each.name for each in weights_for("mimamo")), *runs])
        files = [each for each in (now, chosen) if each and each not in names]
        self._weights = tuple(dict.fromkeys([*names, *files]))
        self.start.blockSignals(True)
        self.start.clear()
        for each in self._weights:
            self.start.addItem(weights_title(each), each)
        self.start.addItem("Random weights", _RANDOM)
        self.start.addItem("From a file...", _FILE)
        wanted = self.start.findData(chosen or now) if chosen or now else 0
        self.start.setCurrentIndex(max(0, wanted))
        self.start.blockSignals(False)
        self._show()

    # How it works.

    def _preset(self, source: SourceSettings) -> TrainingSettings:
        start = str(self.start.currentData() or "")
        made = {"fine-tuning": lambda: fine_tuning(source, start), "paper": lambda: paper(source)}
        return made.get(str(self.preset.currentData()), lambda: modern(source))()

    def _network(self, start: str) -> NetworkSettings:
        if start:
            return network_from(start, self._chosen_parts)
        return NetworkSettings(
            train=self._chosen_parts,
            temporal=self.temporal.currentData(),
            spatial=self.spatial.isChecked(),
            differences=self.differences.currentData(),
            trunk=self.trunk.currentData(),
        )

    def _stage(self, stage: StageSettings) -> StageSettings:
        return replace(
            stage,
            epochs=self.epochs.value(),
            patience=self.patience.value(),
            rate=self.rate.value() or stage.rate,
            batch=self.batch.value(),
        )

    @property
    def _chosen_parts(self) -> tuple[NetworkPart, ...]:
        return tuple(name for name in NETWORK_PARTS if self.parts[name].isChecked())

    def _on_preset(self) -> None:
        """The paper and its modern twin begin anew, as they are meant to."""
        anew = self.preset.currentData() != "fine-tuning"
        wanted = self.start.findData(_RANDOM) if anew else 0
        self.start.setCurrentIndex(wanted)
        self._on_change()

    def _on_start(self) -> None:
        if self.start.currentData() is _FILE:
            name, _ = QFileDialog.getOpenFileName(
                self, "Weights to start from", "", "Weights (*.safetensors);;All files (*)"
            )
            place = str(Path(name)) if name else self._weights[0]
            if self.start.findData(place) < 0:
                self.start.insertItem(0, weights_title(place), place)
            self.start.setCurrentIndex(self.start.findData(place))
        self._on_change()

    def _on_change(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.about.setText(PRESETS[str(self.preset.currentData())][1])
        self._more.setVisible(self.more.isChecked())
        given = bool(self.start.currentData())
        self.as_trained.setVisible(given)
        for widget in (self.temporal, self.spatial, self.differences, self.trunk):
            widget.setEnabled(not given)
        stages = dict.fromkeys(
            each.rate for each in self._preset(SourceSettings("folder", "")).stages
        )
        self.rate.setSpecialValueText(" and ".join(f"{rate:g}" for rate in stages))

    def _connect(self) -> None:
        self.preset.activated.connect(lambda _: self._on_preset())
        self.start.activated.connect(lambda _: self._on_start())
        self.more.toggled.connect(lambda _: self._show())
        for chip in self.parts.values():
            chip.toggled.connect(lambda _: self._on_change())
        for box in (self.epochs, self.patience, self.seed, self.batch, self.rate):
            box.valueChanged.connect(lambda _: self._on_change())
        for chosen in (self.device, self.temporal, self.differences, self.trunk):
            chosen.activated.connect(lambda _: self._on_change())
        for switch in (self.spatial, self.augment):
            switch.toggled.connect(lambda _: self._on_change())

    def _part_chips(self) -> dict[str, QPushButton]:
        chips = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for name, (text, tip) in PART_WORDS.items():
            chip = QPushButton(text)
            chip.setProperty("look", "chip")
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setToolTip(f"{tip}; off, it stays as it is")
            chip.setAccessibleName(f"Train {text.lower()}")
            self._group.addButton(chip)
            chips[name] = chip
        return chips

    def _arrange(self) -> None:
        chips = QGridLayout()
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(GRID)
        for number, chip in enumerate(self.parts.values()):
            chips.addWidget(chip, number // 3, number % 3)
        train = group(caption("Parts to train"))
        train.addLayout(chips)
        numbers = QGridLayout()
        numbers.setSpacing(2 * GRID)
        for number, box in enumerate(
            (self.epochs, self.patience, self.seed, self.batch, self.rate)
        ):
            numbers.addWidget(labelled(box), number // 2, number % 2)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(2 * GRID)
        more.addLayout(numbers)
        for each in (self.device, self.temporal, self.differences, self.trunk):
            more.addWidget(labelled(each))
        for widget in (self.spatial, self.as_trained, self.augment):
            more.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PANEL_PADDING)
        column.addLayout(group(caption("Preset", self.preset), self.preset, self.about))
        column.addLayout(group(caption("Start from", self.start), self.start))
        column.addLayout(train)
        column.addWidget(self.more)
        column.addWidget(self._more)


def _rate() -> QDoubleSpinBox:
    """A learning rate; the lowest value stands for those of the preset."""
    box = QDoubleSpinBox()
    box.setDecimals(6)
    box.setRange(0.0, 1.0)
    box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
    box.setFont(digits_font())
    box.setAccessibleName("Learning rate")
    box.setToolTip("At the beginning of each stage; at its lowest, what the preset has")
    box.setKeyboardTracking(False)
    box.lineEdit().setTextMargins(GRID, 0, 0, 0)
    return box
