"""The list of recordings: opening, analysing and removing entries."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from app.analysis.choices import AnalysisChoice
from app.session.session import RecordingState, Session
from app.ui.controllers.analysis import AnalysisController
from app.ui.controllers.opening import OpeningController
from app.ui.controllers.results import Results
from app.ui.notices import notices
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.panels.recordings_panel import RecordingsPanel

_DONE_OR_UNDER_WAY = (RecordingState.ANALYSED, RecordingState.ANALYSING, RecordingState.WAITING)


class RecordingsController(QObject):
    """What stands behind the Recordings dock; analyses use what the Analyse dock has chosen."""

    def __init__(
        self,
        session: Session,
        panel: RecordingsPanel,
        choosing: AnalysePanel,
        opening: OpeningController,
        analysis: AnalysisController,
        results: Results,
    ) -> None:
        super().__init__(panel)
        self._session, self._choosing, self._results = session, choosing, results
        self._opening, self._analysis = opening, analysis
        panel.openRequested.connect(opening.open)
        panel.analyseRequested.connect(self.analyse)
        panel.analyseAllRequested.connect(self.analyse_all)
        panel.removeRequested.connect(self.remove)
        panel.showRequested.connect(show_in_folder)

    def analyse(self, paths: Sequence[Path]) -> None:
        """Analyse some of the list, one after the other."""
        choice = self._choosing.choice
        if not self._choosing.weights.usable:
            notices.error("Choose weights that are on this machine first, in the Analyse dock.")
            return
        recording = self._session.recording
        on_screen = [path for path in paths if recording and path == recording.path]
        self._analysis.enqueue(on_screen, choice)
        self._analysis.enqueue([path for path in paths if path not in on_screen], _whole(choice))

    def analyse_all(self) -> None:
        """Analyse whatever is not analysed yet."""
        waiting = [e.path for e in self._session.entries if e.state not in _DONE_OR_UNDER_WAY]
        self.analyse(waiting)

    def remove(self, paths: Sequence[Path]) -> None:
        """Take entries off the list; files stay."""
        for path in paths:
            self._analysis.drop(path)
            self._results.forget(path)
        self._session.forget(*paths)


def _whole(choice: AnalysisChoice) -> AnalysisChoice:
    """Range and number of a person belong to the recording they were chosen on."""
    person = "largest" if isinstance(choice.person, int) else choice.person
    return AnalysisChoice(choice.system, choice.weights, choice.device, person)


def show_in_folder(path: Path) -> None:
    """Show a file where it lies."""
    if not path.exists():
        notices.error(f"{path} is not there any more; check whether it was moved.")
    elif sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(path)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
