"""OMG-Emotion: one value of arousal and valence per utterance.

The table of a set, ``link,start,end,video,utterance,arousal,valence,EmotionMaxVote``, holds many
recordings; start and end are seconds in the clip; arousal 0 ... 1, valence -1 ... 1, the emotion a
number. Values become constant stretches and emotions segments. A rater's own file of one utterance,
``arousal,valence,emotion``, has another scale and the emotion as a word; it is for the whole clip.
"""

from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.segment import Segment
from app.formats.columns import chosen_video, distinct_columns, header_of, outside, without_sentinel
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    ExportSegments,
    Layout,
    ReadOptions,
    SegmentContent,
    WriteOptions,
)
from app.formats.excel_safe import excel_safe, from_excel_safe
from app.formats.marks import numbered
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, read_table
from app.formats.writing import (
    end_of,
    files_of,
    left_out,
    no_raters,
    other_range,
    per_rater_or_refuse,
    shortest,
    within,
    write_rows,
)

NAME = "OMG-Emotion"
HEADER = ("link", "start", "end", "video", "utterance", "arousal", "valence", "EmotionMaxVote")
DETAILED = ("arousal", "valence", "emotion")
EMOTIONS = ("Anger", "Disgust", "Fear", "Happy", "Neutral", "Sad", "Surprise")
WHOLE_CLIP = 100_000.0
"""Seconds that a value of a whole clip is stretched over; longer than any recording."""

_RANGES = {"arousal": (0.0, 1.0), "valence": (-1.0, 1.0)}
_KINDS: dict[str, Kind] = dict.fromkeys(("start", "end", "arousal", "valence"), "number")
_NEEDED = {"start", "end", "video", "arousal", "valence"}


class OmgUtterance(NamedTuple):
    """A row of a set; arousal 0 ... 1, valence -1 ... 1, as written."""

    start: float
    end: float
    arousal: float
    valence: float
    emotion: str
    name: str
    line: int


def recognises(path: Path, head: bytes) -> bool:
    """Whether the header is that of a set or of a rater's own file."""
    header = header_of(path, head)
    return header == DETAILED or (_NEEDED | {"utterance"}) <= set(header)


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one recording of a set, or a rater's file of an utterance."""
    source = sniff(path, options)
    header = tuple(cell.casefold() for cell in source.rows[0])
    if header == DETAILED:
        return _read_detailed(source, options)
    if not header or not set(header) >= _NEEDED:
        raise source.error(f"expected the header {','.join(HEADER)}", 1)
    video, utterances = _utterances(source, header, options)
    curves = tuple(_stretches(name, utterances) for name in ("arousal", "valence"))
    rows = [(each.start, each.end, each.emotion, each.name) for each in utterances]
    remarks = [f"{len(utterances)} utterances with one value each; between them are gaps."]
    remarks += _overlaps(utterances)
    for curve in curves:
        remarks += outside(curve.values, *_RANGES[curve.dimension], curve.dimension)
    tracks = (SegmentContent("utterances", "", numbered(rows)),)
    return Content(curves, tracks, tuple(remarks), media=video), source.layout()


def read_utterances(path: Path) -> dict[str, list[OmgUtterance]]:
    """Every utterance of a set, by video and in the order of time.

    Raises
    ------
    InputError
        It is no such table, or damaged.
    """
    source = sniff(path)
    header = tuple(cell.casefold() for cell in source.rows[0])
    if not header or not set(header) >= _NEEDED | {"utterance"}:
        raise source.error(f"expected the header {','.join(HEADER)}", 1)
    rows = _Rows.of(source, header, ReadOptions())
    return {video: rows.of_video(video) for video in dict.fromkeys(rows.texts["video"])}


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a table per rater, with a row per segment of the first track of segments.

    Without segments the whole recording is one utterance.
    """
    found = per_rater_or_refuse(content, ("arousal", "valence"), NAME)
    video = content.media.stem if content.media is not None else target.stem
    written = []
    for place, curves in zip(files_of(target, found), found.values(), strict=True):
        values = {name: within(curves[name], *_RANGES[name], options, NAME) for name in _RANGES}
        rows = [_row(content, values, video, *each) for each in enumerate(_stretched(content), 1)]
        written.append(write_rows(place, [HEADER, *rows]))
    return written


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    lost = [
        *left_out(content, ("arousal", "valence")),
        f"{NAME} holds one value per utterance, the mean; how it changes within is lost.",
        *no_raters(content, NAME),
    ]
    for dimension, (low, high) in _RANGES.items():
        lost += other_range(_only(content, dimension), low, high, NAME)
    if len(content.segment_tracks) > 1:
        lost.append(f"{NAME} holds one track of utterances; only the first one is written.")
    elif not content.segment_tracks:
        lost.append("Without a track of segments the whole recording is one utterance.")
    if content.segment_tracks:
        lost.append(f"{NAME} does not say the track's name, and names segments without a note.")
    if any(each.label not in ("", *EMOTIONS) for each in _first(content).segments):
        lost.append(f"{NAME} has the emotions {', '.join(EMOTIONS)}; other labels are left out.")
    if any(each.is_event for each in _first(content).segments):
        lost.append(f"{NAME} holds no events: they are left out.")
    return lost


def _read_detailed(source: TextSource, options: ReadOptions) -> tuple[Content, Layout]:
    table = read_table(source, source.ends[0], ["number", "number", "text"])
    if len(table) != 1:
        raise source.error(f"expected one row of values, found {len(table)}")
    times = np.array([0.0, WHOLE_CLIP])
    curves = tuple(
        CurveContent(
            name,
            source.path.stem,
            times,
            np.repeat(without_sentinel(table.numbers[i], options), 2),
        )
        for i, name in enumerate(DETAILED[:2])
    )
    remarks: tuple[str, ...] = ("One value for the whole clip; it is put on every frame.",)
    if emotion := table.texts[2][0].strip():
        remarks += (f"The rater chose the emotion {emotion}, which is not taken over.",)
    return Content(curves, (), remarks, media=source.path.parent.name), source.layout()


def _utterances(
    source: TextSource, header: tuple[str, ...], options: ReadOptions
) -> tuple[str, list[OmgUtterance]]:
    rows = _Rows.of(source, header, options)
    wanted = chosen_video(source, rows.texts["video"], options)
    return wanted, rows.of_video(wanted)


class _Rows(NamedTuple):
    """The columns of a set."""

    source: TextSource
    numbers: dict[str, NDArray[np.float64]]
    texts: dict[str, list[str]]
    lines: NDArray[np.int64]

    @classmethod
    def of(cls, source: TextSource, header: tuple[str, ...], options: ReadOptions) -> "_Rows":
        kinds: list[Kind] = [_KINDS.get(name, "text") for name in header]
        distinct_columns(source, HEADER)
        table = read_table(source, source.ends[0], kinds)
        column = {name: i for i, name in enumerate(header)}
        numbers = {name: table.numbers[column[name]] for name in _KINDS}
        for name in _RANGES:
            numbers[name] = without_sentinel(numbers[name], options)
        texts: dict[str, list[str]] = {
            name: [from_excel_safe(cell) for cell in table.texts[column[name]]]
            for name in ("video", "utterance", "emotionmaxvote")
            if name in column
        }
        return cls(source, numbers, texts, table.lines)

    def of_video(self, video: str) -> list[OmgUtterance]:
        places = [row for row, name in enumerate(self.texts["video"]) if name == video]
        return sorted(self._row(row) for row in places)

    def _row(self, row: int) -> OmgUtterance:
        start, end = float(self.numbers["start"][row]), float(self.numbers["end"][row])
        line = int(self.lines[row])
        if not end > start:
            raise self.source.error(f"expected an end after {start:g}, found {end:g}", line)
        none = [""] * len(self.lines)
        vote = self.texts.get("emotionmaxvote", none)[row].strip()
        name = self.texts.get("utterance", none)[row]
        values = (float(self.numbers["arousal"][row]), float(self.numbers["valence"][row]))
        return OmgUtterance(start, end, *values, _emotion(self.source, vote, line), name, line)


def _emotion(source: TextSource, vote: str, line: int) -> str:
    if not vote:
        return ""
    if vote in map(str, range(len(EMOTIONS))):
        return EMOTIONS[int(vote)]
    raise source.error(
        f"expected an emotion from 0 to {len(EMOTIONS) - 1}, found '{vote[:40]}'", line
    )


def _stretches(dimension: str, utterances: list[OmgUtterance]) -> CurveContent:
    times, values = [], []
    for each, after in zip_longest(utterances, utterances[1:]):
        times.append(each.start)
        values.append(each.arousal if dimension == "arousal" else each.valence)
        if after is None or after.start > each.end:
            times.append(each.end)
            values.append(np.nan)
    return CurveContent(dimension, "", np.array(times), np.array(values), _RANGES[dimension])


def _overlaps(utterances: list[OmgUtterance]) -> list[str]:
    pairs = pairwise(utterances)
    count = sum(after.start < each.end for each, after in pairs)
    said = "1 utterance begins" if count == 1 else f"{count} utterances begin"
    return [f"{said} before the one above has ended; the later one counts."] if count else []


def _first(content: ExportContent) -> ExportSegments:
    return content.segment_tracks[0] if content.segment_tracks else ExportSegments("", "", ())


def _only(content: ExportContent, dimension: str) -> ExportContent:
    kept = tuple(curve for curve in content.curves if curve.dimension == dimension)
    return ExportContent(content.frame_seconds, kept)


def _stretched(content: ExportContent) -> list[Segment]:
    found = [each for each in _first(content).segments if not each.is_event]
    if found or content.segment_tracks:
        return found
    return [Segment(0.0, end_of(content))]


def _row(
    content: ExportContent,
    values: dict[str, NDArray[np.float64]],
    video: str,
    number: int,
    segment: Segment,
) -> list[str]:
    seconds = content.frame_seconds
    inside = (seconds >= segment.onset) & (seconds < segment.offset)
    means = [shortest(_mean(values[name][inside])) for name in ("arousal", "valence")]
    emotion = str(EMOTIONS.index(segment.label)) if segment.label in EMOTIONS else ""
    name = excel_safe(segment.note or f"utterance_{number}.mp4")
    times = [shortest(segment.onset), shortest(segment.offset)]
    return ["", *times, excel_safe(video), name, *means, emotion]


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    # The mean of equal numbers is that number; summing may miss it by the last bit.
    return float(np.clip(known.mean(), known.min(), known.max())) if known.size else float("nan")
