"""Made-up annotations to write, and the reading of files by the registry."""

from pathlib import Path

import numpy as np

from app.core.segment import Segment
from app.formats.content import (
    Content,
    ExportContent,
    ExportCurve,
    ExportSegments,
    Layout,
    ReadOptions,
)
from app.formats.registry import format_named, recognise


def exported(
    valence, arousal, *, rater: str = "Anna", fps: float = 25.0, segments=(), low=-1.0, high=1.0
) -> ExportContent:
    """Valence and arousal of one rater, with frames at a steady rate."""
    values = [np.asarray(each, dtype=float) for each in (valence, arousal)]
    tracks = (ExportSegments("expression", rater, tuple(segments)),) if segments else ()
    return ExportContent(
        np.arange(len(values[0])) / fps,
        tuple(
            ExportCurve(name, rater, each, low, high)
            for name, each in zip(("valence", "arousal"), values, strict=True)
        ),
        tracks,
        Path("clip.mp4"),
        fps,
    )


def some_segments() -> tuple[Segment, ...]:
    """A stretch, an event and an overlap."""
    return (
        Segment(0.0, 0.08, "smile", "", 1),
        Segment(0.04, 0.04, "blink", "quick", 2),
        Segment(0.04, 0.16, "speech", "says “hi”", 3),
    )


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file made by hand."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_as(identity: str, path: Path, **options) -> tuple[Content, Layout]:
    """Read a file that its format must recognise."""
    assert identity in [row.id for row in recognise(path)]
    return format_named(identity).read(path, ReadOptions(**options))


def values_of(content: Content, dimension: str, rater: str = "") -> list[float]:
    """The values of a curve; the one of that rater, where raters are known."""
    (curve,) = [
        each for each in content.curves if each.dimension == dimension and each.rater in ("", rater)
    ]
    return curve.values.tolist()
