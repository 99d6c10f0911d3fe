"""A recording on one page: key frames over the curves of arousal and valence, as PNG."""

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from app.analysis.runs import runs_of
from app.core.analysis import Analysis
from app.core.face_track import FaceTrack
from app.core.key_frames import KeyFrame, key_frames
from app.core.names import printable
from app.core.prediction import PersonPrediction, summarise
from app.core.recording import Recording
from app.video.pyav_reader import open_recording

AROUSAL, VALENCE = "#D55E00", "#0072B2"
_INK, _FAINT, _GAP, _PAPER = "#1B1D21", "#6B7077", "#E4E6E9", "#FFFFFF"
_DPI = 110
_SIZE = (11.7, 8.3)  # A4 across, in inches
_THUMBNAIL = 320
_LEFT, _RIGHT = 0.07, 0.975
_CURVES_INCHES = 4.6  # what pictures and both curves share


def report_png(analysis: Analysis, prediction: PersonPrediction) -> bytes:
    """The page for one person, as the bytes of a PNG file."""
    figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    keys = key_frames(prediction)
    pictures = _picture_inches(analysis.recording, len(keys))
    curve = (_CURVES_INCHES - pictures) / 2
    rows = figure.add_gridspec(
        4, 1, left=_LEFT, right=_RIGHT, top=0.86, bottom=0.13, hspace=0.3,
        height_ratios=(pictures, 0.35, curve, curve),
    )  # fmt: skip
    _head(figure, analysis, prediction)
    _pictures(figure, rows[0].subgridspec(1, max(1, len(keys)), wspace=0.06), analysis, keys)
    quality = figure.add_subplot(rows[1])
    _quality(quality, prediction)
    for row, (name, colour) in enumerate((("arousal", AROUSAL), ("valence", VALENCE)), start=2):
        lane = figure.add_subplot(rows[row], sharex=quality)
        _curve(lane, prediction, name, colour, keys)
        if row == 2:
            lane.tick_params(labelbottom=False)
    figure.axes[-1].set_xlabel("time (m:ss.f)", fontsize=9, color=_FAINT)
    _foot(figure, analysis, prediction)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": "MIMAMO Studio"})
    return stream.getvalue()


def _picture_inches(recording: Recording, count: int) -> float:
    """How high the row of pictures has to be, in inches, for pictures that fill its width."""
    width = (_RIGHT - _LEFT) * _SIZE[0] / max(1, count)
    return min(max(width * recording.height / recording.width, 0.8), 2.4)


def clock(seconds: float) -> str:
    """A time as m:ss.f."""
    tenths = round(abs(seconds) * 10)
    sign = "-" if seconds < 0 and tenths else ""
    return f"{sign}{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"


def _head(figure: Figure, analysis: Analysis, prediction: PersonPrediction) -> None:
    base = analysis.recording.time_base
    person = f", person {prediction.person} of {len(analysis.tracks)}" if analysis.tracks else ""
    figure.text(
        _LEFT, 0.955, printable(analysis.recording.path.name), fontsize=15, weight="bold",
        color=_INK, va="center", parse_math=False,
    )  # fmt: skip
    facts = (
        f"{clock(float(base.seconds[-1] - base.seconds[0]))} long, {len(base)} frames, "
        f"{analysis.recording.width} x {analysis.recording.height}{person}"
    )
    figure.text(_LEFT, 0.92, facts, fontsize=10, color=_FAINT, va="center")
    if analysis.caution:
        figure.text(
            _RIGHT, 0.955, analysis.caution, fontsize=10, weight="bold", color="#FFFFFF",
            ha="right", va="center", bbox={"facecolor": "#8A2B06", "pad": 5, "linewidth": 0},
        )  # fmt: skip


def _pictures(figure: Figure, cells: object, analysis: Analysis, keys: Sequence[KeyFrame]) -> None:
    with open_recording(analysis.recording.path) as reader:
        reader.count_by(analysis.recording.time_base)
        images = [reader.frame(key.frame) for key in keys]
    seconds = analysis.recording.time_base.seconds
    for column, (key, image) in enumerate(zip(keys, images, strict=True)):
        axes = figure.add_subplot(cells[column])  # type: ignore[index]
        step = max(1, max(image.shape[:2]) // _THUMBNAIL)
        # A plain mean over step x step pixels keeps thumbnails free of moire.
        height, width = (side // step * step for side in image.shape[:2])
        small = image[:height, :width].reshape(height // step, step, width // step, step, 3)
        axes.imshow(small.mean(axis=(1, 3)).astype(np.uint8), extent=(0, width, height, 0))
        _boxes(axes, analysis.tracks, key.frame)
        axes.set_axis_off()
        axes.set_title(clock(seconds[key.frame]), fontsize=9, color=_INK, pad=4)
        axes.text(
            0.5, -0.03, key.reason, transform=axes.transAxes, fontsize=8, color=_FAINT,
            ha="center", va="top",
        )  # fmt: skip


def _boxes(axes: Axes, tracks: Sequence[FaceTrack], frame: int) -> None:
    for track in tracks:
        position = int(np.searchsorted(track.index, frame, side="right")) - 1
        if position < 0 or not track.valid[position] or frame > track.index[position] + 2:
            continue
        left, top, right, bottom = (float(value) for value in track.boxes[position])
        axes.add_patch(
            Rectangle((left, top), right - left, bottom - top, fill=False, color="#F5D547", lw=1.2)
        )


def _quality(axes: Axes, prediction: PersonPrediction) -> None:
    _dress(axes, prediction)
    axes.fill_between(
        prediction.seconds, prediction.confidence, step="post", color=_FAINT, alpha=0.55, lw=0
    )
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 1])
    axes.set_ylabel("face", fontsize=9, color=_INK)
    axes.tick_params(labelbottom=False)


def _curve(
    axes: Axes, prediction: PersonPrediction, name: str, colour: str, keys: Sequence[KeyFrame]
) -> None:
    _dress(axes, prediction)
    track = prediction.track(name)
    axes.axhline(0, color=_FAINT, lw=0.6)
    axes.plot(track.seconds, track.values, color=colour, lw=1.6, solid_capstyle="round")
    at = [key.frame for key in keys]
    axes.plot(track.seconds[at], track.values[at], "o", color=colour, ms=4, mec=_PAPER, mew=0.8)
    axes.set_ylim(-1.05, 1.05)
    axes.set_yticks([-1, 0, 1])
    axes.set_ylabel(name, fontsize=10, color=colour, weight="bold")


def _dress(axes: Axes, prediction: PersonPrediction) -> None:
    """Thin axes in the page's colours, gaps greyed, time as m:ss.f."""
    seconds = prediction.seconds
    missing: NDArray[np.bool_] = np.any(np.isnan(prediction.valence_arousal), axis=1)
    for onset, offset in _stretches(seconds, missing):
        axes.axvspan(onset, offset, color=_GAP, lw=0)
    axes.set_xlim(seconds[0], seconds[-1] if len(seconds) > 1 else seconds[0] + 1)
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: clock(value)))
    axes.tick_params(labelsize=8, colors=_FAINT, length=3)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_FAINT)
        spine.set_linewidth(0.6)


def _stretches(seconds: NDArray[np.float64], mask: NDArray[np.bool_]) -> list[tuple[float, float]]:
    last = len(seconds) - 1
    return [
        (float(seconds[run.start]), float(seconds[min(run.stop, last)])) for run in runs_of(mask)
    ]


def _foot(figure: Figure, analysis: Analysis, prediction: PersonPrediction) -> None:
    summary = summarise(prediction)
    made_by = prediction.provenance
    if summary.mean[0] == summary.mean[0]:
        numbers = (
            f"Mean arousal {summary.mean[1]:+.2f} (SD {summary.deviation[1]:.2f}), "
            f"valence {summary.mean[0]:+.2f} (SD {summary.deviation[0]:.2f}); "
        )
    else:
        numbers = "Nothing was predicted; "
    figure.text(
        _LEFT, 0.058, f"{numbers}usable face in {summary.face_share:.0%} of the frames. "
        "Grey: no usable face, no value.", fontsize=9, color=_INK, va="center",
    )  # fmt: skip
    digest = f", sha256 {made_by.weights_sha256[:12]}…" if made_by.weights_sha256 else ""
    figure.text(
        _LEFT, 0.03, f"System {made_by.system}, weights {made_by.weights}{digest}; "
        f"{analysis.rate_hz:.1f} frames/s analysed on {analysis.device}; {analysis.started}.",
        fontsize=8, color=_FAINT, va="center", parse_math=False,
    )  # fmt: skip
