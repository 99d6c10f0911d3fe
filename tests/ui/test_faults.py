"""Log, last resort and diagnostic report: faults are told, names are not."""

import logging
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning

from app.settings import log_folder
from app.ui.diagnostics import diagnostic_report
from app.ui.last_resort import LastResort
from app.ui.log_file import FILE_NAME, end_of_log, log_path, start_log, without_names
from app.ui.notices import Notices
from tests.support.recordings import made_recording


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Cannot open /home/a/Anna Smith 3.mp4: bad.", "Cannot open <file>.mp4: bad."),
        (r"Cannot open C:\Studies\Anna Smith.MOV now", "Cannot open <file>.MOV now"),
        ("Opening Anna.mkv", "Opening <file>.mkv"),
        ("wrote /x/anna.csv and /x/anna.json", "wrote <file>.csv and <file>.json"),
        (f"Cannot open {Path.home()}/Anna's films/a b.mp4", "Cannot open <file>.mp4"),
        ("'Anna.mp4' and 'Berta.webm'", "'<file>.mp4' and '<file>.webm'"),
        ("File app/ui/theme.py, line 3", "File app/ui/theme.py, line 3"),
        ("h264 at 25.000 per second", "h264 at 25.000 per second"),
    ],
)
def test_names_of_recordings_leave_the_text(text, told):
    assert without_names(text) == told


def test_a_long_trace_takes_no_time():
    began = time.monotonic()
    without_names("x" * 500_000 + "/" * 500_000 + " y" * 500_000)
    assert time.monotonic() - began < 2


def test_the_users_own_folder_leaves_the_text():
    assert without_names(f"in {Path.home()}/notes.txt") == "in ~/notes.txt"


@pytest.fixture
def log():
    handler = start_log()
    yield handler
    qInstallMessageHandler(None)
    logging.getLogger().removeHandler(handler)
    handler.close()


def test_the_log_takes_our_words_and_qts_without_names(log):
    logging.getLogger("mimamo.test").info("opened %s", "/data/Anna.mp4")
    qWarning("from Qt")
    text = log_path().read_text()
    assert "opened <file>.mp4" in text
    assert "WARNING qt: from Qt" in text
    assert "Anna" not in text
    assert end_of_log(1).endswith("from Qt\n")


def test_the_log_does_not_grow_for_ever(log):
    logger = logging.getLogger("mimamo.test")
    for _ in range(6):
        logger.info("x" * 900_000)
    files = sorted(path.name for path in log_folder().glob(f"{FILE_NAME}*"))
    assert files == [FILE_NAME, *(f"{FILE_NAME}.{number}" for number in (1, 2, 3))]


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MIMAMO_CONFIG", str(tmp_path / "file"))
    assert start_log() is None
    assert end_of_log() == ""


@pytest.fixture
def told(qapp, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hub, heard = Notices(), []
    hub.posted.connect(heard.append)
    LastResort(hub).install()
    return heard


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_nobody_caught_in_a_thread_is_told(told, qtbot):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert "ZeroDivisionError" in told[0].message
    assert "your work is kept" in told[0].message
    assert "1 / 0" in told[0].details


def test_an_error_in_a_slot_is_told_and_the_loop_goes_on(qtbot, monkeypatch):
    hub, heard, done = Notices(), [], []
    hub.posted.connect(heard.append)
    # pytest-qt puts its own hook in place for the time of a test.
    monkeypatch.setattr(sys, "excepthook", LastResort(hub).take)
    QTimer.singleShot(0, lambda: {}["x"])
    QTimer.singleShot(5, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert [notice.level for notice in heard] == ["error"]
    assert "KeyError" in heard[0].message


def test_an_error_while_telling_does_not_go_round(qapp):
    class Broken(Notices):
        def error(self, message, details=""):
            resort.take(ValueError, ValueError("again"), None)
            raise RuntimeError

    resort = LastResort(Broken())
    resort.take(KeyError, KeyError("x"), None)


def test_ctrl_c_is_no_fault(told, capsys):
    LastResort(Notices()).take(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []


def test_the_report_says_what_is_needed_and_no_names(log, session, preferences):
    session.show(made_recording("Anna Smith.mp4"))
    preferences.set("recent_files", ["/data/Anna Smith.mp4"])
    logging.getLogger("mimamo.test").error("Cannot open /data/Anna Smith.mp4")
    report = diagnostic_report(session, preferences)
    for needed in (
        "MIMAMO Studio",
        "PyTorch",
        "offscreen",
        "h264",
        "250 at 25.000",
        "End of the log",
    ):
        assert needed in report
    assert "Anna" not in report
    assert "Smith" not in report
