"""AVEC gold standard as ARFF: an instance's name, the time in seconds, and values.

``@relation GOLDSTANDARD``, then the attributes ``Instance_name string``, ``frameTime numeric`` and
``GoldStandard numeric``, then ``@data`` and rows ``dev_1,0,-0.022925``. ``?`` is a gap.
"""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.core.errors import InputError
from app.formats.columns import (
    chosen_video,
    dimension_in,
    dimension_of_path,
    outside,
    seconds_in,
    unquoted,
    without_sentinel,
)
from app.formats.content import (
    Content,
    CurveContent,
    ExportContent,
    ExportCurve,
    Layout,
    ReadOptions,
    WriteOptions,
)
from app.formats.marks import one_line
from app.formats.text_source import TextSource, sniff
from app.formats.text_table import Kind, read_table
from app.formats.writing import (
    curves_or_refuse,
    files_of,
    no_segments,
    other_range,
    shortest_all,
    within,
    write_text,
)

NAME = "AVEC ARFF"
GOLD = "GoldStandard"
_ATTRIBUTE = re.compile(r"@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+(.+)", re.IGNORECASE)
_NUMERIC = ("numeric", "real", "integer")


def recognises(path: Path, head: bytes) -> bool:
    """Whether it begins as ARFF does."""
    return re.search(rb"^\s*@relation\b", head[:4096], re.IGNORECASE | re.MULTILINE) is not None


def read(path: Path, options: ReadOptions) -> tuple[Content, Layout]:
    """Read one recording."""
    source = sniff(path, replace(options, separator=options.separator or ","))
    names, kinds, data = _header(source)
    texts = [i for i, kind in enumerate(kinds) if kind == "text"]
    clock = next((i for i, name in enumerate(names) if "time" in name.casefold()), None)
    if clock is None or kinds[clock] != "number":
        raise source.error("expected a numeric attribute for the time, such as frameTime")
    table = read_table(source, data, kinds)
    media = path.stem
    if texts:
        instances = [unquoted(cell) for cell in table.texts[texts[0]]]
        media = chosen_video(source, instances, options)
        table = table.only(np.array([each == media for each in instances], dtype=bool))
    times, remarks = seconds_in(table, clock, options)
    curves = []
    for i, name in enumerate(names):
        if i != clock and kinds[i] == "number":
            dimension = dimension_in(name) or dimension_of_path(path)
            values = without_sentinel(table.numbers[i], options)
            rater = "gold standard" if name == GOLD else ""
            curves.append(CurveContent(dimension, rater, times, values, (-1.0, 1.0)))
            remarks += outside(values, -1, 1, name)
    if not curves:
        raise source.error("expected a numeric attribute beside the time")
    layout = replace(table.source.layout(header=None), header=tuple(names))
    return Content(tuple(curves), (), tuple(remarks), media=media), layout


def write(content: ExportContent, target: Path, options: WriteOptions) -> list[Path]:
    """Write a file per curve; dimension and rater join its name when there are several."""
    curves = curves_or_refuse(content, NAME)
    places = files_of(target, [f"{curve.dimension}_{curve.rater}" for curve in curves])
    video = content.media.stem if content.media is not None else target.stem
    return [
        write_text(place, _text(content, curve, video, options))
        for curve, place in zip(curves, places, strict=True)
    ]


def cannot_hold(content: ExportContent) -> list[str]:
    """What would be lost."""
    return [
        f"{NAME} holds one curve per file, without its rater; where several are written "
        "the files' names say them, and importing asks for the dimension of a single one.",
        *other_range(content, -1, 1, NAME),
        *no_segments(content, NAME),
    ]


def _text(content: ExportContent, curve: ExportCurve, video: str, options: WriteOptions) -> str:
    quoted = "'" + one_line(video).replace("'", "-").replace(",", "-") + "'"
    header = f"@relation {GOLD.upper()}\n\n@attribute Instance_name string\n"
    header += f"@attribute frameTime numeric\n@attribute {GOLD} numeric\n\n@data\n"
    times = shortest_all(content.frame_seconds)
    values = shortest_all(within(curve, -1, 1, options, NAME), "?")
    return header + "".join(
        f"{quoted},{at},{value}\n" for at, value in zip(times, values, strict=True)
    )


def _header(source: TextSource) -> tuple[list[str], list[Kind], int]:
    """Names and kinds of the attributes, and the line of ``@data``."""
    names: list[str] = []
    kinds: list[Kind] = []
    for row, line in zip(source.rows, source.lines, strict=True):
        text = source.separator.join(row).strip()
        if text.casefold() == "@data":
            return names, kinds, line
        if text.casefold().startswith("@attribute"):
            found = _ATTRIBUTE.fullmatch(text)
            if found is None:
                raise source.error("expected @attribute, a name and a type", line)
            names.append(unquoted(found[1]))
            kinds.append("number" if found[2].casefold() in _NUMERIC else "text")
    raise InputError(f"{source.path.name}: expected a line @data, and found none.")
