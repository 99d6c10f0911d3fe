"""Feature maps on disk: the same as read at once, resumed where they stopped, missed when gone."""

import csv
import json
import shutil

import numpy as np
import pytest
import torch
from pyarrow import parquet

from app.analysis import feature_maps, kept_maps
from app.analysis.cache import open_cache
from app.analysis.feature_export import export_csv, export_npz
from app.analysis.feature_maps import make_feature_maps
from app.analysis.feature_parquet import METADATA, export_parquet
from app.analysis.kept_maps import Standing, standing
from app.analysis.kept_maps import kept_maps as find_kept
from app.analysis.pipeline import AnalysisRequest
from app.analysis.systems.mimamo import Mimamo
from app.analysis.systems.mimamo_reader import WINDOWS_AT_ONCE
from app.core.errors import InputError, OutputError
from app.faces.dlib_detector import DlibDetector
from models.card import ModelCard
from models.checkpoint import LoadedModel
from models.mimamo import MimamoNet
from models.spatial_stream import build_trunk
from models.spec import ModelSpec
from tests.support.shared import shared_file

VIDEO = "video/pyfeat_single_face.mp4"
NAMES = ("spatial", "temporal", "fused", "gru")


def system(recurrence="time", sha256="0" * 64, window=16):
    torch.manual_seed(2)
    spec = ModelSpec(trunk="compact", spatial_width=512, window=window, recurrence=recurrence)
    net, trunk = MimamoNet.from_spec(spec).eval(), build_trunk("compact").eval()
    card = ModelCard("made", spec, "nothing", "MIT", "tests", False)
    return Mimamo(LoadedModel(net, trunk, card, sha256), trunk, sha256, "", torch.device("cpu"))


class MadeUpFeatures:
    """Stands in for the features of a person: gray pictures and trunk features of any run."""

    def __init__(self, length):
        generator = torch.Generator().manual_seed(5)
        self._gray = torch.randint(0, 256, (length, 48, 48), generator=generator, dtype=torch.uint8)
        self._spatial = torch.rand(length, 512, generator=generator)

    def of_run(self, run, first=0):
        for start in range(run.start + first, run.stop, 16):
            part = slice(start, min(start + 16, run.stop))
            yield {"gray": self._gray[part], "spatial": self._spatial[part]}


def person_of(tmp_path, runs, length):
    cache = open_cache(tmp_path, "ab" * 32)

    class Track:
        person, index, seconds = 1, np.arange(length) * 2, np.arange(length) / 30

    return feature_maps.FoundPerson(
        MadeUpFeatures(length), Track, tuple(runs), cache, "reading-of-somebody"
    )


def made(tmp_path, network, runs, length):
    person = person_of(tmp_path, runs, length)
    maps = feature_maps._unread(person, tmp_path / "made.mp4", network)
    for run in runs:
        list(feature_maps._read_run(person, maps, run, network))
    return maps


def at_once(network, run, length):
    """Every reading of a run written where it belongs, later ones over earlier ones."""
    reader, features = network.start_run(keep_features=True), MadeUpFeatures(length)
    readings = [r for batch in features.of_run(run) for r in reader.push(batch)] + reader.finish()
    arrays = {name: np.full((len(run), 256), np.nan, np.float32) for name in NAMES}
    for reading in readings:
        for name in NAMES:
            arrays[name][reading.start : reading.start + 16] = reading.features[name]
    return arrays


@pytest.fixture(autouse=True)
def _small_files(monkeypatch):
    monkeypatch.setattr(kept_maps, "KEPT_FRAMES", 64)
    monkeypatch.setattr(feature_maps, "KEPT_FRAMES", 64)
    monkeypatch.setitem(
        WINDOWS_AT_ONCE,
        "windows",
        4,
    )


@pytest.mark.parametrize("recurrence", ["time", "windows"])
def test_maps_are_what_reading_the_runs_at_once_gives(tmp_path, recurrence):
    network, runs = system(recurrence), [range(3, 203), range(210, 230)]
    maps = made(tmp_path, network, runs, 240)
    assert maps.complete
    for name in NAMES:
        whole = maps.read(name, 0, 240)
        for run in runs:
            expected = at_once(network, run, 240)[name]
            np.testing.assert_allclose(whole[run.start : run.stop], expected, rtol=1e-3, atol=1e-6)
        gaps = np.isnan(whole).all(axis=1)
        assert np.flatnonzero(gaps).tolist() == [0, 1, 2, *range(203, 210), *range(230, 240)]
        np.testing.assert_array_equal(maps.read(name, 100, 220), whole[100:220])


@pytest.mark.parametrize("recurrence", ["time", "windows"])
def test_stopped_work_goes_on_and_ends_in_the_same_files(tmp_path, recurrence):
    network, run = system(recurrence), range(330)
    whole = made(tmp_path / "whole", network, [run], 330)
    person = person_of(tmp_path / "parts", [run], 330)
    maps = feature_maps._unread(person, tmp_path / "made.mp4", network)
    work = feature_maps._read_run(person, maps, run, network)
    while next(work) < 280:
        pass
    work.close()
    assert not maps.complete
    kept = {path: path.stat().st_mtime_ns for path, _ in maps.files_of(run) if path.is_file()}
    assert len(kept) >= 3
    positions = list(feature_maps._read_run(person, maps, run, network))
    assert positions[0] > 64  # it did not begin at the beginning
    assert maps.complete
    assert all(path.stat().st_mtime_ns == before for path, before in kept.items())
    for name in NAMES:
        np.testing.assert_allclose(
            maps.read(name, 0, 330), whole.read(name, 0, 330), rtol=1e-3, atol=1e-6
        )


def test_pyramid_and_mean_are_of_all_that_was_read(tmp_path):
    maps = made(tmp_path, system(), [range(3, 203)], 210)
    steps = maps.heat_map("gru")
    places = []
    while True:
        try:
            places.append(next(steps))
        except StopIteration as end:
            heat = end.value
            break
    assert places == [67, 131, 195, 203]
    np.testing.assert_array_equal(heat.values(0, 210), maps.read("gru", 0, 210))
    expected = np.nanmean(maps.read("gru", 0, 210), axis=0)
    np.testing.assert_allclose(maps.mean("gru"), expected, atol=1e-6)


def test_other_weights_parts_and_a_deleted_cache_are_noticed(tmp_path):
    kept = lambda: find_kept(tmp_path, "ab" * 32)  # noqa: E731
    assert standing(kept(), 1, "0" * 64) is Standing.ABSENT
    network, run = system(), range(130)
    person = person_of(tmp_path, [run], 130)
    maps = feature_maps._unread(person, tmp_path / "made.mp4", network)
    feature_maps._save(person.cache, f"{maps.folder.name}/index", feature_maps.to_arrays(maps))
    assert standing(kept(), 1, "0" * 64) is Standing.PARTIAL
    list(feature_maps._read_run(person, maps, run, network))
    assert standing(kept(), 1, "0" * 64) is Standing.COMPLETE
    assert standing(kept(), 1, "f" * 64) is Standing.OTHER_WEIGHTS
    assert standing(kept(), 2, "0" * 64) is Standing.ABSENT
    assert kept()[0].names == NAMES
    assert kept()[0].runs == (run,)
    np.testing.assert_array_equal(kept()[0].index, maps.index)
    shutil.rmtree(maps.folder)
    with pytest.raises(InputError, match=r"made\.mp4 are no longer in the cache"):
        maps.read("gru", 0, 10)
    with pytest.raises(ValueError, match="no map 'colour'"):
        maps.read("colour", 0, 10)
    assert kept() == []


def test_a_damaged_file_is_refused_and_a_full_disk_is_said(tmp_path, monkeypatch):
    maps = made(tmp_path, system(), [range(70)], 70)
    next(iter(maps.files_of(maps.runs[0])))[0].write_bytes(b"no tensors")
    with pytest.raises(InputError, match="read the recording again"):
        maps.read("gru", 0, 70)
    cache = open_cache(tmp_path / "file", "ab" * 32)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be kept"):
        feature_maps._save(cache, "maps-x/index", {"index": np.zeros(3)})


def test_exports_hold_names_times_and_gaps(tmp_path):
    maps = made(tmp_path, system(), [range(3, 203)], 210)
    list(export_npz(maps, tmp_path / "all.npz"))
    with np.load(tmp_path / "all.npz") as stored:
        assert set(stored) == {*NAMES, "valence_arousal", "frame", "time_s", "about"}
        np.testing.assert_array_equal(stored["gru"], maps.read("gru", 0, 210).astype(np.float16))
        np.testing.assert_array_equal(stored["time_s"], maps.seconds)
        assert '"weights_sha256": "0000' in str(stored["about"])
    list(export_csv(maps, tmp_path / "part.csv", ("gru",), 0, 10))
    rows = list(csv.reader((tmp_path / "part.csv").read_text().splitlines()))
    assert rows[0][:5] == ["frame", "time_s", "valence", "arousal", "gru_000"]
    assert len(rows) == 11
    assert len(rows[0]) == 260
    assert rows[1][2:] == [""] * 258
    np.testing.assert_allclose(
        np.array(rows[4][4:], float), maps.read("gru", 3, 4)[0], rtol=1e-3, atol=1e-6
    )


def test_parquet_holds_names_times_gaps_and_what_made_them(tmp_path):
    maps = made(tmp_path, system(), [range(3, 203)], 1200)
    target = tmp_path / "all.parquet"
    done = list(export_parquet(maps, target, ("temporal", "gru"), caution="not validated"))
    assert done == [1024, 1200]
    table = parquet.read_table(target)
    assert table.column_names[:5] == ["frame", "time_s", "valence", "arousal", "temporal_000"]
    assert table.num_columns == 4 + 2 * 256
    assert parquet.ParquetFile(target).num_row_groups == 2
    assert table["frame"].to_pylist() == maps.index.tolist()
    assert table["time_s"].to_numpy() == pytest.approx(maps.seconds, abs=0)
    column = table["gru_255"]
    assert column.null_count == 1000
    expected = maps.read("gru", 0, 1200)[:, 255]
    np.testing.assert_array_equal(column.to_numpy(), expected)
    about = json.loads(table.schema.metadata[METADATA])
    assert about["weights_sha256"] == maps.weights_sha256
    assert about["caution"] == "not validated"


@pytest.mark.parametrize("export", [export_npz, export_parquet, export_csv])
def test_an_export_that_is_stopped_leaves_what_was_there(tmp_path, export):
    maps = made(tmp_path, system(), [range(1200)], 1200)
    target = tmp_path / "x.out"
    target.write_text("of before")
    steps = export(maps, target, ("gru",))
    next(steps)
    steps.close()
    assert target.read_text() == "of before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.out"]


def test_a_recording_is_read_from_the_cache_of_its_analysis(tmp_path):
    request = AnalysisRequest(shared_file(VIDEO), cache=tmp_path, end=1.5)
    network = system()
    steps = make_feature_maps(request, network, DlibDetector())
    reports = []
    while True:
        try:
            reports.append(next(steps))
        except StopIteration as end:
            maps = end.value
            break
    assert reports[-1].done == reports[-1].total == sum(map(len, maps.runs))
    assert maps.complete
    assert np.isfinite(maps.read("temporal", maps.runs[0].start, maps.runs[0].stop)).all()
    again = list(make_feature_maps(request, network, DlibDetector()))
    assert len(again) < len(reports)


def test_a_recording_without_a_face_is_refused(tmp_path):
    request = AnalysisRequest(shared_file("video/pyfeat_no_face.mp4"), cache=tmp_path, end=0.6)
    with pytest.raises(InputError, match="no face"):
        list(make_feature_maps(request, system(), DlibDetector()))
