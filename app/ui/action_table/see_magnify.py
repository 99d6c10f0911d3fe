"""The row about motion magnification."""

from app.ui.action_table.row import ActionRow


def magnify_rows() -> tuple[ActionRow, ...]:
    """The Magnify dock."""
    return (
        ActionRow(
            "show_magnify",
            "View/Motion",
            2,
            "M&agnify",
            "Show small movements of the face made larger",
            ("Ctrl+Alt+N",),
            "magnify",
        ),
    )
