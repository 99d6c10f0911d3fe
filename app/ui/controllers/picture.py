"""The picture follows the playhead, the faces and the switches."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.notices import Notices, notices
from app.ui.video.crops import CROP_SIDE, Crops
from app.ui.video.faces_shown import chosen_person, faces_in
from app.ui.video.frame_copies import FrameCopies
from app.ui.video.frame_plan import Direction, FrameRequest
from app.ui.video.frame_source import FrameSource
from app.ui.video.overlay import SWITCHES, Overlay, affect_at
from app.ui.video.player_view import PlayerView


class PictureController(QObject):
    """Asks for the frame at the playhead and shows it when it is there.

    Parameters
    ----------
    session : Session
        What is open.
    player : PlayerView
        Where it is shown.
    actions : Actions
        Zoom, overlay switches, copy and save.
    hub : Notices
        Where the user is told what went wrong.

    Attributes
    ----------
    source : FrameSource
        Where frames come from; ``source.dropped`` counts those that were not shown in time.
    copies : FrameCopies
        The frame on the clipboard or in a file.
    """

    def __init__(
        self,
        session: Session,
        player: PlayerView,
        actions: Actions,
        hub: Notices = notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._actions, self._hub = session, player.picture, actions, hub
        self.source = FrameSource(self)
        self._crops = Crops(self)
        self._direction: Direction = 1
        self.source.ready.connect(self._take)
        self.source.failed.connect(hub.error)
        self.source.noticed.connect(hub.note)
        self._crops.ready.connect(self._redraw)
        self._view.faceClicked.connect(session.choose_person)
        session.recording_changed.connect(self._open)
        session.playback.moved.connect(self._follow)
        session.playback.changed.connect(self._ask)
        for signal in (
            session.faces_changed,
            session.person_changed,
            session.tracks.changed,
            session.annotations.blind_changed,
        ):
            signal.connect(self._redraw, max_args=0)
        for name in SWITCHES:
            actions.on(f"overlay_{name}", self._redraw)
        actions.on("picture_fit", self._view.fit)
        actions.on("picture_actual", self._view.show_actual)
        self.copies = FrameCopies(session, self._view, hub, self)
        actions.on("copy_frame", self.copies.copy)
        actions.on("save_frame", self.copies.ask_where_to_save)

    def close(self) -> None:
        """Let go of the recording and wait for the thread that decodes."""
        self.source.close()

    # The frame.

    def _open(self) -> None:
        self._view.clear()
        self.source.open(self._session.recording)
        self._ask()

    def _follow(self, frame: int, seconds: float) -> None:
        if not self._session.playback.playing and frame != self._view.frame:
            self._direction = 1 if frame > self._view.frame else -1
        self._ask()
        self._present(frame)

    def _ask(self) -> None:
        playback = self._session.playback
        if self._session.recording is None or playback.time_base is None:
            return
        if playback.playing:
            self._direction = 1 if playback.rate > 0 else -1
        loop = playback.loop
        frames = playback.time_base.between(loop.start, loop.end) if loop else None
        self.source.want(FrameRequest(playback.frame, self._direction, playback.playing, frames))

    def _take(self, frame: int, asked: bool) -> None:
        # A frame that was asked for and is late shows at least where a scrub or a slow machine is.
        wanted = self._session.playback.frame
        if frame == wanted or (asked and self._view.frame != wanted):
            self._present(frame)

    def _present(self, frame: int) -> None:
        image = self.source.image(frame)
        if image is None or frame == self._view.frame:
            return
        playback = self._session.playback
        gapless = playback.playing and 0 < playback.rate <= 1
        self.source.count_shown(frame, playback.seconds, gapless=gapless)
        self._view.show_picture(image, frame, self._overlay(image, frame))

    # What is drawn over it.

    def _redraw(self, *_: object) -> None:
        image = self._view.image
        if image is not None:
            self._view.show_overlay(self._overlay(image, self._view.frame))

    def _overlay(self, image: QImage, frame: int) -> Overlay:
        session = self._session
        on = frozenset(name for name in SWITCHES if self._actions[f"overlay_{name}"].isChecked())
        person = chosen_person(session.faces, session.person)
        crop = None
        if "crop" in on:
            self._crops.follow(session.faces)
            side = round(CROP_SIDE * self._view.devicePixelRatioF())
            crop = self._crops.crop(image, frame, person, side)
        faces = faces_in(session.faces, frame, session.person)
        # A rater who works blind must not read the prediction off the picture.
        shown = () if session.annotations.blind else session.tracks
        return Overlay(faces, on, crop, affect_at(shown, frame, person))
