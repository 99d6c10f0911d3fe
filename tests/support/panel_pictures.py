"""Pictures of docks and dialogs for the guide's pages for annotators."""

from pathlib import Path

import numpy as np

from app.formats.content import ReadOptions
from app.formats.registry import format_named
from app.session.live_rating import RatingState
from app.session.tool_settings import FrameRange
from app.ui.composition import Studio
from app.ui.dialogs.import_annotations import ImportDialog
from app.ui.dialogs.new_project import NewProjectDialog
from app.ui.dialogs.segment import SegmentDialog
from tests.support.annotated_demo import ANNA, curve_of, leave_as_it_was
from tests.support.picture_taking import keep_dialog, save, settle, torn_off, wait
from tests.support.timeline_pictures import lanes, save_lanes

WIDTH = 640
PANEL = (340, 420)
DIALOG = (860, 760)


def take_panel_pictures(studio: Studio, folder: Path) -> None:
    """All of them, as the theme is now."""
    project(studio, folder)
    tracks(studio, folder)
    segments(studio, folder)
    history(studio, folder)
    rating(studio, folder)
    importing(studio, folder)
    exporting(studio, folder)
    leave_as_it_was(studio)


def project(studio: Studio, folder: Path) -> None:
    """File > New project; the place is relative, so that no folder of a machine is seen."""
    dialog = NewProjectDialog(
        "New project",
        "Make project",
        "A project is a folder that holds annotations, predictions and every edit of them. "
        "Recordings stay where they are.",
        "Smiles 2026",
        Path("Studies"),
        studio.window,
    )
    dialog.show()
    keep_dialog(folder / "new-project.png", WIDTH)


def tracks(studio: Studio, folder: Path) -> None:
    """The Tracks dock, and the dialog for a new curve."""
    with torn_off(studio.window, "tracks", PANEL[0], 330) as panel:
        save(panel, folder / "tracks.png", WIDTH)
    studio.actions["new_curve"].trigger()
    keep_dialog(folder / "new-curve.png", WIDTH)


def segments(studio: Studio, folder: Path) -> None:
    """The table, and the dialog of one segment."""
    notes = studio.session.annotations
    track = notes.document.segment_tracks[0]
    chosen = next(each for each in track.segments if each.label == "surprise")
    studio.controllers.annotation.segments.changes.select(track.head.id, chosen.id)
    with torn_off(studio.window, "segments", 420, 360) as panel:
        panel.table.setFocus()
        settle(0.1)
        save(panel, folder / "segments.png", WIDTH)
    dialog = SegmentDialog(chosen, notes.schemes.category_scheme(track.head.scheme), studio.window)
    dialog.show()
    keep_dialog(folder / "segment-note.png", WIDTH)


def history(studio: Studio, folder: Path) -> None:
    """The History dock, two edits back."""
    notes = studio.session.annotations
    before = notes.history.head
    notes.undo()
    notes.undo()
    with torn_off(studio.window, "history", *PANEL) as panel:
        panel.view.setFocus()
        settle(0.1)
        save(panel, folder / "history.png", WIDTH)
    notes.go_to(before)


def rating(studio: Studio, folder: Path) -> None:
    """Countdown, slider, plane and passage."""
    take, playback = studio.views.annotation.take, studio.session.playback
    playback.seek_frame(60)
    take.held.choose(("arousal",))
    take.held.hold((0.0,))
    with torn_off(studio.window, "rating", *PANEL) as panel:
        take.start()
        panel.slider.setFocus()
        settle(0.3)
        save(panel, folder / "rating-countdown.png", WIDTH)
        playback.play()
        wait(lambda: take.state is RatingState.RECORDING)
        _hold(studio, [(0.1,), (0.25,), (0.42,)])
        save(panel, folder / "rating-slider.png", WIDTH)
        take.discard()
        playback.seek_frame(60)
        take.held.choose(next(mode for mode in take.held.modes if len(mode) == 2))
        take.start()
        playback.play()
        _hold(studio, [(0.05 * k, 0.5 - 0.003 * (k - 8) ** 2) for k in range(12)])
        save(panel, folder / "rating-plane.png", WIDTH)
        take.discard()
    _passage(studio, folder)


def _passage(studio: Studio, folder: Path) -> None:
    take = studio.views.annotation.take
    take.held.choose(("arousal",))
    studio.session.annotations.select(FrameRange(200, 290))
    with (
        torn_off(studio.window, "rating", *PANEL) as panel,
        lanes(studio, "arousal", stretch=(4.5, 11.0)) as view,
    ):
        take.rate_again()
        wait(lambda: take.state is RatingState.RECORDING)
        _hold(studio, [(0.6 - 0.018 * k,) for k in range(40)], 0.035)
        save(panel, folder / "rating-passage.png", WIDTH)
        save_lanes(view, folder / "rating-timeline.png")
        take.discard()
    studio.session.annotations.select(None)


def _hold(studio: Studio, values: list[tuple[float, ...]], seconds: float = 0.12) -> None:
    for each in values:
        studio.views.annotation.take.held.hold(each)
        settle(seconds)


def importing(studio: Studio, folder: Path) -> None:
    """A table of another tool, rated by two on another range, with decimal commas."""
    notes, path = studio.session.annotations, Path("arousal_clip-07.csv")
    curve = notes.document.curve(curve_of(studio, ANNA, "arousal")).samples.values
    rows = np.round(100 * curve[::15], 1)
    lines = [
        f"{k / 2:g};{value:g};{value * 0.8 - 4:.1f}".replace(".", ",")
        for k, value in enumerate(rows)
    ]
    path.write_text("time;FF1;FF2\n" + "\n".join(lines) + "\n", encoding="cp1252")
    content, layout = format_named("recola").read(path, ReadOptions())
    dialog = ImportDialog(
        path, "demo.mp4", notes.seconds, notes.schemes, ("Anna", "Ben"), ANNA, studio.window
    )
    dialog.show()
    dialog.show_formats(("recola",))
    dialog.show_content(content, layout)
    dialog.resize(*DIALOG)
    keep_dialog(folder / "import.png", WIDTH)


def exporting(studio: Studio, folder: Path) -> None:
    """File > Export annotations, and what the format cannot hold."""
    studio.actions["export_annotations"].trigger()
    settle()
    dialog = studio.controllers.annotation.exporting.dialog
    if dialog is None:
        raise RuntimeError("the dialog did not open")
    dialog.formats.setCurrentIndex(dialog.formats.findData("elan"))
    dialog.place.setText("Studies/demo.eaf")
    wait(lambda: bool(dialog.files))
    keep_dialog(folder / "export.png", WIDTH)
