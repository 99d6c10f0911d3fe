"""The table of actions. One row each; nothing here knows what an action does."""

from app.ui.action_table.analyse_and_help import analyse_rows, help_rows
from app.ui.action_table.annotate_ranges import range_rows
from app.ui.action_table.annotate_rating import rating_rows
from app.ui.action_table.annotate_segments import segment_rows
from app.ui.action_table.annotate_tools import tool_rows
from app.ui.action_table.annotate_tracks import track_rows
from app.ui.action_table.evaluate import evaluate_rows
from app.ui.action_table.file_and_edit import edit_rows, file_rows
from app.ui.action_table.playback import playback_rows
from app.ui.action_table.project import project_rows
from app.ui.action_table.row import MENUS, ActionRow, Needs
from app.ui.action_table.see_bands import band_rows
from app.ui.action_table.see_compare import compare_rows
from app.ui.action_table.see_driving import driving_rows
from app.ui.action_table.see_features import feature_rows
from app.ui.action_table.see_magnify import magnify_rows
from app.ui.action_table.see_motion import motion_rows
from app.ui.action_table.see_output import output_rows
from app.ui.action_table.train import train_rows
from app.ui.action_table.view import view_rows

__all__ = ["MENUS", "ROWS", "ActionRow", "Needs"]

_ALL: tuple[ActionRow, ...] = (
    *project_rows(),
    *file_rows(),
    *track_rows(),
    *edit_rows(),
    *view_rows(),
    *compare_rows(),
    *feature_rows(),
    *motion_rows(),
    *magnify_rows(),
    *playback_rows(),
    *range_rows(),
    *tool_rows(),
    *segment_rows(),
    *rating_rows(),
    *analyse_rows(),
    *driving_rows(),
    *band_rows(),
    *evaluate_rows(),
    *output_rows(),
    *train_rows(),
    *help_rows(),
)

ROWS: tuple[ActionRow, ...] = tuple(
    sorted(_ALL, key=lambda row: (MENUS.index(row.menu.partition("/")[0]), row.group))
)
"""In the order of the menus; rows of one group stay in the order of their file."""
