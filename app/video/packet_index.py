"""When each frame is shown, read from the packets without decoding them.

A frame's presentation time is the PTS of its packet; packets marked discard (cut away by an edit
list) are decoded but never shown. Where a container gives no PTS (old AVI files) the decoding time
stamp stands in for it, as it does for the frames in ``decoding.py``.
"""

# Packet is generic for the type checker only.
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

MOST_FAILURES = 16
"""Reading errors in a row after which the rest of a file is given up."""


@dataclass(slots=True)
class Damage:
    """What went wrong while a file was read; counts, for the notices."""

    unreadable: int = 0
    undecodable: int = 0
    corrupt: int = 0

    def __bool__(self) -> bool:
        return bool(self.unreadable or self.undecodable or self.corrupt)


@dataclass(frozen=True, slots=True)
class PacketIndex:
    """Where the frames of a video stream are.

    Attributes
    ----------
    pts : int64 array (T,)
        Strictly increasing PTS of the frames that are shown, in ticks; T may be 0.
    key_pts, key_dts, key_bytes : int64 array (K,)
        PTS (increasing), decoding time stamps and sizes of the packets where decoding can start.
    """

    pts: NDArray[np.int64]
    key_pts: NDArray[np.int64]
    key_dts: NDArray[np.int64]
    key_bytes: NDArray[np.int64]

    def key_before(self, pts: int) -> int | None:
        """Place in ``key_pts`` of the last start not after a frame; None before the first."""
        place = int(np.searchsorted(self.key_pts, pts, side="right")) - 1
        return place if place >= 0 else None

    def is_key(self, pts: int, size: int) -> bool:
        """Whether a packet of that PTS and size is one where decoding can start."""
        place = self.key_before(pts)
        return place is not None and (pts, size) == (self.key_pts[place], self.key_bytes[place])


@dataclass(slots=True)
class PacketIndexer:
    """Collects an index packet by packet."""

    shown: list[int] = field(default_factory=list)
    keys: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, packet: Packet[VideoStream]) -> None:
        """Take note of one packet."""
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None:
            return
        if not packet.is_discard:
            self.shown.append(time)
        if packet.is_keyframe:
            decoded = packet.dts if packet.dts is not None else time
            self.keys.setdefault(time, (decoded, packet.size))

    def finish(self) -> PacketIndex:
        """The index of the packets seen; of frames with the same PTS one remains."""
        pts = np.unique(np.array(self.shown, np.int64))
        key_pts = np.array(sorted(self.keys), np.int64)
        places = [self.keys[int(time)] for time in key_pts]
        key_dts, key_bytes = np.array(places, np.int64).reshape(-1, 2).T
        return PacketIndex(pts, key_pts, key_dts, key_bytes)


def packets(
    container: InputContainer, stream: VideoStream, damage: Damage
) -> Iterator[Packet[VideoStream]]:
    """Packets from where the container stands, past what cannot be read.

    The last one is empty: decoding it gives what the decoder still holds.
    """
    failures = 0
    while failures < MOST_FAILURES:
        try:
            for packet in container.demux(stream):
                failures = 0
                if packet.size == 0 and packet.pts is not None:
                    continue  # a decoder would take an empty sample for the end
                damage.corrupt += packet.is_corrupt
                yield packet
        except av.FFmpegError:
            damage.unreadable += 1
            failures += 1
        else:
            return
    flush = cast("Packet[VideoStream]", Packet())
    flush.stream = stream
    yield flush
