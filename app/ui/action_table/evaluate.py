"""Rows about how good weights are."""

from app.ui.action_table.row import ActionRow


def evaluate_rows() -> tuple[ActionRow, ...]:
    """Evaluate weights."""
    return (
        ActionRow(
            "evaluate",
            "Train",
            5,
            "E&valuate weights...",
            "Compare what weights predict with labels: figures with intervals, a page, tables",
            ("Ctrl+Alt+Shift+E",),
            "evaluate",
        ),
    )
