"""The table of edits of a range: a row makes a dialog; nothing here knows widgets."""

from app.ui.dialogs import range_edit_doing as does
from app.ui.dialogs.range_edit_row import Operation

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "set_value",
        "set",
        "Set value",
        "Set",
        "Set",
        "Gives every frame of the selection, or the frame that is shown, one value.",
        does.set_value_asks,
        does.set_value,
        does.set_value_detail,
        alone="frame",
    ),
    Operation(
        "range_interpolate",
        "interpolate",
        "Interpolate",
        "Interpolate",
        "Interpolated",
        "Replaces the values by a curve between two of them, over time. A monotone cubic has the "
        "curve\u2019s slope at both ends and no bumps of its own.",
        does.interpolate_asks,
        does.interpolate,
    ),
    Operation(
        "range_smooth",
        "smooth",
        "Smooth",
        "Smooth",
        "Smoothed",
        "Savitzky-Golay: each value is read off a polynomial fitted to those around it, also to "
        "those outside the selection. Gaps stay gaps.",
        does.smooth_asks,
        does.smooth,
    ),
    Operation(
        "range_shift",
        "shift",
        "Shift",
        "Shift",
        "Shifted",
        "Moves the values in time and in value. What leaves the selection is cut.",
        does.shift_asks,
        does.shift,
        does.shift_detail,
    ),
    Operation(
        "range_scale",
        "scale",
        "Scale",
        "Scale",
        "Scaled",
        "Stretches the values away from their mean, or flattens them towards it.",
        does.scale_asks,
        does.scale,
        does.scale_detail,
    ),
    Operation(
        "range_clamp",
        "clamp",
        "Clamp",
        "Clamp",
        "Clamped",
        "Limits the values to a band.",
        does.clamp_asks,
        does.clamp,
        does.clamp_detail,
    ),
    Operation(
        "range_fill",
        "fill",
        "Fill gaps",
        "Fill",
        "Filled gaps of",
        "Gives frames without a value one, from the known values on both sides of the gap.",
        does.fill_asks,
        does.fill,
    ),
    Operation(
        "range_copy_from",
        "copy",
        "Copy from",
        "Copy",
        "Copied",
        "Mixes in the values of another curve; gaps of this curve take them whole. Values are "
        "never rescaled.",
        does.copy_asks,
        does.copy,
        does.copy_detail,
    ),
)
"""Every edit of a range that has a dialog."""


def operation(name: str) -> Operation:
    """The row of an action."""
    return next(row for row in OPERATIONS if row.id == name)
