"""The status line's words on device and weights."""

from app.session.session import Session
from app.ui.panels.analyse_panel import AnalysePanel
from app.ui.status_bar import StatusBar

_DEVICES = {"auto": "device: automatic", "cpu": "cpu", "cuda": "cuda", "mps": "mps"}


class InUse:
    """Says what is chosen, and after an analysis what it ran on."""

    def __init__(self, session: Session, panel: AnalysePanel, line: StatusBar) -> None:
        self._session, self._panel, self._line = session, panel, line
        self._ran_on: dict[str, str] = {}
        session.analysis_changed.connect(self._on_analysis)

    def show_choice(self) -> None:
        """Say what the next analysis will use."""
        choice = self._panel.choice
        device = self._ran_on.get(choice.device) or _DEVICES.get(choice.device, choice.device)
        self._line.set_device(device)
        self._line.set_weights(self._panel.weights.box.currentText(), self._panel.weights.band.text)

    def _on_analysis(self) -> None:
        if self._session.analyses:
            self._ran_on[self._panel.choice.device] = self._session.analyses[-1].device
        self.show_choice()
