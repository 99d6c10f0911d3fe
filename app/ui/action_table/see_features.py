"""Rows about what the network makes of a recording: its feature maps."""

from app.ui.action_table.row import ActionRow


def feature_rows() -> tuple[ActionRow, ...]:
    """The dock, reading, the large view."""
    menu = "View/Features"
    return (
        ActionRow(
            "show_features",
            menu,
            2,
            "&Feature maps",
            "Show what the units of the network do over time",
            ("Ctrl+Alt+7",),
            "features",
        ),
        ActionRow(
            "read_features",
            menu,
            2,
            "&Read feature maps",
            "Read the feature maps of the person on screen; what is in the cache is shown at once",
            ("Ctrl+Alt+8",),
            "features-read",
            needs="result",
        ),
        ActionRow(
            "large_features",
            menu,
            2,
            "&Large view",
            "Show the feature maps in a window of their own",
            ("Ctrl+Alt+9",),
            "features-large",
            needs="result",
        ),
    )
