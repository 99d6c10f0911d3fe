"""Whether a run is going on: known from the lock that its process holds, however many ask."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.training.run_folder import RunFolder
from app.training.run_lock import RunLock, is_held

ASKING = 4


@pytest.fixture
def folder(tmp_path):
    with RunLock(RunFolder(tmp_path)):
        pass  # a run that is over: its lock's file is there
    return RunFolder(tmp_path)


def ask(folder, times):
    with ThreadPoolExecutor(ASKING) as pool:
        return list(pool.map(lambda _: is_held(folder), range(times)))


def test_many_who_ask_at_once_do_not_take_each_other_for_a_run(folder):
    assert not any(ask(folder, 400))


def test_all_of_them_see_a_run_that_goes_on(folder):
    with RunLock(folder):
        assert all(ask(folder, 8))
    assert not is_held(folder)
