"""The Compare dock: what is chosen there, and the difference on the timeline."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.compare.compare_panel import ComparePanel


class CompareController(QObject):
    """Tells the session what to compare, and whether to shade.

    Parameters
    ----------
    session : Session
        Its `Comparing` is changed.
    panel : ComparePanel
        Says what is chosen.
    actions : Actions
        ``show_compare``, ``shade_difference``.
    reveal : callable
        Brings the dock of the panel on screen.
    """

    def __init__(
        self,
        session: Session,
        panel: ComparePanel,
        actions: Actions,
        parent: QObject | None = None,
        *,
        reveal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        comparing = session.comparing
        panel.predictionChosen.connect(comparing.choose_prediction)
        panel.annotationChosen.connect(comparing.choose_annotation)
        actions.on("show_compare", reveal)
        actions.on("shade_difference", comparing.shade)
        comparing.shade(actions["shade_difference"].isChecked())
