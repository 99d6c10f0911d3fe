"""The submission file of the Aff-Wild2 (ABAW) valence-arousal challenge.

The header ``image_location,valence,arousal``, then ``video/00001.jpg,v,a`` for every frame, images
counted from 1. Predictions are those that ``analyze`` wrote, a CSV per video named as the video.

The gap rule, as the published entries of this network were written: a frame without prediction at
the beginning of a video is -5, a later one repeats the prediction before it. With the challenge's
list of frames there is one line per frame of the list, in its order, whatever else was predicted;
a frame of the list beyond the last predicted one is a frame without prediction.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.prediction_csv import HEADER
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, read_table
from app.formats.writing import write_rows

SUBMISSION_HEADER = ("image_location", "valence", "arousal")
NOT_PREDICTED = -5.0

_IMAGE = re.compile(r"(.+)/(\d{1,9})\.\w+", re.DOTALL | re.ASCII)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ListedFrame:
    """A frame that a submission must hold.

    Attributes
    ----------
    video : str
        Name of the video, without ending.
    image : int
        From 1.
    location : str
        As the list writes it.
    """

    video: str
    image: int
    location: str


def filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Predictions (N, 2) without gaps, by the gap rule; a frame with one value only has none."""
    known = np.isfinite(values).all(axis=1)
    latest = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    repeated = values[np.maximum(latest, 0)] if len(values) else values
    made: NDArray[np.float64] = np.where((latest >= 0)[:, None], repeated, NOT_PREDICTED)
    return made


def read_predictions(folder: Path) -> dict[str, NDArray[np.float64]]:
    """Predictions (N, 2) of every video that ``analyze`` wrote a CSV of into a folder, by name.

    Raises
    ------
    InputError
        There is none, or one was changed into something else.
    """
    found = {path.stem: path for path in sorted(folder.glob("*.csv")) if _is_prediction(path)}
    if not found:
        raise InputError(
            f"{folder} holds no predictions; make them with: analyze VIDEOS --out {folder}"
        )
    return {name: _predictions(path) for name, path in found.items()}


def read_frame_list(path: Path) -> list[ListedFrame]:
    """The frames of a list: a line each, ``video/00001.jpg``, further cells are not read.

    Raises
    ------
    InputError
        A line is something else.
    """
    source = sniff(path)
    with source.open(source.encoding) as stream:
        lines = [line.split(",")[0].strip() for line in stream]
    first = 1 if lines and lines[0].casefold() == SUBMISSION_HEADER[0] else 0
    return [
        _listed(source, line, number)
        for number, line in enumerate(lines[first:], start=first + 1)
        if line
    ]


def all_frames(predictions: Mapping[str, NDArray[np.float64]]) -> list[ListedFrame]:
    """Every frame that was predicted, video by video."""
    return [
        ListedFrame(video, image, f"{video}/{image:05d}.jpg")
        for video, values in predictions.items()
        for image in range(1, len(values) + 1)
    ]


def write_submission(
    target: Path,
    predictions: Mapping[str, NDArray[np.float64]],
    frames: Sequence[ListedFrame] | None = None,
) -> Path:
    """Write a submission.

    Parameters
    ----------
    target : Path
        The file.
    predictions : mapping of str to float64 array (N, 2)
        Valence, arousal of every frame of a video, by its name; NaN where there is none.
    frames : sequence of ListedFrame, optional
        The challenge's list; every frame of every video without.

    Raises
    ------
    InputError
        A video of the list was not predicted at all.
    OutputError
        The file cannot be written.
    """
    frames = all_frames(predictions) if frames is None else frames
    _refuse_absent(frames, predictions)
    values = {video: filled(each) for video, each in predictions.items()}
    return write_rows(target, [SUBMISSION_HEADER, *_rows(frames, values)])


def _rows(
    frames: Sequence[ListedFrame], values: Mapping[str, NDArray[np.float64]]
) -> Iterator[tuple[str, str, str]]:
    for frame in frames:
        of_video = values[frame.video]
        valence, arousal = (
            of_video[min(frame.image, len(of_video)) - 1]
            if len(of_video)
            else (NOT_PREDICTED, NOT_PREDICTED)
        )
        yield frame.location, _number(valence), _number(arousal)


def _number(value: float) -> str:
    return "-5" if value == NOT_PREDICTED else f"{value:.6f}".replace("-0.000000", "0.000000")


def _refuse_absent(
    frames: Sequence[ListedFrame], predictions: Mapping[str, NDArray[np.float64]]
) -> None:
    absent = list(dict.fromkeys(f.video for f in frames if f.video not in predictions))
    if absent:
        names = ", ".join(absent[:_SHOWN]) + (", ..." if len(absent) > _SHOWN else "")
        videos = "1 video" if len(absent) == 1 else f"{len(absent)} videos"
        raise InputError(
            f"There are no predictions of {videos} of the list ({names}); analyse them first, each "
            "into a CSV of its name."
        )


def _listed(source: TextSource, line: str, number: int) -> ListedFrame:
    place = _IMAGE.fullmatch(line.replace("\\", "/"))
    if place is None or int(place[2]) < 1:
        raise source.error(f"expected video/00001.jpg, found '{line[:40]}'", number, 1)
    return ListedFrame(place[1], int(place[2]), line)


def _is_prediction(path: Path) -> bool:
    with path.open("rb") as stream:
        return (
            stream.read(len(HEADER) + 3).lstrip(b"\xef\xbb\xbf")[: len(HEADER)] == HEADER.encode()
        )


def _predictions(path: Path) -> NDArray[np.float64]:
    source = sniff(path)
    kinds: tuple[Kind, ...] = ("number", "number", "skip", "skip", "number", "number")
    table = read_table(source, source.ends[0], kinds, rows_count=True)
    if not np.array_equal(table.numbers[0], np.arange(len(table))):
        raise source.error("the frames are not 0, 1, 2, ...; analyse the video again")
    return np.stack([table.numbers[4], table.numbers[5]], axis=1)
