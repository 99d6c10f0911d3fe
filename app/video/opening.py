"""Opening a file as a recording, or saying in one sentence why it is none."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from app.core.errors import InputError
from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.video.packet_index import Damage, PacketIndex, PacketIndexer, packets
from app.video.rotation import Orientation, orientation_of

# FFmpeg writes to stderr by default; what the user must know is said in sentences of our own.
av.logging.set_level(None)

_PICTURE_FORMATS = ("image2", "_pipe")
_FORMATS = (
    "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,h264,hevc,m4v,mjpeg,dv,mxf,nut,ivf,"
    "obu,gif,rm,wtv,yuv4mpegpipe,"  # recordings
    "wav,w64,mp3,flac,aac,aiff,au,amr,ac3,caf,ape,wv,"  # known, to say that there is only sound
    "image2,jpeg_pipe,png_pipe"  # known, to say that it is a single picture
)
"""FFmpeg would also follow playlists to other files and the network, and play text as a video."""
_DURATION = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)")
_SLACK = 0.1
"""Seconds by which a promised end may lie after the last frame without rousing suspicion."""


@dataclass(frozen=True, slots=True)
class OpenedRecording:
    """What opening a file tells.

    Attributes
    ----------
    recording : Recording
        The recording as its packets promise it.
    stream : int
        Which stream of the file the pictures are in.
    index : PacketIndex
        Where its frames are.
    width, height : int
        Size in pixels of the stored picture, before rotation.
    orientation : Orientation
        How it becomes upright.
    damage : Damage
        What went wrong on the way.
    cut_off : bool
        Whether the file itself says that more frames should follow.
    """

    recording: Recording
    stream: int
    index: PacketIndex
    width: int
    height: int
    orientation: Orientation
    damage: Damage
    cut_off: bool


def open_container(path: Path) -> InputContainer:
    """Open a media file that lies on this machine.

    Raises
    ------
    InputError
        The file is missing, is a folder, may not be read, is empty or is no media file.
    """
    _refuse_unreadable(path)
    try:
        # The scheme keeps names with a colon from being taken for an address.
        return av.open(
            f"file:{path}",
            metadata_errors="replace",
            options={"protocol_whitelist": "file", "format_whitelist": _FORMATS},
        )
    except av.FFmpegError as error:
        raise InputError(
            f"{path} is not a video this program can read, or it is damaged "
            "(a recording that was cut off may miss its index); try to play it elsewhere."
        ) from error


def examine(path: Path) -> OpenedRecording:
    """Read a recording's packets and its first picture, and nothing more.

    Raises
    ------
    InputError
        The file is no recording with pictures that can be decoded.
    """
    with open_container(path) as container:
        stream = _choose_stream(container, path)
        # Slices, not frames: the first picture then comes out without delay.
        stream.thread_type = "SLICE"
        damage = Damage()
        first, index = _first_picture_and_index(container, stream, damage, path)
        if first is None or index.pts.size == 0:
            raise InputError(
                f"No picture of {path} can be decoded; the file may be damaged: copy it again."
            )
        orientation = orientation_of(first)
        width, height = first.width, first.height
        recording = Recording(
            path=path,
            time_base=TimeBase(index.pts, Fraction(stream.time_base or 1)),
            width=height if orientation.sideways else width,
            height=width if orientation.sideways else height,
            rotation=orientation.rotation,
            codec=stream.codec_context.codec.canonical_name,
            audio_rate=_audio_rate(container),
        )
        cut_off = _is_cut_off(container, stream, recording.time_base)
        return OpenedRecording(
            recording, stream.index, index, width, height, orientation, damage, cut_off
        )


def _refuse_unreadable(path: Path) -> None:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a video; choose a file in it.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the name and the folder.") from None
    except PermissionError:
        raise InputError(
            f"{path} may not be read by you; ask its owner for permission or copy it."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; check the disk.") from error
    if empty:
        raise InputError(f"{path} is empty (zero bytes); copy or record it again.")


def _choose_stream(container: InputContainer, path: Path) -> VideoStream:
    if container.format.name.endswith(_PICTURE_FORMATS):
        raise InputError(f"{path} is a single picture, not a video; choose a recording.")
    moving = [stream for stream in container.streams.video if not _is_still(stream)]
    if not moving:
        what = "only sound" if container.streams.audio else "no moving picture"
        raise InputError(f"{path} has {what}; choose a file with a video of the face.")
    known = [stream for stream in moving if has_decoder(stream)]
    if not known:
        raise InputError(
            f"{path} is compressed in a way this program cannot decode; convert it to H.264."
        )
    best = container.streams.best("video")
    return best if isinstance(best, VideoStream) and best in known else known[0]


def _is_still(stream: VideoStream) -> bool:
    stills = Disposition.attached_pic | Disposition.timed_thumbnails
    return bool(stream.disposition & stills)


def has_decoder(stream: Stream) -> bool:
    """Whether this program can decode a stream."""
    context: object = stream.codec_context
    return context is not None


def _first_picture_and_index(
    container: InputContainer, stream: VideoStream, damage: Damage, path: Path
) -> tuple[VideoFrame | None, PacketIndex]:
    first: VideoFrame | None = None
    indexer = PacketIndexer()
    for packet in packets(container, stream, damage):
        # Asked of every packet, as a decoder makes pictures of noise from some encrypted ones.
        if packet.has_sidedata("encryption_info"):
            raise InputError(
                f"{path} is copy-protected (its pictures are encrypted); "
                "ask for a copy without protection."
            )
        indexer.add(packet)
        if first is None:
            try:
                first = next(iter(packet.decode()), None)
            except av.FFmpegError:
                damage.undecodable += 1
    return first, indexer.finish()


def _is_cut_off(container: InputContainer, stream: VideoStream, time_base: TimeBase) -> bool:
    """Whether the container's table points behind the file's end, or promises a later one."""
    entries = stream.index_entries
    if len(entries) > 0:
        last = entries[len(entries) - 1]
        if last.pos + last.size > container.size:
            return True
    promised = _DURATION.fullmatch(stream.metadata.get("DURATION", ""))  # Matroska's tag
    if promised is None or len(time_base) < 2:
        return False
    hours, minutes, seconds = (float(part) for part in promised.groups())
    end = 3600 * hours + 60 * minutes + seconds
    times = time_base.seconds
    return end - float(times[-1]) > max(_SLACK, 2 * float(np.diff(times).max()))


def _audio_rate(container: InputContainer) -> int | None:
    for stream in container.streams.audio:
        if has_decoder(stream) and stream.rate:
            return int(stream.rate)
    return None
