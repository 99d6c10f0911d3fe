"""Rows about what drove a reading."""

from app.ui.action_table.row import ActionRow


def driving_rows() -> tuple[ActionRow, ...]:
    """The Why dock, and asking."""
    menu = "Analyse"
    return (
        ActionRow(
            "show_driving",
            menu,
            2,
            "&What drove it",
            "Show what drives valence and arousal: regions, streams, time",
            ("Ctrl+Alt+W",),
            "why",
        ),
        ActionRow(
            "explain",
            menu,
            2,
            "&Explain this moment",
            "Ask what drove the moment, or the selection under the playhead",
            ("Ctrl+Shift+X",),
            "why",
            needs="work",
        ),
    )
