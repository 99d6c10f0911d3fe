"""Writing recordings: H.264 pictures and AAC sound in an mp4 whose index comes first.

Convention: pictures are RGB and are stored as BT.709, limited range, and marked so; times are
integer PTS in ticks of ``time_base``; sound starts at 0 s and is float in [-1, 1].
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av import AudioFrame, VideoFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.files import atomic_path

_BT709 = 1  # the same number for matrix, primaries and transfer (ITU-T H.273)
_LIMITED = 1


class VideoWriter:
    """Writes one recording; a context manager.

    The file appears, whole, when the ``with`` block ends without an error; after an error, what
    was there before stays. Belongs to one thread.

    Parameters
    ----------
    path : str or Path
        The file to make or replace; its suffix decides the container (``.mp4``, ``.mkv``, ...).
    width, height : int
        Size in pixels of the stored picture; even, as 4:2:0 chroma needs.
    fps : int, float or Fraction
        Frames per second, > 0; a frame without a PTS of its own follows after one period.
    time_base : Fraction, optional
        Seconds per tick; ``1 / fps``'s natural unit by default. Give one for variable rates.
    audio_rate : int, optional
        Samples per second of a sound track; None writes none.
    audio_channels : int
        1 or 2.
    crf : int
        Quality, 0 (lossless) ... 51; 20 is hard to tell from the original.
    preset : str
        x264's trade of time for size, ``"ultrafast"`` ... ``"veryslow"``.
    rotation : int
        Degrees clockwise a player shall turn the picture: 0, 90, 180 or 270.
    options : mapping of str to str, optional
        More options of x264, such as ``{"g": "250", "bf": "2"}``.

    Raises
    ------
    OutputError
        The file cannot be written there (permission, full disk, no such folder).
    """

    def __init__(
        self,
        path: str | Path,
        width: int,
        height: int,
        fps: float | Fraction = 30,
        *,
        time_base: Fraction | None = None,
        audio_rate: int | None = None,
        audio_channels: int = 1,
        crf: int = 20,
        preset: str = "medium",
        rotation: int = 0,
        options: Mapping[str, str] | None = None,
    ) -> None:
        _check(width, height, fps, audio_rate, audio_channels, rotation)
        self._path = Path(path)
        self._size = (width, height)
        self._rate = Fraction(fps).limit_denominator(1001)
        self._time_base = time_base or Fraction(1, self._rate.numerator)
        self._audio = (audio_rate, audio_channels)
        self._rotation = rotation
        self._options = {"crf": str(crf), "preset": preset, **(options or {})}
        self._last_pts: int | None = None
        self._samples = 0
        self._reformatter = VideoReformatter()
        self._stack = ExitStack()
        self._container: OutputContainer | None = None

    @property
    def ticks_per_frame(self) -> int:
        """PTS ticks of one period of ``fps``, at least 1."""
        return max(1, round(1 / (self._rate * self._time_base)))

    def write(self, image: NDArray[np.uint8], pts: int | None = None) -> None:
        """Append a picture.

        Parameters
        ----------
        image : uint8 array (H, W, 3)
            RGB.
        pts : int, optional
            When it is shown, in ticks of ``time_base``, later than the one before; by default
            one period of ``fps`` after it, the first at 0.
        """
        container = self._open_container()
        width, height = self._size
        if image.shape != (height, width, 3) or image.dtype != np.uint8:
            raise ValueError(
                f"image must be uint8 ({height}, {width}, 3), not {image.dtype} {image.shape}"
            )
        if pts is None:
            pts = 0 if self._last_pts is None else self._last_pts + self.ticks_per_frame
        if self._last_pts is not None and pts <= self._last_pts:
            raise ValueError(f"pts must increase, not go from {self._last_pts} to {pts}")
        self._last_pts = pts
        picture = self._reformatter.reformat(
            VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        picture.pts = pts
        picture.time_base = self._time_base
        with _plain_os_errors():
            container.mux(self._video.encode(picture))

    def write_audio(self, samples: NDArray[np.floating]) -> None:
        """Append sound.

        Parameters
        ----------
        samples : float array (N,) or (N, C)
            In [-1, 1]; values beyond are clipped. C as ``audio_channels``.
        """
        container = self._open_container()
        rate, channels = self._audio
        if rate is None:
            raise ValueError("this recording is written without sound; give audio_rate")
        planes = np.atleast_2d(np.asarray(samples, np.float32).T)
        if planes.ndim != 2 or planes.shape[0] != channels:
            raise ValueError(f"samples must be (N, {channels}), not {np.shape(samples)}")
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(np.clip(planes, -1, 1)), "fltp", _layout(channels)
        )
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = self._samples
        self._samples += planes.shape[1]
        with _plain_os_errors():
            self._encode_sound(container, frame)

    def __enter__(self) -> Self:
        temporary = self._stack.enter_context(atomic_path(self._path))
        try:
            with _plain_os_errors():
                self._start(temporary)
        except BaseException as error:
            self._finish(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                with _plain_os_errors():
                    self._flush()
        except BaseException as failure:
            self._finish(type(failure), failure, failure.__traceback__)
            raise
        self._finish(kind, error, trace)

    def _start(self, temporary: Path) -> None:
        index_first = {"movflags": "faststart"} if self._path.suffix in (".mp4", ".mov") else {}
        container = av.open(f"file:{temporary}", "w", container_options=index_first)
        self._stack.callback(_abandon, container)
        self._container = container
        self._video: VideoStream = container.add_stream(
            "libx264", rate=self._rate, options=self._options
        )
        context = self._video.codec_context
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.time_base = self._time_base
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED
        if self._rotation:
            self._video.set_display_rotation(-self._rotation)
        rate, channels = self._audio
        if rate is not None:
            self._sound: AudioStream = container.add_stream("aac", rate=rate)
            self._sound.codec_context.layout = _layout(channels)
            self._chunks = AudioResampler("fltp", _layout(channels), rate, frame_size=1024)

    def _encode_sound(self, container: OutputContainer, frame: AudioFrame | None) -> None:
        for chunk in self._chunks.resample(frame):
            container.mux(self._sound.encode(chunk))

    def _flush(self) -> None:
        container = self._open_container()
        if self._audio[0] is not None:
            if self._samples:
                self._encode_sound(container, None)
            container.mux(self._sound.encode(None))
        container.mux(self._video.encode(None))
        container.close()

    def _finish(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container = None
        self._stack.__exit__(kind, error, trace)

    def _open_container(self) -> OutputContainer:
        if self._container is None:
            raise ValueError("the writer is not open; use it in a with block")
        return self._container


def _abandon(container: OutputContainer) -> None:
    # After a failure the file is thrown away; that it cannot be finished either is no news.
    with suppress(av.FFmpegError):
        container.close()


@contextmanager
def _plain_os_errors() -> Iterator[None]:
    # atomic_path knows what to advise on each error of the system, but not FFmpeg's classes.
    try:
        yield
    except av.FFmpegError as error:
        raise OSError(error.errno, error.strerror or "the encoder failed") from error


def _check(
    width: int,
    height: int,
    fps: float | Fraction,
    audio_rate: int | None,
    audio_channels: int,
    rotation: int,
) -> None:
    if width < 2 or height < 2 or width % 2 or height % 2:
        raise ValueError(f"width and height must be even and >= 2, not {width} x {height}")
    if fps <= 0:
        raise ValueError(f"fps must be > 0, not {fps}")
    if audio_rate is not None and audio_rate <= 0:
        raise ValueError(f"audio_rate must be > 0 samples per second, not {audio_rate}")
    if audio_channels not in (1, 2):
        raise ValueError(f"audio_channels must be 1 or 2, not {audio_channels}")
    if rotation not in (0, 90, 180, 270):
        raise ValueError(f"rotation must be 0, 90, 180 or 270 degrees, not {rotation}")


def _layout(channels: int) -> str:
    return "mono" if channels == 1 else "stereo"
