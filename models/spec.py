"""The conventions that weights carry, as one frozen value.

A network is only right together with what it was trained on: how phase was unwrapped, along which
axis the recurrence runs, which crop was cut, at what rate. All of it stands in a `ModelSpec`, which
is stored in the card of a checkpoint and read in one place. This module knows no torch, so that
lists of weights can be shown without importing it.

Unknown fields are refused: a convention that this version does not know cannot be honoured.
Fields that have a default may be missing (files written before the field existed).
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from models.errors import ModelError

Unwrap = Literal["pair", "principal", "released"]
Recurrence = Literal["time", "windows"]
Dimension = Literal["valence", "arousal"]
Stream = Literal["spatial", "temporal"]
TemporalInput = Literal["phase-difference", "phase", "flow"]

UNWRAPS: tuple[Unwrap, ...] = get_args(Unwrap)
TEMPORAL_INPUTS: tuple[TemporalInput, ...] = get_args(TemporalInput)
RECURRENCES: tuple[Recurrence, ...] = get_args(Recurrence)
VALENCE_AROUSAL: tuple[Dimension, Dimension] = ("valence", "arousal")
BOTH_STREAMS: tuple[Stream, ...] = ("spatial", "temporal")
STREAM_CHOICES: tuple[tuple[Stream, ...], ...] = (BOTH_STREAMS, ("spatial",), ("temporal",))

NO_TRUNK = "none"
TRUNK_WIDTHS: Mapping[str, int] = {"resnet50_ferplus": 2048, "compact": 512, NO_TRUNK: 0}


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Everything about a network that its tensors do not say.

    Attributes
    ----------
    unwrap : {"pair", "principal", "released"}
        Convention of the phase differences.
    recurrence : {"time", "windows"}
        Axis along which the recurrent layers run: over the frames of a window, as the paper says,
        or over the windows of a batch, as the released code runs.
    columns : tuple of str
        What columns 0 and 1 of the head *in the file* are. A loaded network always gives valence,
        then arousal.
    crop : str
        Name of the aligned crop the network was trained on, for example ``"five-point-112"``.
    trunk : str
        Name of the spatial trunk: ``"resnet50_ferplus"``, ``"compact"``, or ``"none"`` for a
        network without a spatial stream.
    spatial_width : int
        Features per frame that the trunk gives (S): 2048, 512 or 0.
    num_phase : int
        Phase differences per snippet, even, 4 to 16.
    window : int
        Frames per window, at least 1.
    rate_hz : float
        Frame rate after decimation, frames per second, above 0.
    streams : tuple of str
        Which of ``"spatial"`` and ``"temporal"`` the network has, in this order.
    temporal_input : {"phase-difference", "phase", "flow"}
        What the temporal stream sees of a snippet, as ``2 * num_phase`` pictures of 48 and of 24
        pixels: phase differences; the phases themselves, unwrapped over the snippet
        (`models.phase`); or optical flow, which is computed outside of this package. Files
        without it hold phase differences. Of no meaning without a temporal stream.

    Raises
    ------
    ModelError
        When a value is none of those above; the message names field and value.
    """

    unwrap: Unwrap = "pair"
    recurrence: Recurrence = "time"
    columns: tuple[Dimension, Dimension] = VALENCE_AROUSAL
    crop: str = "five-point-112"
    trunk: str = "resnet50_ferplus"
    spatial_width: int = 2048
    num_phase: int = 12
    window: int = 64
    rate_hz: float = 30.0
    streams: tuple[Stream, ...] = BOTH_STREAMS
    temporal_input: TemporalInput = "phase-difference"

    def __post_init__(self) -> None:
        """Check the promises above."""
        _require_one_of("unwrap", self.unwrap, UNWRAPS)
        _require_one_of("recurrence", self.recurrence, RECURRENCES)
        _require_one_of("columns", self.columns, (VALENCE_AROUSAL, VALENCE_AROUSAL[::-1]))
        _require_one_of("streams", self.streams, STREAM_CHOICES)
        _require_one_of("temporal_input", self.temporal_input, TEMPORAL_INPUTS)
        _require_one_of("trunk", self.trunk, tuple(TRUNK_WIDTHS))
        _require_one_of("spatial_width", self.spatial_width, (TRUNK_WIDTHS[self.trunk],))
        _require_one_of("num_phase", self.num_phase, tuple(range(4, 17, 2)))
        if type(self.crop) is not str or not self.crop.strip():
            raise ModelError(f"crop is {self.crop!r}; it must be the name of a crop")
        if type(self.window) is not int or self.window < 1:
            raise ModelError(f"window is {self.window!r}; it must be a whole number from 1")
        if not _is_positive_number(self.rate_hz):
            raise ModelError(f"rate_hz is {self.rate_hz!r}; it must be a number above 0")
        if ("spatial" in self.streams) == (self.trunk == NO_TRUNK):
            raise ModelError(
                f"streams are {self.streams!r} and trunk is {self.trunk!r}; a network has a trunk "
                f"exactly when it has a spatial stream"
            )

    def to_dict(self) -> dict[str, object]:
        """Every field by name, as JSON values."""
        return {
            field.name: list(value) if isinstance(value, tuple) else value
            for field in dataclasses.fields(self)
            for value in [getattr(self, field.name)]
        }

    def to_json(self) -> str:
        """One JSON object; `from_json` gives the same value back, exactly."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_dict(cls, fields: Mapping[str, object]) -> "ModelSpec":
        """The spec of those fields; raises `ModelError` for unknown fields and wrong values."""
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = sorted(set(fields) - known)
        if unknown:
            raise ModelError(
                f"the description of the network has unknown fields {', '.join(unknown)}; it was "
                f"probably written by a newer version, which is needed to use it"
            )
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in fields.items()}
        return cls(**values)  # type: ignore[arg-type]  # each value is checked in __post_init__

    @classmethod
    def from_json(cls, text: str) -> "ModelSpec":
        """The spec that `to_json` wrote; raises `ModelError` when it is none."""
        return cls.from_dict(json_object(text, "the description of the network"))


def json_object(text: str, what: str) -> dict[str, object]:
    """The JSON object in a text; `what` it should be is named in the `ModelError` otherwise."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{what} is not readable JSON ({error})") from None
    if not isinstance(value, dict):
        raise ModelError(f"{what} must be a JSON object, not {type(value).__name__}")
    return value


def _require_one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    # True equals 1 and 12.0 equals 12 in Python, so the types are compared too.
    if not any(type(value) is type(choice) and value == choice for choice in allowed):
        choices = " or ".join(repr(choice) for choice in allowed)
        raise ModelError(f"{name} is {value!r}; it must be {choices}")


def _is_positive_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value > 0  # type: ignore[arg-type,operator]
