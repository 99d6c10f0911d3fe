"""Train > Evaluate weights: work in a worker, stopping, and writing."""

import json
import threading

import pytest
from PySide6.QtWidgets import QMessageBox

from app.core.errors import InputError
from app.session.project_desk import ProjectDesk
from app.training.evaluation.order import EvaluationOrder
from app.training.settings import SourceSettings
from app.ui.controllers import evaluate as module
from app.ui.controllers.evaluate import EvaluateController
from app.ui.task_board import TaskBoard
from tests.support.evaluations import evaluation, weights

ORDER = EvaluationOrder(("mimamo-demo",), SourceSettings("folder", "x"))


@pytest.fixture
def controller(qtbot, session, actions, preferences, tmp_path):
    desk = ProjectDesk(session)
    made = EvaluateController(desk, actions, preferences, TaskBoard(), cache=lambda: tmp_path)
    yield made
    made.cancel()
    qtbot.waitUntil(lambda: made._task is None)
    made.dialog.deleteLater()


def put_work(monkeypatch, steps):
    monkeypatch.setattr(module, "evaluated", lambda order, cache: steps())


class Step:
    text, share = "clip 1", 0.25


def test_what_is_found_is_shown(controller, actions, monkeypatch, qtbot):
    found = evaluation(weights("mimamo-demo", 0.8))

    def steps():
        yield Step
        return found

    put_work(monkeypatch, steps)
    actions["evaluate"].trigger()
    assert controller.dialog.isVisible()
    controller.evaluate(ORDER)
    assert controller.dialog.cancel.isVisible()
    qtbot.waitUntil(lambda: controller.dialog.evaluation is found)
    qtbot.waitUntil(lambda: controller.dialog.run.isVisible())


def test_a_failure_is_said_in_the_dialog(controller, monkeypatch, qtbot):
    def steps():
        yield Step
        raise InputError("There is no label; annotate first.")

    put_work(monkeypatch, steps)
    controller.show()
    controller.evaluate(ORDER)
    qtbot.waitUntil(lambda: controller.dialog.fault.isVisible())
    assert controller.dialog.fault.text() == "There is no label; annotate first."


def test_it_can_be_stopped_and_begun_again(controller, monkeypatch, qtbot):
    begun = []

    def steps():
        begun.append(threading.get_ident())
        while True:
            yield Step

    put_work(monkeypatch, steps)
    controller.show()
    controller.evaluate(ORDER)
    controller.evaluate(ORDER)  # one at a time
    qtbot.waitUntil(lambda: controller.dialog.bar.value() == 250)
    controller.dialog.cancelRequested.emit()
    qtbot.waitUntil(lambda: controller.dialog.run.isVisible())
    assert len(begun) == 1
    assert controller.dialog.evaluation is None
    controller.evaluate(ORDER)
    qtbot.waitUntil(lambda: len(begun) == 2)


def test_page_and_tables_are_written(controller, monkeypatch, qtbot, tmp_path):
    controller.dialog.show_evaluation(evaluation(weights("mimamo-demo", 0.8)))
    out = tmp_path / "out"
    controller.save(out)
    qtbot.waitUntil(lambda: (out / "values.csv").exists(), timeout=60_000)
    assert (out / "report.html").exists()
    assert json.loads((out / "evaluation.json").read_text())["part"] == "test"
    asked = []
    monkeypatch.setattr(
        QMessageBox,
        "question",
        lambda *words: asked.append(words[2]) or QMessageBox.StandardButton.No,
    )
    before = (out / "report.html").stat().st_mtime_ns
    controller.save(out)
    assert asked == ["out holds an evaluation already. Replace it?"]
    assert (out / "report.html").stat().st_mtime_ns == before
