"""Cost of following faces, as ratios of things measured side by side in one run.

The plain way is to detect and locate in every frame. Run with
``pytest tests/benchmarks/test_bench_faces.py --benchmark-only -s``.
"""

import threading
import time
from statistics import median

import cv2
import numpy as np
import pytest

from app.faces.alignment import crop_matrices, cut
from app.faces.dlib_detector import DlibDetector
from app.faces.tracker import FaceTracker
from app.video.pyav_reader import open_recording
from tests.support.face_frames import SomeFrames
from tests.support.shared import shared_file

FRAMES = 90


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(before)


@pytest.fixture(scope="module")
def detector():
    return DlibDetector()


def frames_of(relative):
    with open_recording(shared_file(relative)) as reader:
        (batch,) = list(reader.batches(stop=FRAMES, size=FRAMES))
    return batch


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def follow(detector, batch):
    tracker = FaceTracker(detector)
    tracker.push(batch)
    return tracker.finish()


@pytest.mark.parametrize(
    "recording",
    ["video/pyfeat_single_face.mp4", "video/mimamo_utterance_1.mp4", "video/pyfeat_no_face.mp4"],
)
def test_following_against_detecting_in_every_frame(benchmark, detector, recording):
    batch = frames_of(recording)
    count = len(batch.index)
    some = batch.images[:: max(1, count // 12)]

    def plain():
        for image in some:
            detector.detect(image)

    plain_times, ours = [], []
    for _ in range(5):
        plain_times.append(seconds(plain) / len(some))
        ours.append(seconds(lambda: follow(detector, batch)) / count)
    benchmark.pedantic(lambda: follow(detector, batch), rounds=1)
    ratio = median(ours) / median(plain_times)
    print(
        f"\n{recording}: {1e3 * median(ours):.2f} ms a frame, detection alone "
        f"{1e3 * median(plain_times):.2f} ms, ratio {ratio:.2f}"
    )
    assert ratio < 0.4


def test_cutting_crops(benchmark, detector):
    batch = frames_of("video/liveportrait_d13.mp4")
    track = max(follow(detector, batch), key=lambda each: each.median_area)
    matrices = crop_matrices(track, "five-point-112")
    pairs = list(zip(batch.images, matrices, strict=True))

    def every():
        for image, matrix in pairs:
            cut(image, matrix, "five-point-112")

    def bare():
        for image, matrix in pairs:
            cv2.warpAffine(image, matrix, (112, 112), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)

    ours = median(seconds(every) for _ in range(5)) / len(pairs)
    alone = median(seconds(bare) for _ in range(5)) / len(pairs)
    benchmark.pedantic(every, rounds=1)
    reduction = np.sqrt(np.linalg.det(matrices[0][:, :2]))
    print(
        f"\ncut at reduction {reduction:.1f}: {1e3 * ours:.2f} ms, "
        f"{ours / alone:.1f} times a bare warp, which aliases"
    )
    assert ours < 3e-3


def test_detection_runs_beside_another_thread(benchmark, detector):
    """Needs two idle cores."""
    image = frames_of("video/pyfeat_single_face.mp4").images[0]
    other = DlibDetector()

    def some(which):
        for _ in range(10):
            which.detect(image)

    def together():
        thread = threading.Thread(target=some, args=(other,))
        thread.start()
        some(detector)
        thread.join()

    one_by_one = median(seconds(lambda: some(detector)) for _ in range(3))
    both = median(seconds(together) for _ in range(3))
    benchmark.pedantic(together, rounds=1)
    print(f"\ntwice the detections in two threads: {both / one_by_one:.2f} times the time of one")
    assert both < 1.7 * one_by_one


def test_memory_grows_only_by_what_is_noted(benchmark, detector):
    """Bytes kept per frame, whatever the size of the pictures."""
    batch = frames_of("video/pyfeat_single_face.mp4")
    tracker = FaceTracker(detector)
    count = len(batch.index)
    for lap in range(3):
        later = batch.seconds - batch.seconds[0] + lap * 3.0
        tracker.push(SomeFrames(batch.images, np.arange(count) + lap * count, later))
    (track,) = benchmark.pedantic(tracker.finish, rounds=1)
    kept = sum(face.recorder.nbytes for face in tracker._faces) / (3 * count)
    print(f"\n{kept:.0f} bytes a frame and face, {track.valid.mean():.2f} of frames usable")
    assert kept < 400
