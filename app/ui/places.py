"""Places in a recording as people write them: ``1:23.4``, ``83.4 s``, ``2500``.

Times are presentation times, not shifted to zero.
"""

import re

from app.core.timebase import TimeBase

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2}(?:[.,]\d*)?)")
_SECONDS = re.compile(r"(\d+(?:[.,]\d*)?|[.,]\d+)\s*s(?:ec(?:onds?)?)?")
_FRAME = re.compile(r"(?:f|frame|#)?\s*(\d+)")


def frame_at_place(text: str, base: TimeBase) -> int | None:
    """The frame somebody means; None when the words mean no place of this recording.

    A bare number is a frame, a number with ``s`` or with colons is a time.
    """
    text = text.strip().lower()
    seconds = _seconds_of(text)
    if seconds is not None:
        last = float(base.seconds[-1])
        duration = 1 / base.median_fps if base.median_fps else 0.0
        within = seconds < last + duration or seconds <= last
        return base.index_at(seconds) if within else None
    frame = _FRAME.fullmatch(text)
    if frame is None:
        return None
    return int(frame[1]) if int(frame[1]) < len(base) else None


def _seconds_of(text: str) -> float | None:
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    if plain := _SECONDS.fullmatch(text):
        return float(plain[1].replace(",", "."))
    return None
