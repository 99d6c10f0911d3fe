"""Icons follow the theme and are drawn for the screen they are on."""

import gc
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QToolButton

from app.ui.icons import FOLDER, _Tint, application_icon, icon, icon_pixmap, tint
from app.ui.theme import DARK, LIGHT, themes

NAMES = sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem != "mimamo-studio")


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_is_of_the_set(name):
    root = ET.parse(FOLDER / f"{name}.svg").getroot()  # noqa: S314 - our own files
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.6"


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [12, 16, 20, 24])
def test_an_icon_is_drawn_pixel_by_pixel_for_its_screen(qapp, size, ratio):
    pixmap = icon_pixmap("play", size, ratio)
    assert pixmap.size() == QSize(size, size) * ratio
    assert pixmap.devicePixelRatio() == ratio


def _inked(pixmap: QPixmap) -> list[QColor]:
    image = pixmap.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return [pixel for pixel in pixels if pixel.alpha() == 255]


def test_an_icon_has_the_colour_of_the_theme(qapp):
    for theme in (LIGHT, DARK):
        inked = _inked(icon("stop", theme=theme).pixmap(48, 48))
        assert inked
        assert {pixel.name().upper() for pixel in inked} == {theme.text}


def test_a_disabled_icon_is_faint(qapp):
    off = icon("stop").pixmap(QSize(48, 48), 1.0, QIcon.Mode.Disabled)
    assert _inked(off) == []
    assert off.toImage().pixelColor(24, 12).alpha() > 100


def test_a_tinted_button_follows_the_theme_and_is_forgotten_with_it(qapp):
    button = QToolButton()
    tint(button, "play")
    before = button.icon().cacheKey()
    themes.use(LIGHT)
    assert button.icon().cacheKey() != before
    tint(button, "pause")
    themes.use(DARK)
    assert len(button.findChildren(_Tint)) == 1
    del button
    gc.collect()
    themes.use(LIGHT)
    themes.use(DARK)


def test_an_icon_survives_being_copied_and_altered(qapp):
    action = QAction()
    tint(action, "play")
    copy = QIcon(action.icon())
    copy.addPixmap(QPixmap(3, 3))
    gc.collect()
    assert not copy.pixmap(16, 16).isNull()


def test_only_what_can_follow_is_tinted(qapp):
    class Thing:
        def setIcon(self, icon):  # noqa: N802
            pass

    with pytest.raises(TypeError, match="QObject"):
        tint(Thing(), "play")


def test_the_program_has_an_icon(qapp):
    assert not application_icon().pixmap(48, 48).isNull()


def test_an_icon_without_room_is_no_picture_and_no_complaint(qapp):
    assert icon("play").pixmap(QSize(0, 16)).isNull()
