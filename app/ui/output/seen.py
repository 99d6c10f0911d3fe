"""What of the timeline is seen beside predictions and annotations, as numbers."""

import numpy as np

from app.session.visible_data import Quantity
from app.ui.timeline.feature_lane import FeatureLane
from app.ui.timeline.motion_lane import NAMES, MotionLane
from app.ui.timeline.timeline_view import TimelineView


def motion_quantities(timeline: TimelineView, frames: int) -> list[Quantity]:
    """Motion energy by region on the frames of the recording; none where its lane is folded.

    Frames between analysed ones have no value of their own, and get none.
    """
    strip = timeline.strips.get(MotionLane.name)
    energy = strip.lane.energy if strip is not None and isinstance(strip.lane, MotionLane) else None
    if strip is None or energy is None or strip.head.is_folded or energy.index[-1] >= frames:
        return []
    found = []
    for name, column in zip(NAMES, energy.values.T, strict=True):
        values = np.full(frames, np.nan)
        values[energy.index] = column
        about = f"motion energy {name} person {energy.person}"
        found.append(Quantity(about, "rad/s", "amplitude-weighted phase differences", values))
    return found


def folded_maps(timeline: TimelineView) -> set[str]:
    """Names of the feature maps whose lanes are folded."""
    return {
        strip.lane.map
        for strip in timeline.strips.values()
        if isinstance(strip.lane, FeatureLane) and strip.head.is_folded
    }
