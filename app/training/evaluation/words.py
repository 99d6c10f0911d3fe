"""Figures as text: the same in tables, report and window."""

from collections.abc import Sequence

from app.core.evaluation.scores import DimensionScores, Score
from app.core.evaluation.subject_sums import FigureName
from app.training.evaluation.results import Seen

TITLES: dict[FigureName, str] = {
    "concordance": "CCC, all together",
    "mean_concordance": "CCC, mean of recordings",
    "pearson": "Pearson r",
    "error": "RMSE",
    "sign_agreement": "Sign agreement",
}
"""Figures as people call them, in the order of tables."""

MEANINGS: dict[FigureName, str] = {
    "concordance": "concordance correlation over the concatenated values of all recordings",
    "mean_concordance": "mean of the recordings' own concordance correlations",
    "pearson": "Pearson's correlation over the concatenated values",
    "error": "root mean squared error over the concatenated values",
    "sign_agreement": "share of values with the sign of their label; zero is a sign of its own",
}

NOTHING = "\N{EN DASH}"


def number(value: float | None, digits: int = 3) -> str:
    """A figure, or a dash; a minus sign is one."""
    if value is None:
        return NOTHING
    text = f"{value:.{digits}f}"
    text = text.removeprefix("-") if float(text) == 0 else text
    return text.replace("-", "\N{MINUS SIGN}")


def interval_text(score: Score) -> str:
    """``[low, high]``, or nothing."""
    found = score.interval
    if found.low is None or found.high is None:
        return ""
    return f"[{number(found.low)}, {number(found.high)}]"


def remark(score: Score) -> str:
    """Why a figure or its interval is not there, or what to mind."""
    return score.why or score.interval.remark


def remarks(scores: DimensionScores) -> list[str]:
    """Everything to be said of a row, each once, naming the figure where it is about one."""
    found: dict[str, list[str]] = {}
    for name, score in scores.scores.items():
        if text := remark(score):
            found.setdefault(text, []).append(TITLES[name])
    return [
        text if len(names) == len(scores.scores) else f"{', '.join(names)}: {text}"
        for text, names in found.items()
    ]


def seen_sentence(seen: Seen) -> str:
    """What is said of weights that are tested on what they were trained on; empty otherwise."""
    if seen.recordings:
        return (
            f"These weights were trained on {_names(seen.recordings, 'recording')}, so the figures "
            "say how well they remember, not how they do on others."
        )
    if seen.subjects:
        return (
            f"These weights were trained on {_names(seen.subjects, 'subject')} of the same name; "
            "if they are the same people, the figures say nothing about others."
        )
    return ""


def _names(names: Sequence[str], noun: str) -> str:
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return (
        f"{counted(len(names), noun)} of these ({shown})"
        if noun == "recording"
        else (f"{counted(len(names), noun)} ({shown})")
    )


def counted(number_of: int, noun: str) -> str:
    """``1 frame``, ``2 frames``."""
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"
