"""The command ``doctor``: what it looks at, and what it calls a fault."""

import re
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest

from app.cli import doctor, examinations, gui, qt_look, system_libraries
from app.cli.examinations import Finding
from app.core.errors import StudioError
from app.weights import places
from tests.support.shared import ROOT


def states(findings):
    return [finding.state for finding in findings]


@pytest.fixture
def screen(monkeypatch):
    """Says whether there is a screen."""

    def set_screen(there):
        monkeypatch.setattr(gui, "can_show_window", lambda: there)

    return set_screen


def test_this_installation_works(command_line):
    done = command_line("doctor")
    assert done.code == 0, done.out + done.err
    subjects = re.findall(r"^(?:ok|note) +(\S+(?: \S+)*)  ", done.out, re.MULTILINE)
    assert set(subjects) >= {
        "torch", "scipy", "matplotlib", "PySide6-Essentials", "pyqtgraph", "device", "weights",
        "face detector", "video", "window", "display", "system libraries", "sound", "cache",
    }  # fmt: skip
    assert "mimamo-demo" in done.out


def test_quiet_leaves_out_what_is_well(command_line, monkeypatch):
    findings = (Finding("ok", "one", "1"), Finding("note", "two", "2"))
    monkeypatch.setattr(doctor, "EXAMINATIONS", (("all", lambda: iter(findings)),))
    done = command_line("doctor", "--quiet", "--debug")
    assert (done.code, done.out, done.err) == (0, "note  two  2\n", "")


def test_a_fault_does_not_stop_the_rest_and_is_the_exit_code(command_line, monkeypatch):
    def broken():
        raise RuntimeError("it\nbroke")
        yield

    def well():
        yield Finding("ok", "second", "well")

    monkeypatch.setattr(doctor, "EXAMINATIONS", (("first", broken), ("second", well)))
    done = command_line("doctor")
    assert done.code == 1
    assert done.out.splitlines() == ["fault first   it broke", "ok    second  well"]
    assert done.err == "mimamo-studio: Something does not work: first (see above).\n"


def test_missing_weights_are_a_fault(command_line, monkeypatch, tmp_path):
    monkeypatch.setattr(places, "SHIPPED_FOLDER", tmp_path)
    monkeypatch.setattr(doctor, "EXAMINATIONS", (("weights", examinations.weights),))
    done = command_line("doctor")
    assert done.code == 1
    assert done.out.startswith("fault weights  ")


def test_every_package_the_program_needs_is_looked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {line.partition("==")[0] for line in project["dependencies"]}
    assert set(examinations.PACKAGES) == declared


def test_a_package_that_is_absent_or_goes_by_another_name(monkeypatch):
    monkeypatch.setitem(examinations.PACKAGES, "no-such-package", ())
    absent = examinations.package("no-such-package")
    assert (absent.state, absent.text) == (
        "fault", "is not installed; type: pip install no-such-package",
    )  # fmt: skip
    monkeypatch.setitem(examinations.PACKAGES, "no-such-package", ("numpy",))
    assert examinations.package("no-such-package").text.endswith("(numpy)")


def test_the_libraries_are_those_that_set_up_installs():
    setup = (ROOT / ".ci" / "setup").read_text("utf-8")
    needed = set(re.findall(r"^ +need (\S+) (\S+\.so\S*)$", setup, re.MULTILINE))
    assert needed == {(row.package, row.name) for row in system_libraries.LIBRARIES}


ABSENT = system_libraries.Library("libabsent.so.9", "libabsent9")
ABSENT_SOUND = system_libraries.Library("libmute.so.9", "libmute9", "sound")


@pytest.mark.parametrize(
    ("missing", "there", "state"),
    [
        ((), True, "ok"),
        ((ABSENT,), True, "fault"),
        ((ABSENT,), False, "note"),
        ((ABSENT_SOUND,), True, "note"),
        ((ABSENT_SOUND, ABSENT), True, "fault"),
    ],
)
def test_missing_libraries(monkeypatch, screen, missing, there, state):
    screen(there)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(
        examinations, "missing_libraries", lambda: system_libraries.missing_libraries(missing)
    )
    [finding] = examinations.system_libraries()
    assert finding.state == state
    for library in missing:
        assert library.name in finding.text
        assert library.package in finding.text


def test_what_to_type_where_there_is_apt(monkeypatch):
    which = SimpleNamespace(which=lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_libraries, "shutil", which)
    assert system_libraries.how_to_install([ABSENT, ABSENT_SOUND]) == (
        "type: sudo apt-get install libabsent9 libmute9"
    )
    monkeypatch.setattr(system_libraries, "shutil", SimpleNamespace(which=lambda name: None))
    assert "on Debian and Ubuntu: libabsent9" in system_libraries.how_to_install([ABSENT])


@pytest.mark.parametrize(("there", "state"), [(True, "fault"), (False, "note")])
def test_a_qt_that_does_not_load(monkeypatch, screen, there, state):
    screen(there)
    monkeypatch.setattr(qt_look, "_WINDOW", "raise ImportError('libEGL.so.1 is missing')")
    [finding] = examinations.window()
    assert finding.state == state
    assert "libEGL.so.1 is missing" in finding.text


@pytest.mark.parametrize(
    ("program", "state", "part"),
    [
        ("print('Headphones')", "ok", "Headphones"),
        ("pass", "note", "no device"),
        ("import os; os.abort()", "note", "exit code -6"),
    ],
)
def test_sound(monkeypatch, program, state, part):
    monkeypatch.setattr(qt_look, "_SOUND", program)
    [finding] = examinations.sound()
    assert finding.state == state
    assert part in finding.text


def test_a_qt_that_gives_no_answer_is_not_waited_for(monkeypatch):
    def hang(*arguments, timeout, **named):
        raise subprocess.TimeoutExpired("python", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(StudioError, match="no answer"):
        qt_look.sound_outputs()


def test_the_display(screen):
    screen(False)
    assert states(examinations.display()) == ["note"]
    screen(True)
    assert states(examinations.display()) == ["ok"]


def test_a_gpu_that_is_not_used_is_said(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(examinations, "shutil", SimpleNamespace(which=lambda name: name))
    assert states(examinations.device()) == ["ok", "note"]
