"""The middle of the window: chips, picture, transport."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.session.session import Session
from app.ui.actions import Actions
from app.ui.video.picture_header import PictureHeader
from app.ui.video.picture_view import PictureView
from app.ui.video.transport_bar import TransportBar


class PlayerView(QWidget):
    """The picture with what belongs to it; the controllers of picture, playback and sound fill it.

    Parameters
    ----------
    session : Session
        What is open.
    actions : Actions
        What can be done.

    Attributes
    ----------
    header : PictureHeader
        Switches above the picture.
    picture : PictureView
        The frame at the playhead.
    transport : TransportBar
        Below it.
    """

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = PictureHeader(actions)
        self.picture = PictureView()
        self.transport = TransportBar(actions)
        self.transport.show_rate(session.playback.rate)
        self.picture.scaleChanged.connect(self.header.show_zoom)
        self.setFocusProxy(self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.picture, 1)
        column.addWidget(self.transport)
