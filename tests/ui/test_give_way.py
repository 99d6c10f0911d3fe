import os
import sys
import threading

import pytest

from app.ui.give_way import NICENESS, give_way


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_a_thread_and_those_it_starts_give_way_and_no_others():
    seen = {}

    def note(name: str) -> None:
        seen[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work() -> None:
        give_way()
        note("worker")
        inner = threading.Thread(target=note, args=("started by it",))
        inner.start()
        inner.join()

    note("before")
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    note("after")
    assert seen["worker"] == seen["started by it"] == max(NICENESS, seen["before"])
    assert seen["after"] == seen["before"]
