import os

import numpy as np

from app.analysis.cache import AnalysisCache, clear_cache, key_of, open_cache, shrink_cache


def test_what_is_kept_is_found_again(tmp_path):
    cache = open_cache(tmp_path, "ab" * 32)
    arrays = {"gray": np.arange(12, dtype=np.uint8).reshape(3, 4), "x": np.ones(3, np.float16)}
    cache.save("features/000001", arrays)
    found = open_cache(tmp_path, "ab" * 32).load("features/000001")
    assert found is not None
    assert all(np.array_equal(found[name], arrays[name]) for name in arrays)
    assert open_cache(tmp_path, "cd" * 32).load("features/000001") is None


def test_arrays_that_are_not_contiguous_are_kept_right(tmp_path):
    cache = open_cache(tmp_path, "ab" * 32)
    turned = np.arange(12).reshape(3, 4).T
    cache.save("turned", {"x": turned})
    assert np.array_equal(cache.load("turned")["x"], turned)


def test_a_damaged_entry_counts_as_absent(tmp_path):
    cache = open_cache(tmp_path, "ab" * 32)
    cache.save("faces", {"x": np.ones(1000)})
    path = cache.folder / "faces.safetensors"
    path.write_bytes(path.read_bytes()[:100])
    assert cache.load("faces") is None


def test_no_folder_keeps_nothing():
    cache = AnalysisCache(None)
    cache.save("x", {"x": np.ones(3)})
    assert cache.load("x") is None
    assert cache.notices == []


def test_a_cache_that_cannot_be_written_is_one_notice(tmp_path):
    (tmp_path / "recordings").write_text("in the way")
    cache = open_cache(tmp_path, "ab" * 32)
    cache.save("x", {"x": np.ones(3)})
    cache.save("y", {"x": np.ones(3)})
    assert len(cache.notices) == 1


def test_the_least_recently_used_recording_goes_first(tmp_path):
    for number, name in enumerate(["a" * 64, "b" * 64, "c" * 64]):
        cache = open_cache(tmp_path, name)
        cache.save("x", {"x": np.zeros(1000, np.uint8)})
        os.utime(cache.folder, (number, number))
    open_cache(tmp_path, "a" * 64).touch()
    shrink_cache(tmp_path, 2500)
    kept = {entry.name[0] for entry in (tmp_path / "recordings").iterdir()}
    assert kept == {"a", "c"}
    assert clear_cache(tmp_path) > 2000
    assert clear_cache(tmp_path) == 0


def test_keys_are_names_of_parameters():
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})
    assert key_of({"a": 1}) != key_of({"a": 2})
