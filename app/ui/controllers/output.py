"""Out: views as figures, and the numbers that are seen as a table."""

from collections.abc import Callable, Collection, Generator, Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import StudioError
from app.session.session import Session
from app.session.visible_data import VisibleData, csv_bytes, npz_bytes, visible_data
from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.controllers.save_as import SaveAs
from app.ui.notices import notices
from app.ui.output.drawing import Finish, drawing, written
from app.ui.output.figure import Figure, Sheet
from app.ui.output.figure_dialog import FigureDialog
from app.ui.output.seen import folded_maps, motion_quantities
from app.ui.output.views import figures_of
from app.ui.slices import run_slices
from app.ui.task_board import TaskBoard
from app.ui.theme import Theme
from app.ui.timeline.timeline_view import TimelineView
from app.ui.video.picture_view import PictureView

_KINDS = {".pdf": "PDF (*.pdf)", ".svg": "SVG (*.svg)", ".png": "PNG (*.png)"}
_TABLES = {".csv": ("CSV (*.csv)", csv_bytes), ".npz": ("NumPy (*.npz)", npz_bytes)}
NO_MAPS_IN_CSV = "Feature maps do not fit into it; choose NPZ to have them too."
NOTHING = "There is nothing to print yet; open a recording."


class OutputController(QObject):
    """What stands behind File > Export figure and Export visible data.

    Parameters
    ----------
    panels : mapping of str to (str, QWidget)
        Title and widget of panels that can be printed.
    """

    def __init__(
        self,
        session: Session,
        timeline: TimelineView,
        picture: PictureView,
        panels: Mapping[str, tuple[str, QWidget]],
        actions: Actions,
        preferences: Preferences,
        board: TaskBoard,
        window: QWidget | None = None,
    ) -> None:
        super().__init__(window)
        self._session, self._timeline, self._picture = session, timeline, picture
        self._panels, self._save_as = panels, SaveAs(preferences, window)
        self._board, self._window = board, window
        actions.on("export_figure", self.export_figure)
        actions.on("export_visible", self.export_visible)

    @property
    def figures(self) -> list[Figure]:
        """What can be printed now."""
        return figures_of(self._session, self._timeline, self._picture, self._panels)

    @property
    def caution(self) -> str:
        """The label of what is seen, where it was not validated; empty otherwise."""
        shown = (each.caution for each in self._session.tracks if each.visible)
        return "" if self._session.annotations.blind else next(filter(None, shown), "")

    def export_figure(self) -> None:
        """Ask what, how large and where to; then draw and write it."""
        figures = self.figures
        if not figures:
            notices.note(NOTHING)
            return
        dialog = FigureDialog(figures, self.caution, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            suffix = dialog.suffix
            path = self._where("Export figure", dialog.figure.name, {suffix: _KINDS[suffix]})
            if path is not None:
                self.write_figure(dialog.figure, dialog.sheet, path, dialog.colour_theme)
        dialog.deleteLater()

    def write_figure(self, figure: Figure, sheet: Sheet, path: Path, theme: Theme) -> None:
        """Draw a figure slice by slice, then write it in a worker."""

        def write(finish: Finish) -> None:
            self._run(path, lambda: written(finish, path))

        run_slices(drawing(figure, sheet, path.suffix, theme), write, notices.error, self)

    def export_visible(self) -> None:
        """Ask where to, then write the numbers of what is seen."""
        base, timeline = self._session.playback.time_base, self._timeline
        more = motion_quantities(timeline, 0 if base is None else len(base))
        try:
            data = visible_data(self._session, more, folded_maps(timeline))
        except StudioError as error:
            notices.error(str(error))
            return
        kinds = {suffix: row[0] for suffix, row in _TABLES.items() if suffix in _can_hold(data)}
        path = self._where("Export visible data", "visible", kinds)
        if path is not None:
            make = _TABLES[path.suffix.lower()][1]
            left_out = data.maps is not None and path.suffix.lower() == ".csv"
            lacks = NO_MAPS_IN_CSV if left_out else ""
            self._run(path, lambda: written(lambda: make(data), path), lacks)

    def _run(
        self, path: Path, work: Callable[[], Generator[None, None, Path]], lacks: str = ""
    ) -> None:
        said = " ".join(filter(None, (f"{path.name} written to {path.parent}.", lacks)))
        self._board.run(
            f"Writing {path.name}",
            work,
            on_done=lambda _: notices.note(said),
            on_error=notices.error,
        )

    def _where(self, title: str, name: str, kinds: Mapping[str, str]) -> Path | None:
        recording = self._session.recording
        return None if recording is None else self._save_as.ask(title, recording.path, name, kinds)


def _can_hold(data: VisibleData) -> Collection[str]:
    """Endings of tables that can hold something of what is seen: maps alone are no table."""
    return _TABLES if data.quantities else (".npz",)
