"""Who is seen in recordings: asked for, and kept in the project."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.core.errors import StudioError
from app.session.project_desk import ProjectDesk
from app.session.session import Session
from app.ui.dialogs.parts import show_over
from app.ui.dialogs.subject import SubjectDialog
from app.ui.notices import notices
from app.ui.panels.recordings_panel import RecordingsPanel


class SubjectsController(QObject):
    """What stands behind "Who is seen" in the Recordings dock."""

    def __init__(self, session: Session, desk: ProjectDesk, panel: RecordingsPanel) -> None:
        super().__init__(panel)
        self._session, self._desk, self._panel = session, desk, panel
        panel.subjectRequested.connect(self.ask)

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask who is seen in some recordings."""
        refusal = self._desk.read_only
        if refusal:
            notices.error(refusal)
            return
        entries = [entry for path in paths if (entry := self._session.entry(path)) is not None]
        known = {entry.subject for entry in entries}
        about = paths[0].name if len(paths) == 1 else f"{len(paths)} recordings"
        dialog = SubjectDialog(
            self._desk.subjects, known.pop() if len(known) == 1 else "", about, self._panel.window()
        )
        dialog.accepted.connect(lambda: self.keep(paths, dialog.subject))
        show_over(dialog)

    def keep(self, paths: Sequence[Path], subject: str) -> None:
        """Keep who is seen."""
        try:
            self._desk.set_subject(paths, subject)
        except StudioError as error:
            notices.error(str(error))
