"""Decoded pictures of one file, forward from a place that can be chosen exactly."""

# Packet is generic for the type checker only.
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av import VideoFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from app.video.opening import open_container
from app.video.packet_index import Damage, PacketIndex, packets


class PictureStream:
    """Pictures as a decoder shows them, each with its PTS, in strictly increasing order.

    A picture that comes out of order, or with the PTS of the one before, is left out: it would
    never be the one "with the largest PTS not after the clock".

    Parameters
    ----------
    path : Path
        The file.
    stream : int
        Which of its streams.
    index : PacketIndex
        Where decoding can start.
    """

    def __init__(self, path: Path, stream: int, index: PacketIndex) -> None:
        self._path = path
        self._stream_number = stream
        self._index = index
        self.damage = Damage()
        self.position: int | None = None
        """PTS of the picture given last; None before the first after a start."""
        self.lean_before: int | None = None
        """PTS before which pictures that no other needs may be left out, to go faster."""
        self._floor: int | None = None
        self._open()

    def start_at(self, pts: int) -> None:
        """Go to where decoding must start so that the picture of that PTS comes out right.

        The container's own idea of a seek is checked against the index and, where it is wrong
        (it may aim by decoding time, or have no table), the next earlier start is tried, at
        last the beginning of the file.
        """
        place = self._index.key_before(pts)
        for earlier in () if place is None else range(place, max(-1, place - 3), -1):
            key = int(self._index.key_pts[earlier])
            for aim in (key, int(self._index.key_dts[earlier])):
                if self._seek(aim, key):
                    return
        self._reopen()

    def reaches(self, pts: int) -> bool:
        """Whether going on from here is the shortest way to a picture."""
        if self.position is None or self.position >= pts:
            return False
        place = self._index.key_before(pts)
        return place is None or int(self._index.key_pts[place]) <= self.position

    def __iter__(self) -> Iterator[tuple[int, VideoFrame]]:
        return self

    def __next__(self) -> tuple[int, VideoFrame]:
        for frame in self._frames:
            pts = frame.pts if frame.pts is not None else frame.dts
            if pts is None or (self._floor is not None and pts < self._floor):
                continue
            if self.position is not None and pts <= self.position:
                continue
            self.position = pts
            return pts, frame
        raise StopIteration

    def close(self) -> None:
        """Let go of the file; doing so twice does no harm."""
        self._frames: Iterator[VideoFrame] = iter(())
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> None:
        self._container: InputContainer = open_container(self._path)
        stream = self._container.streams[self._stream_number]
        if not isinstance(stream, VideoStream):
            raise ValueError(f"stream {self._stream_number} of {self._path} has no pictures")
        self._stream = stream
        self._stream.thread_type = "AUTO"
        self._begin(packets(self._container, self._stream, self.damage), None)

    def _reopen(self) -> None:
        self.close()
        self._open()

    def _begin(self, source: Iterator[Packet[VideoStream]], floor: int | None) -> None:
        self.position = None
        self._floor = floor
        self._stream.codec_context.skip_frame = "DEFAULT"
        self._frames = self._decode(source)

    def _seek(self, aim: int, key: int) -> bool:
        """Seek; whether the first start found there is not after the key wanted."""
        try:
            self._container.seek(aim, stream=self._stream)
        except av.FFmpegError:
            return False
        source = packets(self._container, self._stream, self.damage)
        for packet in source:
            time = packet.pts if packet.pts is not None else packet.dts
            if time is None or (packet.is_keyframe and time > key):
                return False
            # After a seek into an MPEG program stream packets come with wrong times.
            if packet.is_keyframe and self._index.is_key(time, packet.size):
                self._begin(_chain(packet, source), time)
                return True
        return False

    def _decode(self, source: Iterator[Packet[VideoStream]]) -> Iterator[VideoFrame]:
        context = self._stream.codec_context
        lean = False
        for packet in source:
            wanted_lean = (
                self.lean_before is not None
                and packet.pts is not None
                and packet.pts < self.lean_before
            )
            if wanted_lean != lean:
                lean = wanted_lean
                context.skip_frame = "NONREF" if lean else "DEFAULT"
            try:
                yield from packet.decode()
            except av.FFmpegError:
                self.damage.undecodable += 1


def _chain(
    first: Packet[VideoStream], rest: Iterator[Packet[VideoStream]]
) -> Iterator[Packet[VideoStream]]:
    yield first
    yield from rest
