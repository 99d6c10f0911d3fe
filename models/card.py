"""The model card: what a network is, what it was trained on, and what it may be used for.

The card travels inside the checkpoint, in the header of the safetensors file under one key, so that
weights and card cannot part. This module knows no torch: cards are listed without importing it.

Fields that this version does not know survive a round trip in `ModelCard.extra`; the architecture
inside it is stricter, see `models.spec`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ModelError
from models.spec import ModelSpec, json_object

METADATA_KEY = "model_card"

_FORMAT = 1
_LONGEST_HEADER = 100_000_000  # bytes, the limit of the safetensors format
_TEXTS = ("name", "training_data", "licence", "intended_use")
_REQUIRED = ("format", "architecture", "validated_on_people", *_TEXTS)
_KNOWN = {*_REQUIRED, "validation"}


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a user of the weights has to know.

    Attributes
    ----------
    name : str
        Name of the weights, not empty.
    architecture : ModelSpec
        The conventions the weights carry.
    training_data : str
        What it was trained on, in words.
    licence : str
        Under which terms the weights may be used.
    intended_use : str
        What the weights are for and what they are not for, in words.
    validated_on_people : bool
        False for demonstration weights, which is shown wherever they are used.
    validation : mapping of str to JSON values
        Numbers on data held out, by name, for example ``{"ccc_valence": 0.61}``.
    extra : mapping of str to JSON values
        Further fields, kept as they are.

    Raises
    ------
    ModelError
        When a field has another type, or an extra field the name of a known one.
    """

    name: str
    architecture: ModelSpec
    training_data: str
    licence: str
    intended_use: str
    validated_on_people: bool
    validation: Mapping[str, object] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the promises above."""
        for key in _TEXTS:
            if not isinstance(getattr(self, key), str):
                raise ModelError(f"{key} in a model card must be text, not {getattr(self, key)!r}")
        if not self.name.strip():
            raise ModelError("name in a model card must not be empty")
        if not isinstance(self.architecture, ModelSpec):
            raise ModelError("architecture in a model card must be a ModelSpec")
        if not isinstance(self.validated_on_people, bool):
            raise ModelError("validated_on_people in a model card must be true or false")
        for key in ("validation", "extra"):
            object.__setattr__(self, key, _json_copy(key, getattr(self, key)))
        if doubled := sorted(_KNOWN & set(self.extra)):
            raise ModelError(f"extra fields of a model card have known names: {doubled}")

    def to_json(self) -> str:
        """One JSON object; `from_json` gives an equal card back."""
        fields = {
            "format": _FORMAT,
            **{key: getattr(self, key) for key in _TEXTS},
            "validated_on_people": self.validated_on_people,
            "architecture": self.architecture.to_dict(),
            "validation": dict(self.validation),
            **self.extra,
        }
        return json.dumps(fields, allow_nan=False, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "ModelCard":
        """The card that `to_json` wrote; raises `ModelError` when it is none."""
        fields = json_object(text, "the model card")
        if missing := [key for key in _REQUIRED if key not in fields]:
            raise ModelError(f"the model card has no {', '.join(missing)}")
        if fields["format"] != _FORMAT:
            raise ModelError(
                f"the model card has format {fields['format']!r}; this version reads {_FORMAT}"
            )
        architecture = fields["architecture"]
        if not isinstance(architecture, dict):
            raise ModelError("architecture in the model card must be a JSON object")
        return cls(
            architecture=ModelSpec.from_dict(architecture),
            validation=fields.get("validation", {}),  # type: ignore[arg-type]
            extra={key: value for key, value in fields.items() if key not in _KNOWN},
            **{key: fields[key] for key in (*_TEXTS, "validated_on_people")},  # type: ignore[arg-type]
        )


def read_card(path: Path) -> ModelCard:
    """The card of a checkpoint, read without its tensors.

    Raises
    ------
    ModelError
        When the file is no checkpoint of ours or its card cannot be used.
    OSError
        When the file cannot be read.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = file.read(length) if length <= _LONGEST_HEADER else b""
    return card_in_header(header, path.name)


def card_in_header(header: bytes, name: str) -> ModelCard:
    """The card in the JSON header of a safetensors file of that name."""
    try:
        metadata = json_object(header.decode(), "its header").get("__metadata__")
    except (UnicodeDecodeError, ModelError):
        raise ModelError(f"{name} is not a safetensors file, or it is damaged") from None
    if not isinstance(metadata, dict) or not isinstance(metadata.get(METADATA_KEY), str):
        raise ModelError(f"{name} has no model card, so nothing says what network it holds")
    try:
        return ModelCard.from_json(metadata[METADATA_KEY])
    except ModelError as error:
        raise ModelError(f"{name} cannot be used: {error}") from None


def _json_copy(key: str, value: object) -> Mapping[str, object]:
    """A copy with JSON's own types, so that a round trip gives equal values."""
    if not isinstance(value, Mapping):
        raise ModelError(f"{key} in a model card must be a mapping, not {value!r}")
    try:
        return dict(json.loads(json.dumps(dict(value), allow_nan=False)))
    except (TypeError, ValueError) as error:
        raise ModelError(f"{key} in a model card must hold JSON values ({error})") from None
