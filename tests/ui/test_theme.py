"""Both themes keep their promises on contrast, and reach every widget."""

import itertools

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from app.settings.preferences import Preferences
from app.ui.actions import Actions
from app.ui.fonts import digits_font, text_font
from app.ui.look import Look, dress
from app.ui.style_sheet import SHEET, mixed, palette_of, selection, style_sheet
from app.ui.theme import DARK, LIGHT, theme_of, themes


def _luminance(colour: QColor) -> float:
    """WCAG 2.1, relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: QColor, second: QColor) -> float:
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_says():
    assert contrast(QColor("#FFFFFF"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", ["text", "faint", "warning", "error"])
@pytest.mark.parametrize("surface", ["base", "raised", "overlay"])
def test_text_can_be_read_on_every_surface(theme, text, surface):
    assert contrast(theme.colour(text), theme.colour(surface)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_can_be_read_on_what_lies_behind_controls(theme):
    for behind in (
        selection(theme),
        mixed(theme, "overlay", "text", 0.07),
        mixed(theme, "overlay", "text", 0.20),
    ):
        assert contrast(theme.colour("text"), behind) >= 4.5
    assert contrast(theme.colour("base"), mixed(theme, "text", "base", 0.14)) >= 4.5
    assert contrast(theme.colour("warning"), mixed(theme, "raised", "warning", 0.10)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_arousal_and_valence_stand_out_from_the_surface(theme):
    for name in ("arousal", "valence", "accent"):
        assert contrast(theme.colour(name), theme.colour("base")) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_nothing_in_the_sheet_is_left_unfilled(theme, tmp_path):
    sheet = style_sheet(theme, tmp_path)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert "themed:" in sheet
    drawings = [word.partition(")")[0] for word in sheet.split("url(themed:")[1:]]
    assert drawings
    assert all((tmp_path / name).is_file() for name in drawings)


def test_the_sheet_names_no_colour_of_its_own():
    assert "#" not in SHEET.read_text().replace("#dock_title", "")


def test_a_folder_that_cannot_be_written_costs_only_the_arrows(tmp_path):
    (tmp_path / "file").write_text("")
    assert "QPushButton" in style_sheet(DARK, tmp_path / "file")


def test_disabled_text_is_told_from_enabled():
    for theme in (LIGHT, DARK):
        palette = palette_of(theme)
        on = palette.color(palette.ColorGroup.Active, palette.ColorRole.Text)
        off = palette.color(palette.ColorGroup.Disabled, palette.ColorRole.Text)
        assert on != off


@pytest.mark.parametrize(
    ("choice", "dark", "expected"),
    [
        ("system", True, DARK),
        ("system", False, LIGHT),
        ("light", True, LIGHT),
        ("dark", False, DARK),
    ],
)
def test_the_choice_outweighs_the_system(choice, dark, expected):
    assert theme_of(choice, system_is_dark=dark) == expected


def test_choosing_a_theme_changes_the_whole_window(qapp, preferences, qtbot):
    heard = []
    themes.changed.connect(heard.append)
    preferences.set("theme", "dark")
    look, actions = Look(qapp, preferences), Actions(preferences)
    look.bind(actions)
    assert actions["theme_dark"].isChecked()
    button = QPushButton("x")
    qtbot.addWidget(button)
    actions["theme_light"].trigger()
    assert preferences.get("theme") == "light"
    assert themes.now == LIGHT
    assert heard[-1] == LIGHT
    assert QApplication.palette().window().color() == QColor(LIGHT.raised)
    preferences.set("theme", "dark")
    assert actions["theme_dark"].isChecked()
    assert themes.now == DARK
    themes.changed.disconnect(heard.append)
    look.deleteLater()


def test_following_the_system_again_undoes_a_choice(qapp, tmp_path):
    preferences = Preferences()
    look = Look(qapp, preferences)
    preferences.set("theme", "dark")
    assert themes.now == DARK
    preferences.set("theme", "system")  # this platform knows no scheme, which counts as light
    assert themes.now == LIGHT
    dress(qapp, DARK, tmp_path)
    look.deleteLater()


def test_digits_have_one_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(digits_font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert digits_font().pixelSize() == text_font().pixelSize() == 13


def test_two_themes_have_the_same_rows():
    assert DARK.__slots__ == LIGHT.__slots__
    for first, second in itertools.pairwise([DARK, LIGHT]):
        assert len(first.raters) == len(second.raters)
