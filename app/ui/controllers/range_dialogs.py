"""The dialog of an edit: shown beside the window, with the result on the timeline meanwhile."""

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.core.edits.curves import with_values
from app.core.errors import EditError, StudioError
from app.session.session import Session
from app.ui.controllers.range_targets import curve_text, place_text, target_of, target_text
from app.ui.dialogs.range_edit import RangeEditDialog
from app.ui.dialogs.range_edit_row import Operation, RangeTarget, Settings
from app.ui.notices import notices

_INSET = 24
_KEPT_OUT = {"value", "source"}
"""Parameters that belong to the place, and are not remembered for the next."""


class RangeDialogs(QObject):
    """Opens one dialog at a time, follows what is selected, and commits once.

    Parameters
    ----------
    session : Session
        Whose active curve is edited.
    window : QWidget or None
        Beside which the dialog stands.
    """

    def __init__(self, session: Session, window: QWidget | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self._annotations = session.annotations
        self._dialog: RangeEditDialog | None = None
        self._frame = 0
        self._remembered: dict[str, Settings] = {}
        session.recording_changed.connect(self.close)
        session.tracks.changed.connect(self.refresh)
        for signal in (
            self._annotations.changed,
            self._annotations.active_changed,
            self._annotations.selection_changed,
            self._annotations.blind_changed,
        ):
            signal.connect(self.refresh)

    @property
    def dialog(self) -> RangeEditDialog | None:
        """The one that is open."""
        return self._dialog

    def open(self, operation: Operation) -> None:
        """Ask for an edit of the selection; a sentence when nothing can be edited."""
        self.close()
        self._frame = self._session.playback.frame
        try:
            target_of(self._session, operation, self._frame)
        except EditError as error:
            notices.note(str(error))
            return
        if operation.alone == "frame":
            self._session.playback.pause()
        dialog = RangeEditDialog(operation, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.refresh)
        dialog.confirmed.connect(self._commit)
        dialog.finished.connect(lambda *_: self._end(dialog))
        self._dialog = dialog
        self.refresh()
        dialog.show()
        self._place(dialog)

    def close(self) -> None:
        """Leave nothing."""
        if self._dialog is not None:
            self._dialog.reject()

    def refresh(self) -> None:
        """Look again at what is edited, and show what would come of it."""
        dialog = self._dialog
        if dialog is None:
            return
        try:
            target = target_of(self._session, dialog.operation, self._frame)
            given = dict(self._remembered.get(dialog.operation.id, {})) | dict(dialog.settings)
            dialog.ask(dialog.operation.parameters(target), given)
            part = target_text(self._session, target)
            dialog.tell_target(curve_text(target.curve), part)
            self._preview(dialog, target)
        except EditError as error:
            self._annotations.show_preview(None)
            dialog.tell(str(error), possible=False)

    def _preview(self, dialog: RangeEditDialog, target: RangeTarget) -> None:
        values = dialog.operation.apply(target, dialog.settings)
        after = with_values(self._annotations.document, target.curve.head.id, values)
        curve = after.curve(target.curve.head.id)
        dialog.tell(change_text(target, values, curve.samples.values), possible=True)
        self._annotations.show_preview(None if curve is target.curve else curve)

    def _commit(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        operation, settings = dialog.operation, dialog.settings
        try:
            target = target_of(self._session, operation, self._frame)
            track = target.curve.head.id
            values = operation.apply(target, settings)
            place = place_text(self._session, target.part)
            # The dialog is out of the way first: what it showed is no longer a preview.
            self._dialog = None
            self._annotations.commit(
                with_values(self._annotations.document, track, values),
                kind=operation.kind,
                summary=operation.summary(target, settings, place),
                reason=dialog.reason,
                track=track,
            )
        except StudioError as error:
            self._dialog = dialog
            notices.error(str(error))
            return
        self._remembered[operation.id] = {
            name: value for name, value in settings.items() if name not in _KEPT_OUT
        }
        dialog.finish()

    def _end(self, dialog: RangeEditDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
            self._annotations.show_preview(None)

    def _place(self, dialog: RangeEditDialog) -> None:
        """At the top right of the window, where the timeline stays in sight."""
        if self._window is None:
            return
        frame = self._window.window().frameGeometry()
        x = frame.right() - dialog.frameGeometry().width() - _INSET
        dialog.move(max(frame.left(), x), frame.top() + 4 * _INSET)


def change_text(target: RangeTarget, wanted: object, taken: object) -> str:
    """How much an edit changes: ``"54 values change; 3 are limited to −1 … 1."``.

    Parameters
    ----------
    wanted, taken : float64 array (T,)
        Before and after the limits of the curve.
    """
    asked, after = np.asarray(wanted), np.asarray(taken)
    differ = ~((after == target.values) | (np.isnan(after) & np.isnan(target.values)))
    limited = int(np.count_nonzero(~np.isnan(asked) & (asked != after)))
    count = int(np.count_nonzero(differ))
    if not count:
        return "Nothing changes."
    text = f"{count} value{' changes' if count == 1 else 's change'}"
    low, high = (f"{end:g}".replace("-", "\u2212") for end in (target.curve.low, target.curve.high))
    verb = "is" if limited == 1 else "are"
    return f"{text}; {limited} {verb} limited to {low} \u2026 {high}." if limited else f"{text}."
