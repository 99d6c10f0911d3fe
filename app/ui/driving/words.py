"""What the Why dock says beside its bars."""

import math

from app.ui.driving.explanation import DIMENSIONS, Check, Explanation
from app.ui.video.time_text import MINUS, clock_text

MEANING = (
    "A bar is the value without the part minus the value with it: left of zero, the part had "
    "raised the value. It says what this network's number hangs on, not what the person felt, "
    "and not that the network understood the face."
)
STREAMS = {
    "spatial": "Expression stream",
    "temporal": "Motion stream",
}
UNIT = "change of value"
NO_CHECK = "Streams and time were not compared with shuffled weights; only regions were."
_ALIKE = 0.7
_LARGER = 1.5


def part_text(part: str) -> str:
    """A region or a stream for people."""
    return STREAMS.get(part, f"{part[:1].upper()}{part[1:]}")


def change_text(value: float) -> str:
    """A change with its sign; nothing is never minus nothing."""
    return f"{round(value, 3) + 0.0:+.3f}".replace("-", MINUS)


def limit_text(value: float) -> str:
    """The end of an axis."""
    return f"{value:g}".replace("-", MINUS)


def answered_text(found: Explanation) -> str:
    """What was explained, and the values as they are."""
    start, end = found.seconds
    when = clock_text(start) if start == end else f"{clock_text(start)} to {clock_text(end)}"
    return f"{when}: arousal {_value_text(found.arousal)}, valence {_value_text(found.valence)}"


def _value_text(value: float) -> str:
    """As on the timeline; changes are those of the network's own number."""
    held = change_text(min(max(value, -1.0), 1.0))
    return held if abs(value) <= 1 else f"{held} (network {change_text(value)})"


def check_text(check: Check | None) -> str:
    """What the shuffled weights say, a sentence for each dimension."""
    if check is None:
        return "Shuffled weights were not asked."
    return " ".join(
        _of_dimension(name, ratio, likeness)
        for name, ratio, likeness in zip(DIMENSIONS, check.ratio, check.likeness, strict=True)
    )


def _of_dimension(name: str, ratio: float, likeness: float) -> str:
    title = f"{name[:1].upper()}{name[1:]}"
    if math.isnan(ratio):
        return f"{title}: shuffled weights do not answer at all, so there is nothing to compare."
    size = f"{title}: relative to how much the values vary, changes are {ratio:.1f} times as large"
    size += " as with shuffled weights"
    alike = (
        ""
        if math.isnan(likeness)
        else f"; their patterns correlate, r = {change_text(likeness)[:-1]}"
    )
    return f"{size}{alike}. {_verdict(ratio, likeness)}"


def _verdict(ratio: float, likeness: float) -> str:
    if ratio < _LARGER:
        return "A network that learnt nothing answers as strongly: read nothing into the bars."
    if likeness >= _ALIKE:
        return "The pattern comes from the pictures more than from what was learnt."
    return "The pattern is the network's own; that does not make it right."
