"""A process that edits is killed again and again; everything it said was stored is there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from app.store.project import create_project, open_project
from tests.support.edit_until_killed import digest_of_document

FRAMES = 9000
EDITS = 200
KILLS = 6
ROOT_OF_CODE = Path(__file__).parents[2]


def child(folder, seed):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.edit_until_killed"]
        + [str(each) for each in (folder, FRAMES, seed, EDITS)],
        cwd=ROOT_OF_CODE,
        stdout=subprocess.PIPE,
        text=True,
    )


def edit_until(process, lines, seconds):
    """Read some lines, wait a moment more, then kill; gives every whole line that was told.

    A process that is killed before its first edit tells nothing, and one that is killed while it
    writes leaves half a line: an edit that was stored and not yet told. What is left is read from
    the same stream as the lines before: ``communicate`` would miss what that stream holds already.
    """
    told = [line for line in (process.stdout.readline() for _ in range(lines)) if line]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    whole = "".join(told) + process.stdout.read()
    process.stdout.close()
    process.wait(timeout=60)
    return [line for line in whole[: whole.rfind("\n") + 1].splitlines() if line]


def check(folder, told, acknowledged):
    """Compare what is on the disk with what was told before the kill."""
    with open_project(folder) as project:
        assert project.read_only == ""
        journal = project.journal(1, FRAMES)
        history = journal.history
        for number, digest in acknowledged.items():
            assert digest_of_document(journal.state(number)) == digest
        if told:
            last, digest = told[-1].split()
            # At the last state told, or at the one after it that was stored and not yet told.
            heads = {int(last)}
            if history.head not in heads:
                entry = history.entries[-1]
                is_new = history.head == entry.id and entry.id not in acknowledged
                around = {history.entry(int(last)).parent if int(last) else 0}
                around |= {each.id for each in history.entries if each.parent == int(last)}
                assert is_new or history.head in around
            else:
                assert digest_of_document(journal.document) == digest
        assert len(history.entries) <= max(acknowledged, default=0) + 1
        assert [entry.id for entry in history.entries] == list(range(1, len(history.entries) + 1))
        return history


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("seed", [1])
def test_a_killed_process_loses_nothing_that_it_said_was_stored(tmp_path, seed):
    rng = np.random.default_rng(seed)
    with create_project(tmp_path / "study", "Study") as project:
        project.add_recording(tmp_path / "a.mp4", FRAMES)
    acknowledged = {}
    for kill in range(KILLS):
        lines = int(rng.integers(0, EDITS // KILLS))
        process = child(project.folder, 100 * seed + kill)
        told = edit_until(process, lines, float(rng.uniform(0, 0.03)))
        assert process.returncode == -signal.SIGKILL
        for number, digest in (line.split() for line in told):
            if int(number):
                acknowledged.setdefault(int(number), digest)
                assert acknowledged[int(number)] == digest
        history = check(project.folder, told, acknowledged)
        # An edit that was stored and not yet told counts from now on.
        with open_project(project.folder, read_only=True) as reader:
            journal = reader.journal(1, FRAMES)
            for entry in history.entries:
                acknowledged.setdefault(entry.id, digest_of_document(journal.state(entry.id)))
    process = child(project.folder, 999)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.splitlines()[-1] == "done"
    for number, digest in (line.split() for line in out.splitlines()[:-1]):
        acknowledged.setdefault(int(number), digest)
    history = check(project.folder, [], {n: d for n, d in acknowledged.items() if n})
    assert len(history.entries) == EDITS
