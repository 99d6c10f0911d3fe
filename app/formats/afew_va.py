"""AFEW-VA: a JSON object whose ``frames`` are keyed by number, each with valence and arousal.

Whole numbers -10 ... 10 by design, fractions in the wild. Keys are five digits and count from 0, or
from 1 where there is no frame 0; a frame that is left out is a gap. Landmarks are not read.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.formats.columns import LONGEST, frames_or_rate, outside, without_sentinel
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    WriteOptions,
)
from app.formats.whole_text import read_text
from app.formats.writing import (
    files_of,
    left_out,
    no_raters,
    no_segments,
    other_range,
    per_rater_or_refuse,
    within,
    write_text,
)

NAME = "AFEW-VA"
_PAIR = ("valence", "arousal")


class About(NamedTuple):
    """What a file says of its clip.

    Attributes
    ----------
    counted_from : int
        The number of the frame that row 0 of its curves is for: 0 or 1.
    actor : str
        Who is seen; empty where it does not say.
    """

    counted_from: int
    actor: str


def recognises(path: Path, head: bytes) -> bool:
    """Whether it is a JSON object with frames."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"frames"' in head


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one file."""
    text, encoding = read_text(path, options.encoding)
    frames, found = _frames(path, text)
    numbers = [_frame_number(path, text, key) for key in frames]
    base = 0 if not numbers or min(numbers) == 0 else 1
    count = max(numbers, default=-1) - base + 1
    _refuse_odd(path, text, dict(zip(frames, numbers, strict=True)))
    curves: list[CurveContent] = []
    remarks: list[str] = []
    for name in _PAIR:
        values = np.full(count, np.nan)
        cells = [_value(path, text, key, frame, name) for key, frame in frames.items()]
        values[np.array(numbers, dtype=np.int64) - base] = cells
        values = without_sentinel(values, options)
        curves.append(CurveContent(name, "", frames_or_rate(count, options), values, (-10.0, 10.0)))
        remarks += outside(values, -10, 10, name)
    if base:
        remarks.append(f"Frames are counted from {min(numbers)}; number 1 is taken as the first.")
    if len(numbers) < count:
        remarks.append(f"Of {count} frames it has {len(numbers)}; the others become gaps.")
    media = str(found.get("video_id", "") or path.stem)
    rows = _preview(numbers, base, curves)
    layout = Layout(encoding, header=("frame", *_PAIR), first_rows=rows, time_base="frame")
    return Content(tuple(curves), (), tuple(remarks), media=media), layout


def read_about(path: Path) -> About:
    """What a file says of its clip beside the values.

    Raises
    ------
    InputError
        It is no such file, or damaged.
    """
    text, _ = read_text(path)
    frames, found = _frames(path, text)
    numbers = [_frame_number(path, text, key) for key in frames]
    return About(0 if not numbers or min(numbers) == 0 else 1, str(found.get("actor") or ""))


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per rater; the rater's name joins the file's when there are several."""
    found = per_rater_or_refuse(content, _PAIR, NAME)
    video = content.media.stem if content.media is not None else target.stem
    written = []
    for place, curves in zip(files_of(target, found), found.values(), strict=True):
        columns = {name: within(curves[name], -10, 10, options, NAME) for name in _PAIR}
        made = {"video_id": video, "frames": _written_frames(columns)}
        written.append(write_text(place, json.dumps(made, indent=1, allow_nan=False) + "\n"))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    return [
        *left_out(content, _PAIR),
        *other_range(content, -10, 10, NAME),
        *no_segments(content, NAME),
        *no_raters(content, NAME),
        f"{NAME} holds no times: number and frame go together.",
    ]


def _frames(path: Path, text: str) -> tuple[dict[str, object], dict[str, object]]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path.name}, line {error.lineno}, column {error.colno}: expected JSON: {error.msg}"
        ) from None
    except (RecursionError, ValueError):  # a number of thousands of digits is the latter
        raise InputError(
            f"{path.name} is no AFEW-VA file: it is nested too deeply, or a number in it is too "
            "long; expected frames with valence and arousal."
        ) from None
    frames = found.get("frames") if isinstance(found, dict) else None
    if not isinstance(frames, dict):
        raise InputError(f"{path.name}, line 1: expected an object with the key “frames”.")
    return frames, found


def _place(path: Path, text: str, key: str) -> str:
    at = text.find(f'"{key}"', text.find('"frames"'))
    line = text.count("\n", 0, max(at, 0)) + 1
    column = max(at, 0) - (text.rfind("\n", 0, max(at, 0)) + 1) + 1
    return f"{path.name}, line {line}, column {column}"


def _frame_number(path: Path, text: str, key: str) -> int:
    stem = key.rsplit(".", 1)[0]
    if not (stem.isascii() and stem.isdigit()):
        raise InputError(f"{_place(path, text, key)}: expected a frame number, found '{key[:40]}'")
    return int(stem[:12])


def _refuse_odd(path: Path, text: str, numbers: dict[str, int]) -> None:
    seen: set[int] = set()
    for key, frame in numbers.items():
        if frame > LONGEST:
            raise InputError(f"{_place(path, text, key)}: a recording has no frame {frame}")
        if frame in seen:
            raise InputError(f"{_place(path, text, key)}: frame {frame} was there before")
        seen.add(frame)


def _value(path: Path, text: str, key: str, frame: object, name: str) -> float:
    if not isinstance(frame, dict):
        raise InputError(f"{_place(path, text, key)}: expected valence and arousal in braces")
    value = frame.get(name)
    if value is None and name in frame:
        return float("nan")
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
        found = "nothing" if value is None else f"'{str(value)[:40]}'"
        raise InputError(f"{_place(path, text, key)}: expected a number for {name}, found {found}")
    return float(value)


def _preview(
    numbers: list[int], base: int, curves: list[CurveContent]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), *(f"{curve.values[number - base]:g}" for curve in curves))
        for number in numbers[:8]
    )


def _written_frames(columns: dict[str, NDArray[np.float64]]) -> dict[str, dict[str, float | None]]:
    pairs = zip(columns["valence"].tolist(), columns["arousal"].tolist(), strict=True)
    # Frame 0 is written even when it is a gap: without it readers would count from 1.
    return {
        f"{frame:05d}": {"valence": _number(valence), "arousal": _number(arousal)}
        for frame, (valence, arousal) in enumerate(pairs)
        if frame == 0 or valence == valence or arousal == arousal
    }


def _number(value: float) -> float | None:
    if value != value:
        return None
    return int(value) if value == int(value) else value
