"""Edits of what is selected on the active curve: dialogs, keys, copy and paste."""

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.core.document import CurveAnnotation, Document
from app.core.edits.clip import Clip, clip_from_text, clip_text
from app.core.edits.curves import with_values
from app.core.edits.ranges import erased_range, pasted
from app.core.errors import EditError, StudioError
from app.session.live_rating import LiveRating
from app.session.session import Session
from app.session.tool_settings import FrameRange
from app.ui.actions import Actions
from app.ui.controllers.range_dialogs import RangeDialogs
from app.ui.controllers.range_nudging import STEPS, Nudging
from app.ui.controllers.range_targets import editable_curve, place_text
from app.ui.dialogs.range_edit_table import OPERATIONS
from app.ui.notices import notices

EDITS = ("paste_values", *STEPS, *(row.id for row in OPERATIONS))
"""Actions that need an active curve that is not locked."""


class RangeEditsController(QObject):
    """Joins the actions of the menu Annotate > Range, and copy, paste and delete.

    Parameters
    ----------
    session : Session
        Whose active curve is edited.
    actions : Actions
        `EDITS`, ``copy_values``, and ``delete_selected`` as far as a curve is active.
    window : QWidget or None
        Beside which dialogs stand.
    """

    def __init__(
        self, session: Session, actions: Actions, window: QWidget | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._actions = session, actions
        self._annotations = session.annotations
        self._clip: tuple[str, Clip] | None = None
        self.nudging = Nudging(session, actions, self)
        self.dialogs = RangeDialogs(session, window, self)
        for row in OPERATIONS:
            actions.on(row.id, lambda row=row: self.dialogs.open(row))
        actions.on("copy_values", self.copy)
        actions.on("paste_values", self.paste)
        actions.on("delete_selected", self.erase)
        self._annotations.closing.connect(self.flush)
        self._annotations.changed.connect(self.refresh)
        self._annotations.active_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Let actions be chosen as far as there is a curve for them."""
        curve = self._annotations.active_curve
        editable = curve is not None and not curve.head.locked and not self._annotations.read_only
        for name in EDITS:
            self._actions.enable(name, editable)
        self._actions.enable("copy_values", curve is not None)
        if self._annotations.active_segments is None:
            # Otherwise it is about a segment, and not for this one to say.
            self._actions.enable("delete_selected", editable)

    def yield_to(self, rating: LiveRating) -> None:
        """Keep what waits and put dialogs away whenever a take begins."""

        def make_way() -> None:
            if rating.under_way:
                self.flush()
                self.dialogs.close()

        rating.changed.connect(make_way)

    def flush(self) -> None:
        """Make the edit that waits for more presses; before the window or the project closes."""
        self.nudging.flush()

    def copy(self) -> None:
        """Put the selected values, or the whole curve, on the clipboard as text."""
        curve = self._annotations.active_curve
        if curve is None:
            return
        selection = self._annotations.selection
        part = selection.slice if selection is not None else slice(0, len(curve.samples))
        if part.stop <= part.start:
            return
        clip = Clip(self._annotations.seconds[part], curve.samples.values[part])
        text = clip_text(clip)
        self._clip = (text, clip)
        QGuiApplication.clipboard().setText(text)
        if selection is None:
            notices.note(
                f"Nothing is selected: the whole curve is copied, {clip.values.size} values."
            )

    def paste(self) -> None:
        """Put the values of the clipboard at the playhead."""
        self.flush()
        try:
            curve = editable_curve(self._session)
            first, seconds = self._session.playback.frame, self._annotations.seconds
            values = self._clipboard().on_frames(seconds, first)
            part = slice(first, first + values.size)
            after = pasted(curve.samples.values, first, values)
            document = with_values(self._annotations.document, curve.head.id, after)
            count = f"{values.size} value{'' if values.size == 1 else 's'}"
            self._commit(document, curve, "paste", f"Pasted {count} into", part)
        except StudioError as error:
            notices.error(str(error))
            return
        self._annotations.select(FrameRange(part.start, part.stop))
        limited = int(np.count_nonzero((values < curve.low) | (values > curve.high)))
        if limited:
            notices.note(
                f"{limited} of {count} lay outside {curve.low:g} to {curve.high:g} and were "
                "limited to it."
            )

    def erase(self) -> None:
        """Make the selection a gap, when a curve is active."""
        if self._annotations.active_curve is None:
            return
        self.flush()
        selection = self._annotations.selection
        if selection is None:
            notices.note("Select a part of the curve first; Delete makes it a gap.")
            return
        try:
            curve = editable_curve(self._session)
            after = erased_range(curve.samples.values, selection.slice)
            document = with_values(self._annotations.document, curve.head.id, after)
            self._commit(document, curve, "erase", "Erased", selection.slice)
        except StudioError as error:
            notices.error(str(error))

    def _commit(
        self, after: Document, curve: CurveAnnotation, kind: str, done: str, part: slice
    ) -> None:
        summary = f"{done} {curve.head.scheme}, {place_text(self._session, part)}"
        self._annotations.commit(after, kind=kind, summary=summary, track=curve.head.id)

    def _clipboard(self) -> Clip:
        text = QGuiApplication.clipboard().text()
        if self._clip is not None and (text == self._clip[0] or not text.strip()):
            return self._clip[1]
        if not text.strip():
            raise EditError("There are no values on the clipboard; copy some first.")
        return clip_from_text(text)
