"""Rows about what the temporal stream sees."""

from app.ui.action_table.row import ActionRow


def motion_rows() -> tuple[ActionRow, ...]:
    """The Motion dock, its steps, and motion energy."""
    menu = "View/Motion"
    return (
        ActionRow(
            "show_motion",
            menu,
            2,
            "&Motion",
            "Show what the temporal stream sees about the playhead",
            ("Ctrl+Alt+U",),
            "motion",
        ),
        ActionRow(
            "motion_energy",
            menu,
            2,
            "Motion &energy",
            "Measure how much face and regions move, as curves in the timeline",
            ("Ctrl+Alt+Y",),
            "motion-energy",
            needs="work",
        ),
        ActionRow(
            "motion_play",
            menu,
            2,
            "&Play the steps",
            "Play the steps of the snippet in the Motion dock, again and again",
            ("Ctrl+Alt+Space",),
            "play",
            checkable=True,
        ),
        ActionRow(
            "motion_previous",
            menu,
            2,
            "P&revious step",
            "Show the step before, in the Motion dock",
            (",",),
            "chevron-left",
        ),
        ActionRow(
            "motion_next",
            menu,
            2,
            "&Next step",
            "Show the step after, in the Motion dock",
            (".",),
            "chevron-right",
        ),
    )
