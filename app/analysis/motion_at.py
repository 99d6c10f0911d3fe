"""What the temporal stream sees at one moment: the snippet about a frame, as pictures.

Convention. The snippet of an analysed frame t is the ``num_phase + 1`` analysed frames about it,
clamped to its run of usable face, exactly as the network is given them: where the run begins or
ends inside the snippet, its first or last frame is repeated, and a difference to a repeated frame
is zero. Level 0 is 48 samples wide, level 1 is 24; orientation 0 answers to motion in x,
orientation 1 to motion in y. Step k leads from frame k of the snippet to frame k + 1.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from app.analysis.runs import usable_runs
from app.analysis.snippet import Levels, NoSnippet, PhaseConvention, Snippet
from app.core.face_track import FaceTrack
from app.core.timebase import TimeBase
from app.faces.alignment import crop_matrices, cut
from app.video.pyav_reader import open_recording
from models.phase import phase_differences
from models.phase_frames import band_phases
from models.preprocessing import CROP_SIZE, gray48

KEPT_SNIPPETS = 24
KEPT_CROPS = 512
"""19 MB of crops: playing on needs one new frame a snippet, not thirteen."""

READER_BYTES = 96 * 2**20


class MotionReader:
    """Snippets of one recording; belongs to one thread at a time. To be closed after use.

    Parameters
    ----------
    path : Path
        The recording.
    time_base : TimeBase
        As its frames count.

    Raises
    ------
    InputError
        The recording cannot be read.
    """

    def __init__(self, path: Path, time_base: TimeBase) -> None:
        self._reader = open_recording(path, cache_bytes=READER_BYTES)
        self._reader.count_by(time_base)
        self._count = len(time_base)
        self._places: _Places | None = None
        self._crops: OrderedDict[int, _Crop] = OrderedDict()
        self._snippets: OrderedDict[tuple[int, int], Snippet] = OrderedDict()

    def snippet(
        self, track: FaceTrack, frame: int, convention: PhaseConvention
    ) -> Snippet | NoSnippet:
        """What is seen of a person at a frame.

        Parameters
        ----------
        track : FaceTrack
            Of the recording.
        frame : int
            Recording frame; between analysed frames the one before counts.
        convention : PhaseConvention
            Of the weights in use.

        Raises
        ------
        InputError
            A frame cannot be decoded.
        """
        places = self._places_of(track, convention)
        position = int(np.searchsorted(track.index, frame, side="right")) - 1
        run = next((run for run in places.runs if position in run), None)
        if run is None or frame - int(track.index[position]) >= places.step:
            return NoSnippet(frame, places.why_not(position))
        key = track.person, position
        kept = self._snippets.get(key)
        if kept is None:
            kept = self._made(places, run, position)
            self._snippets[key] = kept
        self._snippets.move_to_end(key)
        while len(self._snippets) > KEPT_SNIPPETS:
            self._snippets.popitem(last=False)
        return kept

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _places_of(self, track: FaceTrack, convention: PhaseConvention) -> "_Places":
        places = self._places
        if places is None or places.track is not track or places.convention != convention:
            self._crops.clear()
            self._snippets.clear()
            places = self._places = _Places.of(track, convention, self._count)
        return places

    def _made(self, places: "_Places", run: range, position: int) -> Snippet:
        half = places.convention.num_phase // 2
        wanted = np.arange(position - half, position + half + 1)
        held = np.clip(wanted, run.start, run.stop - 1)
        clip = np.arange(held[0], held[-1] + 1)
        crops = [self._crop(places, int(each)) for each in clip]
        return _seen(places, run, position, held, crops)

    def _crop(self, places: "_Places", position: int) -> "_Crop":
        kept = self._crops.get(position)
        if kept is None:
            image = self._reader.frame(int(places.track.index[position]))
            pixels = cut(image, places.matrices[position], places.convention.crop, CROP_SIZE)
            kept = _Crop(pixels, gray48(torch.from_numpy(pixels)[None])[0])
            self._crops[position] = kept
        self._crops.move_to_end(position)
        while len(self._crops) > KEPT_CROPS:
            self._crops.popitem(last=False)
        return kept


@dataclass(frozen=True, slots=True)
class _Crop:
    """An aligned crop, and what the temporal stream is given of it."""

    pixels: NDArray[np.uint8]
    gray: torch.Tensor


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the crops of a person lie, and which passages are read."""

    track: FaceTrack
    convention: PhaseConvention
    matrices: NDArray[np.float64]
    runs: list[range]
    step: int

    @classmethod
    def of(cls, track: FaceTrack, convention: PhaseConvention, frames: int) -> "_Places":
        step = int(np.median(np.diff(track.index))) if len(track) > 1 else 1
        whole = len(track) == len(range(0, frames, step))
        runs = usable_runs(track.valid, track.cuts, track.seconds, whole_recording=whole)
        return cls(track, convention, crop_matrices(track, convention.crop), runs, step)

    def why_not(self, position: int) -> str:
        if not 0 <= position < len(self.track):
            return "This part of the recording was not analysed."
        if not self.track.valid[position]:
            return "No face is seen here."
        return "The face is seen here for too short a time to be read."


def _seen(
    places: _Places,
    run: range,
    position: int,
    held: NDArray[np.int64],
    crops: Sequence[_Crop],
) -> Snippet:
    track, convention = places.track, places.convention
    at = held - held[0]
    gray = torch.stack([crop.gray for crop in crops])
    with torch.inference_mode():
        differences = phase_differences(gray, convention.num_phase, convention.unwrap)
        bands = band_phases(gray)
    shape = (2, convention.num_phase)
    phase = tuple(band.phase.numpy()[:, at] for band in bands)
    # The pyramid's levels grow by 4 each.
    amplitude = tuple(band.amplitude.numpy()[:, at] / 4**n for n, band in enumerate(bands))
    unwrapped = tuple(np.unwrap(each, axis=1).astype(np.float32) for each in phase)
    return Snippet(
        person=track.person,
        frame=int(track.index[position]),
        frames=track.index[held],
        seconds=track.seconds[held],
        faces=np.stack([crop.pixels for crop in crops])[at],
        gray=gray.numpy()[at],
        matrices=places.matrices[held],
        difference=cast(
            Levels,
            tuple(
                level[position - held[0]].numpy().reshape(*shape, *level.shape[-2:])
                for level in differences
            ),
        ),
        phase=cast(Levels, phase),
        amplitude=cast(Levels, amplitude),
        unwrapped=cast(Levels, unwrapped),
        note=_note(run, position, convention.num_phase // 2, track),
    )


def _note(run: range, position: int, half: int, track: FaceTrack) -> str:
    before, after = position - run.start, run.stop - 1 - position
    if len(run) == 1:
        return "There is one frame only, so nothing moves."
    parts = []
    if before < half:
        word = "recording begins" if run.start == 0 else _change(track, run.start, "comes in")
        parts.append(f"the {word} {_away(before, 'before')}")
    if after < half:
        ends = run.stop == len(track)
        word = "recording ends" if ends else _change(track, run.stop, "is lost")
        parts.append(f"the {word} {_away(after, 'later')}")
    if not parts:
        return ""
    text = " and ".join(parts)
    return f"{text[:1].upper()}{text[1:]}; steps beyond it count as still."


def _change(track: FaceTrack, position: int, word: str) -> str:
    return "picture is cut" if track.cuts[position] else f"face {word}"


def _away(count: int, word: str) -> str:
    return "here" if count == 0 else f"1 frame {word}" if count == 1 else f"{count} frames {word}"
