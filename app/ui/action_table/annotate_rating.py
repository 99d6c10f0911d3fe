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
            "Rate while it plays: start a take, or finish it and keep it",
            ("R",),
            "rate",
            needs="work",
        ),
        ActionRow(
            "rate_selection",
            "Annotate",
            3,
            "Rate selection a&gain",
            "Rate the selected passage again; old and new are mixed where they meet",
            ("Shift+R",),
            "rate-again",
            needs="work",
        ),
        ActionRow(
            "discard_take",
            "Annotate",
            3,
            "Discard t&ake",
            "Throw the take under way away; what was there before stays",
            ("Ctrl+Backspace",),
            "trash",
            needs="work",
        ),
        ActionRow(
            "blind",
            "Annotate",
            3,
            "&Blind",
            "Hide predictions and other raters until the take is done",
            ("Ctrl+B",),
            "blind",
            checkable=True,
        ),
    )
