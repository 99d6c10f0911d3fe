"""Rows of the Annotate menu: rating while the recording plays."""

from app.ui.action_table.row import ActionRow


def rating_rows() -> tuple[ActionRow, ...]:
    """Live rating."""
    return (
        ActionRow(
            "live_rating",
            "Annotate",
            3,
            "Live &rating",
            "Start a take of live rating, or finish it",
            ("R",),
            "",
            needs="work",
        ),
        ActionRow(
            "rate_selection",
            "Annotate",
            3,
            "Rate selection a&gain",
            "Rate the selected passage again, cross-faded at its ends",
            ("Shift+R",),
            "",
            needs="work",
        ),
        ActionRow(
            "discard_take",
            "Annotate",
            3,
            "Discard t&ake",
            "Throw away the take under way",
            ("Ctrl+Backspace",),
            "",
            needs="work",
        ),
        ActionRow(
            "blind",
            "Annotate",
            3,
            "&Blind",
            "Hide predictions and other raters until the take is done",
            ("Ctrl+B",),
            "",
            checkable=True,
        ),
    )
