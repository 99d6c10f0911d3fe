"""Which times a ruler names, and how a time is written: ``m:ss.f``."""

import math
from dataclasses import dataclass

from app.ui.timeline.scale import TimeScale

STEPS = (
    (0.01, 5), (0.02, 4), (0.05, 5), (0.1, 5), (0.2, 4), (0.5, 5), (1.0, 5), (2.0, 4), (5.0, 5),
    (10.0, 5), (15.0, 3), (30.0, 6), (60.0, 6), (120.0, 4), (300.0, 5), (600.0, 5), (900.0, 3),
    (1800.0, 6), (3600.0, 6), (7200.0, 4), (21600.0, 6), (86400.0, 4),
)  # fmt: skip
"""Seconds between named times, and into how many parts small ticks divide them."""

LABEL_SPACING = 84
"""Least logical pixels from one label to the next."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the ruler.

    Attributes
    ----------
    seconds : float
        Its instant.
    label : str
        What is written beside it; empty for small ticks.
    """

    seconds: float
    label: str


def time_label(seconds: float, decimals: int = 1) -> str:
    """A time as ``m:ss.f``, from an hour on as ``h:mm:ss.f``; rounded to the nearest.

    Parameters
    ----------
    seconds : float
        May be negative.
    decimals : int
        Digits after the point, >= 1.
    """
    units = 10**decimals
    count = round(abs(seconds) * units)
    whole, part = divmod(count, units)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if seconds < 0 and count else ""
    clock = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{sign}{clock}:{rest:02d}.{part:0{decimals}d}"


def tick_step(scale: TimeScale, spacing: float = LABEL_SPACING) -> tuple[float, int]:
    """Seconds between labels at least ``spacing`` pixels apart, and the parts between them."""
    least = spacing * scale.seconds_per_pixel
    return next((step for step in STEPS if step[0] >= least), STEPS[-1])


def ticks(scale: TimeScale, spacing: float = LABEL_SPACING) -> list[Tick]:
    """The marks of what is visible, from left to right."""
    step, parts = tick_step(scale, spacing)
    decimals = 1 if step >= 0.1 else 2
    small = step / parts
    first, last = math.ceil(scale.start / small - 1e-9), math.floor(scale.end / small + 1e-9)
    return [
        Tick(k * small, time_label(k * small, decimals) if k % parts == 0 else "")
        for k in range(first, last + 1)
    ]
