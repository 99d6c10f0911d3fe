"""Rows of the Annotate menu: tools on the timeline, and what is selected."""

from app.ui.action_table.row import ActionRow


def _tool(name: str, text: str, tip: str, key: str) -> ActionRow:
    return ActionRow(
        f"tool_{name}",
        "Annotate",
        0,
        text,
        tip,
        (key,),
        f"tool-{name}",
        checkable=True,
        choice_of="tool",
        needs="recording",
    )


def _reach(name: str, text: str, tip: str, key: str) -> ActionRow:
    return ActionRow(f"{name}_reach", "Annotate", 0, text, tip, (key,), f"{name}", needs="work")


def _select(name: str, text: str, tip: str, key: str) -> ActionRow:
    icon = f"select-{name}"
    return ActionRow(f"select_{name}", "Edit", 0, text, tip, (key,), icon, needs="work")


def tool_rows() -> tuple[ActionRow, ...]:
    """Tools and selection."""
    return (
        _tool(
            "select",
            "&Select",
            "Select frames by a drag, a run of values by a double click; a click goes there",
            "V",
        ),
        _tool("draw", "&Draw", "Draw the active curve freehand", "D"),
        _tool(
            "move",
            "&Move points",
            "Take the active curve up or down; neighbours follow softly (Alt+wheel: how far)",
            "M",
        ),
        _tool(
            "smooth",
            "Smooth br&ush",
            "Smooth the active curve under the brush (Alt+wheel: how wide)",
            "S",
        ),
        _tool("erase", "&Erase", "Erase the active curve to a gap", "E"),
        ActionRow(
            "snap",
            "Annotate",
            0,
            "S&nap",
            "Let drags stick to the playhead, to segments and to the selection",
            ("Ctrl+Shift+N",),
            "snap",
            checkable=True,
        ),
        _reach("wider", "&Wider reach", "Let the tool reach further", "Shift+]"),
        _reach("narrower", "Narrower reach", "Let the tool reach less far", "Shift+["),
        _select("all", "Select &all", "Select every frame", "Ctrl+A"),
        _select("none", "Select no&ne", "Select nothing", "Ctrl+Shift+A"),
        _select(
            "left",
            "Select to the &left",
            "Extend the selection from the playhead, one frame back",
            "Alt+Shift+Left",
        ),
        _select(
            "right",
            "Select to the ri&ght",
            "Extend the selection from the playhead, one frame on",
            "Alt+Shift+Right",
        ),
        _select(
            "loop", "Select the l&oop", "Select the frames between loop in and out", "Ctrl+Shift+L"
        ),
    )
