"""Motion energy of a recording: right, with gaps, kept, and stopped without loss."""

from pathlib import Path

import numpy as np
import pytest
import torch

from app.analysis import motion_energy_track as room
from app.analysis.motion_energy_track import EnergyRequest, motion_energy_track
from app.core.errors import InputError
from app.faces.alignment import crop_matrices, cut
from app.video.pyav_reader import open_recording
from models.motion_energy import motion_energy
from models.preprocessing import gray48
from tests.support.moving_texture import standing_face, write_moving

FRAMES = 80


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return write_moving(tmp_path_factory.mktemp("clip") / "moving.mp4", FRAMES, (0.4, 0.2))


def request_of(clip, track, cache=None):
    with open_recording(clip) as reader:
        base = reader.recording.time_base
    return EnergyRequest(clip, base, track, cache=cache)


def finished(work):
    told = []
    while True:
        try:
            told.append(next(work))
        except StopIteration as end:
            return end.value, told


def test_it_is_the_energy_of_each_run_and_a_gap_elsewhere(clip):
    track = standing_face(FRAMES, invalid=range(30, 41))
    energy, told = finished(motion_energy_track(request_of(clip, track)))
    matrices = crop_matrices(track, "five-point-112")
    with open_recording(clip) as reader:
        for run in (range(30), range(41, FRAMES)):
            crops = [cut(reader.frame(k), matrices[k], "five-point-112") for k in run]
            expected = motion_energy(gray48(torch.from_numpy(np.stack(crops)))).frames * 30
            got = energy.values[run.start : run.stop]
            np.testing.assert_allclose(got, expected, rtol=1e-4)
    assert np.isnan(energy.values[30:41]).all()
    assert told[-1] == (69, 69)
    assert energy.names == ("face", "brows", "eyes", "nose", "mouth")


def test_blocks_make_no_seam_and_a_stopped_measurement_goes_on(clip, tmp_path, monkeypatch):
    track = standing_face(FRAMES)
    whole, _ = finished(motion_energy_track(request_of(clip, track)))
    monkeypatch.setattr(room, "BLOCK", 16)
    request = request_of(clip, track, tmp_path)
    work = motion_energy_track(request)
    while next(work)[0] < 40:
        pass
    work.close()
    kept = len(list(tmp_path.rglob("*.safetensors")))
    assert kept >= 2
    again, _ = finished(motion_energy_track(request))
    np.testing.assert_allclose(again.values, whole.values, rtol=1e-4)
    monkeypatch.setattr(room, "_batches", None)  # all is kept: nothing is read any more
    third, _ = finished(motion_energy_track(request))
    np.testing.assert_array_equal(third.values, again.values)


def test_other_places_of_the_face_are_measured_anew(clip, tmp_path):
    finished(motion_energy_track(request_of(clip, standing_face(FRAMES), tmp_path)))
    other = standing_face(FRAMES, invalid=range(50, 60))
    energy, _ = finished(motion_energy_track(request_of(clip, other, tmp_path)))
    assert np.isnan(energy.values[50:60]).all()


def test_a_face_seen_nowhere_is_gaps_only(clip):
    track = standing_face(FRAMES, invalid=range(FRAMES))
    energy, told = finished(motion_energy_track(request_of(clip, track)))
    assert np.isnan(energy.values).all()
    assert told == [(0, 0)]


def test_a_recording_that_is_gone_is_refused_in_a_sentence(clip):
    request = request_of(clip, standing_face(FRAMES))
    gone = EnergyRequest(Path("gone.mp4"), request.time_base, request.track)
    with pytest.raises(InputError):
        finished(motion_energy_track(gone))
