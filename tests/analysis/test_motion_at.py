"""The snippet at a moment: the network's own numbers, its ends, and what is said in a gap."""

import numpy as np
import pytest
import torch

from app.analysis.motion_at import MotionReader
from app.analysis.snippet import NoSnippet, PhaseConvention
from app.faces.alignment import crop_matrices, cut
from app.video.pyav_reader import open_recording
from models.displacement import in_picture
from models.phase import phase_differences
from models.preprocessing import gray48
from models.spec import ModelSpec
from tests.support.moving_texture import standing_face, write_moving

FRAMES, STEP = 60, (0.6, -0.3)
PAIR = PhaseConvention()


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return write_moving(tmp_path_factory.mktemp("clip") / "moving.mp4", FRAMES, STEP)


@pytest.fixture
def reading(clip):
    with open_recording(clip) as reader:
        base = reader.recording.time_base
    reader = MotionReader(clip, base)
    yield reader
    reader.close()


def whole_gray(clip, track):
    matrices = crop_matrices(track, PAIR.crop)
    with open_recording(clip) as reader:
        crops = [cut(reader.frame(k), matrices[k], PAIR.crop) for k in range(FRAMES)]
    return gray48(torch.from_numpy(np.stack(crops)))


@pytest.mark.parametrize("unwrap", ["pair", "principal", "released"])
def test_differences_are_those_the_network_is_given(clip, reading, unwrap):
    track = standing_face(FRAMES)
    whole = phase_differences(whole_gray(clip, track), 12, unwrap)
    for frame in (0, 4, 30, FRAMES - 2):
        seen = reading.snippet(track, frame, PhaseConvention(unwrap))
        for level, size in enumerate((48, 24)):
            expected = whole[level][frame].numpy().reshape(2, 12, size, size)
            np.testing.assert_allclose(seen.difference[level], expected, atol=2e-5)


def test_a_snippet_is_clamped_to_its_run_and_says_so(reading):
    track = standing_face(FRAMES, invalid=range(33, 40))
    seen = reading.snippet(track, 30, PAIR)
    assert list(seen.frames) == [24, 25, 26, 27, 28, 29, 30, 31, 32, 32, 32, 32, 32]
    assert all(np.all(level[:, 8:] == 0) for level in seen.difference)
    assert all(np.any(level[:, 7] != 0) for level in seen.difference)
    assert seen.note == "The face is lost 2 frames later; steps beyond it count as still."
    first = reading.snippet(track, 0, PAIR)
    assert first.note == "The recording begins here; steps beyond it count as still."
    assert reading.snippet(track, 10, PAIR).note == ""
    cut_track = standing_face(FRAMES, cut_at=30)
    assert reading.snippet(cut_track, 31, PAIR).note.startswith("The picture is cut 1 frame before")


def test_a_gap_is_said_in_a_sentence(reading):
    track = standing_face(FRAMES, invalid=range(33, 55))
    assert reading.snippet(track, 40, PAIR) == NoSnippet(40, "No face is seen here.")
    short = reading.snippet(track, 57, PAIR)
    assert short.reason == "The face is seen here for too short a time to be read."


def test_what_was_seen_is_kept_for_this_person_and_this_convention(reading):
    track = standing_face(FRAMES)
    seen = reading.snippet(track, 20, PAIR)
    assert reading.snippet(track, 20, PAIR) is seen
    assert reading.snippet(track, 20, PhaseConvention("principal")) is not seen
    assert reading.snippet(standing_face(FRAMES), 20, PAIR) is not seen


def test_the_probe_finds_the_motion_of_the_video_within_ten_percent(reading):
    seen = reading.snippet(standing_face(FRAMES), 30, PAIR)
    found = seen.probed(24, 24)
    assert found.reliable.all()
    moved = in_picture(found.motion, seen.matrices[0]).mean(axis=1)
    assert moved == pytest.approx(STEP, rel=0.1)


def test_phase_amplitude_and_unwrapped_phase_belong_together(reading):
    seen = reading.snippet(standing_face(FRAMES), 30, PAIR)
    for level in range(2):
        turns = (seen.unwrapped[level] - seen.phase[level]) / (2 * np.pi)
        assert np.abs(turns - turns.round()).max() < 1e-4
        assert np.abs(np.diff(seen.unwrapped[level], axis=1)).max() <= np.pi + 1e-4
        assert (seen.amplitude[level] > 0).all()


def test_the_convention_is_that_of_the_system_in_use():
    used = ModelSpec(unwrap="principal", num_phase=8, crop="openface-112").to_dict()
    assert PhaseConvention.of(used) == PhaseConvention("principal", 8, "openface-112")
    assert PhaseConvention.of({"crop": "square-box-20"}) == PAIR
    assert PhaseConvention.of({}) == PAIR
