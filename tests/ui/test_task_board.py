"""The status bar's line about work under way."""

import threading

from shiboken6 import delete

from app.ui.task_board import TaskBoard, TaskStatus


def test_work_that_is_over_at_once_never_appears(qtbot):
    board, seen = TaskBoard(), []
    board.changed.connect(seen.append)
    job = board.begin("Opening a.mp4")
    assert board.busy
    job.end()
    job.end()
    qtbot.wait(400)
    assert seen == []
    assert not board.busy


def test_the_oldest_work_is_shown_and_counts_the_others(qtbot):
    board, cancelled = TaskBoard(), []
    first = board.begin("Analysing a.mp4", lambda: cancelled.append("first"))
    second = board.begin("Fetching weights")
    first.update("finding faces, 40 frames/s", 0.25, 12.0)
    qtbot.waitUntil(lambda: board.current is not None and board.current.others == 1)
    assert board.current == TaskStatus(
        "Analysing a.mp4", "finding faces, 40 frames/s", 0.25, 12.0, True, 1
    )
    board.cancel()
    assert cancelled == ["first"]
    first.end()
    assert board.current == TaskStatus("Fetching weights", can_cancel=False)
    second.end()
    assert board.current is None


def test_running_shows_what_the_generator_says_and_passes_on_the_rest(qtbot):
    board, heard, gate = TaskBoard(), [], threading.Event()

    def work():
        yield TaskStatus("", "half", 0.5)
        yield "news"
        gate.wait(5)
        return 7

    task = board.run("Working", work, on_progress=heard.append, on_done=heard.append)
    qtbot.waitUntil(lambda: board.current is not None and board.current.share == 0.5)
    assert (board.current.title, board.current.detail) == ("Working", "half")
    with qtbot.waitSignal(task.ended):
        gate.set()
    assert heard == ["news", 7]
    assert board.current is None


def test_cancelling_stops_the_worker(qtbot):
    board, closed = TaskBoard(), threading.Event()

    def work():
        try:
            while True:
                yield
        finally:
            closed.set()

    task = board.run("Endless", work)
    qtbot.waitUntil(lambda: board.current is not None)
    with qtbot.waitSignal(task.ended):
        board.cancel()
    assert closed.is_set()


def test_a_task_that_outlives_the_window_troubles_nobody(qapp):
    board = TaskBoard()
    job = board.begin("Work")
    delete(board)
    job.update("on and on")
    job.end()
