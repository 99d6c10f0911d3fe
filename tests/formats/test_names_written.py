"""Names that files cannot tell apart, or not hold: nothing is overwritten, and the rest is said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import OutputError
from app.core.segment import Segment
from app.formats.content import ExportCurve, ExportSegments, WriteOptions
from app.formats.registry import FORMATS, format_named, recognise
from tests.support.annotation_files import exported, read_as

LIKE = ("A/B", "A-B", "a-b")


def of_raters(*raters):
    content = exported([0.5], [0.25])
    return replace(
        content,
        curves=tuple(replace(c, rater=rater) for rater in raters for c in content.curves),
    )


@pytest.mark.parametrize(
    "row", [r for r in FORMATS if r.writes and r.id not in ("boris", "textgrid", "srt")],
    ids=lambda row: row.id,
)  # fmt: skip
def test_no_file_is_written_over_another(tmp_path, row):
    content = of_raters(*LIKE)
    named = tuple(replace(content.curves[0], dimension=name) for name in LIKE)
    options = WriteOptions(map_ranges=True)
    for curves in (content.curves, (*named, *content.curves[:2])):
        paths = row.write(
            replace(content, curves=curves), tmp_path / f"x{row.suffixes[0]}", options
        )
        assert len({str(path).casefold() for path in paths}) == len(paths)


def test_tracks_of_one_name_get_a_file_each(tmp_path):
    tracks = tuple(ExportSegments("a", r, (Segment(i, i + 1.0),)) for i, r in enumerate(LIKE))
    content = replace(exported([0.5], [0.25]), curves=(), segment_tracks=tracks)
    for identity in ("muse", "srt", "nova"):
        paths = format_named(identity).write(content, tmp_path / "x.srt")
        assert len({str(path).casefold() for path in paths}) == len(paths)


@pytest.mark.parametrize("name", ["001.mp4", "2.5.mp4", "NA.mp4", "=x.mp4", "a b.mp4"])
def test_sewa_is_read_back_whatever_the_recording_is_called(tmp_path, name):
    content = replace(exported([0.5], [0.25]), media=Path(name))
    (path,) = format_named("sewa").write(content, tmp_path / "x.csv")
    assert recognise(path)[0].id == "sewa"
    assert read_as("sewa", path)[0].media == Path(name).stem


@pytest.mark.parametrize("identity", ["tracks", "recola", "muse"])
def test_a_value_is_no_sentinel(tmp_path, identity):
    content = exported([0.5, np.nan], [0.25, 0.5])
    row = format_named(identity)
    for sentinel in (0.5, np.inf, np.nan):
        with pytest.raises(OutputError, match="cannot stand for gaps: it is a value of “valence”"):
            row.write(content, tmp_path / "x.csv", WriteOptions(gaps="sentinel", sentinel=sentinel))
    row.write(content, tmp_path / "x.csv", WriteOptions(gaps="sentinel"))


@pytest.mark.parametrize(
    ("identity", "dimension", "rater", "sentence"),
    [
        ("recola", "joy", "Anna", "RECOLA names a dimension by its folder"),
        ("aff-wild", "joy", "", "Aff-Wild names a dimension by its folder"),
        ("muse", "joy", "Anna", "MuSe-Toolbox names a dimension by its folder"),
        ("muse", "arousal", "", "MuSe-Toolbox numbers a rater without a name"),
        ("tracks", " joy", "Anna", "leaves out blanks around names"),
        ("elan", "joy", "Anna ", "leaves out blanks around names"),
        ("omg", "arousal", "Anna", "OMG-Emotion does not say who rated"),
        ("sewa", "arousal", "Anna", "SEWA does not say who rated"),
    ],
)
def test_names_that_do_not_come_back_are_said(identity, dimension, rater, sentence):
    content = exported([0.5], [0.25])
    content = replace(content, curves=(ExportCurve(dimension, rater, np.array([0.5])),))
    assert sentence in " ".join(format_named(identity).cannot_hold(content))


def test_what_is_numbered_or_empty_is_said():
    content = of_raters("Anna", "Anna")
    for identity in ("recola", "muse"):
        assert "raters of others are numbered" in " ".join(
            format_named(identity).cannot_hold(content)
        )
    empty = replace(content, segment_tracks=(ExportSegments("a", "", (Segment(0, 1),)),))
    assert "such a file is empty" in " ".join(format_named("srt").cannot_hold(empty))


def test_a_packed_project_is_known_by_what_it_holds(tmp_path):
    tracks = (ExportSegments("a", "Anna", (Segment(0, 1, "x"),)),)
    content = replace(exported([0.5], [0.25]), segment_tracks=tracks)
    (path,) = format_named("boris").write(content, tmp_path / "x.gz")
    assert recognise(path)[0].id == "boris"
