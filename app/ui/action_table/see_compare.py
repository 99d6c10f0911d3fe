"""Rows about where a recording is on the affect plane, and how curves agree."""

from app.ui.action_table.row import ActionRow


def compare_rows() -> tuple[ActionRow, ...]:
    """The affect plane, the figures, the difference."""
    menu = "View/Affect"
    return (
        ActionRow(
            "show_plane",
            menu,
            2,
            "Affect &plane",
            "Show the recording on the plane of valence and arousal",
            ("Ctrl+Alt+P",),
            "affect",
        ),
        ActionRow(
            "show_compare",
            menu,
            2,
            "&Compare",
            "Show how a prediction and an annotation agree",
            ("Ctrl+Alt+M",),
            "compare",
        ),
        ActionRow(
            "shade_difference",
            menu,
            2,
            "Shade &difference",
            "Shade what lies between the prediction and the annotation that are compared",
            ("Ctrl+Alt+G",),
            "difference",
            checkable=True,
            preference="shade_difference",
        ),
    )
