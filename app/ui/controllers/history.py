"""Undo, redo, going to any state, and the list of edits as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.errors import StudioError
from app.files import atomic_write_text
from app.session.session import Session
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.save_as import SaveAs
from app.ui.notices import notices
from app.ui.panels.history_panel import HistoryPanel

_LONGEST = 60
_KINDS = {".csv": "CSV (*.csv)"}


class HistoryController(QObject):
    """What stands behind the History dock and Edit > Undo.

    Parameters
    ----------
    save_as : SaveAs, optional
        Asks where to write.
    """

    def __init__(
        self,
        session: Session,
        panel: HistoryPanel,
        actions: Actions,
        preferences: Preferences,
        parent: QWidget | None = None,
        save_as: SaveAs | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel = session, panel
        self._actions = actions
        self._save_as = save_as or SaveAs(preferences, panel)
        actions.on("undo", self.undo)
        actions.on("redo", self.redo)
        actions.on("export_history", self.export_history)
        panel.jumpRequested.connect(self.go_to)
        panel.explainRequested.connect(self.explain)
        session.annotations.history_changed.connect(self.show)
        self.show()

    def undo(self) -> None:
        """Take the last edit back."""
        self._try(self._session.annotations.undo)

    def redo(self) -> None:
        """Make it again."""
        self._try(self._session.annotations.redo)

    def go_to(self, number: int) -> None:
        """To the state after an edit, or to the very beginning."""
        self._try(lambda: self._session.annotations.go_to(number))

    def explain(self, number: int, reason: str) -> None:
        """Give an edit another reason."""
        self._try(lambda: self._session.annotations.explain(number, reason))

    def export_history(self) -> None:
        """Ask where, then write the list of edits."""
        from app.formats.history_csv import history_csv

        history = self._session.annotations.history
        recording = self._session.recording
        if not history.entries:
            return
        name = f"{recording.path.stem}-edits.csv" if recording else "edits.csv"
        folder = recording.path.parent if recording else None
        target = self._save_as.ask_for("Export history", name, _KINDS, folder)
        if target is None:
            return
        if self._try(lambda: _write(target, history_csv(history))):
            notices.note(f"{target.name} written to {target.parent}.")

    def show(self) -> None:
        """Say in the menu what would be undone, and whether anything can be."""
        notes = self._session.annotations
        history, free = notes.history, not notes.read_only
        line, back = history.line, history.can_undo
        done = history.entry(history.head).summary if back else ""
        ahead = ""
        if history.can_redo:
            ahead = history.entry(line[line.index(history.head) + 1 if back else 0]).summary
        self._say("undo", "&Undo", done, enabled=free and back)
        self._say("redo", "&Redo", ahead, enabled=free and history.can_redo)
        self._actions.enable("export_history", bool(history.entries))

    # How it works.

    def _say(self, name: str, verb: str, summary: str, *, enabled: bool) -> None:
        short = summary if len(summary) <= _LONGEST else f"{summary[: _LONGEST - 1].rstrip()}…"
        self._actions[name].setText(f"{verb} {short.replace('&', '&&')}".rstrip())
        self._actions.enable(name, enabled)

    def _try(self, do: Callable[[], object]) -> bool:
        try:
            do()
        except StudioError as error:
            notices.error(str(error))
            return False
        return True


def _write(target: Path, text: str) -> None:
    with atomic_write_text(target) as file:
        file.write(text)
