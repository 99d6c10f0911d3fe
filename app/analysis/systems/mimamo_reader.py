"""Reading one run with the two-stream network: snippets as frames come, windows as they fill.

Everything that a device's memory may not suffice for is done in parts where it does not: phase and
feature maps over frames, the recurrence over whatever it keeps apart (windows, or the frames of
windows). While memory suffices nothing is divided, and values do not depend on how it was divided
but for rounding.

All of it computes in true float32 on every device: phases, convolutions and recurrences in the
16-bit or TF32 arithmetic that CUDA prefers would move valence and arousal by more than 1e-3.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from app.analysis.runs import windows
from app.analysis.systems.memory import in_parts
from app.analysis.systems.system import Features, Reading
from app.analysis.temporal_input import snippet_stream
from models.inference import true_float32
from models.mimamo import FrameFeatures, MimamoNet
from models.phase import Differences
from models.spec import ModelSpec

WINDOWS_AT_ONCE = {"time": 1, "windows": 64}
"""Windows of a run that are read together; along "windows" they are the recurrence's sequence."""

Maps = Mapping[str, Tensor]
"""Feature maps by name, each (n, 256)."""


class MimamoReader:
    """Reads one run.

    Parameters
    ----------
    net : MimamoNet
        In evaluation mode, on the device of the features that will come.
    spec : ModelSpec
        The conventions of its weights.
    keep_features : bool
        Whether readings carry feature maps; without, none is kept.
    """

    def __init__(self, net: MimamoNet, spec: ModelSpec, *, keep_features: bool = False) -> None:
        self._net = net
        self._device = next(net.parameters()).device
        self._window = spec.window
        self._at_once = WINDOWS_AT_ONCE[spec.recurrence]
        # Along time windows do not see each other; along windows, the frames of one do not.
        self._apart = 0 if spec.recurrence == "time" else 1
        self._keep_features = keep_features
        self._phase = snippet_stream(spec)
        self._spatial: Tensor | None = None  # of frames whose phase is not complete yet
        self._maps: list[Maps] = []  # of frames not read yet, and one window before them
        self._first = 0  # position in the run of the first frame in _maps
        self._read = 0  # frames whose values are known
        self._arrived = 0  # frames in _maps or gone from it
        self._sum = torch.zeros(0)  # recurrent features, summed over the frames read
        self._last: Tensor | None = None  # of the last window read, (W, 256)

    def push(self, features: Features) -> list[Reading]:
        """Take the next frames; give the windows that are full now."""
        gray, spatial = features["gray"], features.get("spatial")
        with true_float32(self._device):
            if spatial is not None:
                waiting = [spatial] if self._spatial is None else [self._spatial, spatial]
                self._spatial = torch.cat(waiting)
            in_parts(lambda part: self._advance(gray[part]), len(gray))
            return self._read_full_windows()

    def finish(self) -> list[Reading]:
        """Give the rest: the last window is shifted back to end with the run."""
        with true_float32(self._device):
            level0, level1 = self._phase.finish()  # a few frames, whatever the run
            if len(level0):
                in_parts(lambda part: self._encode((level0[part], level1[part])), len(level0))
            rest = [w for w in windows(self._arrived, self._window) if w.stop > self._read]
            return self._read_windows(rest) if rest else []

    def whole(self) -> tuple[float, float]:
        """Valence and arousal of the run: the head on recurrent features averaged over frames."""
        with true_float32(self._device):
            valence, arousal = self._net.predict((self._sum / self._read)[None])[0].tolist()
        return valence, arousal

    def _advance(self, gray: Tensor) -> None:
        """Take frames in, all or, when memory does not suffice, none."""
        phase = self._phase.copy()
        self._encode(phase.push(gray.float() / 255))
        self._phase = phase

    def _encode(self, phase: Differences) -> None:
        """Feature maps of the frames whose phase differences are complete now."""
        count = len(phase[0])
        if count == 0:
            return
        spatial = None if self._spatial is None else self._spatial[None, :count].float()
        features = self._net.encode(phase[0][None], phase[1][None], spatial)
        self._maps.append(self._kept(features))
        self._spatial = None if self._spatial is None else self._spatial[count:]
        self._arrived += count

    def _kept(self, features: FrameFeatures) -> Maps:
        maps = {"fused": features.fused[0]}
        if self._keep_features:
            streams = {"spatial": features.spatial, "temporal": features.temporal}
            maps |= {name: map_[0] for name, map_ in streams.items() if map_ is not None}
        return maps

    def _read_full_windows(self) -> list[Reading]:
        full = self._window * self._at_once
        readings = []
        while self._arrived - self._read >= full:
            starts = range(self._read, self._read + full, self._window)
            readings += self._read_windows([range(s, s + self._window) for s in starts])
        return readings

    def _read_windows(self, spans: list[range]) -> list[Reading]:
        maps = {name: torch.cat([part[name] for part in self._maps]) for name in self._maps[0]}
        by_span = [
            {
                name: map_[w.start - self._first : w.stop - self._first]
                for name, map_ in maps.items()
            }
            for w in spans
        ]
        values, recurrent = self._recur(torch.stack([part["fused"] for part in by_span]))
        readings = []
        for span, value, features, part in zip(spans, values, recurrent, by_span, strict=True):
            self._add_up(span, features)
            maps_read = {**part, "gru": features} if self._keep_features else None
            readings.append(_reading(span, value, maps_read))
        keep = max(self._first, self._read - self._window)
        self._maps = [{name: map_[keep - self._first :] for name, map_ in maps.items()}]
        self._first = keep
        return readings

    def _recur(self, fused: Tensor) -> tuple[Tensor, Tensor]:
        """Values (B, W, 2) and recurrent features (B, W, 256) of windows (B, W, 256)."""

        def part(positions: slice) -> tuple[Tensor, Tensor]:
            chosen = fused[positions] if self._apart == 0 else fused[:, positions]
            recurrent = self._net.recur(chosen)
            return self._net.predict(recurrent), recurrent

        values, recurrent = zip(*in_parts(part, fused.shape[self._apart]), strict=True)
        return torch.cat(values, self._apart), torch.cat(recurrent, self._apart)

    def _add_up(self, span: range, features: Tensor) -> None:
        """Sum over frames; the last window replaces what was read of its first frames."""
        if self._last is None:
            self._sum = torch.zeros_like(features[0])
        else:
            again = self._read - span.start
            if again > 0:
                self._sum = self._sum - self._last[len(self._last) - again :].sum(dim=0)
        self._sum = self._sum + features.sum(dim=0)
        self._last = features
        self._read = span.stop


def _reading(span: range, values: Tensor, maps: Maps | None) -> Reading:
    features = None
    if maps is not None:
        # Copies: what the reader goes on with must not stay in memory for a reading's sake.
        features = {name: np.array(map_.cpu().numpy()) for name, map_ in maps.items()}
    return Reading(span.start, values.double().cpu().numpy(), features=features)
