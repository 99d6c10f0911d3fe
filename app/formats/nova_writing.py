"""Writing annotations of NOVA; see `app.formats.nova` for what they are."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import OutputError
from app.files import atomic_write
from app.formats.content import ExportContent, ExportCurve, ExportSegments
from app.formats.marks import files_of_tracks, joined_name, lost_marks, without_controls
from app.formats.nova import GARBAGE, NAME
from app.formats.whole_text import Element, SubElement, xml_bytes

# Okabe-Ito, in the order in which labels appear.
_COLOURS = ("E69F00", "56B4E9", "009E73", "F0E442", "0072B2", "D55E00", "CC79A7")
_NEAR = 0.05
"""Share of a sample's duration by which times of files may be rounded."""


def write_pairs(content: ExportContent, target: Path, binary: bool) -> list[Path]:
    """Write a pair for each track; of a pair the values first, for the header names them."""
    tracks: Sequence[ExportCurve | ExportSegments] = (*content.curves, *content.segment_tracks)
    if not tracks:
        raise OutputError(f"{NAME} has nothing to hold; choose at least one track.")
    names = [joined_name(_name(track), track.rater) for track in tracks]
    written = []
    for track, file in zip(tracks, files_of_tracks(target, names), strict=True):
        if isinstance(track, ExportCurve):
            scheme, size, values = _curve(content, track, binary)
        else:
            scheme, size, values = _segments(track, binary)
        pair = [file, file.with_name(file.name + "~")]
        with atomic_write(pair[1]) as stream:
            stream.write(values)
        with atomic_write(pair[0]) as stream:
            stream.write(xml_bytes(_header(scheme, size, track.rater, binary)))
        written += pair
    return written


def _name(track: ExportCurve | ExportSegments) -> str:
    return track.dimension if isinstance(track, ExportCurve) else track.name


def _header(scheme: Element, size: int, rater: str, binary: bool) -> Element:
    root = Element("annotation", {"ssi-v": "3"})
    SubElement(root, "info", ftype="BINARY" if binary else "ASCII", size=str(size))
    SubElement(root, "meta", annotator=without_controls(rater))
    root.append(scheme)
    return root


def _curve(content: ExportContent, curve: ExportCurve, binary: bool) -> tuple[Element, int, bytes]:
    rate = _rate(content)
    values = curve.values[_frames(content, rate)] if curve.values.size else curve.values
    scheme = Element(
        "scheme",
        name=without_controls(curve.dimension),
        type="CONTINUOUS",
        sr=_short(rate),
        min=_short(curve.low),
        max=_short(curve.high),
        mincolor="#FFFFFFFF",
        maxcolor="#FF4F81BD",
    )
    if binary:
        pairs = np.stack([values, ~np.isnan(values)], axis=1)
        return scheme, values.size, pairs.astype("<f4").tobytes()
    rows = ("NaN;0\n" if value != value else f"{_short(value)};1\n" for value in values.tolist())
    return scheme, values.size, "".join(rows).encode()


def _rate(content: ExportContent) -> float:
    seconds = content.frame_seconds
    if content.fps > 0:
        return content.fps
    return float((seconds.size - 1) / (seconds[-1] - seconds[0])) if seconds.size > 1 else 25.0


def _frames(content: ExportContent, rate: float) -> NDArray[np.int64]:
    """The frame shown at each sample; before the first frame it is the first."""
    seconds = content.frame_seconds
    count = int(np.floor(seconds[-1] * rate + _NEAR)) + 1
    times = (np.arange(max(1, count)) + _NEAR) / rate
    return np.maximum(0, np.searchsorted(seconds, times, side="right") - 1)


def _segments(track: ExportSegments, binary: bool) -> tuple[Element, int, bytes]:
    labels = dict.fromkeys(held(segment.label) for segment in track.segments)
    labels.pop(GARBAGE, None)
    ids = {label: number for number, label in enumerate(labels)}
    name = without_controls(track.name)
    scheme = Element("scheme", name=name, type="DISCRETE", color="#FFEEECE1")
    for label, number in ids.items():
        colour = f"#FF{_COLOURS[number % len(_COLOURS)]}"
        SubElement(scheme, "item", name=label, id=str(number), color=colour)
    rows = [
        (float(each.onset), float(each.offset), ids.get(held(each.label), -1))
        for each in track.segments
    ]
    if binary:
        return scheme, len(rows), b"".join(struct.pack("<ddif", *row, 1.0) for row in rows)
    text = "".join(f"{_short(start)};{_short(end)};{label};1\n" for start, end, label in rows)
    return scheme, len(rows), text.encode()


def _short(value: float) -> str:
    # Shortest digits that give the same number back, without an exponent.
    return np.format_float_positional(value, trim="-")


def held(label: str) -> str:
    """A label, or a name, as the header holds it."""
    return without_controls(label)


def losses(content: ExportContent) -> list[str]:
    """What would be lost, one sentence each."""
    lost = []
    if len(content.curves) + len(content.segment_tracks) > 1:
        lost.append(f"{NAME} holds one track: each track gets a pair of files of its own.")
    seconds = content.frame_seconds
    if content.curves and seconds.size:
        rate = _rate(content)
        frames = _frames(content, rate)
        if frames.size != seconds.size or np.any(np.diff(frames) != 1):
            lost.append(
                f"{NAME} has samples at a fixed rate: at {rate:g} a second some frames are left "
                "out or doubled, for they come at other times."
            )
        elif np.max(np.abs(seconds - np.arange(seconds.size) / rate)) > _NEAR / rate:
            lost.append(f"{NAME} has samples from 0 s at a fixed rate: times of frames are moved.")
    tracks: Sequence[ExportCurve | ExportSegments] = (*content.curves, *content.segment_tracks)
    if any(held(text) != text for each in tracks for text in (_name(each), each.rater)):
        lost.append(f"{NAME} changes odd names of tracks and raters.")
    return lost + lost_marks(
        content,
        NAME,
        [
            (lambda s: bool(s.note), "holds no notes"),
            (lambda s: held(s.label) != s.label, "changes odd labels"),
        ],
    )
