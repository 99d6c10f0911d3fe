"""The check list: counted by hand on small sources."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.training.events import EpochDone, Prepared
from app.training.following import FollowedRun
from app.training.labelled import LabelCurve, LabelledRecording, Utterance
from app.training.outlook import (
    CELLS,
    SourceContents,
    bytes_a_frame,
    density_of,
    outlook,
    read_source,
)
from app.training.run_course import RunCourse, RunState
from app.training.run_folder import RunFolder
from app.training.settings import (
    SourceSettings,
    SplitSettings,
    StageSettings,
    TrainingSettings,
    fine_tuning,
)

SOURCE = SourceSettings("folder", "x")


def recording(name, values, subject=""):
    curve = LabelCurve(np.zeros(0), np.asarray(values, float), by_frame=True)
    return LabelledRecording(name, Path(name), subject or name, curve)


def ramp(count, gaps=0):
    values = np.stack([np.linspace(-1, 1, count), np.linspace(0.5, -0.5, count)], axis=1)
    values[:gaps] = np.nan
    return values


def found(recordings, settings=None, place=Path(), runs=()):
    settings = settings or TrainingSettings(SOURCE)
    work = outlook(settings, SourceContents("x", tuple(recordings)), place, runs)
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def test_labels_are_counted_by_part_of_their_subjects(tmp_path):
    seen = found([recording(n, ramp(100, gaps=10)) for n in "abcde"], place=tmp_path)
    assert seen.labels == {"training": 360, "validation": 90, "test": 0}
    assert seen.subjects == {"training": 4, "validation": 1, "test": 0}
    assert seen.recordings == {"training": 4, "validation": 1, "test": 0}
    assert seen.gaps == pytest.approx(0.1)
    assert seen.by_frame
    assert seen.obstacles == ()
    assert seen.density.sum() == 450


def test_passages_hold_out_a_share_of_each(tmp_path):
    settings = TrainingSettings(SOURCE, SplitSettings("passages", validation=0.25))
    seen = found([recording("a", ramp(80)), recording("b", ramp(40))], settings, tmp_path)
    assert seen.labels == {"training": 90, "validation": 30, "test": 0}
    assert seen.subjects["training"] == seen.subjects["validation"] == 2
    assert "people it has seen" in seen.cautions[0]


def test_only_the_chosen_recordings_count(tmp_path):
    source = replace(SOURCE, recordings=("b", "c"))
    seen = found([recording(n, ramp(10)) for n in "abc"], TrainingSettings(source), tmp_path)
    assert sum(seen.labels.values()) == 20


@pytest.mark.parametrize(
    ("recordings", "sentence"),
    [
        ([recording("a", ramp(9)), recording("b", ramp(9), "a")], "one subject"),
        ([recording("a", np.full((9, 2), np.nan)), recording("b", np.full((9, 2), np.nan))],
         "Nothing is labelled"),
        ([recording("a", ramp(9) * [1, 0]), recording("b", ramp(9) * [1, 0])],
         "All labels of arousal are 0.00"),
        ([recording("a", ramp(9)), recording("b", np.full((9, 2), np.nan))], "No label is left"),
    ],
)  # fmt: skip
def test_what_forbids_to_start_is_a_sentence(recordings, sentence, tmp_path):
    obstacles = found(recordings, place=tmp_path).obstacles
    assert any(sentence in each for each in obstacles), obstacles
    assert all(each.endswith(".") for each in obstacles)


def test_weights_that_are_not_there_forbid_to_start(tmp_path):
    settings = fine_tuning(SOURCE, str(tmp_path / "none.safetensors"))
    assert found([recording(n, ramp(9)) for n in "ab"], settings, tmp_path).obstacles


def test_utterances_are_labels_of_their_own(tmp_path):
    none = LabelCurve(np.zeros(0), np.zeros((0, 2)))
    spoken = tuple(Utterance(str(n), n, n + 1, n / 10, -n / 10) for n in range(5))
    both = [LabelledRecording(n, Path(n), n, none, spoken) for n in "ab"]
    seen = found(both, place=tmp_path)
    assert sum(seen.labels.values()) == 10
    assert seen.gaps is None


def test_the_time_is_that_of_an_earlier_run_and_nothing_else(tmp_path):
    recordings = [recording(n, ramp(100)) for n in "abcde"]
    assert found(recordings, place=tmp_path).seconds is None
    told = [
        Prepared({"training": 200}, {}, {}, 0.0),
        EpochDone("together", 1, 5, 0.1, {}, {}, True, 10.0),
        EpochDone("together", 2, 5, 0.1, {}, {}, True, 20.0),
    ]
    run = FollowedRun(RunFolder(tmp_path / "r"), RunState.FINISHED, RunCourse().after(told))
    settings = TrainingSettings(SOURCE, stages=(StageSettings("together", epochs=4),))
    seen = found(recordings, settings, tmp_path, [run])
    assert seen.epochs == 4
    assert seen.seconds == pytest.approx(15 / 200 * 400 * 4)


def test_memory_is_that_of_the_arrays(tmp_path):
    plain = replace(TrainingSettings(SOURCE), augment=False)  # a compact trunk gives 512 features
    assert bytes_a_frame(plain) == 48 * 48 + 2 * 512
    assert bytes_a_frame(TrainingSettings(SOURCE)) == 4 * bytes_a_frame(plain)
    seen = found([recording(n, ramp(10)) for n in "ab"], plain, tmp_path)
    assert seen.memory == 20 * bytes_a_frame(plain)


def test_labels_lie_in_their_cells():
    density = density_of([np.array([[-1.0, 1.0], [1.0, -1.0], [0.01, 0.01]])])
    assert density[CELLS - 1, 0] == density[0, CELLS - 1] == density[CELLS // 2, CELLS // 2] == 1
    assert density.sum() == 3


def test_a_folder_is_read_with_all_its_recordings(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.mp4").touch()
        rows = "\n".join(f"{k},{k / 10},{-k / 10}" for k in range(5))
        (tmp_path / f"{name}.csv").write_text(f"frame,valence,arousal\n{rows}\n")
    contents = read_source(SourceSettings("folder", str(tmp_path)))
    assert [each.name for each in contents.recordings] == ["a", "b"]
    assert sum(found(contents.recordings, place=tmp_path).labels.values()) == 10
