"""The Compare dock: figures of what is visible and of the whole, and what is said without them."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.core.agreement import NO_AGREEMENT, Agreement, Lack
from app.core.scheme import DimensionScheme, Schemes
from app.session.viewport import Viewport
from app.ui.compare.compare_panel import ComparePanel
from app.ui.compare.words import figures, lacks_text, signed
from app.ui.controllers.compare import CompareController
from app.ui.output.figure import Sheet
from app.ui.theme import LIGHT
from app.ui.video.time_text import MINUS
from tests.support.annotating import LEFT, make_curve, open_annotations
from tests.support.figures import drawn, fonts_of, text_of
from tests.support.timelines import recording, shown, time_base

FRAMES = 300
HOUR = 108_000
VALUES = np.sin(np.arange(FRAMES) / 15)


@pytest.fixture
def made(qtbot, session, actions):
    panel = ComparePanel(session, actions)
    qtbot.addWidget(panel)
    asked = []
    it = CompareController(session, panel, actions, reveal=lambda: asked.append(True))
    panel.resize(340, 560)
    panel.show()
    qtbot.waitExposed(panel)
    base = time_base(FRAMES)
    session.show(recording(base))
    open_annotations(session)
    block = panel.blocks["arousal"]
    return SimpleNamespace(panel=panel, session=session, base=base, it=it, asked=asked, block=block)


@pytest.fixture
def paired(made):
    """Arousal, rated half as strong as it was predicted."""
    made.session.tracks.put(shown(made.base, values=VALUES, caution="not validated on people"))
    make_curve(made.session, VALUES / 2)
    return made


def look(session, start, end):
    whole = session.viewport
    session.look(Viewport(whole.first, whole.last, start, end))


def test_it_teaches_what_is_missing(made):
    assert made.panel.teaching.isVisible()
    assert "Run the analysis, and rate" in made.panel.teaching.text
    assert made.panel.teaching.button.isVisible()
    made.session.show(None)
    assert made.panel.teaching.text.startswith("Open a recording")
    assert not made.panel.teaching.button.isVisible()
    made.session.show(recording(made.base))
    open_annotations(made.session)
    made.session.tracks.put(shown(made.base, values=VALUES))
    assert "Rate arousal" in made.block.said.text()
    assert made.block.table.isHidden()
    assert not made.panel.shade.isEnabled()
    make_curve(made.session, VALUES)
    assert made.block.table.isVisible()
    assert made.block.said.isHidden()
    assert made.panel.shade.isEnabled()


def test_figures_of_the_visible_follow_the_timeline(paired):
    visible, whole = paired.block.table.texts
    assert visible == whole
    assert whole[1] == "+1.000"
    assert whole[4] == "300"
    look(paired.session, 2.0, 3.0)
    visible, after = paired.block.table.texts
    assert after == whole
    assert visible[4] == "30"
    error = np.sqrt(np.mean((VALUES[60:90] / 2) ** 2))
    assert visible[2] == f"{error:.3f}"
    assert paired.panel.stretch.text == "In view: 0:02.000 to 0:03.000"
    assert "CCC" in paired.block.table.accessibleDescription()


def test_an_edit_and_an_undo_are_in_the_figures(paired):
    before = paired.block.table.texts
    paired.session.annotations.undo()
    assert paired.block.table.isHidden()
    paired.session.annotations.redo()
    assert paired.block.table.texts == before


def test_another_pair_can_be_chosen(qtbot, paired):
    session, block = paired.session, paired.block
    session.tracks.put(shown(paired.base, values=VALUES / 2, system="other"))
    second = make_curve(session, VALUES, activate=False)
    assert [block.predictions.itemText(k) for k in range(2)] == ["System made", "System other"]
    block.predictions.setFocus()
    qtbot.keyClick(block.predictions, Qt.Key.Key_Down)
    assert session.comparing.prediction("arousal").label == "System other"
    assert block.table.texts[1][2] == "0.000"
    qtbot.keyClick(block.annotations, Qt.Key.Key_Down)
    assert session.comparing.annotation("arousal").head.id == second
    assert block.annotations.toolTip() == "arousal 2 (Anna)"


def test_what_was_not_validated_is_said_beside_its_figures(paired):
    assert paired.block.caution.text() == "Not validated on people"
    assert paired.block.caution.isVisible()


def test_constant_curves_are_told_in_words(made):
    made.session.tracks.put(shown(made.base, values=np.full(FRAMES, 0.3)))
    make_curve(made.session, VALUES)
    assert made.block.table.texts[1][1] == "\N{EN DASH}"
    wanted = "The prediction does not change in the whole recording, so r has no meaning."
    assert made.block.said.text() == wanted
    assert "nan" not in " ".join(made.block.table.texts[1]).lower()


def test_a_gap_in_view_is_told_in_words(paired):
    session = paired.session
    values = VALUES.copy()
    values[60:120] = np.nan
    session.tracks.put(shown(paired.base, values=values))
    look(session, 2.5, 3.5)
    assert paired.block.said.text() == "No frame in view has both values."
    assert paired.block.table.texts[0][:4] == ("\N{EN DASH}",) * 4


def test_stretched_ranges_are_said(made):
    scheme = Schemes((DimensionScheme("arousal", 1, 9), DimensionScheme("valence")), ())
    made.session.annotations.use_schemes(scheme)
    made.session.tracks.put(shown(made.base, values=VALUES))
    make_curve(made.session, 5 + 4 * VALUES)
    assert made.block.table.texts[1][0] == "+1.000"
    assert made.block.said.text() == f"Rated from 1 to 9; compared on the scale {MINUS}1 to 1."


def test_blind_takes_the_figures_away(paired):
    paired.session.annotations.hide_others(True)
    assert paired.block.table.isHidden()
    assert paired.block.predictions.isHidden()
    assert paired.block.said.text() == "Nothing is compared while you rate blind."
    assert paired.panel.stretch.text == ""


def test_shading_is_one_switch_in_two_places(qtbot, paired, actions, preferences):
    comparing = paired.session.comparing
    assert not comparing.shading
    qtbot.mouseClick(paired.panel.shade, LEFT)
    assert comparing.shading
    assert actions["shade_difference"].isChecked()
    assert preferences.get("shade_difference") is True
    actions["shade_difference"].trigger()
    assert not comparing.shading
    assert not paired.panel.shade.isChecked()
    actions["show_compare"].trigger()
    assert paired.asked == [True]


def test_out_of_sight_nothing_is_computed(paired, monkeypatch):
    paired.panel.hide()
    asked = []
    comparing = paired.session.comparing
    monkeypatch.setattr(comparing, "agreement", lambda *_: asked.append(True))
    look(paired.session, 2.0, 3.0)
    make_curve(paired.session, VALUES)
    assert asked == []
    monkeypatch.undo()
    paired.panel.show()
    assert paired.block.table.texts[0][4] == "30"


def test_words_of_figures():
    assert figures(NO_AGREEMENT) == ("\N{EN DASH}",) * 4 + ("0",)
    assert signed(-0.0001) == "+0.000"
    assert signed(-0.5) == f"{MINUS}0.500"
    found = Agreement(HOUR, 0.5, 0.6, 0.1, -0.25, Lack.NOTHING)
    assert figures(found)[3:] == (f"{MINUS}0.250", "108\N{NARROW NO-BREAK SPACE}000")
    assert lacks_text(found, found) == ""
    one = Agreement(1, None, None, 0.1, 0.1, Lack.ONE_FRAME)
    assert (
        lacks_text(one, found) == "Only one frame in view has both values: too few for CCC and r."
    )
    assert lacks_text(found, one).startswith("Only one frame in the whole recording")


def test_scrolling_an_hour_costs_under_two_milliseconds_a_step(made):
    session, base = made.session, time_base(HOUR)
    session.show(recording(base))
    open_annotations(session)
    rng = np.random.default_rng(0)
    for name in ("arousal", "valence"):
        values = np.clip(np.sin(np.arange(HOUR) / 500) + rng.normal(0, 0.1, HOUR), -1, 1)
        session.tracks.put(shown(base, name, values))
        make_curve(session, np.clip(values * 0.8, -1, 1), name)
    views = [
        session.viewport.zoomed(zoom, 1800).panned(7.0 * k)
        for zoom in (1, 4, 60, 600)
        for k in range(30)
    ]
    spent = []
    for view in views:
        session._viewport = view
        start = time.process_time()
        made.panel._show_stretch()
        spent.append(time.process_time() - start)
    assert np.percentile(spent, 95) < 2e-3


def test_it_is_printed_with_both_curves_what_lies_between_and_the_figures(paired):
    look(paired.session, 2.0, 8.0)
    (figure,) = paired.panel.figures()
    svg = drawn(figure, Sheet(17.5, 7.0), ".svg", LIGHT)()
    said = text_of(svg)
    assert {"Arousal", "CCC", "RMSE", "In view", "Whole", "Time (min:s)"} <= said
    assert set(paired.block.table.texts[0]) <= said
    assert paired.panel.stretch.text in said
    assert b"<image" not in svg  # curves, and what lies between, are lines and areas
    assert fonts_of(drawn(figure, Sheet(8.5, 7.0), ".pdf", LIGHT)())
    assert figure.height_for(300.0) > figure.height_for(800.0)


def test_nothing_is_printed_without_a_pair_or_out_of_sight(made, paired):
    paired.panel.hide()
    assert not paired.panel.figures()
