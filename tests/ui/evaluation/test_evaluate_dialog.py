"""The dialog that evaluates weights: what it asks for, and what it shows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.core.evaluation.scores import scores
from app.training.evaluation.order import GAMMA_BOUNDS
from app.training.evaluation.results import EvaluatedWeights, Seen
from app.training.evaluation.words import number
from app.ui.evaluation.choice import PARTS
from app.ui.evaluation.evaluate_dialog import EvaluateDialog
from app.ui.evaluation.scatter_view import MOST_POINTS, shown_points
from app.ui.theme import LIGHT, themes
from tests.support.evaluations import CAUTION, evaluation, gamma_points, weights


@pytest.fixture
def dialog(qtbot):
    made = EvaluateDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def cell(dialog, row, column):
    return dialog.table.item(row, column).text()


def test_nothing_can_begin_before_recordings_are_chosen(dialog, tmp_path):
    assert not dialog.run.isEnabled()
    dialog.source.set_folder("folder", tmp_path)
    assert dialog.run.isEnabled()
    dialog.weights.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.run.isEnabled()
    dialog.weights.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.source.set_project(None, "")
    assert dialog.run.isEnabled()


def test_the_order_is_what_was_chosen(dialog, qtbot, tmp_path):
    dialog.weights.add_files([tmp_path / "run" / "best.safetensors"] * 2)
    dialog.source.set_folder("folder", tmp_path)
    dialog.source.part.setCurrentIndex(3)
    dialog.source.light.setChecked(True)
    with qtbot.waitSignal(dialog.runRequested) as asked:
        qtbot.mouseClick(dialog.run, Qt.MouseButton.LeftButton)
    (order,) = asked.args
    assert order.weights == ("mimamo-demo", str(tmp_path / "run" / "best.safetensors"))
    assert (order.source.kind, order.source.path) == ("folder", str(tmp_path))
    assert (order.part, order.split) == (PARTS[3].part, PARTS[3].split)
    assert order.gamma == GAMMA_BOUNDS


def test_the_open_project_is_offered(dialog, tmp_path):
    dialog.source.set_project(tmp_path, "Smiles")
    assert dialog.source.kind.currentText() == "Project Smiles"
    settings = dialog.source.settings
    assert (settings.kind, settings.path) == ("project", str(tmp_path))
    dialog.source.set_project(None, "")
    assert dialog.source.settings is None


def test_figures_stand_with_their_intervals(dialog):
    found = evaluation(weights("mimamo-demo", 0.85), weights("best", 0.5, caution=""))
    dialog.show_evaluation(found)
    assert dialog.table.rowCount() == 4
    score = found.weights[1].scores.of("arousal").scores["concordance"]
    assert cell(dialog, 3, 0) == "best"
    assert cell(dialog, 3, 1) == "arousal"
    low, high = number(score.interval.low), number(score.interval.high)
    assert cell(dialog, 3, 2) == f"{number(score.value)}\n[{low}, {high}]"
    assert dialog.band.text.startswith("Demonstration weights, not validated on people")
    assert "(mimamo-demo)" in dialog.band.text
    assert "4 subjects only" in dialog.remarks.text()
    assert dialog.table.horizontalHeaderItem(7).text() == "Frames"


def test_what_is_not_defined_is_a_dash_with_its_reason(dialog):
    one = weights("a", 0.8)
    for each in one.recordings:
        each.labelled[:, 0] = 0.25
    dialog.show_evaluation(
        evaluation(EvaluatedWeights(one.facts, one.recordings, scores(one.pairs)))
    )
    assert cell(dialog, 0, 2) == "\N{EN DASH}"
    assert dialog.table.item(0, 2).toolTip() == "all labels are equal"


def test_the_row_chooses_the_scatter(dialog):
    dialog.show_evaluation(evaluation(weights("mimamo-demo", 0.85), weights("best", 0.5)))
    assert dialog.scatter.accessibleDescription() == "Of mimamo-demo"
    dialog.table.setCurrentCell(2, 0)
    assert dialog.scatter.accessibleDescription() == "Of best"


def test_points_lie_where_labels_and_predictions_say(dialog, qtbot):
    one = weights("a", 0.8, recordings=1, subjects=1)
    one.recordings[0].predicted[:] = 0.5
    one.recordings[0].labelled[:] = -0.5
    dialog.resize(1000, 700)
    dialog.show_evaluation(evaluation(one))
    qtbot.waitExposed(dialog)
    image = dialog.scatter.grab().toImage()
    area = dialog.scatter._areas()[0]
    at = (area.left() + 0.25 * area.width(), area.bottom() - 0.75 * area.height())
    scale = image.devicePixelRatio()
    there = image.pixelColor(round(at[0] * scale), round(at[1] * scale))
    wanted = themes.now.colour("valence")
    assert abs(there.hue() - wanted.hue()) < 12
    assert there.saturation() > 100
    elsewhere = image.pixelColor(round((at[0] + 30) * scale), round((at[1] + 12) * scale))
    assert elsewhere.saturation() < 60


def test_many_points_are_thinned_and_gaps_left_out():
    x = np.linspace(-1, 1, 100_001)
    y = np.where(np.arange(100_001) % 2, np.nan, x)
    points = shown_points(x, y)
    assert len(points) <= MOST_POINTS
    assert np.isfinite(points).all()
    assert points[0, 0] == -1
    assert points[-1, 0] > 0.99
    assert shown_points(x[:0], x[:0]).shape == (0, 2)


def test_being_trained_on_it_and_light_are_said(dialog):
    one = weights("a", 0.8, seen=Seen(("clip 00",)))
    dialog.show_evaluation(evaluation(one, gamma=gamma_points("a", loss=0.5)))
    assert "trained on 1 recording of these (clip 00)" in dialog.remarks.text()
    assert "b = 0, 0.2, 0.4, 0.6, 0.8" in dialog.remarks.text()
    assert CAUTION.capitalize() == dialog.band.text


def test_while_it_runs_it_can_only_be_stopped(dialog, qtbot, tmp_path):
    dialog.source.set_folder("folder", tmp_path)
    dialog.show_fault("Something.")
    dialog.show_running(running=True)
    assert dialog.cancel.isVisible()
    assert not dialog.run.isVisible()
    assert not dialog.fault.isVisible()
    assert not dialog.source.isEnabled()
    dialog.show_progress("clip 1", 0.5)
    assert dialog.bar.value() == dialog.bar.maximum() // 2
    with qtbot.waitSignal(dialog.cancelRequested):
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    dialog.show_running(running=False)
    assert dialog.run.isEnabled()


def test_both_themes_paint(dialog):
    dialog.show_evaluation(evaluation(weights("a", 0.8)))
    before = themes.now
    dark = dialog.scatter.grab().toImage().pixelColor(50, 60)
    try:
        themes.use(LIGHT)
        assert dialog.scatter.grab().toImage().pixelColor(50, 60) != dark
    finally:
        themes.use(before)


def test_weights_of_runs_are_told_apart_by_their_folder(dialog):
    dialog.weights.add_files([Path("/runs/a/best.safetensors"), Path("/runs/b/best.safetensors")])
    titles = [dialog.weights.list.item(i).text() for i in range(dialog.weights.list.count())]
    assert titles[-2:] == ["a/best.safetensors", "b/best.safetensors"]
