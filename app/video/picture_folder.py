"""A folder of pictures, one per frame, read as a recording.

Convention: frames are in the order of the numbers that the files are called by (else of their
names). Files have no times: a frame's is its number over the rate that is given, so a number that
is missing is a frame that was not kept, and time goes on over it.
"""

import hashlib
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.core.recording import Recording
from app.core.timebase import TimeBase
from app.files import digest_steps
from app.video.frames import FrameBatch

PICTURE_SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".bmp"])


def pictures_in(folder: Path) -> list[Path]:
    """The pictures of a folder in the order of their numbers, or else of their names.

    Raises
    ------
    InputError
        There is none.
    """
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".")
    ]
    if not found:
        raise InputError(f"The folder {folder} holds no picture; choose one with frames.")
    return sorted(found, key=lambda path: (number_of(path) or 0, path.name))


def number_of(path: Path) -> int | None:
    """The number a picture is called by; None for another name."""
    return int(path.stem) if path.stem.isascii() and path.stem.isdigit() else None


def digest_pictures(folder: Path) -> Generator[int, None, str]:
    """SHA-256 of the pictures' bytes in their order; gives how many are read, a place to stop.

    Raises
    ------
    InputError
        There is none, or one cannot be read.
    """
    digest = hashlib.sha256()
    for count, path in enumerate(pictures_in(folder), 1):
        digest.update((yield from digest_steps(path)).encode())
        yield count
    return digest.hexdigest()


class PictureFolderReader:
    """The frames of a folder; see ``FrameReader`` for what every reader promises.

    Parameters
    ----------
    folder : Path
        Of pictures.
    fps : float
        Frames a second, above 0.
    """

    def __init__(self, folder: Path, fps: float) -> None:
        self._paths = pictures_in(folder)
        numbers = [number_of(path) for path in self._paths]
        known = [number for number in numbers if number is not None]
        counted = len(set(known)) == len(self._paths)
        pts = np.array(known if counted else range(len(self._paths)), np.int64)
        first = _read(self._paths[0])
        self._recording = Recording(
            path=folder,
            time_base=TimeBase(pts - pts[0], 1 / Fraction(fps).limit_denominator(100_000)),
            width=first.shape[1],
            height=first.shape[0],
            rotation=0,
            codec=self._paths[0].suffix[1:].lower(),
            audio_rate=None,
        )
        self._notices: list[str] = []

    @property
    def recording(self) -> Recording:
        """What is known of the folder."""
        return self._recording

    @property
    def notices(self) -> list[str]:
        """Plain sentences about what is odd; grows while reading."""
        return self._notices

    def count_by(self, time_base: TimeBase) -> None:
        """Nothing is corrected: every picture is a frame."""

    def batches(
        self, *, start: int = 0, stop: int | None = None, step: int = 1, size: int = 16
    ) -> Iterator[FrameBatch]:
        """Frames ``start, start + step, ...`` before ``stop``, in batches of at most ``size``."""
        wanted = range(len(self._paths))[start:stop:step]
        seconds = self._recording.time_base.seconds
        for at in range(0, len(wanted), size):
            index = np.array(wanted[at : at + size], np.int64)
            yield FrameBatch(np.stack([self.frame(int(i)) for i in index]), index, seconds[index])

    def frame(self, index: int) -> NDArray[np.uint8]:
        """One RGB frame (H, W, 3); pictures of another size are brought to that of the first."""
        image = _read(self._paths[index])
        shape = (self._recording.height, self._recording.width)
        if image.shape[:2] == shape:
            return image
        sentence = (
            f"The pictures of {self._recording.path.name} have several sizes; all are read at "
            f"{shape[1]} x {shape[0]}."
        )
        if sentence not in self._notices:
            self._notices.append(sentence)
        resized = cv2.resize(image, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
        return np.asarray(resized, np.uint8)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _read(path: Path) -> NDArray[np.uint8]:
    # Decoded from bytes: OpenCV itself opens no path that is not ASCII on every system.
    stored = np.frombuffer(path.read_bytes(), np.uint8)
    image = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
    if image is None:
        raise InputError(f"{path} is no picture that can be read; replace it or take it away.")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
