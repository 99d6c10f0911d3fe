"""Aff-Wild2 (ABAW) valence and arousal: a line per frame after the header ``valence,arousal``.

Comma, dot, -1 ... 1; -5 in either value means "do not use this frame". Also the submission file,
``image_location,valence,arousal`` with rows ``video/00001.jpg,v,a``, images counted from 1. One
file holds one person's ratings. Read by the names of the columns, so their order does not matter.
"""

import re
from pathlib import Path

import numpy as np

from app.formats.columns import (
    chosen_video,
    frames_or_rate,
    header_of,
    outside,
    without_sentinel,
)
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    Layout,
    ReadOptions,
    WriteOptions,
)
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import TextTable, read_table
from app.formats.writing import (
    files_of,
    left_out,
    no_raters,
    no_segments,
    other_range,
    per_rater_or_refuse,
    shortest_all,
    within,
    write_rows,
)

NAME = "Aff-Wild2"
SENTINEL = -5.0
_PAIR = ("valence", "arousal")
_OTHER_TASKS = {"neutral": "expression classes", "au1": "action units"}
_IMAGE = re.compile(r"(.+)[/\\](\d{1,9})\.\w+", re.ASCII | re.DOTALL)


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header is valence and arousal, or that of another task of the challenge."""
    header = header_of(path, head)
    return set(header) == set(_PAIR) or _is_submission(header) or _other_task(header) != ""


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one file of values."""
    source = sniff(path, options)
    header = tuple(cell.casefold() for cell in source.rows[0])
    if task := _other_task(header):
        raise source.error(f"it holds {task}; expected the header valence,arousal", 1)
    if _is_submission(header):
        return _read_submission(source, header, options)
    if set(header) != set(_PAIR) or len(header) != 2:
        raise source.error("expected the header valence,arousal", 1)
    table = read_table(source, source.ends[0], ["number", "number"], rows_count=True)
    media = path.stem
    return _content(table, header, np.arange(len(table)), len(table), media, options)


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per rater; the rater's name joins the file's when there are several."""
    found = per_rater_or_refuse(content, _PAIR, NAME)
    written = []
    for place, curves in zip(files_of(target, found), found.values(), strict=True):
        columns = [within(curves[name], -1, 1, options, NAME) for name in _PAIR]
        gap = np.isnan(columns[0]) | np.isnan(columns[1])
        cells = [shortest_all(np.where(gap, SENTINEL, values)) for values in columns]
        written.append(write_rows(place, [_PAIR, *zip(*cells, strict=True)]))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    return [
        *left_out(content, _PAIR),
        *other_range(content, -1, 1, NAME),
        *no_segments(content, NAME),
        *no_raters(content, NAME),
        f"{NAME} holds no times: row and frame go together.",
        *_half_gaps(content),
    ]


def _half_gaps(content: ExportContent) -> list[str]:
    by_rater: dict[str, list[np.ndarray]] = {}
    for curve in content.curves:
        by_rater.setdefault(curve.rater, []).append(np.isnan(curve.values))
    if any(np.any(gaps[0] != other) for gaps in by_rater.values() for other in gaps[1:]):
        return [f"In {NAME} a frame without one of the two values has none at all."]
    return []


def _is_submission(header: tuple[str, ...]) -> bool:
    return len(header) == 3 and header[0] == "image_location" and set(header[1:]) == set(_PAIR)


def _other_task(header: tuple[str, ...]) -> str:
    return _OTHER_TASKS.get(header[0], "") if len(header) > 5 else ""


def _read_submission(
    source: TextSource, header: tuple[str, ...], options: ReadOptions
) -> tuple[Content, Layout]:
    table = read_table(source, source.ends[0], ["text", "number", "number"])
    places = [_IMAGE.fullmatch(cell.strip()) for cell in table.texts[0]]
    for place, cell, line in zip(places, table.texts[0], table.lines, strict=True):
        if place is None or int(place[2]) < 1:
            raise source.error(f"expected video/00001.jpg, found '{cell[:40]}'", int(line), 1)
    videos = [place[1] for place in places if place is not None]
    wanted = chosen_video(source, videos, options)
    rows = np.array([video == wanted for video in videos], dtype=bool)
    images = np.array([int(place[2]) for place in places if place is not None], dtype=np.int64)
    kept = table.only(rows)
    frames = images[rows] - 1
    _refuse_repeated(kept, frames)
    count = int(frames.max()) + 1 if frames.size else 0
    if count > 10 * frames.size + 10_000:
        raise source.error(f"image {count} is far beyond the {frames.size} images there are")
    return _content(kept, header, frames, count, wanted, options)


def _refuse_repeated(table: TextTable, frames: np.ndarray) -> None:
    _, first = np.unique(frames, return_index=True)
    again = np.setdiff1d(np.arange(frames.size), first)
    if again.size:
        found = table.texts[0][again[0]].strip()[:40]
        what = f"expected each image once, found '{found}' again"
        raise table.source.error(what, int(table.lines[again[0]]), 1)


def _content(
    table: TextTable,
    header: tuple[str, ...],
    frames: np.ndarray,
    count: int,
    media: str,
    options: ReadOptions,
) -> tuple[Content, Layout]:
    columns = {
        name: without_sentinel(table.numbers[i], options, SENTINEL)
        for i, name in enumerate(header)
        if name in _PAIR
    }
    unusable = np.isnan(columns["valence"]) | np.isnan(columns["arousal"])
    curves, remarks = [], [*_unusable(int(unusable.sum()))]
    for name, values in columns.items():
        placed = np.full(count, np.nan)
        placed[frames] = np.where(unusable, np.nan, values)
        curves.append(CurveContent(name, "", frames_or_rate(count, options), placed, (-1.0, 1.0)))
        remarks += outside(placed, -1, 1, name)
    layout = table.source.layout(time_base="frame")
    return Content(tuple(curves), (), tuple(remarks), media=media), layout


def _unusable(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    frames = "1 frame is" if count == 1 else f"{count} frames are"
    return (f"{frames} marked as not to be used (-5, or empty); they become gaps.",)
