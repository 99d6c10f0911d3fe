"""What is written is read back as it was, where the format can hold it."""

import csv
import io
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.io import arff

from app.core.errors import OutputError
from app.core.resample import to_frames
from app.core.segment import Segment
from app.formats.content import ExportContent, ExportCurve, ExportSegments, WriteOptions
from app.formats.registry import format_named, recognise
from tests.support.annotation_files import exported, read_as, some_segments, values_of, written

quick = settings(max_examples=40, deadline=None)
value = st.floats(-1, 1).map(lambda x: x + 0.0) | st.just(np.nan)
curves = arrays(float, st.integers(2, 40), elements=value)
rates = st.sampled_from([24.0, 25.0, 30000 / 1001, 30.0, 59.94, 12.5])
frames_of_a_pair = st.integers(2, 40).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=value), arrays(float, n, elements=value))
)
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
free_text = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"))
instants = st.floats(0, 1e5).map(lambda x: x + 0.0)


def write(identity, content, folder, name="clip", **options):
    row = format_named(identity)
    paths = row.write(content, Path(folder) / (name + row.suffixes[0]), WriteOptions(**options))
    assert all(path.is_file() for path in paths)
    assert recognise(paths[0])[0].id == identity
    return paths


def on_frames(content, curve, **more):
    if curve.times is None:
        filled = np.full(content.frame_seconds.size, np.nan)
        filled[: curve.values.size] = curve.values
        return filled
    return to_frames(curve.times, curve.values, content.frame_seconds, **more)


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


# ---- identity where it can be held


@quick
@given(
    frames_of_a_pair, rates, st.sampled_from(["frame", "seconds", "milliseconds"]), names, names,
    st.sampled_from(["empty", "sentinel"]),
)  # fmt: skip
def test_tracks_hold_curves_of_anything_by_anyone(pair, fps, time_base, dimension, rater, gaps):
    content = exported(*pair, fps=fps)
    content = replace(
        content,
        curves=(
            ExportCurve(dimension, rater, pair[0]),
            ExportCurve("valence", "", pair[1]),
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.csv"
        options = WriteOptions(time_base=time_base, gaps=gaps, sentinel=-99.0)
        format_named("tracks").write(content, path, options)
        sentinel = -99.0 if gaps == "sentinel" else None
        back, _ = read_as_tracks(path, sentinel)
    assert [(c.dimension, c.rater) for c in back.curves] == [(dimension, rater), ("valence", "")]
    for curve, before in zip(back.curves, pair, strict=True):
        for method in ("previous", "linear"):
            assert same(on_frames(content, curve, method=method), before)
        if time_base == "seconds":
            assert curve.times.tobytes() == content.frame_seconds.tobytes()


def read_as_tracks(path, sentinel=None):
    return read_as("tracks", path, sentinel=sentinel)


@quick
@given(
    st.lists(st.tuples(instants, instants, free_text, free_text), min_size=1, max_size=8),
    free_text,
    free_text,
)
def test_tracks_hold_segments_with_any_text(rows, name, rater):
    times = [(min(a, b), max(a, b), label, note) for a, b, label, note in rows]
    segments = tuple(Segment(*row, id=i) for i, row in enumerate(sorted(times), 1))
    content = ExportContent(np.arange(3) / 25, (), (ExportSegments(name, rater, segments),))
    with tempfile.TemporaryDirectory() as folder:
        (path,) = format_named("tracks").write(content, Path(folder) / "a.csv")
        back, _ = read_as("tracks", path)
    (track,) = back.segment_tracks
    assert (track.name, track.rater, track.segments) == (name, rater, segments)


@quick
@given(frames_of_a_pair)
def test_aff_wild2_holds_pairs(pair):
    gap = np.isnan(pair[0]) | np.isnan(pair[1])
    pair = [np.where(gap, np.nan, each) for each in pair]
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write("aff-wild2", exported(*pair), folder)
        lines = path.read_text().splitlines()
        back, _ = read_as("aff-wild2", path)
    assert lines[0] == "valence,arousal"
    assert len(lines) == pair[0].size + 1
    assert "nan" not in "".join(lines).casefold()
    assert all(line == "-5,-5" for line, none in zip(lines[1:], gap, strict=True) if none)
    assert same(values_of(back, "valence"), pair[0])
    assert same(values_of(back, "arousal"), pair[1])


@quick
@given(frames_of_a_pair, st.sampled_from(["aff-wild", "afew-va"]))
def test_rows_of_frames_hold_either_value_alone(pair, identity):
    content = exported(*pair)
    with tempfile.TemporaryDirectory() as folder:
        path = write(identity, content, folder)[0]
        back, _ = read_as(identity, path)
    for curve, before in zip(back.curves, pair, strict=True):
        assert same(on_frames(content, curve), before)


@quick
@given(frames_of_a_pair, rates, st.sampled_from(["recola", "muse", "avec"]))
def test_a_row_per_frame_with_its_time_holds_everything(pair, fps, identity):
    content = exported(*pair, fps=fps)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(identity, content, folder)
        back = [read_as(identity, path)[0].curves[0] for path in paths]
    assert [curve.dimension for curve in back] == ["valence", "arousal"]
    if identity != "avec":
        assert {curve.rater for curve in back} == {"Anna"}
    for curve, before in zip(back, pair, strict=True):
        assert curve.times.tobytes() == content.frame_seconds.tobytes()
        assert same(curve.values, before)


@quick
@given(frames_of_a_pair, rates, st.sampled_from(["carma", "darma"]))
def test_bins_of_one_frame_hold_everything(pair, fps, identity):
    content = exported(*pair, fps=fps)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(identity, content, folder, time_base="frame")
        back = [curve for path in paths for curve in read_as(identity, path)[0].curves]
    for curve, before in zip(back, pair, strict=True):
        assert same(on_frames(content, curve), before)
        assert curve.declared == (-1, 1)


@quick
@given(arrays(float, st.integers(1, 12), elements=value), st.sampled_from(["carma", "darma"]))
def test_bins_of_a_quarter_hold_what_is_constant_in_them(bins, identity):
    frames = np.repeat(bins, 6)  # at 24 frames per second
    content = exported(frames, frames[::-1], fps=24.0)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(identity, content, folder)
        back = [curve for path in paths for curve in read_as(identity, path)[0].curves]
    assert same(back[0].values, bins)
    assert same(back[1].values, bins[::-1])
    assert same(on_frames(content, back[0], longest_gap=0.25), frames)


@quick
@given(arrays(float, st.integers(2, 20), elements=value))
def test_sewa_holds_ten_values_a_second(values):
    content = exported(values, values[::-1], fps=10.0)
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write("sewa", content, folder)
        back, _ = read_as("sewa", path)
    for curve in back.curves:
        before = values if curve.dimension == "valence" else values[::-1]
        assert same(on_frames(content, curve), before)
    assert {curve.dimension for curve in back.curves} <= {"valence", "arousal"}


@quick
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), min_size=1, max_size=5))
def test_omg_holds_a_value_per_utterance(pairs):
    segments = [Segment(i * 0.4, i * 0.4 + 0.32, "Sad", f"u{i}", i + 1) for i in range(len(pairs))]
    inside = np.tile([True] * 8 + [False] * 2, len(pairs))
    arousal, valence = (
        np.where(inside, np.repeat([pair[i] for pair in pairs], 10), np.nan) for i in (0, 1)
    )
    content = exported(valence + 0.0, arousal + 0.0, segments=segments)
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write("omg", content, folder)
        back, _ = read_as("omg", path)
    for curve in back.curves:
        before = valence if curve.dimension == "valence" else arousal
        assert same(on_frames(content, curve), before)
    assert back.segment_tracks[0].segments == tuple(segments)


def test_muse_holds_the_times_of_segments_in_milliseconds(tmp_path):
    content = exported([0.1, 0.2], [0.3, 0.4], segments=some_segments())
    path = write("muse", content, tmp_path)[-1]
    back, _ = read_as("muse", path)
    found = [(each.onset, each.offset) for each in back.segment_tracks[0].segments]
    assert found == [(each.onset, each.offset) for each in some_segments()]
    lost = format_named("muse").cannot_hold(content)
    assert lost == [
        "MuSe-Toolbox numbers segments: labels and notes, tracks and raters are left out."
    ]


# ---- others read what we write


def test_independent_readers_agree(tmp_path):
    pair = np.array([0.1, np.nan, -0.25]), np.array([0.5, np.nan, 1.0])
    content = exported(*pair)
    (path,) = write("aff-wild2", content, tmp_path)
    table = pd.read_csv(path)
    assert table["valence"].tolist() == [0.1, -5, -0.25]
    path = write("avec", content, tmp_path)[0]
    rows, meta = _arff(path)
    assert meta == ["Instance_name", "frameTime", "GoldStandard"]
    assert same([float(row[-1]) if row[-1] != "?" else np.nan for row in rows], pair[0])
    path = write("recola", content, tmp_path)[0]
    table = pd.read_csv(path, sep=";", index_col="time")
    assert same(table["Anna"].to_numpy(), pair[0])
    (path,) = write("afew-va", content, tmp_path)
    frames = json.loads(path.read_text())["frames"]
    assert frames["00002"] == {"valence": -0.25, "arousal": 1}
    path = write("carma", content, tmp_path)[0]
    rows = rows_of(path)
    assert [float(rows[4][1]), float(rows[5][1])] == [-1, 1]  # where CARMA looks for the range
    assert rows[8] == ["%%%%%%", "%%%%%%"]


def _arff(path):
    # The names of the attributes by scipy; it cannot read texts, so the rows by hand.
    with path.open() as stream:
        _, attributes = arff._arffread.read_header(stream)
        rows = list(csv.reader(stream))
    return rows, [attribute.name for attribute in attributes]


# ---- several raters


def test_each_rater_gets_a_file_and_names_are_made_safe(tmp_path):
    one, two = exported([0.1], [0.2], rater="Anna"), exported([0.3], [0.4], rater="B/../x:y")
    content = replace(one, curves=(*one.curves, *two.curves))
    for identity in ("aff-wild2", "afew-va", "darma", "omg", "sewa"):
        paths = write(identity, content, tmp_path / identity)
        suffix = paths[0].suffix
        assert [path.name for path in paths] == [f"clip_Anna{suffix}", f"clip_B-..-x-y{suffix}"]
        assert {path.parent for path in paths} == {tmp_path / identity}
    paths = write("recola", content, tmp_path / "recola")
    assert [path.parent.name for path in paths] == ["valence", "arousal"]
    back, _ = read_as("recola", paths[0])
    assert [curve.rater for curve in back.curves] == ["Anna", "B/../x:y"]
    again = write("recola", content, paths[0].parent)
    assert again == paths
    assert len(write("aff-wild", content, tmp_path / "aff")) == 4


def test_two_curves_of_one_name_are_both_kept(tmp_path):
    content = exported([0.1], [0.2])
    content = replace(content, curves=(*content.curves, replace(content.curves[0])))
    back, _ = read_as("recola", write("recola", content, tmp_path / "r")[0])
    assert [curve.rater for curve in back.curves] == ["Anna", "Anna 2"]
    assert len(set(write("carma", content, tmp_path / "c"))) == 3
    assert "“valence” by “Anna” is left out" in format_named("aff-wild2").cannot_hold(content)[0]


# ---- nothing is rescaled unless asked


@pytest.mark.parametrize(
    ("identity", "high"), [("aff-wild2", 1), ("aff-wild", 1), ("afew-va", 10), ("recola", 1),
                           ("sewa", 1), ("avec", 1)],
)  # fmt: skip
def test_ranges_are_mapped_only_when_asked_for(tmp_path, identity, high):
    content = exported([-100.0, 50.0], [0.0, 100.0], fps=10, low=-100, high=100)
    lost = format_named(identity).cannot_hold(content)
    assert any("values are written as they are unless ranges are mapped" in each for each in lost)
    with pytest.raises(OutputError, match=r"goes from .* to .*; have ranges mapped"):
        write(identity, content, tmp_path)
    path = write(identity, content, tmp_path, map_ranges=True)[0]
    rater = "gold standard" if identity == "avec" else "Anna"
    back, _ = read_as(identity, path)
    assert values_of(back, "valence", rater) == [-high, high / 2]
    small = exported([-0.5, 0.5], [0.0, 0.5], fps=10, low=-100, high=100)
    back, _ = read_as(identity, write(identity, small, tmp_path)[0])
    assert values_of(back, "valence", rater) == [-0.5, 0.5]


def test_omg_arousal_is_from_zero(tmp_path):
    content = exported([0.5] * 4, [-0.5] * 4)
    with pytest.raises(OutputError, match="OMG-Emotion holds values from 0 to 1"):
        write("omg", content, tmp_path)
    back, _ = read_as("omg", write("omg", content, tmp_path, map_ranges=True)[0])
    assert values_of(back, "arousal")[0] == 0.25


def test_what_cannot_be_written_is_refused(tmp_path):
    only = replace(exported([0.1], [0.2]), curves=exported([0.1], [0.2]).curves[:1])
    for identity in ("aff-wild2", "afew-va", "darma", "omg", "sewa"):
        with pytest.raises(OutputError, match="of one rater; choose curves that have both"):
            write(identity, only, tmp_path)
    none = replace(only, curves=())
    for identity in ("tracks", "aff-wild", "recola", "avec", "carma", "muse"):
        with pytest.raises(OutputError, match="choose at least one"):
            write(identity, none, tmp_path)
    with pytest.raises(OutputError, match="is only read here"):
        format_named("openface").write(only, tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_is_lost_is_said(tmp_path):
    content = exported([0.1, np.nan], [0.2, 0.3], segments=some_segments())
    lost = "\n".join(format_named("aff-wild2").cannot_hold(content))
    for said in (
        "holds no segments",
        "does not say who rated",
        "holds no times",
        "has none at all",
    ):
        assert said in lost
    assert format_named("tracks").cannot_hold(content) == []
    wide = exported([0.1], [0.2], low=-100, high=100)
    assert "ranges of dimensions" in format_named("tracks").cannot_hold(wide)[0]


def test_text_that_a_spreadsheet_would_run_is_made_safe(tmp_path):
    content = replace(
        exported([0.1], [0.2], rater="=cmd()"),
        segment_tracks=(ExportSegments("@t", "+r", (Segment(0, 1, "=1+1", "-x"),)),),
    )
    path = tmp_path / "a.csv"
    format_named("tracks").write(content, path)
    for each in (path, tmp_path / "a.segments.csv"):
        for row in rows_of(each):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@")]
    back, _ = read_as("tracks", path)
    assert back.segment_tracks[0].segments[0].label == "=1+1"
    assert (back.segment_tracks[0].name, back.segment_tracks[0].rater) == ("@t", "+r")
    head, *_ = path.read_text().splitlines()
    assert head == "time_s,valence:=cmd(),arousal:=cmd()"


def test_an_unsafe_target_leaves_nothing(tmp_path):
    target = written(tmp_path, "file", "here")
    with pytest.raises(OutputError):
        format_named("tracks").write(exported([0.1], [0.2]), target / "a.csv")
    assert target.read_text() == "here"
