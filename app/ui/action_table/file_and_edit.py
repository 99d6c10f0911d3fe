"""Rows of the File and Edit menus."""

from PySide6.QtGui import QAction

from app.ui.action_table.row import ActionRow


def file_rows() -> tuple[ActionRow, ...]:
    """Opening, closing, writing results."""
    menu = "File"
    return (
        ActionRow(
            "open_video",
            menu,
            0,
            "&Open video...",
            "Open one or several recordings",
            ("Ctrl+O",),
            "film",
        ),
        ActionRow(
            "open_folder",
            menu,
            0,
            "Open &folder...",
            "List every recording of a folder",
            ("Ctrl+Shift+O",),
            "folder",
        ),
        ActionRow(
            "open_demo",
            menu,
            0,
            "&Try the demo recording",
            "Open the synthetic face that comes with MIMAMO Studio",
            ("Ctrl+Shift+T",),
            "sparkle",
        ),
        ActionRow(
            "close_recording",
            menu,
            1,
            "&Close recording",
            "Take the recording off screen",
            ("Ctrl+W",),
            "close",
            needs="recording",
        ),
        ActionRow(
            "export_csv",
            menu,
            2,
            "&Export CSV and JSON...",
            "Write the predictions and where they come from",
            ("Ctrl+E",),
            "export",
            needs="result",
        ),
        ActionRow(
            "export_report",
            menu,
            2,
            "Export &report...",
            "Write a one-page picture report",
            ("Ctrl+Shift+E",),
            "report",
            needs="result",
        ),
        ActionRow(
            "save_frame",
            menu,
            3,
            "&Save frame...",
            "Save the picture with what is drawn over it",
            ("Ctrl+Shift+P",),
            "camera",
            needs="recording",
        ),
        ActionRow(
            "quit",
            menu,
            4,
            "&Quit",
            "Close MIMAMO Studio",
            ("Ctrl+Q",),
            "quit",
            role=QAction.MenuRole.QuitRole,
        ),
    )


def edit_rows() -> tuple[ActionRow, ...]:
    """Copying, and preferences."""
    menu = "Edit"
    return (
        ActionRow(
            "copy_frame",
            menu,
            2,
            "&Copy frame",
            "Copy the picture with what is drawn over it",
            ("Ctrl+Shift+C",),
            "copy",
            needs="recording",
        ),
        ActionRow(
            "preferences",
            menu,
            3,
            "&Preferences...",
            "Theme, keys, and what is kept on disk",
            ("Ctrl+,",),
            "settings",
            role=QAction.MenuRole.PreferencesRole,
        ),
    )
