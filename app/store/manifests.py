"""What a track and a document look like on the disk: small JSON texts that name their parts.

A document names its tracks by digest, a curve names its chunks of 4096 values; equal states have
equal digests, whoever made them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.document import Annotation, CurveAnnotation, SegmentAnnotation, TrackHead
from app.core.samples import Samples
from app.core.segment import Segment
from app.store.canonical import written


def of_track(track: Annotation) -> bytes:
    """The manifest of a track."""
    if isinstance(track, CurveAnnotation):
        kept: dict[str, object] = {
            "type": "curve",
            "low": float(track.low),
            "high": float(track.high),
            "frames": len(track.samples),
            "chunks": list(track.samples.digests),
        }
    else:
        kept = {"type": "segments", "segments": [_row(segment) for segment in track.segments]}
    return written({**kept, "head": asdict(track.head)}).encode()


def of_document(frames: int, tracks: Sequence[str]) -> bytes:
    """The manifest of a document."""
    return written({"frames": frames, "tracks": list(tracks)}).encode()


def document_parts(manifest: bytes) -> tuple[int, tuple[str, ...]]:
    """Frames of a document, and the digests of its tracks in order."""
    kept = json.loads(manifest)
    return int(kept["frames"]), tuple(kept["tracks"])


def track_chunks(manifest: bytes) -> tuple[str, ...]:
    """The digests of the chunks that a track needs; none for segments."""
    return tuple(json.loads(manifest).get("chunks", ()))


def track_from(manifest: bytes, chunks: Callable[[Sequence[str]], list[bytes]]) -> Annotation:
    """The track of a manifest.

    Parameters
    ----------
    manifest : bytes
        As `of_track` wrote it.
    chunks : callable
        Gives the bytes of chunks, in the order of their digests.
    """
    kept: dict[str, Any] = json.loads(manifest)
    head = TrackHead(**kept["head"])
    if kept["type"] == "segments":
        return SegmentAnnotation(head, tuple(Segment(*row) for row in kept["segments"]))
    digests = tuple(kept["chunks"])
    values = floats(b"".join(chunks(digests)))
    if values.size != kept["frames"]:
        raise ValueError(f"{kept['frames']} values are promised and {values.size} are there")
    return CurveAnnotation(head, Samples(values, digests), kept["low"], kept["high"])


def floats(content: bytes) -> NDArray[np.float64]:
    """Little-endian float64 bytes as a read-only array."""
    return np.frombuffer(content, dtype="<f8")


def bytes_of(values: NDArray[np.float64]) -> bytes:
    """An array as little-endian float64 bytes."""
    return np.ascontiguousarray(values, dtype="<f8").tobytes()


def _row(segment: Segment) -> list[object]:
    return [
        float(segment.onset),
        float(segment.offset),
        segment.label,
        segment.note,
        int(segment.id),
    ]
