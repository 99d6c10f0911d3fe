"""The MIMAMO network: two streams, their fusion, recurrence and head.

Shapes: B windows, T frames a window, S spatial features a frame. Outputs are valence in column 0
and arousal in column 1, unbounded (about -1 to 1).

The recurrence axis is a convention of the weights. ``"time"`` runs over the frames of each window,
as the paper describes; windows do not see each other. ``"windows"`` runs over the B windows of the
call (frame k of the first window, frame k of the second, ...), as the released code does; then a
prediction depends on which windows share the call and on their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.phase_stream import FEATURES, LEVEL0_SIZE, LEVEL1_SIZE, ORIENTATIONS, TemporalStream
from models.spec import RECURRENCES, STREAM_CHOICES, ModelSpec

_GRU_UNITS = 128


@dataclass(frozen=True, slots=True)
class MimamoOutput:
    """Predictions and every feature map by name.

    Attributes
    ----------
    valence_arousal : float tensor (B, T, 2)
        Column 0 valence, column 1 arousal.
    spatial, temporal : float tensor (B, T, 256) or None
        Features of each stream; None where the network has no such stream.
    fused : float tensor (B, T, 256)
        Both streams joined.
    gru : float tensor (B, T, 256)
        After the recurrence; the first 128 are the forward direction.
    """

    valence_arousal: Tensor
    spatial: Tensor | None
    temporal: Tensor | None
    fused: Tensor
    gru: Tensor


@dataclass(frozen=True, slots=True)
class FrameFeatures:
    """Feature maps before the recurrence; attributes as in `MimamoOutput`."""

    spatial: Tensor | None
    temporal: Tensor | None
    fused: Tensor


class SpatialStream(nn.Sequential):
    """Two blocks Dropout, Linear, BatchNorm, ReLU: (N, S) trunk features to (N, 256)."""

    def __init__(self, width: int) -> None:
        super().__init__(*_spatial_block(width), *_spatial_block(FEATURES))


class MimamoNet(nn.Module):
    """Valence and arousal of every frame from phase differences and trunk features.

    Parameters
    ----------
    spatial_width : int
        Features per frame of the spatial trunk (S).
    num_phase : int
        Phase differences per snippet.
    recurrence : {"time", "windows"}
        Axis of the recurrence, see the module.
    streams : sequence of str
        ``("spatial", "temporal")``, or one of them alone; then the other's input is not used and
        may be None.

    Raises
    ------
    ValueError
        When a convention is unknown.
    """

    def __init__(
        self,
        spatial_width: int = 2048,
        num_phase: int = 12,
        recurrence: str = "time",
        streams: Sequence[str] = ("spatial", "temporal"),
    ) -> None:
        super().__init__()
        if recurrence not in RECURRENCES:
            raise ValueError(f"recurrence is {recurrence!r}; it must be one of {RECURRENCES}")
        if tuple(streams) not in STREAM_CHOICES:
            raise ValueError(f"streams are {streams!r}; they must be one of {STREAM_CHOICES}")
        self.spatial_width, self.num_phase = spatial_width, num_phase
        self.recurrence, self.streams = recurrence, tuple(streams)
        self.spatial = SpatialStream(spatial_width) if "spatial" in streams else None
        self.temporal = TemporalStream(num_phase) if "temporal" in streams else None
        self.fusion = nn.Sequential(
            nn.Linear(FEATURES * len(self.streams), FEATURES),
            nn.ReLU(),
            nn.BatchNorm1d(FEATURES),
            nn.Dropout(0.5),
        )
        self.gru = nn.GRU(
            FEATURES,
            _GRU_UNITS,
            num_layers=2,
            dropout=0.3,
            bidirectional=True,
            batch_first=recurrence == "time",
        )
        self.head = nn.Sequential(nn.Dropout(0.5), nn.Linear(2 * _GRU_UNITS, 2), nn.BatchNorm1d(2))

    @classmethod
    def from_spec(cls, spec: ModelSpec) -> "MimamoNet":
        """An untrained network of that architecture."""
        return cls(spec.spatial_width, spec.num_phase, spec.recurrence, spec.streams)

    def forward(
        self, phase0: Tensor | None, phase1: Tensor | None, spatial: Tensor | None
    ) -> MimamoOutput:
        """Predict a batch of windows.

        Parameters
        ----------
        phase0 : float tensor (B, T, 2 * num_phase, 48, 48)
            Phase differences of level 0, radians; unused without a temporal stream.
        phase1 : float tensor (B, T, 2 * num_phase, 24, 24)
            Phase differences of level 1, radians; unused without a temporal stream.
        spatial : float tensor (B, T, S)
            Features of the trunk; unused without a spatial stream.

        Returns
        -------
        MimamoOutput
            Valence and arousal (B, T, 2) and every feature map.

        Raises
        ------
        ValueError
            When an input that is needed is missing or its shape does not fit.
        """
        features = self.encode(phase0, phase1, spatial)
        recurrent = self.recur(features.fused)
        return MimamoOutput(
            valence_arousal=self.predict(recurrent),
            spatial=features.spatial,
            temporal=features.temporal,
            fused=features.fused,
            gru=recurrent,
        )

    def encode(
        self, phase0: Tensor | None, phase1: Tensor | None, spatial: Tensor | None
    ) -> FrameFeatures:
        """Everything before the recurrence, where frames do not see each other.

        Arguments as for `forward`. In evaluation mode a frame's features do not depend on the
        window it stands in, so a stream of frames is encoded once, whatever its windows are.
        """
        inputs = self._checked(phase0, phase1, spatial)
        windows, frames = next(iter(inputs.values())).shape[:2]
        flat = {name: tensor.flatten(0, 1) for name, tensor in inputs.items()}
        streams: dict[str, Tensor] = {}
        if self.spatial is not None:
            streams["spatial"] = self.spatial(flat["spatial"])
        if self.temporal is not None:
            streams["temporal"] = self.temporal(flat["phase0"], flat["phase1"])
        streams["fused"] = self.fuse(streams)
        by_window = {name: t.view(windows, frames, -1) for name, t in streams.items()}
        return FrameFeatures(
            by_window.get("spatial"), by_window.get("temporal"), by_window["fused"]
        )

    def fuse(self, streams: Mapping[str, Tensor]) -> Tensor:
        """Fused features (N, 256) of the features (N, 256) of each stream that the network has."""
        fused: Tensor = self.fusion(torch.cat([streams[name] for name in self.streams], dim=1))
        return fused

    def recur(self, fused: Tensor) -> Tensor:
        """Recurrent features (B, T, 256) of fused ones (B, T, 256), along the recurrence axis."""
        recurrent: Tensor = self.gru(fused)[0]
        return recurrent

    def predict(self, recurrent: Tensor) -> Tensor:
        """Valence and arousal (..., 2) of recurrent features (..., 256)."""
        flat: Tensor = self.head(recurrent.flatten(0, -2))
        return flat.view(*recurrent.shape[:-1], 2)

    def utterance(self, output: MimamoOutput, valid: Tensor | None = None) -> Tensor:
        """Valence and arousal (B, 2) of whole windows: the head on features averaged over frames.

        Parameters
        ----------
        output : MimamoOutput
            What `forward` gave.
        valid : bool tensor (B, T), optional
            Frames that count, all by default; each window needs one.

        Raises
        ------
        ValueError
            When `valid` has another shape or a window has no valid frame.
        """
        if valid is None:
            return self.predict(output.gru.mean(dim=1))
        if valid.shape != output.gru.shape[:2]:
            raise ValueError(
                f"valid is {tuple(valid.shape)}; it must be {tuple(output.gru.shape[:2])}"
            )
        counts = valid.sum(dim=1, keepdim=True)
        if not bool((counts > 0).all()):
            raise ValueError("every window needs at least one valid frame")
        total = (output.gru * valid.unsqueeze(-1)).sum(dim=1)
        return self.predict(total / counts)

    def _checked(
        self, phase0: Tensor | None, phase1: Tensor | None, spatial: Tensor | None
    ) -> dict[str, Tensor]:
        """The inputs that the streams use; `ValueError` when one is missing or does not fit."""
        channels = ORIENTATIONS * self.num_phase
        given: dict[str, tuple[Tensor | None, tuple[int, ...]]] = {}
        if self.spatial is not None:
            given["spatial"] = (spatial, (self.spatial_width,))
        if self.temporal is not None:
            given["phase0"] = (phase0, (channels, LEVEL0_SIZE, LEVEL0_SIZE))
            given["phase1"] = (phase1, (channels, LEVEL1_SIZE, LEVEL1_SIZE))
        checked = {name: _shaped(name, tensor, shape) for name, (tensor, shape) in given.items()}
        leading = {tuple(tensor.shape[:2]) for tensor in checked.values()}
        if len(leading) > 1:
            raise ValueError(f"the inputs disagree about windows and frames: {sorted(leading)}")
        return checked


def _shaped(name: str, tensor: Tensor | None, shape: tuple[int, ...]) -> Tensor:
    if tensor is None:
        raise ValueError(f"{name} is missing, which this network needs")
    if tuple(tensor.shape[2:]) != shape or 0 in tensor.shape[:2]:
        wanted = ", ".join(str(size) for size in shape)
        raise ValueError(f"{name} is {tuple(tensor.shape)}; it must be (B, T, {wanted})")
    return tensor


def _spatial_block(inputs: int) -> tuple[nn.Module, ...]:
    return nn.Dropout(0.3), nn.Linear(inputs, FEATURES), nn.BatchNorm1d(FEATURES), nn.ReLU()
