"""Rows of the Annotate menu: segments and events."""

from app.ui.action_table.row import ActionRow


def segment_rows() -> tuple[ActionRow, ...]:
    """Segments and events."""
    return (
        ActionRow(
            "new_segment",
            "Annotate",
            2,
            "&New segment",
            "Begin a segment here; press again to end it. With frames selected: make it of them",
            ("N",),
            "",
            needs="work",
        ),
        ActionRow(
            "edit_segment",
            "Annotate",
            2,
            "Segment &label and note...",
            "Label the selected segment",
            ("F2",),
            "",
            needs="work",
        ),
        ActionRow(
            "split_segment",
            "Annotate",
            2,
            "S&plit segment",
            "Split the segment at the playhead",
            ("Ctrl+K",),
            "",
            needs="work",
        ),
        ActionRow(
            "merge_segments",
            "Annotate",
            2,
            "Mer&ge segment with the next",
            "Join the selected segment and the one after it",
            ("Ctrl+M",),
            "",
            needs="work",
        ),
        ActionRow(
            "previous_segment",
            "Annotate",
            2,
            "Pre&vious segment",
            "Go to the segment before",
            ("Alt+Left",),
            "",
            needs="work",
        ),
        ActionRow(
            "next_segment",
            "Annotate",
            2,
            "Ne&xt segment",
            "Go to the segment after",
            ("Alt+Right",),
            "",
            needs="work",
        ),
    )
