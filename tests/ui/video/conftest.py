"""A player with its controllers, and what it shows read off its pixels."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.controllers.picture import PictureController
from app.ui.controllers.playback import PlaybackController
from app.ui.notices import Notices
from app.ui.video.decode_worker import rgb_view
from app.ui.video.player_view import PlayerView
from app.video.pyav_reader import open_recording
from tests.support.videos import read_counter


class Player:
    """What a story needs: the state, the window's middle, and eyes."""

    def __init__(self, session: Session, actions: Actions, qtbot: QtBot) -> None:
        self.session, self.actions, self.qtbot = session, actions, qtbot
        self.hub = Notices()
        self.told: list[str] = []
        self.hub.posted.connect(lambda notice: self.told.append(notice.message))
        self.view = PlayerView(session, actions)
        self.pictures = PictureController(session, self.view, actions, self.hub)
        self.playing = PlaybackController(session, self.view, actions)
        actions.enable_needing("recording", True)
        for name in ("box", "affect"):
            actions[f"overlay_{name}"].setChecked(False)
        qtbot.addWidget(self.view)
        self.view.resize(480, 420)
        self.view.show()

    def open(self, path: Path) -> None:
        with open_recording(path) as reader:
            self.session.show(reader.recording)
        self.wait_for(0)

    def wait_for(self, frame: int) -> None:
        self.qtbot.waitUntil(lambda: self.view.picture.frame == frame, timeout=10_000)

    def painted_counter(self) -> int:
        """The frame counter as it stands on the screen."""
        picture = self.view.picture
        painted = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        place, image = picture.placement, picture.image
        left, top = round(place.left), round(place.top)
        right = round(place.left + image.width() * place.scale)
        bottom = round(place.top + image.height() * place.scale)
        return read_counter(np.ascontiguousarray(rgb_view(painted)[top:bottom, left:right]))


@pytest.fixture
def player(session: Session, actions: Actions, qtbot: QtBot) -> Iterator[Player]:
    made = Player(session, actions, qtbot)
    yield made
    session.playback.pause()
    made.pictures.close()


@pytest.fixture
def trigger(player: Player) -> Callable[[str], None]:
    return lambda name: player.actions[name].trigger()
