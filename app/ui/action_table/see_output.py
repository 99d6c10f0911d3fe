"""Rows about taking out what is seen: figures and numbers."""

from app.ui.action_table.row import ActionRow


def output_rows() -> tuple[ActionRow, ...]:
    """Views as figures, visible curves as a table."""
    menu = "File"
    return (
        ActionRow(
            "export_figure",
            menu,
            3,
            "Export fig&ure...",
            "Write a view or the whole layout as PDF, SVG or PNG, at publication size",
            ("Ctrl+Alt+K",),
            "figure",
            needs="recording",
        ),
        ActionRow(
            "export_visible",
            menu,
            3,
            "Export &visible data...",
            "Write curves, bands, motion energy and maps of the visible stretch as CSV or NPZ",
            ("Ctrl+Alt+V",),
            "table",
            needs="recording",
        ),
        ActionRow(
            "export_features",
            menu,
            3,
            "E&xport features...",
            "Write what the units of the network do over time as NPZ, Parquet or CSV",
            ("Ctrl+Alt+0",),
            "features",
            needs="result",
        ),
    )
