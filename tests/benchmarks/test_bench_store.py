"""What an edit, an undo and opening a large project cost, beside plain files of the same bytes."""

import os
import time

import numpy as np
import pytest

from app.core.document import CurveAnnotation, Document
from app.core.samples import CHUNK, Samples
from app.store.project import create_project, open_project
from tests.support.random_edits import head

HOUR = 108_000
TEN_MINUTES = 18_000
RECORDINGS, TRACKS = 100, 50
STROKES = 100
COMMIT_BUDGET_MS = 50.0
UNDO_BUDGET_MS = 100.0
OPEN_BUDGET_S = 2.0


def curves(rng, frames, tracks):
    heads = [head(rng, "arousal") for _ in range(tracks)]
    made = [CurveAnnotation(each, Samples.of(rng.uniform(-1, 1, frames))) for each in heads]
    return Document(frames, tuple(made))


def stroke(rng, document, size=300):
    track = document.curves[0]
    first = int(rng.integers(0, document.frames - size))
    samples = track.samples.replaced(first, rng.uniform(-1, 1, size))
    return document.replaced(CurveAnnotation(track.head, samples))


def keep(journal, document):
    journal.commit(document, author="Anna", kind="draw", summary="drew")


def milliseconds(times):
    """Median, 95th percentile and most."""
    return [float(each) * 1e3 for each in np.percentile(times, [50, 95, 100])]


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain_write(path, content):
    with path.open("ab") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@pytest.fixture
def hour(tmp_path):
    rng = np.random.default_rng(1)
    with create_project(tmp_path / "p", "P") as project:
        number = project.add_recording(tmp_path / "v.mp4", HOUR).id
        journal = project.journal(number, HOUR)
        keep(journal, curves(rng, HOUR, 10))
        yield journal


def test_a_stroke_on_an_hour_beside_a_plain_file(benchmark, hour, tmp_path):
    """Each commit is followed by a plain write of as many bytes, flushed to the disk."""
    rng = np.random.default_rng(2)
    content = rng.bytes(CHUNK * 8 + 4096)
    commits, plain = [], []

    def run():
        for _ in range(STROKES):
            after = stroke(rng, hour.document)
            commits.append(timed(lambda after=after: keep(hour, after)))
            plain.append(timed(lambda: plain_write(tmp_path / "plain", content)))

    benchmark.pedantic(run, rounds=1)
    ratio = float(np.median(commits) / np.median(plain))
    print(f"\ncommit ms {milliseconds(commits)}, plain ms {milliseconds(plain)}, {ratio:.1f} x")
    benchmark.extra_info.update(commit_ms=milliseconds(commits), plain_ms=milliseconds(plain))
    assert milliseconds(commits)[1] < COMMIT_BUDGET_MS
    assert ratio < 20


def test_undo_on_an_hour(benchmark, hour):
    """Of states in memory, and of states that must be read, beside reading the whole document."""
    rng = np.random.default_rng(3)
    for _ in range(STROKES):
        keep(hour, stroke(rng, hour.document))
    known, read, whole = [], [], []

    def run():
        known.extend(timed(hour.undo) for _ in range(STROKES))
        known.extend(timed(hour.redo) for _ in range(STROKES))
        for _ in range(STROKES):
            forget(hour._documents, hour.document)
            read.append(timed(hour.undo))
        for _ in range(10):
            forget(hour._documents, Document(HOUR))
            whole.append(timed(lambda: hour.state(1)))

    benchmark.pedantic(run, rounds=1)
    told = [milliseconds(each) for each in (known, read, whole)]
    print(f"\nundo ms: known {told[0]}, read {told[1]}; reading all ten curves {told[2]}")
    benchmark.extra_info.update(known_ms=told[0], read_ms=told[1], whole_ms=told[2])
    assert told[0][1] < UNDO_BUDGET_MS
    assert told[1][1] < UNDO_BUDGET_MS


def forget(documents, but):
    """As after opening: only the present document is known."""
    kept = {id(track) for track in but.tracks}
    for name, track in list(documents._tracks.items()):
        if id(track) not in kept:
            documents._forget(documents._tracks.pop(name))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    rng = np.random.default_rng(4)
    folder = tmp_path_factory.mktemp("large")
    with create_project(folder / "p", "P") as project:
        for number in range(RECORDINGS):
            known = project.add_recording(folder / f"{number}.mp4", TEN_MINUTES)
            keep(project.journal(known.id, TEN_MINUTES), curves(rng, TEN_MINUTES, TRACKS))
    return folder / "p"


@pytest.mark.parametrize("backup", ["made before", "made meanwhile"])
def test_opening_a_hundred_recordings_of_fifty_tracks(benchmark, large, backup):
    """To the first document, beside reading as many bytes as that one has from a plain file."""
    if backup == "made meanwhile":
        for each in (large / "backups").iterdir():
            each.unlink()
    plain = large.parent / "plain"
    plain.write_bytes(np.random.default_rng(5).bytes(TEN_MINUTES * TRACKS * 8))
    times, reading, opened = [], [], []

    def run():
        def first_document():
            project = open_project(large)
            opened.append(project)
            listed = project.recordings
            assert len(listed) == RECORDINGS
            assert len(project.journal(listed[7].id, TEN_MINUTES).document.tracks) == TRACKS

        times.append(timed(first_document))
        reading.append(timed(lambda: plain.read_bytes()))
        opened.pop().close()

    benchmark.pedantic(run, rounds=1 if backup == "made meanwhile" else 5)
    size = (large / "project.db").stat().st_size / 1e6
    print(f"\nopen ms {milliseconds(times)}, plain read ms {milliseconds(reading)}, {size:.0f} MB")
    benchmark.extra_info.update(open_ms=milliseconds(times), plain_ms=milliseconds(reading))
    assert max(times) < OPEN_BUDGET_S
