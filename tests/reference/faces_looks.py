"""How alike a face is to itself later and to others: what the threshold of a return rests on."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.faces.detector import FaceDetector
from app.faces.frame import AnalysedFrame
from app.faces.looks import Looks, appearance
from app.faces.templates import pose
from app.video.pyav_reader import open_recording
from tests.reference.faces_templates import RECORDINGS
from tests.support.shared import SHARED_DATA

THRESHOLDS = (0.35, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
_EVERY = 6
_FRAMES = 300

Views = list[NDArray[np.float64]]


def appearances(detector: FaceDetector) -> dict[str, Views]:
    """Looks of every recorded person in every sixth frame."""
    seen: dict[str, Views] = {}
    for name in RECORDINGS:
        if name.startswith("derived/"):  # the same persons again
            continue
        views: Views = []
        with open_recording(SHARED_DATA / name) as reader:
            for batch in reader.batches(step=_EVERY, stop=_FRAMES):
                for image in batch.images:
                    found = detector.detect(image)
                    if len(found) == 1:
                        at = pose(found[0].landmarks, detector.scheme)
                        views.append(appearance(AnalysedFrame(image), at))
        if len(views) > 4:
            seen[name] = views
    return seen


def thresholds(detector: FaceDetector) -> Iterator[str]:
    """Share of a person's later looks refused, and of others' looks taken, at each threshold."""
    seen = appearances(detector)
    later: list[float] = []
    others: list[float] = []
    for name, views in seen.items():
        for known in range(4, len(views), 4):
            looks = Looks(views[0])
            for view in views[1:known]:
                looks.take(view)
            later += [looks.likeness(view) for view in views[known:]]
            strangers = (view for other in seen if other != name for view in seen[other][::4])
            others += [looks.likeness(view) for view in strangers]
    yield f"{len(seen)} persons, {len(later)} and {len(others)} comparisons"
    for least in THRESHOLDS:
        refused, taken = np.mean(np.array(later) < least), np.mean(np.array(others) >= least)
        yield f"| {least:g} | {100 * refused:.1f} % | {100 * taken:.1f} % |"
