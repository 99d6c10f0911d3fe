"""Weights in the window: their cards, and fetching what is missing, only after asking."""

import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from app.analysis.choices import AnalysisChoice, WeightsCard, weights_card
from app.analysis.pace import Pace
from app.core.errors import WeightsError
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.notices import notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.task_board import TaskBoard, TaskStatus
from app.ui.tasks import Task, run_task
from app.weights.places import places, user_weights_folder
from models.catalogue import KNOWN, KnownWeights


class WeightsController(QObject):
    """Tells the Analyse dock what weights are, remembers what was chosen, and fetches.

    Parameters
    ----------
    ask : callable, optional
        Asks whether to download rows of the catalogue; a dialog without one.
    """

    def __init__(
        self,
        panel: AnalysePanel,
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        ask: Callable[[Sequence[KnownWeights]], bool] | None = None,
    ) -> None:
        super().__init__(panel)
        self._panel, self._preferences, self._board = panel, preferences, board
        self._ask = ask or (lambda rows: ask_to_fetch(panel, rows))
        self._asking: Task | None = None
        self._fetching: Task | None = None
        panel.cardWanted.connect(self._want_card)
        panel.fetchRequested.connect(self.fetch)
        actions.on("fetch_weights", self.choose_and_fetch)
        panel.choose(remembered_choice(preferences))
        panel.choiceChanged.connect(self._remember)

    def fetch(self, names: Sequence[str]) -> None:
        """Ask, then download what can be downloaded."""
        rows = [KNOWN[name] for name in names]
        if not rows or self._fetching is not None or not self._ask(rows):
            return
        title = f"Fetching {', '.join(names)}"
        self._fetching = self._board.run(
            title,
            lambda: fetch_all(rows),
            on_done=lambda _: notices.note(f"{', '.join(names)} can be used now."),
            on_error=notices.error,
        )
        self._fetching.ended.connect(self._on_fetched)

    def choose_and_fetch(self) -> None:
        """Let the user choose among what can be downloaded and is not here."""
        absent = [known.name for known in KNOWN.values() if known.url and not is_here(known)]
        if not absent:
            notices.note("All weights that can be downloaded are on this machine already.")
            return
        name, chosen = QInputDialog.getItem(
            self._panel, "Fetch weights", "Weights to download:", absent, 0, False
        )
        if chosen:
            self.fetch([name])

    def _want_card(self, system: str, weights: str) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = run_task(
            lambda: _card(system, weights),
            on_done=lambda card: self._panel.show_card(system, weights, card),
            on_error=notices.error,
        )

    def _on_fetched(self) -> None:
        self._fetching = None
        choice = self._panel.choice
        self._want_card(choice.system, choice.weights or "")

    def _remember(self, choice: AnalysisChoice) -> None:
        by_system = self._preferences.get("weights_by_system")
        if choice.weights:
            by_system = {**by_system, choice.system: choice.weights}
        self._preferences.set("weights_by_system", by_system)
        self._preferences.set("system", choice.system)
        self._preferences.set("device", choice.device)
        # A number belongs to one recording; it is no habit.
        if not isinstance(choice.person, int):
            self._preferences.set("person", choice.person)


def remembered_choice(preferences: Preferences) -> AnalysisChoice:
    """What was chosen last, but the range."""
    system = preferences.get("system")
    return AnalysisChoice(
        system=system,
        weights=preferences.get("weights_by_system").get(system),
        device=preferences.get("device"),
        person=preferences.get("person"),
    )


def is_here(known: KnownWeights) -> bool:
    """Whether weights are on this machine."""
    try:
        return next(places(known), None) is not None
    except WeightsError:
        return False


def ask_to_fetch(parent: QWidget, rows: Sequence[KnownWeights]) -> bool:
    """Say what would be downloaded, how much, from where and under which terms; ask."""
    box = QMessageBox(parent)
    box.setWindowTitle("Fetch weights")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(f"Download {' and '.join(known.name for known in rows)}?")
    box.setInformativeText("\n\n".join(described(known) for known in rows))
    yes = box.addButton("Download", QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is yes


def described(known: KnownWeights) -> str:
    """A row of the catalogue, for whoever has to decide."""
    size = "not known before the download" if known.size is None else f"{known.size / 1e6:.1f} MB"
    return (
        f"{known.description}\n{known.intended_use}\n\nSize: {size}\nLicence: {known.licence}\n"
        f"From: {known.url}\nTo: {Path(user_weights_folder())}"
    )


def _card(system: str, weights: str) -> Generator[None, None, WeightsCard]:
    yield
    return weights_card(system, weights or None)


def fetch_all(rows: Sequence[KnownWeights]) -> Generator[TaskStatus, None, None]:
    """Download one after the other; what has arrived is kept when it is stopped."""
    from app.weights.fetch import fetch  # loads the network's libraries only when needed

    for known in rows:
        pace = Pace()
        for progress in fetch(known.name):
            _, left = pace.take(progress.received, progress.total, time.monotonic())
            share = progress.received / progress.total if progress.total else None
            yield TaskStatus("", in_megabytes(progress.received, progress.total), share, left)


def in_megabytes(received: int, total: int | None) -> str:
    """How much of a download has arrived."""
    whole = f" of {total / 1e6:.1f}" if total else ""
    return f"{received / 1e6:.1f}{whole} MB"
