"""Every shared recording is analysed, its rows are the frames a decoder shows, and faces are found.

What a decoder shows is established here independently of the product's reader: a plain decode of
the whole file with PyAV.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pandas as pd
import pytest

from tests.support.shared import SHARED_DATA, shared_file, shared_videos

FACE_SHARE = {
    "pyfeat_no_face.mp4": (0.0, 0.0),
    "pyfeat_face_noface.mov": (0.25, 0.55),  # a face for the first 2.4 of 6.4 s
    "dark_single_face.mp4": (0.3, 1.0),
}
"""Least and most share of frames with a face, where it is not at least 0.95."""


@dataclass(frozen=True)
class Shown:
    """What a plain decode shows."""

    seconds: np.ndarray


def decode(path: Path) -> Shown:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        pts = sorted(frame.pts for frame in container.decode(stream))
        return Shown(np.array([float(p * stream.time_base) for p in pts]))


RECORDINGS = [path.relative_to(SHARED_DATA).as_posix() for path in shared_videos()]


@pytest.mark.parametrize("recording", RECORDINGS or ["video"])
def test_a_recording_is_analysed(recording, command_line, tmp_path):
    path = shared_file(recording)
    name = path.name
    done = command_line("analyze", path, "--out", tmp_path / "x.csv", "--quiet")
    assert done.code == 0, done.err
    table = pd.read_csv(tmp_path / "x.csv")
    document = json.loads((tmp_path / "x.json").read_text())
    shown = decode(path)

    assert table["frame"].tolist() == list(range(len(shown.seconds)))
    assert np.abs(table["time_s"].to_numpy() - shown.seconds).max() <= 0.5e-6 + 1e-9
    assert document["video"]["frames"] == len(shown.seconds)
    least, most = FACE_SHARE.get(name, (0.95, 1.0))
    assert least <= table["face"].mean() <= most
    predicted = table[["valence", "arousal"]].notna().all(axis=1)
    assert not (predicted & (table["face"] == 0)).any()
    assert table.loc[predicted, ["valence", "arousal"]].abs().to_numpy().max(initial=0) <= 1
    assert document["weights"]["caution"] == "demonstration weights, not validated on people"
    if name == "pyfeat_no_face.mp4":
        assert not predicted.any()
        assert "no face was found" in done.err
    else:
        assert predicted.sum() >= least * len(table) * 0.8
