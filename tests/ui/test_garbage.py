"""Cyclic garbage is collected on one thread only."""

import gc
import threading
import weakref

import pytest

from app.ui.garbage import GarbageCollection


class Ring:
    """Garbage that only a collector finds."""

    def __init__(self, told: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: told.append(threading.get_ident()))


def make_rings(told: list[int], count: int = 5000) -> None:
    for _ in range(count):
        Ring(told)


@pytest.fixture
def collection(qapp):
    made = GarbageCollection()
    made.start()
    yield made
    made.stop()


def in_worker(work) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_python_alone_collects_in_a_worker():
    """The trap that this is about."""
    told: list[int] = []
    gc.enable()
    in_worker(lambda: make_rings(told))
    assert told
    assert threading.get_ident() not in told


def test_what_a_worker_leaves_is_collected_on_the_window_s_thread(qtbot, collection):
    told: list[int] = []
    in_worker(lambda: make_rings(told))
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 5000)
    assert set(told) == {threading.get_ident()}


def test_old_garbage_is_found_in_time(qtbot, collection):
    told: list[int] = []
    ring = Ring(told)
    gc.collect(1)  # it grows old
    del ring
    junk = []
    for _ in range(200):
        junk.append([[] for _ in range(1000)])
        collection.collect()
    assert told == [threading.get_ident()]


def test_collecting_is_given_back(qapp):
    collection = GarbageCollection()
    collection.start()
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()
