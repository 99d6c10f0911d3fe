"""What opening does in its worker: read a recording's packets, copy the demo recording."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.core.recording import Recording
from app.files import atomic_write, make_folder
from app.settings.folders import data_folder

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "samples" / "demo.mp4"


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording whose packets were read, and what is odd with it."""

    recording: Recording
    notices: tuple[str, ...]


def open_one(path: Path) -> Generator[None, None, Opened]:
    """Read the packets and the first picture; the reader is closed again."""
    yield
    from app.video.pyav_reader import open_recording  # loads FFmpeg: not before it is needed

    with open_recording(path) as reader:
        return Opened(reader.recording, tuple(reader.notices))


def copy_demo() -> Generator[None, None, Path]:
    """Copy the demo recording to the user's data; gives its place."""
    yield
    target = make_folder(data_folder() / "demo") / SAMPLE.name
    content = SAMPLE.read_bytes()
    if not target.is_file() or target.read_bytes() != content:
        with atomic_write(target) as stream:
            stream.write(content)
    return target
