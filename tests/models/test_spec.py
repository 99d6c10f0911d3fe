"""The conventions that weights carry."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ModelError
from models.spec import (
    RECURRENCES,
    STREAM_CHOICES,
    TEMPORAL_INPUTS,
    TRUNK_WIDTHS,
    UNWRAPS,
    ModelSpec,
)


@st.composite
def specs(draw):
    streams = draw(st.sampled_from(STREAM_CHOICES))
    trunks = ["resnet50_ferplus", "compact"] if "spatial" in streams else ["none"]
    trunk = draw(st.sampled_from(trunks))
    return ModelSpec(
        unwrap=draw(st.sampled_from(UNWRAPS)),
        recurrence=draw(st.sampled_from(RECURRENCES)),
        columns=draw(st.sampled_from([("valence", "arousal"), ("arousal", "valence")])),
        crop=draw(st.text(min_size=1).filter(str.strip)),
        trunk=trunk,
        spatial_width=TRUNK_WIDTHS[trunk],
        num_phase=draw(st.sampled_from([4, 6, 8, 10, 12, 14, 16])),
        window=draw(st.integers(1, 10_000)),
        rate_hz=draw(st.floats(min_value=0, exclude_min=True, allow_infinity=False)),
        streams=streams,
        temporal_input=draw(st.sampled_from(TEMPORAL_INPUTS)),
    )


@given(specs())
def test_json_gives_the_same_spec_back(spec):
    again = ModelSpec.from_json(spec.to_json())
    assert again == spec
    assert hash(again) == hash(spec)


def test_defaults_are_our_conventions():
    assert ModelSpec().to_dict() == {
        "unwrap": "pair",
        "recurrence": "time",
        "columns": ["valence", "arousal"],
        "crop": "five-point-112",
        "trunk": "resnet50_ferplus",
        "spatial_width": 2048,
        "num_phase": 12,
        "window": 64,
        "rate_hz": 30.0,
        "streams": ["spatial", "temporal"],
        "temporal_input": "phase-difference",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unwrap", "numpy"),
        ("temporal_input", "none"),
        ("recurrence", "frames"),
        ("columns", ["valence", "valence"]),
        ("columns", ["valence"]),
        ("crop", " "),
        ("crop", 112),
        ("trunk", "resnet18"),
        ("spatial_width", 512),
        ("spatial_width", 2048.0),
        ("num_phase", 11),
        ("num_phase", 18),
        ("num_phase", "12"),
        ("window", 0),
        ("window", True),
        ("rate_hz", 0.0),
        ("rate_hz", float("inf")),
        ("rate_hz", float("nan")),
        ("rate_hz", "30"),
        ("streams", []),
        ("streams", ["temporal", "spatial"]),
        ("streams", [["spatial"]]),
    ],
)
def test_wrong_values_are_refused_by_field(field, value):
    fields = ModelSpec().to_dict() | {field: value}
    with pytest.raises(ModelError, match=rf"^{field} is "):
        ModelSpec.from_dict(fields)


def test_a_trunk_without_a_spatial_stream_is_refused():
    with pytest.raises(ModelError, match="exactly when it has a spatial stream"):
        ModelSpec(streams=("temporal",))
    with pytest.raises(ModelError, match="exactly when it has a spatial stream"):
        ModelSpec(trunk="none", spatial_width=0)


def test_unknown_fields_are_refused_because_they_cannot_be_honoured():
    fields = ModelSpec().to_dict() | {"smoothing": 3}
    with pytest.raises(ModelError, match="unknown fields smoothing"):
        ModelSpec.from_dict(fields)


def test_a_field_added_later_takes_its_default():
    fields = ModelSpec().to_dict()
    del fields["streams"]
    assert ModelSpec.from_dict(fields) == ModelSpec()


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '"pair"', "[" * 100_000])
def test_text_that_is_no_object_is_refused(text):
    with pytest.raises(ModelError, match="the description of the network"):
        ModelSpec.from_json(text)


def test_json_is_plain():
    assert json.loads(ModelSpec().to_json()) == ModelSpec().to_dict()


def test_spec_and_card_do_not_import_torch():
    code = "import sys, models.spec, models.card; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
