"""The table of actions. One row each; nothing here knows what an action does."""

from app.ui.action_table.analyse_and_help import analyse_rows, help_rows
from app.ui.action_table.file_and_edit import edit_rows, file_rows
from app.ui.action_table.playback import playback_rows
from app.ui.action_table.row import MENUS, ActionRow, Needs
from app.ui.action_table.view import view_rows

__all__ = ["MENUS", "ROWS", "ActionRow", "Needs"]

ROWS: tuple[ActionRow, ...] = (
    *file_rows(),
    *edit_rows(),
    *view_rows(),
    *playback_rows(),
    *analyse_rows(),
    *help_rows(),
)
