"""Rows of the Train menu."""

from app.ui.action_table.row import ActionRow


def train_rows() -> tuple[ActionRow, ...]:
    """The dock, the run that is looked at, and which weights are in use."""
    return (*_dock_rows(), *_run_rows(), *_weights_rows())


def _dock_rows() -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "new_training",
            "Train",
            0,
            "&New training...",
            "Put a training together from annotations or a dataset",
            ("Ctrl+Shift+R",),
            "train",
        ),
        ActionRow(
            "show_training",
            "Train",
            0,
            "&Progress",
            "Show the run that goes on, its curves and its log",
            ("Ctrl+Shift+G",),
            "progress",
        ),
        ActionRow(
            "show_runs",
            "Train",
            0,
            "&Runs",
            "List all runs, and show several side by side",
            ("Ctrl+Shift+H",),
            "table",
        ),
    )


def _run_rows() -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "stop_training",
            "Train",
            1,
            "&Stop early",
            "End the training and keep the best weights so far",
            ("Ctrl+Shift+.",),
            "stop",
            needs="work",
        ),
        ActionRow(
            "cancel_training",
            "Train",
            1,
            "&Cancel training...",
            "End the training and keep no weights",
            ("Ctrl+Alt+.",),
            "trash",
            needs="work",
        ),
        ActionRow(
            "resume_training",
            "Train",
            1,
            "R&esume",
            "Let an interrupted training go on",
            ("Ctrl+Shift+J",),
            "run",
            needs="work",
        ),
    )


def _weights_rows() -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "before_after",
            "Train",
            2,
            "&Before and after",
            "Read what was held out with the weights of before and of after",
            ("Ctrl+Shift+B",),
            "compare",
            needs="work",
        ),
        ActionRow(
            "use_run_weights",
            "Train",
            2,
            "&Use these weights",
            "Analyse with the weights of the run that is shown from now on",
            ("Ctrl+Shift+U",),
            "weights",
            needs="work",
        ),
        ActionRow(
            "roll_back_weights",
            "Train",
            2,
            "Ro&ll back weights",
            "Analyse with the weights of before again",
            ("Ctrl+Shift+K",),
            "undo",
            needs="work",
        ),
        ActionRow(
            "use_weights_again",
            "Train",
            2,
            "Use weights &again",
            "Take the rolling back of weights back",
            ("Ctrl+Shift+Y",),
            "redo",
            needs="work",
        ),
    )
