"""The frame on screen, with what is drawn over it, on the clipboard or in a file."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.session.session import Session
from app.ui.notices import Notices
from app.ui.tasks import run_task
from app.ui.video.picture_view import PictureView
from app.ui.video.saving import written_image

KINDS = "PNG picture (*.png);;JPEG picture (*.jpg)"


class FrameCopies(QObject):
    """Copies and saves the frame, in the size of the video.

    Parameters
    ----------
    session : Session
        What is open.
    view : PictureView
        What is on screen.
    hub : Notices
        Where the user is told.
    """

    def __init__(
        self, session: Session, view: PictureView, hub: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._hub = session, view, hub

    def copy(self) -> None:
        """Put the frame with its overlays on the clipboard."""
        image = self._view.with_overlay()
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._hub.note(f"Frame {self._view.frame} is on the clipboard.")

    def ask_where_to_save(self) -> None:
        """Ask for a file and save the frame with its overlays there."""
        recording = self._session.recording
        if recording is None or self._view.image is None:
            return
        name = f"{recording.path.stem}.frame{self._view.frame}.png"
        proposal = str(recording.path.with_name(name))
        chosen, _ = QFileDialog.getSaveFileName(self._view, "Save frame", proposal, KINDS)
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the frame with its overlays, in a worker."""
        image = self._view.with_overlay()
        if image is not None:
            run_task(
                lambda: written_image(image, path),
                on_done=lambda saved: self._hub.note(f"The frame is saved as {saved}."),
                on_error=self._hub.error,
            )
