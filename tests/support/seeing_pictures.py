"""Pictures of the docks for researchers, for the guide: motion, magnification, features, plane."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.composition import Studio
from app.ui.features.state import Stage
from tests.support.annotated_demo import leave_as_it_was
from tests.support.picture_taking import save, settle, torn_off, wait
from tests.support.timeline_pictures import lanes, save_lanes

WIDTH = 640
SIZES = {
    "motion": (420, 920),
    "magnify": (420, 560),
    "plane": (420, 460),
    "compare": (420, 640),
    "driving": (640, 740),
    "features": (380, 640),
}
"""Of each dock: as tall as what is in it."""

BROW = (14, 15)
"""A point of the 48-pixel face, at the inner end of a brow."""

MOVING = 196
"""A frame of the demo recording in the midst of a smile."""


def look_at_everything(studio: Studio) -> None:
    """Have everything computed that the pictures show; once, for both themes."""
    seeing, window, playback = studio.views.seeing, studio.window, studio.session.playback
    playback.seek_frame(MOVING)
    window.show_dock("motion")
    wait(lambda: seeing.motion.pictures is not None)
    studio.actions["motion_energy"].trigger()
    studio.actions["read_features"].trigger()
    wait(lambda: seeing.features.state.stage is Stage.LOADED)
    window.show_dock("magnify")
    settle()
    seeing.magnify.magnify.click()
    wait(lambda: seeing.magnify.found is not None)
    window.show_dock("driving")
    settle()
    seeing.driving.explain.click()
    wait(lambda: seeing.driving.found is not None)
    wait(lambda: bool(studio.session.features.ranking("gru")))


def take_seeing_pictures(studio: Studio, folder: Path) -> None:
    """All of them, as the theme is now."""
    studio.session.playback.seek_frame(MOVING)
    motion(studio, folder)
    for name in ("magnify", "plane", "compare", "driving"):
        with torn_off(studio.window, name, *SIZES[name]) as panel:
            save(panel, folder / f"{name}.png", WIDTH)
    features(studio, folder)
    leave_as_it_was(studio)


def motion(studio: Studio, folder: Path) -> None:
    """A probed brow on the face with its regions; and motion energy in the timeline."""
    panel = studio.views.seeing.motion
    switches = (panel.controls.regions, panel.controls.on_face)
    panel.controls.orientations[1].click()
    for switch in switches:
        switch.setChecked(True)
    with torn_off(studio.window, "motion", *SIZES["motion"]):
        area = panel.large.area
        at = area.topLeft() + QPoint(*BROW).toPointF() * (area.width() / 48)
        QTest.mouseClick(panel.large, Qt.MouseButton.LeftButton, pos=at.toPoint())
        wait(lambda: bool(panel.probe.rows))
        settle(0.3)
        save(panel, folder / "motion.png", WIDTH)
    for switch in switches:
        switch.setChecked(False)
    with lanes(studio, "motion", stretch=(4.5, 11.0)) as view:
        save_lanes(view, folder / "motion-energy.png")


def features(studio: Studio, folder: Path) -> None:
    """The dock; and what two maps and the chosen unit look like in the timeline."""
    panel, chosen = studio.views.seeing.features, studio.session.features
    panel.choose_map("gru")
    chosen.select("gru", chosen.ranking("gru")[0].unit)
    with torn_off(studio.window, "features", *SIZES["features"]):
        save(panel, folder / "features.png", WIDTH)
    with lanes(studio, "arousal", "features_temporal", "features_gru", stretch=(0.0, 20.0)) as view:
        view.window().resize(view.window().width(), 640)
        settle(0.3)
        save_lanes(view, folder / "features-lanes.png")
    chosen.select("gru", None)
