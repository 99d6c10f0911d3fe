"""What the Compare dock says: figures, and why one is not there."""

from collections.abc import Iterable

from app.core.agreement import Agreement, Lack
from app.core.document import CurveAnnotation
from app.session.comparing import Comparing, Pair
from app.ui.video.time_text import MINUS

NONE = "\N{EN DASH}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"

FIGURES: tuple[tuple[str, str], ...] = (
    ("CCC", "Concordance correlation coefficient (Lin 1989): 1 where both curves are the same"),
    ("r", "Pearson's correlation: whether both rise and fall together, whatever their level"),
    (
        "RMSE",
        "Root of the mean squared difference, on the scale -1 ... 1".replace("-1", MINUS + "1"),
    ),
    ("Difference", "Mean of prediction minus annotation: above 0 the prediction is higher"),
    ("Frames", "Frames that have both values"),
)
"""Name of each figure, and what it means."""


def figures(found: Agreement) -> tuple[str, ...]:
    """The figures in the order of `FIGURES`."""
    error = NONE if found.error is None else f"{found.error:.3f}"
    return (
        signed(found.concordance),
        signed(found.pearson),
        error,
        signed(found.difference),
        f"{found.count:,}".replace(",", _NARROW),
    )


def signed(value: float | None) -> str:
    """With sign and three decimals; nothing is never minus nothing."""
    return NONE if value is None else f"{round(value, 3) + 0.0:+.3f}".replace("-", MINUS)


def lack_text(found: Agreement, where: str) -> str:
    """Why a figure is not there, in a sentence; empty where all are.

    Parameters
    ----------
    where : str
        ``"in view"`` or ``"in the whole recording"``.
    """
    match found.lack:
        case Lack.NO_FRAME:
            return f"No frame {where} has both values."
        case Lack.ONE_FRAME:
            return f"Only one frame {where} has both values: too few for CCC and r."
        case Lack.FIRST_CONSTANT:
            return f"The prediction does not change {where}, so r has no meaning."
        case Lack.SECOND_CONSTANT:
            return f"The annotation does not change {where}, so r has no meaning."
        case Lack.BOTH_CONSTANT:
            return f"Neither curve changes {where}, so r has no meaning."
    return ""


def lacks_text(visible: Agreement, whole: Agreement) -> str:
    """Both, without saying one thing twice."""
    if visible.lack is whole.lack:
        return lack_text(whole, "in the whole recording")
    return lack_text(visible, "in view") or lack_text(whole, "in the whole recording")


def teaching_text(comparing: Comparing, dimensions: Iterable[str], *, is_open: bool) -> str:
    """Why nothing at all can be compared, and what to do; empty where something is there."""
    if not is_open:
        return "Open a recording to compare what was predicted with what was rated."
    if comparing.blind:
        return "Nothing is compared while you rate blind."
    if any(comparing.prediction(each) or comparing.annotation(each) for each in dimensions):
        return ""
    return (
        "Here you see how a prediction and an annotation agree, in view and in the whole "
        "recording. Run the analysis, and rate arousal or valence, to compare them."
    )


def missing_text(comparing: Comparing, dimension: str) -> str:
    """Why there is no pair, and what to do."""
    if comparing.blind:
        return "Nothing is compared while you rate blind."
    prediction = comparing.prediction(dimension)
    annotation = comparing.annotation(dimension)
    if prediction is None and annotation is None:
        return f"Run the analysis and rate {dimension} to compare them."
    if prediction is None:
        return f"Run the analysis to compare {dimension} with what it predicts."
    if annotation is None:
        return f"Rate {dimension}, draw it or import it, to compare it with the prediction."
    return (
        f"The prediction has {prediction.track.values.size} frames and the annotation "
        f"{len(annotation.samples)}; run the analysis again to compare them."
    )


def range_text(pair: Pair) -> str:
    """That values are stretched, where they are; else nothing."""
    made = pair.annotation
    if (made.low, made.high) == (-1.0, 1.0):
        return ""
    ends = f"{made.low:g} to {made.high:g}".replace("-", MINUS)
    return f"Rated from {ends}; compared on the scale {MINUS}1 to 1."


def annotation_text(made: CurveAnnotation) -> str:
    """An annotation by its name and rater."""
    return f"{made.head.name} ({made.head.rater})" if made.head.rater else made.head.name
