"""A stretch of a face read again and again, each time with something hidden.

A clip is every window that a question touches, and the frames at its edges that snippets reach
into; so as it is, it reads as the analysis read it. (Where the recurrence runs over windows, a
window depends on all that were read with it, and the clip is read by itself.)

A hidden region is filled with the local mean of what is around it: a Gaussian of 10 pixels of the
112-pixel crop over all that is not hidden. So neither an edge nor a colour of its own is put into
the picture, and what moves in it is only what moves around it. It is hidden throughout the clip,
for a filling that came and went would itself be motion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.runs import windows
from app.analysis.systems.mimamo import Mimamo
from app.analysis.temporal_input import snippet_stream
from models.inference import true_float32
from models.phase import Differences

FILL_PIXELS = 10.0
"""Standard deviation of the Gaussian that fills, in pixels of the 112-pixel crop."""

_SIZE = 112

Streams = Mapping[str, Tensor]
"""Features of each stream of the network, (n, 256)."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Crops of the windows that a question touches.

    Attributes
    ----------
    crops : uint8 array (M, S, S, 3)
        RGB, with frames at both ends that no window holds but snippets reach into.
    first : int
        Place in ``crops`` of the first frame of the first window.
    windows : tuple of range
        In order; counted from ``first``, the first window begins at 0.
    asked : range
        What the question is about, counted from ``first``.
    """

    crops: NDArray[np.uint8]
    first: int
    windows: tuple[range, ...]
    asked: range

    @property
    def frames(self) -> int:
        """Frames that the windows cover."""
        return self.windows[-1].stop


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which positions of a run a clip is made of; positions count from the run's first frame.

    Attributes
    ----------
    crops, covered, asked : range
        All frames needed, those that the windows cover, and those the question is about.
    windows : tuple of range
        Of the run's windows those that hold a frame asked for.
    """

    crops: range
    covered: range
    asked: range
    windows: tuple[range, ...]

    def clip(self, crops: NDArray[np.uint8]) -> Clip:
        """The clip of these crops (M, S, S, 3)."""
        start = self.covered.start
        return Clip(
            crops,
            start - self.crops.start,
            tuple(range(w.start - start, w.stop - start) for w in self.windows),
            range(self.asked.start - start, self.asked.stop - start),
        )


def stretch_of(asked: range, length: int, window: int, num_phase: int) -> Stretch:
    """What a question about some frames of a run of ``length`` needs."""
    if not 0 <= asked.start < asked.stop <= length:
        raise ValueError(f"{asked} is no stretch of a run of {length}")
    touched = [w for w in windows(length, window) if w.start < asked.stop and asked.start < w.stop]
    covered = range(touched[0].start, touched[-1].stop)
    reach = num_phase // 2
    crops = range(max(0, covered.start - reach), min(length, covered.stop + reach))
    return Stretch(crops, covered, asked, tuple(touched))


def hidden(crops: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Crops (M, S, S, 3) with a region filled by the local mean of what is around it.

    Parameters
    ----------
    crops : uint8 array (M, S, S, 3)
    mask : bool array (S, S)
        True where hidden; not everywhere.
    """
    if mask.shape != crops.shape[1:3] or mask.all():
        raise ValueError("the mask must have the crops' size and leave something to see")
    seen = (~mask).astype(np.float32)
    sigma = FILL_PIXELS * mask.shape[0] / _SIZE
    # Far from anything seen the Gaussian is all but zero; a floor keeps the division finite there.
    around = np.maximum(cv2.GaussianBlur(seen, (0, 0), sigma), 1e-6)[..., None]
    filled = crops.copy()
    for picture in filled:
        mean = cv2.GaussianBlur(picture * seen[..., None], (0, 0), sigma) / around
        picture[mask] = np.round(mean[mask]).clip(0, 255).astype(np.uint8)
    return filled


class ClipReader:
    """Reads a clip with a system, whatever is hidden in it."""

    def __init__(self, system: Mimamo, clip: Clip) -> None:
        self._system = system
        self._clip = clip

    def streams(self, crops: NDArray[np.uint8]) -> Streams:
        """Features of each stream (n, 256) over the frames of the windows."""
        spec, device = self._system.architecture, self._system.device
        phase, size = snippet_stream(spec), self._system.spec.batch
        parts: list[Streams] = []
        waiting: list[Tensor] = []  # spatial features of frames whose phase is not complete yet
        with true_float32(device):
            for start in range(0, len(crops), size):
                found = self._system.features(crops[start : start + size])
                waiting += found["spatial"].float() if "spatial" in found else []
                parts.append(self._encoded(phase.push(found["gray"].float() / 255), waiting))
            parts.append(self._encoded(phase.finish(), waiting))
        chosen = slice(self._clip.first, self._clip.first + self._clip.frames)
        return {name: torch.cat([p[name] for p in parts if p])[chosen] for name in spec.streams}

    def _encoded(self, phase: Differences, waiting: list[Tensor]) -> Streams:
        """Features of the frames that are complete now, which leave those waiting."""
        count = len(phase[0])
        if count == 0:
            return {}
        spatial = torch.stack(waiting[:count])[None] if waiting else None
        del waiting[:count]
        maps = self._system.network.encode(phase[0][None], phase[1][None], spatial)
        both = {"spatial": maps.spatial, "temporal": maps.temporal}
        return {name: features[0] for name, features in both.items() if features is not None}

    def values(self, streams: Streams) -> NDArray[np.float64]:
        """Valence and arousal (n, 2) of stream features, not clamped."""
        return np.asarray(self.values_of_all([streams])[0])

    def values_of_all(self, variants: Sequence[Streams]) -> NDArray[np.float64]:
        """The same for several variants of the streams: (V, n, 2)."""
        found = np.zeros((len(variants), self._clip.frames, 2))
        with true_float32(self._system.device):
            for place, streams in enumerate(variants):
                net = self._system.network
                fused = net.fuse(streams)
                stacked = torch.stack([fused[w.start : w.stop] for w in self._clip.windows])
                values = net.predict(net.recur(stacked)).double().cpu().numpy()
                for window, of_window in zip(self._clip.windows, values, strict=True):
                    found[place, window.start : window.stop] = of_window
        return found

    def mean(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Means (..., 2) over the frames asked for of values (..., n, 2)."""
        asked = values[..., self._clip.asked.start : self._clip.asked.stop, :]
        return np.asarray(asked.mean(axis=-2))
