"""Measures motion energy in a worker, and says how far it is."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from app.ui.give_way import give_way
from app.ui.task_board import TaskStatus

if TYPE_CHECKING:
    from app.analysis.motion_energy_track import MotionEnergyTrack


def measured(
    path: Path, base: TimeBase, track: FaceTrack, crop: str, cache: Path, sha256: str
) -> Generator[TaskStatus, None, "MotionEnergyTrack"]:
    """Measure, saying how far it is; runs in a worker."""
    give_way()
    from app.analysis.motion_energy_track import EnergyRequest, motion_energy_track
    from app.faces.alignment import CROPS

    known = crop if crop in CROPS and CROPS[crop].kind == "similarity" else "five-point-112"
    request = EnergyRequest(path, base, track, known, cache, sha256)
    work = motion_energy_track(request)
    while True:
        try:
            done, total = next(work)
        except StopIteration as end:
            found: MotionEnergyTrack = end.value
            return found
        yield TaskStatus("", f"{done} of {total} frames", done / total if total else 1.0)
