"""Rows of the Playback menu."""

from app.ui.action_table.row import ActionRow


def _step(name: str, text: str, tip: str, keys: tuple[str, ...], icon: str = "") -> ActionRow:
    return ActionRow(name, "Playback", 1, text, tip, keys, icon, needs="recording")


def playback_rows() -> tuple[ActionRow, ...]:
    """Playing, stepping, going somewhere, repeating."""
    menu = "Playback"
    return (
        ActionRow(
            "play_pause",
            menu,
            0,
            "&Play or pause",
            "Play or pause",
            ("Space",),
            "play",
            needs="recording",
        ),
        _step("step_back", "Step &back", "One frame back", ("Left",), "step-back"),
        _step("step_forward", "Step &forward", "One frame on", ("Right",), "step-forward"),
        _step("step_back_10", "Ten frames back", "Ten frames back", ("Shift+Left",)),
        _step("step_forward_10", "Ten frames on", "Ten frames on", ("Shift+Right",)),
        _step("second_back", "One second back", "One second back", ("Ctrl+Left",)),
        _step("second_forward", "One second on", "One second on", ("Ctrl+Right",)),
        _step("go_start", "Go to &start", "To the first frame", ("Home",), "go-start"),
        _step("go_end", "Go to &end", "To the last frame", ("End",), "go-end"),
        _step("go_to", "&Go to...", "Go to a frame or a time", ("Ctrl+G",), "go-to"),
        ActionRow(
            "shuttle_back",
            f"{menu}/Speed",
            2,
            "Shuttle &back",
            "Play backwards; again for faster",
            ("J",),
            needs="recording",
        ),
        ActionRow(
            "shuttle_stop",
            f"{menu}/Speed",
            2,
            "Shuttle &stop",
            "Stand still",
            ("K",),
            needs="recording",
        ),
        ActionRow(
            "shuttle_forward",
            f"{menu}/Speed",
            2,
            "Shuttle &forward",
            "Play; again for faster",
            ("L",),
            needs="recording",
        ),
        ActionRow(
            "rate_down",
            f"{menu}/Speed",
            3,
            "S&lower",
            "Play slower",
            ("Ctrl+Down",),
            "minus",
            needs="recording",
        ),
        ActionRow(
            "rate_up",
            f"{menu}/Speed",
            3,
            "F&aster",
            "Play faster",
            ("Ctrl+Up",),
            "plus",
            needs="recording",
        ),
        ActionRow(
            "loop_in",
            f"{menu}/Loop",
            4,
            "Loop &in",
            "Repeat from here",
            ("[",),
            "loop-in",
            needs="recording",
        ),
        ActionRow(
            "loop_out",
            f"{menu}/Loop",
            4,
            "Loop &out",
            "Repeat up to here",
            ("]",),
            "loop-out",
            needs="recording",
        ),
        ActionRow(
            "loop_clear",
            f"{menu}/Loop",
            4,
            "&No loop",
            "Play the whole recording",
            ("\\",),
            "loop-clear",
            needs="recording",
        ),
        ActionRow(
            "mute",
            menu,
            5,
            "&Mute",
            "Switch the sound off",
            ("Shift+M",),
            "mute",
            checkable=True,
            preference="muted",
        ),
    )
