"""Rows of the View menu."""

from app.ui.action_table.row import ActionRow


def _overlay(name: str, text: str, tip: str, number: int, icon: str) -> ActionRow:
    return ActionRow(
        f"overlay_{name}",
        "View/Over the picture",
        1,
        text,
        tip,
        (f"Alt+{number}",),
        icon,
        checkable=True,
        preference=f"overlays.{name}",
    )


def _theme(name: str, text: str, key: str, icon: str) -> ActionRow:
    return ActionRow(
        f"theme_{name}",
        "View/Theme",
        3,
        text,
        f"Use the {name} theme" if name != "system" else "Light or dark as the system is",
        (key,),
        icon,
        checkable=True,
        choice_of="theme",
    )


def view_rows() -> tuple[ActionRow, ...]:
    """Picture, what is drawn over it, timeline, theme."""
    menu = "View"
    return (
        ActionRow(
            "picture_fit",
            menu,
            0,
            "&Fit picture",
            "Show the whole picture",
            ("Ctrl+0",),
            "fit",
            needs="recording",
        ),
        ActionRow(
            "picture_actual",
            menu,
            0,
            "&Actual size",
            "One pixel of the video per pixel",
            ("Ctrl+1",),
            "actual",
            needs="recording",
        ),
        _overlay("box", "Face &boxes", "Show a box and a number at every face", 1, "person"),
        _overlay("landmarks", "&Landmarks", "Show eye corners and nose", 2, "landmarks"),
        _overlay("crop", "Aligned &crop", "Show the face as the network sees it", 3, "crop"),
        _overlay("quality", "&Quality", "Show how sure the face tracker is", 4, "quality"),
        _overlay(
            "affect", "&Valence and arousal", "Show the prediction at the playhead", 5, "affect"
        ),
        ActionRow(
            "zoom_in",
            menu,
            2,
            "Zoom time &in",
            "Show less time, in more detail",
            ("+", "="),
            "zoom-in",
            needs="recording",
        ),
        ActionRow(
            "zoom_out",
            menu,
            2,
            "Zoom time &out",
            "Show more time",
            ("-",),
            "zoom-out",
            needs="recording",
        ),
        ActionRow(
            "zoom_fit",
            menu,
            2,
            "Show &whole recording",
            "Fit all of the time",
            ("0",),
            "fit-width",
            needs="recording",
        ),
        ActionRow(
            "follow_playhead",
            menu,
            2,
            "Follow &playhead",
            "Keep the playhead in sight while playing",
            ("F",),
            "follow",
            checkable=True,
            preference="follow_playhead",
        ),
        _theme("system", "As the &system", "Ctrl+F10", "monitor"),
        _theme("light", "&Light", "Ctrl+F11", "sun"),
        _theme("dark", "&Dark", "Ctrl+F12", "moon"),
        ActionRow(
            "reset_layout",
            menu,
            4,
            "&Reset layout",
            "Put every panel back to its place",
            ("Ctrl+Shift+0",),
            "layout",
        ),
    )
