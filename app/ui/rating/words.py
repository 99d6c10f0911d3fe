"""What the Rating dock says."""

from app.core.document import CurveAnnotation
from app.session.annotations import Annotations
from app.session.live_rating import LiveRating, RatingState
from app.session.playback import Playback
from app.session.rated_curves import Mode, curve_for
from app.session.take_under_way import clock
from app.ui.video.time_text import rate_text


def mode_text(mode: Mode) -> str:
    """A mode in the list of modes."""
    return mode[0].capitalize() if len(mode) == 1 else "Affect plane"


def names_text(mode: Mode) -> str:
    """The dimensions of a mode within a sentence."""
    return " and ".join(mode)


def state_text(rating: LiveRating, playback: Playback, *, is_open: bool) -> str:
    """Where the take is, in one line."""
    names, place = names_text(rating.held.mode), clock(playback.seconds)
    match rating.state:
        case RatingState.COUNTDOWN:
            return f"Rating {names} begins in {rating.count}"
        case RatingState.PRE_ROLL:
            return f"The passage begins in {rating.count}, {place}"
        case RatingState.RECORDING:
            return f"Rating {names}, {rate_text(playback.rate)}, {place}"
        case RatingState.PAUSED:
            return f"Paused at {place}; Space goes on"
    return f"Ready to rate {names}" if is_open else "Open a recording to rate it"


def target_text(rating: LiveRating, annotations: Annotations) -> str:
    """On which curves the take is laid."""
    if not annotations.is_open:
        return ""
    if annotations.read_only:
        return annotations.read_only
    found = [(name, curve_for(annotations, name)) for name in rating.held.mode]
    if rating.curves:
        found = [(e.curve.head.scheme, None if e.is_new else e.curve) for e in rating.curves]
    known = [_named(annotations, curve) for _, curve in found if curve is not None]
    new = [dimension for dimension, curve in found if curve is None]
    goes = f"Goes on {' and '.join(known)}" if known else ""
    makes = f"makes {'a new curve' if len(new) == 1 else 'new curves'}: {', '.join(new)}"
    said = ", ".join(filter(None, (goes, makes if new else "")))
    return f"{said[:1].upper()}{said[1:]}"


def _named(annotations: Annotations, curve: CurveAnnotation) -> str:
    """A curve, with its rater when that is somebody else."""
    other = curve.head.rater != annotations.rater
    return f"“{curve.head.name}”" + (f" of {curve.head.rater or 'nobody'}" if other else "")
