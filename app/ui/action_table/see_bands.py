"""Rows about how far curves spread."""

from app.ui.action_table.row import ActionRow


def band_rows() -> tuple[ActionRow, ...]:
    """The switch of the band, and computing it."""
    menu = "Analyse"
    return (
        ActionRow(
            "uncertainty_band",
            menu,
            3,
            "Uncertainty &band",
            "Draw how far the network's answers spread when it drops units at random",
            ("Ctrl+Alt+Z",),
            "band",
            checkable=True,
        ),
        ActionRow(
            "read_band",
            menu,
            3,
            "C&ompute the band",
            "Read the person on screen several times with dropout; what is kept is shown at once",
            ("Ctrl+Alt+Q",),
            "band",
            needs="work",
        ),
    )
