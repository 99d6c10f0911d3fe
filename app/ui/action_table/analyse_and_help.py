"""Rows of the Analyse and Help menus."""

from PySide6.QtGui import QAction

from app.ui.action_table.row import ActionRow


def analyse_rows() -> tuple[ActionRow, ...]:
    """Running the pipeline, and weights."""
    menu = "Analyse"
    return (
        ActionRow(
            "run_analysis",
            menu,
            0,
            "&Run",
            "Read arousal and valence from this recording",
            ("Ctrl+R",),
            "run",
            needs="work",
        ),
        ActionRow(
            "cancel_analysis",
            menu,
            0,
            "&Cancel",
            "Stop; what was computed is kept",
            ("Ctrl+.",),
            "stop",
            needs="work",
        ),
        ActionRow(
            "fetch_weights",
            menu,
            1,
            "&Fetch weights...",
            "Download published weights, after asking",
            ("Ctrl+Shift+W",),
            "weights",
        ),
    )


def help_rows() -> tuple[ActionRow, ...]:
    """Guide, keys, versions, faults."""
    menu = "Help"
    return (
        ActionRow("help_guide", menu, 0, "User &guide", "How everything works", ("F1",), "help"),
        ActionRow(
            "help_shortcuts",
            menu,
            0,
            "&Keyboard shortcuts...",
            "See and change the keys",
            ("Ctrl+F1",),
            "keyboard",
        ),
        ActionRow(
            "copy_diagnostics",
            menu,
            1,
            "Copy &diagnostic report",
            "Copy versions, settings and the end of the log, for a report of a fault",
            ("Ctrl+Shift+D",),
            "clipboard",
        ),
        ActionRow(
            "about",
            menu,
            2,
            "&About MIMAMO Studio",
            "Versions and licences",
            ("Shift+F1",),
            "info",
            role=QAction.MenuRole.AboutRole,
        ),
    )
