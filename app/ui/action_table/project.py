"""Rows of the File menu: projects, and annotations in and out."""

from app.ui.action_table.row import ActionRow


def project_rows() -> tuple[ActionRow, ...]:
    """Projects."""
    return (
        ActionRow(
            "new_project",
            "File",
            -1,
            "&New project...",
            "Make a project for recordings and annotations",
            ("Ctrl+N",),
            "plus",
        ),
        ActionRow(
            "open_project",
            "File",
            -1,
            "Open pro&ject...",
            "Open a project folder",
            ("Ctrl+Alt+O",),
            "project",
        ),
        ActionRow(
            "keep_project",
            "File",
            -1,
            "&Keep project...",
            "Give the untitled project a name and a place",
            ("Ctrl+S",),
            "check",
            needs="work",
        ),
        ActionRow(
            "copy_project",
            "File",
            -1,
            "Save a cop&y...",
            "Write a copy of the project somewhere else",
            ("Ctrl+Shift+S",),
            "copy",
            needs="work",
        ),
        ActionRow(
            "close_project",
            "File",
            -1,
            "C&lose project",
            "Close the project and its recordings",
            ("Ctrl+Shift+F4",),
            "close",
            needs="work",
        ),
        ActionRow(
            "import_annotations",
            "File",
            2,
            "&Import annotations...",
            "Read curves and segments from a file",
            ("Ctrl+I",),
            "import",
            needs="work",
        ),
        ActionRow(
            "export_annotations",
            "File",
            2,
            "Export &annotations...",
            "Write curves and segments in another format",
            ("Ctrl+Alt+I",),
            "export",
            needs="work",
        ),
        ActionRow(
            "export_project",
            "File",
            2,
            "Export everythin&g...",
            "Write all annotations of the project",
            ("Ctrl+Alt+J",),
            "",
            needs="work",
        ),
    )
