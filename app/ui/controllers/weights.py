"""Weights in the window: their cards, and fetching what is missing, only after asking."""

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from app.analysis.choices import AnalysisChoice, WeightsCard, weights_card
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.weights_fetching import ask_to_fetch, fetch_all, is_here
from app.ui.notices import notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.task_board import TaskBoard
from app.ui.tasks import Task, run_task
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


def _card(system: str, weights: str) -> Generator[None, None, WeightsCard]:
    yield
    return weights_card(system, weights or None)
