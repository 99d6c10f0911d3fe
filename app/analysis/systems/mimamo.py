"""``mimamo``: the two-stream network, from aligned crops to valence and arousal.

What looks at one crop by itself (gray picture, trunk) is ``features``; what needs its neighbours
(phase differences over a snippet, recurrence over a window) is the `MimamoReader` of a run. Only
8-bit crops go to the device; gray, phase, trunk and head run there.

Conventions that weights carry stand in their `ModelSpec` and are read here and nowhere else.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.runs import windows
from app.analysis.systems.system import Features, Reading, SystemCard, SystemSpec
from models.checkpoint import LoadedModel
from models.inference import prepare_for_inference
from models.mimamo import MimamoNet
from models.phase import PhaseStream
from models.preprocessing import gray48_bytes
from models.spec import ModelSpec
from models.trunk import Trunk

NAME = "mimamo"
BATCH = 16
WINDOWS_AT_ONCE = {"time": 1, "windows": 64}
"""Windows of a run that are read together; along "windows" they are the recurrence's sequence."""


class Mimamo:
    """The system; see the module for what it does.

    Parameters
    ----------
    model : LoadedModel
        Network and card.
    trunk : Trunk
        The spatial trunk, from the same file or one of its own.
    trunk_sha256 : str
        Digest of the file the trunk came from.
    caution : str
        The label of weights that were not validated; empty for validated ones.
    device : torch.device
        Where to run.
    """

    def __init__(
        self,
        model: LoadedModel,
        trunk: Trunk,
        trunk_sha256: str,
        caution: str,
        device: torch.device,
    ) -> None:
        spec = model.card.architecture
        self.device = device
        self._spec = spec
        self._net = model.net.to(device).eval()
        self._trunk = prepare_for_inference(trunk, device)
        self.spec = SystemSpec(name=NAME, crop=spec.crop, rate_hz=spec.rate_hz, batch=BATCH)
        self.card = SystemCard(
            title="MIMAMO Net",
            weights=model.card.name,
            weights_sha256=model.sha256,
            validated=model.card.validated_on_people,
            caution=caution,
            text=model.card.intended_use,
            parameters={
                **spec.to_dict(),
                "trunk_sha256": trunk_sha256,
                "trunk_precision": str(self._trunk.dtype).removeprefix("torch."),
            },
        )

    def features(self, crops: NDArray[np.uint8]) -> Features:
        """Gray pictures and trunk features of RGB crops (N, 112, 112, 3).

        Trunk features are kept in 16 bits, as the cache keeps them, so that a run read from the
        cache gives the same values as a fresh one.
        """
        return in_parts(self._features, torch.from_numpy(crops))

    def _features(self, crops: Tensor) -> Features:
        on_device = crops.to(self.device, non_blocking=True)
        with torch.inference_mode():
            return {"gray": gray48_bytes(on_device), "spatial": self._trunk(on_device).half()}

    def start_run(self) -> "MimamoReader":
        """A reader for the next run of usable face."""
        return MimamoReader(self._net, self._spec)


class MimamoReader:
    """Reads one run: snippets as frames come, windows as they fill."""

    def __init__(self, net: MimamoNet, spec: ModelSpec) -> None:
        self._net = net
        self._window = spec.window
        self._at_once = WINDOWS_AT_ONCE[spec.recurrence]
        self._phase = PhaseStream(spec.num_phase, spec.unwrap)
        self._spatial: list[Tensor] = []
        self._fused: list[Tensor] = []  # frames not read yet, and one window before them
        self._first = 0  # position in the run of the first frame in _fused
        self._read = 0  # frames whose values are known
        self._arrived = 0  # frames in the run so far
        self._sum = torch.zeros(0)  # recurrent features, summed over the frames read
        self._last: Tensor | None = None  # of the last window read, (W, 256)

    def push(self, features: Features) -> list[Reading]:
        """Take the next frames; give the windows that are full now."""
        self._spatial.append(features["spatial"])
        gray = features["gray"].float() / 255
        self._encode(self._phase.push(gray))
        full = self._window * self._at_once
        readings = []
        while self._arrived - self._read >= full:
            readings += self._read_windows(
                [
                    range(s, s + self._window)
                    for s in range(self._read, self._read + full, self._window)
                ]
            )
        return readings

    def finish(self) -> list[Reading]:
        """Give the rest: the last window is shifted back to end with the run."""
        self._encode(self._phase.finish())
        rest = [w for w in windows(self._arrived, self._window) if w.stop > self._read]
        return self._read_windows(rest) if rest else []

    def whole(self) -> tuple[float, float]:
        """Valence and arousal of the run: the head on recurrent features averaged over frames."""
        with torch.inference_mode():
            valence, arousal = self._net.predict((self._sum / self._read)[None])[0].tolist()
        return valence, arousal

    @torch.inference_mode()
    def _encode(self, phase: tuple[Tensor, Tensor]) -> None:
        """Fuse the frames whose phase differences are complete now."""
        count = len(phase[0])
        if count == 0:
            return
        spatial = torch.cat(self._spatial)
        self._spatial = [spatial[count:]]
        level0, level1 = phase
        features = self._net.encode(level0[None], level1[None], spatial[None, :count].float())
        self._fused.append(features.fused[0])
        self._arrived += count

    @torch.inference_mode()
    def _read_windows(self, spans: list[range]) -> list[Reading]:
        fused = torch.cat(self._fused)
        batch = torch.stack([fused[w.start - self._first : w.stop - self._first] for w in spans])
        recurrent = self._net.recur(batch)
        values = self._net.predict(recurrent).double().cpu().numpy()
        for span, features in zip(spans, recurrent, strict=True):
            self._add_up(span, features)
        keep = max(self._first, self._read - self._window)
        self._fused = [fused[keep - self._first :]]
        self._first = keep
        return [Reading(w.start, v) for w, v in zip(spans, values, strict=True)]

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


def in_parts(compute: Callable[[Tensor], Features], crops: Tensor) -> Features:
    """Compute features; when the device's memory does not suffice, half at a time."""
    try:
        return compute(crops)
    except torch.OutOfMemoryError:
        if len(crops) == 1:
            raise
        torch.cuda.empty_cache()
    half = len(crops) // 2
    first, second = in_parts(compute, crops[:half]), in_parts(compute, crops[half:])
    return {name: torch.cat([first[name], second[name]]) for name in first}
