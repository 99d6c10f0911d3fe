"""What the snippet at the playhead costs when nothing of it was seen before but its frames."""

import statistics
import time

import pytest

from app.analysis.motion_at import MotionReader
from app.analysis.snippet import PhaseConvention
from app.video.pyav_reader import open_recording
from tests.support.moving_texture import standing_face, write_moving

FRAMES = 60
MOST_SECONDS = 0.040


@pytest.mark.parametrize("unwrap", ["pair", "principal"])
def test_a_snippet_that_was_not_seen_before(benchmark, tmp_path, unwrap):
    clip = write_moving(tmp_path / "moving.mp4", FRAMES, (0.4, 0.1))
    with open_recording(clip) as reader:
        base = reader.recording.time_base
    motion, track = MotionReader(clip, base), standing_face(FRAMES)
    convention = PhaseConvention(unwrap)
    for frame in range(FRAMES):  # decoded, and cut
        motion.snippet(track, frame, convention)
    took = []

    def anew():
        motion._crops.clear()
        motion._snippets.clear()
        start = time.perf_counter()
        motion.snippet(track, 30, convention)
        took.append(time.perf_counter() - start)

    benchmark.pedantic(anew, rounds=20, warmup_rounds=2)
    motion.close()
    assert statistics.median(took) < MOST_SECONDS
