"""What sources have in common: finding files, and saying what is wrong with a folder."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.errors import InputError
from app.core.resample import rescaled
from app.formats.content import Content, ReadOptions
from app.formats.registry import format_named
from app.training.labelled import LabelCurve
from app.training.labels_on_frames import SHIFT_OF_OTHERS, RatedCurve, fused, needs_times
from app.training.settings import SourceSettings
from app.training.sources.table import SOURCES
from app.video.folders import is_video_name
from app.video.picture_folder import PictureFolderReader
from app.video.pyav_reader import open_recording

VALENCE_AROUSAL = ("valence", "arousal")


def root_of(settings: SourceSettings) -> Path:
    """The folder of a source.

    Raises
    ------
    InputError
        There is none.
    """
    root = Path(settings.path)
    if not root.is_dir():
        raise InputError(f"There is no folder {root} ({title_of(settings)}); choose another.")
    return root


def title_of(settings: SourceSettings) -> str:
    """The source for people."""
    return SOURCES[settings.kind].title


def files_under(folder: Path, leave_out: str = "") -> list[Path]:
    """Every file under a folder in the order of names; hidden ones are none.

    Folders whose name begins with ``leave_out`` are not looked into: those of cropped pictures
    hold millions.
    """
    found: list[Path] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        if not path.is_dir():
            found.append(path)
        elif not (leave_out and path.name.casefold().startswith(leave_out)):
            found += files_under(path, leave_out)
    return found


def videos_of(files: Iterable[Path]) -> list[Path]:
    """The videos among files."""
    return [path for path in files if is_video_name(path)]


def wrong_layout(settings: SourceSettings, why: str = "") -> InputError:
    """The sentence for a folder that is laid out in another way; it shows what was found."""
    root = Path(settings.path)
    found = [path.relative_to(root).as_posix() for path in files_under(root)]
    shown = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
    held = f"found {len(found)} files ({shown})" if found else "found no file"
    row = SOURCES[settings.kind]
    return InputError(
        f"{root} is not laid out as {row.title}{f': {why}' if why else ''}; {held}, expected "
        f"{row.expected}."
    )


def asked_for(known: Iterable[str], settings: SourceSettings) -> set[str]:
    """The names that are wanted of the recordings there are; all where the settings name none.

    Raises
    ------
    InputError
        One that is named is not there.
    """
    names = list(known)
    for name in settings.recordings:
        if name not in names:
            some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            raise InputError(
                f"{title_of(settings)} in {settings.path} has no labelled recording “{name}”; "
                f"there are {len(names)} ({some or 'none'})."
            )
    return set(settings.recordings) or set(names)


def read_as(identity: str, path: Path, options: ReadOptions | None = None) -> Content:
    """What a file of a known format holds."""
    return format_named(identity).read(path, options)[0]


def matched(
    labels: Sequence[Path], videos: Mapping[str, Path], notices: list[str]
) -> list[tuple[Path, Path]]:
    """Files of labels with the video of the same name; those without one become a notice."""
    pairs = [(path, videos[path.stem]) for path in labels if path.stem in videos]
    lacking = [path.name for path in labels if path.stem not in videos]
    if pairs and lacking:
        notices.append(
            f"{len(lacking)} of {len(labels)} files of labels have no video beside them, for "
            f"example {lacking[0]}; they are left out."
        )
    return pairs


def pairs_of(content: Content, low: float = -1.0, high: float = 1.0) -> list[RatedCurve]:
    """Curves of valence and arousal, mapped from a range to -1 ... 1, the other column a gap.

    Values outside the range, which no label can have, are left out as gaps.
    """
    rated = []
    for each in content.curves:
        if each.dimension not in VALENCE_AROUSAL:
            continue
        mapped = rescaled(each.values, (low, high), (-1.0, 1.0))
        values = np.full((len(mapped), 2), np.nan)
        inside = np.abs(mapped) <= 1
        values[inside, VALENCE_AROUSAL.index(each.dimension)] = mapped[inside]
        rated.append(RatedCurve(each.rater, _curve(each.times, values)))
    return rated


def by_frame(values: NDArray[np.float64]) -> LabelCurve:
    """Labels (N, 2) of frames 0 ... N - 1."""
    return LabelCurve(np.zeros(0), values, by_frame=True)


def labels_from(
    rated: Sequence[RatedCurve], settings: SourceSettings, path: Path, fps: float = 0.0
) -> LabelCurve:
    """The labels of a recording; its times are looked up only where moving or fusing needs them.

    A recording that cannot be read keeps the labels of the first rater as they are: it stays in the
    list, and whoever reads it says what is wrong with it.
    """
    if not needs_times(rated, settings.shifts):
        return fused(rated, settings.shifts)
    try:
        seconds = frame_seconds(path, fps)
    except InputError:
        return rated[0].curve
    return fused(rated, settings.shifts, seconds)


def shifts_of_nobody(rated: Iterable[RatedCurve], settings: SourceSettings) -> list[str]:
    """What is to be said of raters with a shift and without a curve; their names may be wrong."""
    raters = {each.rater for each in rated}
    known = ", ".join(sorted(raters - {""})[:3]) or "nobody in particular"
    return [
        f"No curve is of {name}, whose shift is given; there are curves of {known}."
        for name in settings.shifts
        if name != SHIFT_OF_OTHERS and name not in raters
    ]


def frame_seconds(path: Path, fps: float) -> NDArray[np.float64]:
    """Presentation times of a video's frames, as its packets promise them, or of a folder's."""
    if path.is_dir():
        return PictureFolderReader(path, fps).recording.time_base.seconds
    with open_recording(path) as reader:
        return reader.recording.time_base.seconds


def _curve(times: NDArray[np.float64] | None, values: NDArray[np.float64]) -> LabelCurve:
    if times is None:
        return by_frame(values)
    last = np.append(np.diff(times) > 0, True)[
        : len(times)
    ]  # of samples at one time the last counts
    return LabelCurve(times[last], values[last])
