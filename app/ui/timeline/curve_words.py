"""Curves of a lane in words: the lines of its head, values, where a prediction came from."""

import numpy as np
from numpy.typing import NDArray

from app.core.document import Annotation, CurveAnnotation
from app.session.tracks import ShownTrack
from app.ui.timeline.lane import LaneRow
from app.ui.timeline.scene import Scene


def prediction_row(shown: ShownTrack) -> LaneRow:
    """The line of a lane's head for a prediction."""
    return LaneRow(
        label=shown.label,
        key=shown.key,
        variant=shown.variant,
        visible=shown.visible,
        caution=shown.caution,
        tip=provenance_text(shown),
        person=shown.person,
    )


def annotation_row(track: Annotation, scene: Scene) -> LaneRow:
    """The line of a lane's head for an annotated track."""
    head = track.head
    lines = [head.name, f"Rater: {head.rater}" if head.rater else "", f"Made: {head.created}"]
    lines += [head.source[:1].upper() + head.source[1:]]
    return LaneRow(
        label=f"{head.name} ({head.rater})" if head.rater else head.name,
        visible=scene.is_seen(track),
        tip="\n".join(line for line in lines if line),
        annotation=head.id,
        locked=head.locked,
        active=head.id == scene.active,
    )


def value_at(values: NDArray[np.float64], frame: int) -> float:
    """The value of a frame; NaN in a gap and beyond the ends."""
    return float(values[frame]) if 0 <= frame < values.size else float("nan")


def value_text(curve: CurveAnnotation, value: float) -> str:
    """A value of a curve with three decimals; signed where the range has both signs."""
    if curve.low < 0:
        return signed(value)
    return "" if np.isnan(value) else f"{value:.3f}"


def signed(value: float) -> str:
    """A value with its sign and three decimals; empty for NaN."""
    return "" if np.isnan(value) else f"{value:+.3f}".replace("-", "\N{MINUS SIGN}")


def provenance_text(shown: ShownTrack) -> str:
    """Where a prediction came from, a line for each thing."""
    made = shown.track.provenance
    lines = [shown.label, f"System: {made.system}"]
    if made.weights:
        digest = f" ({made.weights_sha256[:12]})" if made.weights_sha256 else ""
        lines.append(f"Weights: {made.weights}{digest}")
    if shown.person:
        lines.append(f"Person: {shown.person}")
    lines.append("Validated on people" if made.validated else "Not validated on people")
    lines += [f"{name}: {value}" for name, value in made.parameters.items()]
    if shown.caution:
        lines.append(shown.caution)
    return "\n".join(lines)
