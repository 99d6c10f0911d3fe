"""Rows of the Annotate menu: segments and events."""

from app.ui.action_table.row import ActionRow


def _row(name: str, text: str, tip: str, key: str, icon: str) -> ActionRow:
    return ActionRow(name, "Annotate", 2, text, tip, (key,), icon, needs="work")


def segment_rows() -> tuple[ActionRow, ...]:
    """Segments and events."""
    return (
        # Every letter of its words belongs to another entry; N alone does the same.
        _row(
            "new_segment",
            "New segment",
            "Begin a segment here, and press again where it ends, Escape to give it up; or make "
            "one of selected frames",
            "N",
            "segment-new",
        ),
        _row(
            "edit_segment",
            "Segment &label and note...",
            "Give the selected segment a label and a note",
            "F2",
            "segment-label",
        ),
        _row(
            "split_segment",
            "S&plit segment",
            "Cut the segment in two where the playhead is",
            "Ctrl+K",
            "segment-split",
        ),
        _row(
            "merge_segments",
            "&Join segment with the next",
            "Merge the selected segment and the one after it",
            "Ctrl+M",
            "segment-merge",
        ),
        _row(
            "previous_segment",
            "Pre&vious segment",
            "Go to the segment before",
            "Alt+Left",
            "segment-previous",
        ),
        _row(
            "next_segment",
            "Ne&xt segment",
            "Go to the segment after",
            "Alt+Right",
            "segment-next",
        ),
    )
