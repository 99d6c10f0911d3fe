"""Work in threads: its news come on the main thread, in order, and not after a cancel."""

import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from shiboken6 import delete

from app.core.errors import InputError
from app.ui.tasks import explain, run_task, running_tasks, stop_tasks
from models.errors import ModelError


class Ear:
    """Writes down what it is told, and by whom."""

    def __init__(self):
        self.progress, self.done, self.errors, self.threads = [], [], [], set()

    def listen(self):
        return {
            "on_progress": self._hear(self.progress),
            "on_done": self._hear(self.done),
            "on_error": self._hear(self.errors),
        }

    def _hear(self, where):
        def hear(*news):
            self.threads.add(threading.current_thread())
            where.append(news if len(news) > 1 else news[0])

        return hear


def counting(stop, thread):
    def work():
        thread.append(threading.current_thread())
        yield from range(stop)
        return "sum", sum(range(stop))

    return work


def test_news_come_in_order_on_the_main_thread(qtbot):
    ear, worker = Ear(), []
    task = run_task(counting(50, worker), **ear.listen())
    with qtbot.waitSignal(task.ended):
        pass
    assert ear.progress == list(range(50))
    assert ear.done == [("sum", 1225)]
    assert ear.errors == []
    assert ear.threads == {threading.main_thread()}
    assert worker[0] is not threading.main_thread()
    assert not task.running
    assert running_tasks() == 0


def test_after_a_cancel_nothing_is_heard_and_the_generator_is_closed(qtbot):
    ear, closed, going = Ear(), threading.Event(), threading.Event()

    def work():
        try:
            while True:
                going.set()
                yield 1
                time.sleep(0.001)
        finally:
            closed.set()

    task = run_task(work, **ear.listen())
    assert going.wait(5)
    task.cancel()  # what the worker said before is still on its way, and stale
    with qtbot.waitSignal(task.ended):
        pass
    assert closed.is_set()
    assert ear.progress == ear.done == ear.errors == []


def test_a_cancelled_task_that_finishes_anyway_is_not_heard(qtbot):
    ear, gate = Ear(), threading.Event()

    def work():
        gate.wait(5)
        return "too late"
        yield

    task = run_task(work, **ear.listen())
    task.cancel()
    gate.set()
    with qtbot.waitSignal(task.ended):
        pass
    assert ear.done == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("clip.mp4 is empty; record it again."), "clip.mp4 is empty; record it again."),
        (ModelError("fc.weight has shape (2,)"), "Fc.weight has shape (2,)."),
        (ZeroDivisionError("division by zero"), "Something went wrong inside the program"),
        (MemoryError(), "The memory does not suffice"),
        (SystemExit(3), "Something went wrong inside the program"),
    ],
)
def test_a_crash_is_one_sentence_with_its_trace_behind_it(qtbot, error, sentence):
    ear = Ear()

    def work():
        yield 1
        raise error

    task = run_task(work, **ear.listen())
    with qtbot.waitSignal(task.ended):
        pass
    ((message, details),) = ear.errors
    assert message.startswith(sentence)
    assert type(error).__name__ in details
    assert "test_tasks.py" in details
    assert ear.progress == [1]
    assert ear.done == []


def test_an_error_while_making_the_generator_is_told_too(qtbot):
    ear = Ear()

    def work():
        raise InputError("no such thing")

    with qtbot.waitSignal(run_task(work, **ear.listen()).ended):
        pass
    assert [message for message, _ in ear.errors] == ["no such thing"]


def test_stopping_waits_briefly_for_those_that_listen(qtbot):
    def work():
        while True:
            yield
            time.sleep(0.005)

    tasks = [run_task(work) for _ in range(3)]
    began = time.monotonic()
    assert stop_tasks(5)
    assert time.monotonic() - began < 4
    qtbot.waitUntil(lambda: running_tasks() == 0)
    assert not any(task.running for task in tasks)


def test_stopping_does_not_wait_for_one_that_hangs(qtbot):
    gate = threading.Event()

    def work():
        gate.wait(20)
        yield

    run_task(work)
    began = time.monotonic()
    assert not stop_tasks(0.2)
    assert time.monotonic() - began < 2
    gate.set()
    qtbot.waitUntil(lambda: running_tasks() == 0)


def test_explaining_keeps_the_sentence_of_our_own_errors():
    assert explain(InputError("A is bad; do B."))[0] == "A is bad; do B."


class Gone(QObject):
    """Something of a window that may be gone when news come."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def hear(self, *news):
        self.heard.append(news)


@pytest.mark.parametrize("goes", [True, False])
def test_who_went_with_the_window_is_told_nothing(qtbot, goes):
    listener, may_go_on = Gone(), threading.Event()

    def work():
        may_go_on.wait(30)
        yield 1
        return 2

    task = run_task(work, on_progress=listener.hear, on_done=listener.hear)
    if goes:
        delete(listener)
    may_go_on.set()
    qtbot.waitUntil(lambda: not task.running, timeout=30_000)
    assert listener.heard == ([] if goes else [(1,), (2,)])


def test_work_that_tells_without_end_leaves_the_window_time(qtbot):
    heard, turns = [], []

    def work():
        while True:
            yield len(heard)

    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(len(heard)))
    timer.start(0)
    task = run_task(work, on_progress=heard.append)
    qtbot.waitUntil(lambda: len(turns) > 20 and len(heard) > 1000, timeout=60_000)
    task.cancel()
    qtbot.waitUntil(lambda: not task.running, timeout=30_000)
    timer.stop()
    assert max(np.diff(turns)) < 1000  # between two turns of the window it heard a bounded number
