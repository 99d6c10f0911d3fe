"""Pictures of an evaluation as SVG that stands in a page: no script, no outside font or file.

Convention: labels are on the horizontal axis of scatters and in ink in curves, predictions have the
colour of their weights, in the order in which they were asked for. Text stays text, in the page's
own font. Many points become a density, long curves means of stretches, so that a page of an hour
stays small.
"""

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from app.core.evaluation.pairs import DIMENSIONS, joined
from app.training.evaluation.results import EvaluatedRecording, EvaluatedWeights, GammaPoint
from app.training.evaluation.words import number

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#A6761D", "#56B4E9", "#6A5ACD", "#7F7F7F")
"""Of weights, in their order; Okabe-Ito first, and again from the start beyond."""

_INK, _FAINT, _GRID = "#1B1D21", "#6B7077", "#DFE2E6"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "evaluation",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8,
    "text.color": _INK,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "axes.linewidth": 0.6,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "path.simplify_threshold": 0.5,
}
_MOST_POINTS = 1500
_MOST_SAMPLES = 1200
_BINS = 60


def colour_of(order: int) -> str:
    """The colour of weights by their place."""
    return COLOURS[order % len(COLOURS)]


def scatter_svg(weights: EvaluatedWeights, colour: str) -> str:
    """Predicted against labelled, valence and arousal beside each other."""
    predicted, labelled = joined(weights.pairs)
    with mpl.rc_context(_STYLE):
        figure = _figure(6.6, 3.35)
        for column, dimension in enumerate(DIMENSIONS):
            axes = figure.add_subplot(1, 2, column + 1)
            _scatter(axes, labelled[:, column], predicted[:, column], colour)
            score = weights.scores.of(dimension).scores["concordance"]
            axes.set_title(f"{dimension}: CCC {number(score.value)}", fontsize=9, loc="left")
            axes.set_xlabel("label")
            axes.set_ylabel("prediction")
        figure.subplots_adjust(left=0.075, right=0.99, top=0.9, bottom=0.13, wspace=0.26)
        return _svg(figure)


def curves_svg(readings: Sequence[EvaluatedRecording]) -> str:
    """One recording: its labels, and what each weights file says of it, over time."""
    with mpl.rc_context(_STYLE):
        figure = _figure(9.2, 2.9)
        for row, dimension in enumerate(DIMENSIONS):
            axes = figure.add_subplot(2, 1, row + 1)
            first = readings[0]
            _curve(axes, first, first.labelled[:, row], _INK, 1.6)
            for order, each in enumerate(readings):
                _curve(axes, each, each.predicted[:, row], colour_of(order), 1.0)
            _time_axis(axes, first, last=row == len(DIMENSIONS) - 1)
            axes.set_ylabel(dimension)
        figure.subplots_adjust(left=0.065, right=0.99, top=0.97, bottom=0.13, hspace=0.12)
        return _svg(figure)


def gamma_svg(points: Sequence[GammaPoint], names: Sequence[str]) -> str:
    """CCC over the strength of changing light, one line for each weights file."""
    with mpl.rc_context(_STYLE):
        figure = _figure(6.6, 2.9)
        for column, dimension in enumerate(DIMENSIONS):
            axes = figure.add_subplot(1, 2, column + 1)
            for order, name in enumerate(names):
                mine = [point for point in points if point.weights == name]
                _gamma_line(axes, mine, dimension, order)
            axes.set_title(dimension, fontsize=9, loc="left")
            axes.set_xlabel("b: gamma of each frame from 1 \N{MINUS SIGN} b to 1 + b")
            axes.set_ylabel("CCC, all together")
            axes.set_xticks(sorted({point.bound for point in points}))
            _tidy(axes)
        figure.subplots_adjust(left=0.105, right=0.99, top=0.9, bottom=0.16, wspace=0.32)
        return _svg(figure)


def _gamma_line(axes: Axes, points: Sequence[GammaPoint], dimension: str, order: int) -> None:
    scores = [point.scores.of(dimension).scores["concordance"] for point in points]
    nan = float("nan")
    values = [nan if score.value is None else score.value for score in scores]
    bounds = [point.bound for point in points]
    axes.plot(bounds, values, "o-", color=colour_of(order), ms=4, lw=1.4)
    ends = [(score.interval.low, score.interval.high) for score in scores]
    low, high = ([nan if end[i] is None else end[i] for end in ends] for i in range(2))
    axes.fill_between(bounds, low, high, color=colour_of(order), alpha=0.14, lw=0)  # type: ignore[arg-type]


def _scatter(axes: Axes, x: NDArray[np.float64], y: NDArray[np.float64], colour: str) -> None:
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    axes.plot([-1, 1], [-1, 1], color=_FAINT, lw=0.7, ls=(0, (4, 3)))
    if len(x) > _MOST_POINTS:
        counts, _, _ = np.histogram2d(x, y, bins=_BINS, range=((-1, 1), (-1, 1)))
        shades = LinearSegmentedColormap.from_list("", ["#EEF1F4", colour])
        axes.imshow(
            np.where(counts > 0, counts, np.nan).T, origin="lower", extent=(-1, 1, -1, 1),
            cmap=shades, norm=LogNorm(1, max(2.0, float(counts.max()))), interpolation="nearest",
        )  # fmt: skip
    else:
        axes.plot(x, y, "o", color=colour, ms=2.6, mew=0, alpha=0.45)
    axes.set_xlim(-1.02, 1.02)
    axes.set_ylim(-1.02, 1.02)
    axes.set_aspect("equal")
    axes.set_xticks((-1, 0, 1))
    axes.set_yticks((-1, 0, 1))
    _tidy(axes)


def _curve(
    axes: Axes, reading: EvaluatedRecording, values: NDArray[np.float64], colour: str, width: float
) -> None:
    seconds = reading.seconds
    if reading.unit == "utterance":
        axes.plot(seconds, values, "o", color=colour, ms=3.4, mew=0, alpha=0.85)
        return
    broken = _broken(reading.index)
    seconds, values = np.insert(seconds, broken, np.nan), np.insert(values, broken, np.nan)
    seconds, values = _means(seconds, values)
    axes.plot(seconds, values, color=colour, lw=width, solid_joinstyle="round")


def _broken(index: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places before which frames are missing: no line runs over a gap."""
    steps = np.diff(index)
    usual = int(np.median(steps)) if len(steps) else 1
    return (np.flatnonzero(steps > usual) + 1).astype(np.int64)


def _means(
    seconds: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both over stretches of equally many samples; a stretch with a gap is a gap."""
    size = -(-len(values) // _MOST_SAMPLES)
    if size <= 1:
        return seconds, values
    whole = len(values) // size * size
    return seconds[:whole].reshape(-1, size).mean(1), values[:whole].reshape(-1, size).mean(1)


def _time_axis(axes: Axes, reading: EvaluatedRecording, *, last: bool) -> None:
    axes.axhline(0, color=_FAINT, lw=0.5)
    axes.set_ylim(-1.04, 1.04)
    axes.set_yticks((-1, 0, 1))
    if len(reading.seconds) > 1:
        axes.set_xlim(reading.seconds[0], reading.seconds[-1])
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_clock))
    axes.tick_params(labelbottom=last)
    _tidy(axes)


def _clock(seconds: float, _: object = None) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"


def _tidy(axes: Axes) -> None:
    axes.tick_params(length=2.5, width=0.6)
    axes.grid(True, color=_GRID, lw=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _figure(width: float, height: float) -> Figure:
    figure = Figure(figsize=(width, height), facecolor="none")
    FigureCanvasSVG(figure)
    return figure


def _svg(figure: Figure) -> str:
    """The drawing without the head of a file of its own."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]
