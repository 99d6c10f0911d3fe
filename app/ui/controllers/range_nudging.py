"""Raising and lowering values by keys: presses that follow each other closely are one edit."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from app.core.document import CurveAnnotation
from app.core.edits.curves import with_values
from app.core.edits.ranges import nudged
from app.core.errors import EditError, StudioError
from app.session.session import Session
from app.ui.actions import Actions
from app.ui.controllers.range_targets import editable_curve, place_text
from app.ui.notices import notices

IDLE_MILLISECONDS = 700
"""After so long without a press, the edit is made."""
STEPS = {"value_up": 0.01, "value_down": -0.01, "value_up_more": 0.1, "value_down_more": -0.1}
"""Share of the curve's range, by action."""

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_OTHERS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TabletPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.Drop,
    QEvent.Type.Close,
)
_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
}


@dataclass(frozen=True, slots=True)
class _Pending:
    """What was pressed so far: by how much, where."""

    track: str
    part: slice
    delta: float


class Nudging(QObject):
    """Moves the selection, or the frame shown, up and down.

    While presses follow each other it is a preview; it is committed after a pause, or before
    anything else happens: another key, a press of the mouse, another selection or track.
    """

    def __init__(self, session: Session, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._annotations = session, session.annotations
        self._actions = actions
        self._pending: _Pending | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MILLISECONDS)
        self._idle.timeout.connect(self.flush)
        for name, share in STEPS.items():
            actions.on(name, lambda share=share: self.nudge(share))
        self._annotations.selection_changed.connect(self.flush)
        self._annotations.active_changed.connect(self.flush)
        self._annotations.preview_changed.connect(self._on_preview)
        session.playback.moved.connect(self._on_moved)

    @property
    def pending(self) -> bool:
        """Whether presses wait to become an edit."""
        return self._pending is not None

    def nudge(self, share: float) -> None:
        """Move by a share of the curve's range."""
        try:
            curve = editable_curve(self._session)
            part = self._part()
            self._press(curve, part, share * (curve.high - curve.low))
        except EditError as error:
            notices.note(str(error))

    def flush(self) -> None:
        """Make the edit of what was pressed, if anything was."""
        pending, self._pending = self._pending, None
        self._idle.stop()
        self._listen(on=False)
        if pending is None:
            return
        found = self._annotations.document.find(pending.track)
        if not isinstance(found, CurveAnnotation) or not self._annotations.is_open:
            return
        way = "Raised" if pending.delta > 0 else "Lowered"
        place = place_text(self._session, pending.part)
        try:
            self._annotations.commit(
                with_values(self._annotations.document, pending.track, self._moved(found, pending)),
                kind="nudge",
                summary=f"{way} {found.head.scheme} by {abs(pending.delta):.3g}, {place}",
                track=pending.track,
            )
        except StudioError as error:
            notices.error(str(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Make the edit before another event can do something else."""
        other_key = isinstance(event, QKeyEvent) and event.type() in _KEYS and not self._own(event)
        if other_key or event.type() in _OTHERS:
            self.flush()
        return False

    def _part(self) -> slice:
        selection = self._annotations.selection
        if selection is not None:
            return selection.slice
        frame = self._session.playback.frame
        return slice(frame, frame + 1)

    def _press(self, curve: CurveAnnotation, part: slice, by: float) -> None:
        if self._pending is not None and (self._pending.track, self._pending.part) != (
            curve.head.id,
            part,
        ):
            self.flush()
            curve = editable_curve(self._session)
        known = curve.samples.values[part]
        known = known[~np.isnan(known)]
        if not known.size:
            raise EditError("There is no value here to move; press Return to type one.")
        before = self._pending or _Pending(curve.head.id, part, 0.0)
        # Pressing on when everything is at the limit must not have to be undone press by press.
        least, most = curve.low - float(known.max()), curve.high - float(known.min())
        self._pending = replace(before, delta=min(max(before.delta + by, least), most))
        samples = type(curve.samples).of(self._moved(curve, self._pending), curve.samples)
        self._annotations.show_preview(replace(curve, samples=samples))
        self._listen(on=True)
        self._idle.start()

    def _moved(self, curve: CurveAnnotation, pending: _Pending) -> np.ndarray:
        return nudged(curve.samples.values, pending.part, pending.delta, curve.low, curve.high)

    def _own(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return True
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(plain.value | event.key())
        return any(pressed in self._actions[name].shortcuts() for name in STEPS)

    def _listen(self, *, on: bool) -> None:
        application = QGuiApplication.instance()
        if application is None:
            return
        application.removeEventFilter(self)
        if on:
            application.installEventFilter(self)

    def _on_moved(self, frame: int, seconds: float) -> None:
        pending = self._pending
        of_frame = pending is not None and self._annotations.selection is None
        if pending is not None and of_frame and frame != pending.part.start:
            self.flush()

    def _on_preview(self) -> None:
        """Somebody else shows or edits something: undo, above all, must find this edit made."""
        preview = self._annotations.preview
        if self._pending is not None and preview is None:
            self.flush()
