"""What each edit of a range asks for, how it is done, and what the history says of it.

Three functions of one name: ``smooth_asks(target)``, ``smooth(target, settings)`` and, where there
is more to tell, ``smooth_detail(target, settings)``.
"""

import math

from app.core.edits import ranges
from app.ui.dialogs.range_edit_row import (
    Choice,
    Floats,
    Number,
    Parameter,
    RangeTarget,
    Setting,
    Settings,
    Switch,
)


def decimals_of(span: float) -> int:
    """Digits that tell a thousandth of a range apart."""
    return max(0, min(6, 3 - math.floor(math.log10(span))))


def _value(
    target: RangeTarget, name: str, label: str, tip: str, default: float, *, signed: bool = False
) -> Number:
    curve, span = target.curve, target.span
    low, high = (-span, span) if signed else (curve.low, curve.high)
    return Number(name, label, tip, low, high, default, span / 100, decimals_of(span))


def interpolate_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    return (
        Choice(
            "method",
            "&Shape",
            "How the curve runs between the two ends",
            (("monotone", "Monotone cubic"), ("linear", "Straight line")),
            "monotone",
        ),
        Choice(
            "ends",
            "&Between",
            "The values that stay, and that the curve runs between",
            (("outside", "The values just outside"), ("inside", "First and last value inside")),
            "outside",
        ),
        Switch("across_gaps", "Across &gaps", "Give frames without a value one as well", False),
    )


def interpolate(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    return ranges.interpolated(
        target.values,
        target.seconds,
        target.part,
        "linear" if settings["method"] == "linear" else "monotone",
        ends="inside" if settings["ends"] == "inside" else "outside",
        across_gaps=bool(settings["across_gaps"]),
    )


def smooth_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    window = "Width of the window that moves along the curve; wider is smoother"
    order = "Of the polynomial in the window; higher keeps peaks better and smooths less"
    return (
        Number("window", "&Window", window, 0.05, 60.0, 0.5, 0.1, 2, "s"),
        Number("order", "&Order", order, 0, 5, 2, 1, 0),
    )


def smooth(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    window, order = float(settings["window"]), int(settings["order"])
    return ranges.smoothed(target.values, target.seconds, target.part, window, order)


def shift_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    return (
        Number(
            "by_seconds",
            "In &time",
            "Seconds later; a negative number moves the curve earlier",
            -3600,
            3600,
            0,
            round(target.frame_step, 3),
            3,
            "s",
        ),
        _value(
            target,
            "by_value",
            "In &value",
            "Added to every value; a negative number lowers the curve",
            0.0,
            signed=True,
        ),
        Choice(
            "uncovered",
            "&Left behind",
            "What becomes of frames that nothing is moved to",
            (("gap", "Becomes a gap"), ("hold", "Holds the nearest value")),
            "gap",
        ),
    )


def shift(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    return ranges.shifted(
        target.values,
        target.seconds,
        target.part,
        float(settings["by_seconds"]),
        float(settings["by_value"]),
        "hold" if settings["uncovered"] == "hold" else "gap",
    )


def shift_detail(target: RangeTarget, settings: Settings) -> str:
    """What the history says more."""
    seconds, value = float(settings["by_seconds"]), float(settings["by_value"])
    parts = ([f"{seconds:+g} s"] if seconds else []) + ([f"{value:+g}"] if value else [])
    return f" by {' and '.join(parts)}" if parts else ""


def scale_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    tip = "Distance from the mean of the range: below 1 flatter, above 1 steeper"
    return (Number("factor", "&Factor", tip, 0, 10, 1, 0.05, 2, "\u00d7"),)


def scale(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    return ranges.scaled(target.values, target.part, float(settings["factor"]))


def scale_detail(target: RangeTarget, settings: Settings) -> str:
    """What the history says more."""
    return f" by {float(settings['factor']):g}"


def clamp_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    low, high = target.curve.low, target.curve.high
    return (
        _value(target, "low", "Not &below", "Lower values become this one", low),
        _value(target, "high", "Not &above", "Higher values become this one", high),
    )


def clamp(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    low, high = float(settings["low"]), float(settings["high"])
    return ranges.clamped(target.values, target.part, low, high)


def clamp_detail(target: RangeTarget, settings: Settings) -> str:
    """What the history says more."""
    return f" to {float(settings['low']):g} \u2026 {float(settings['high']):g}"


def fill_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    options = (
        ("monotone", "Monotone cubic"),
        ("linear", "Straight line"),
        ("hold", "Hold the value before"),
    )
    longest = "Longer gaps stay gaps"
    return (
        Choice("method", "&Shape", "How the curve runs across a gap", options, "linear"),
        Number("longest", "&Longest gap", longest, 0.01, 36000, 1.0, 0.5, 2, "s"),
    )


def fill(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    methods: dict[Setting, ranges.FillMethod] = {"monotone": "monotone", "hold": "hold"}
    return ranges.filled(
        target.values,
        target.seconds,
        target.part,
        methods.get(settings["method"], "linear"),
        float(settings["longest"]),
    )


def copy_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    options = tuple((each.id, each.label) for each in target.sources)
    gaps = (("keep", "Leave this curve as it is"), ("replace", "Become gaps here"))
    strength = "0 changes nothing, 1 is the source; in between they are mixed"
    return (
        Choice(
            "source",
            "&From",
            "A prediction, or a curve of a rater",
            options,
            options[0][0] if options else "",
        ),
        Number("strength", "&Strength", strength, 0, 1, 1, 0.05, 2),
        Choice("source_gaps", "Its &gaps", "What a gap of the source does", gaps, "keep"),
    )


def copy(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    return ranges.blended(
        target.values,
        target.source(settings).values,
        target.part,
        float(settings["strength"]),
        source_gaps="replace" if settings["source_gaps"] == "replace" else "keep",
    )


def copy_detail(target: RangeTarget, settings: Settings) -> str:
    """What the history says more."""
    strength = float(settings["strength"])
    share = "" if strength == 1 else f" (strength {strength:g})"
    return f" from {target.source(settings).label}{share}"


def set_value_asks(target: RangeTarget) -> tuple[Parameter, ...]:
    """What it asks for."""
    low, high = target.curve.low, target.curve.high
    tip = f"From {low:g} to {high:g}; decimal point or comma"
    value = _value(target, "value", "&Value", tip, round(target.mean, decimals_of(target.span)))
    if target.kind == "frame":
        return (value,)
    gaps = Switch("across_gaps", "Also in &gaps", "Frames without a value get it too", True)
    return (value, gaps)


def set_value(target: RangeTarget, settings: Settings) -> Floats:
    """All values of the curve after it."""
    across = bool(settings.get("across_gaps", True))
    value = float(settings["value"])
    return ranges.made_constant(target.values, target.part, value, across_gaps=across)


def set_value_detail(target: RangeTarget, settings: Settings) -> str:
    """What the history says more."""
    return f" to {float(settings['value']):g}"
