import numpy as np

from app.faces.bridging import runs
from app.faces.records import ABSENT, FOLLOWED, FOUND, FaceRecorder
from app.faces.steadying import chains, smooth_in_time, steady_landmarks

SECONDS = np.arange(90) / 30
FACE = np.array([10 + 10j, 20 + 10j, 30 + 10j, 40 + 10j, 25 + 30j])


def test_a_straight_line_passes_unchanged_also_at_irregular_times():
    seconds = np.sort(np.random.default_rng(0).uniform(0, 3, 60))
    line = (2 - 1j + (3 + 0.5j) * seconds)[:, None]
    smooth = smooth_in_time(seconds, line, 0.2)
    inner = slice(15, -15)
    np.testing.assert_allclose(smooth[inner], line[inner], atol=0.15)


def test_noise_shrinks_and_nothing_is_shifted_in_time():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(90, 5)) + 1j * rng.normal(size=(90, 5))
    smooth = smooth_in_time(SECONDS, noise, 0.3)
    steps = np.abs(np.diff(smooth, axis=0))
    assert np.sqrt(np.mean(steps**2)) < 0.05 * np.sqrt(np.mean(np.abs(np.diff(noise, axis=0)) ** 2))
    there = smooth_in_time(SECONDS, noise, 0.3)
    back = smooth_in_time(-SECONDS[::-1], noise[::-1], 0.3)[::-1]
    np.testing.assert_allclose(there, back, atol=1e-9)


def test_an_outlier_hardly_pulls():
    values = np.zeros((90, 5), complex) + 0.1 * np.random.default_rng(2).normal(size=(90, 5))
    values[45] += 30
    assert np.abs(smooth_in_time(SECONDS, values, 0.3)).max() < 0.2


def test_missing_frames_are_filled_from_their_neighbours():
    values = np.ones((90, 2), complex)
    values[::3] = np.nan
    np.testing.assert_allclose(smooth_in_time(SECONDS, values, 0.3), 1, atol=1e-6)


def shaken(count=90, seed=0, noise=0.5):
    """A face shaken by 8 pixels at 2 Hz, its landmarks noisy, its flow exact."""
    rng = np.random.default_rng(seed)
    path = 8 * np.sin(2 * np.pi * 2 * SECONDS[:count])
    recorder = FaceRecorder(0, 5)
    for t in range(count):
        motion = (1 + 0j, complex(path[t] - path[t - 1])) if t else None
        trembling = noise * (rng.normal(size=5) + 1j * rng.normal(size=5))
        recorder.add(FOUND, motion=motion, landmarks=FACE + path[t] + trembling, score=0.9)
    return recorder.history(), FACE + path[:, None]


def test_motion_is_followed_at_full_size_while_noise_goes():
    history, truth = shaken()
    steady = steady_landmarks(history, SECONDS, np.ones(90, bool))
    error = steady - truth
    assert np.sqrt(np.mean(np.abs(error) ** 2)) < 0.3
    assert np.sqrt(np.mean(np.abs(np.diff(error, axis=0)) ** 2)) < 0.05


def test_nothing_leaks_across_a_gap():
    history, _ = shaken()
    usable = np.ones(90, bool)
    usable[40:60] = False
    history.landmarks[60:] += 500
    steady = steady_landmarks(history, SECONDS, usable)
    assert np.isnan(steady[40:60]).all()
    alone = steady_landmarks(history, SECONDS, usable & (np.arange(90) < 40))
    np.testing.assert_array_equal(steady[:40], alone[:40])


def test_a_chain_ends_where_following_ended():
    recorder = FaceRecorder(0, 5)
    for state in (FOUND, FOLLOWED, FOUND, ABSENT, FOUND, FOLLOWED):
        seen = state != ABSENT
        first = state == FOUND and len(recorder) in (0, 4)
        motion = None if first or not seen else (1 + 0j, 1 + 0j)
        recorder.add(state, motion=motion, landmarks=FACE if seen else None)
    history = recorder.history()
    assert chains(history, history.state != ABSENT) == [(0, 3), (4, 6)]
    bridged = np.ones(6, bool)
    steady = steady_landmarks(history, SECONDS[:6], bridged)
    np.testing.assert_allclose(steady[3], (steady[2] + steady[4]) / 2)
    assert runs(np.isfinite(steady[:, 0])) == [(0, 6)]
