"""Model cards: a round trip, and what is refused."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.card import ModelCard
from models.errors import ModelError
from models.spec import ModelSpec

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def card(**changes):
    fields = {
        "name": "demo",
        "architecture": ModelSpec(trunk="compact", spatial_width=512),
        "training_data": "synthetic facial motion",
        "licence": "MIT",
        "intended_use": "demonstration",
        "validated_on_people": False,
        "validation": {"ccc_valence": 0.61},
    }
    return ModelCard(**fields | changes)


@given(
    name=st.text(min_size=1).filter(str.strip),
    use=st.text(),
    validated=st.booleans(),
    validation=st.dictionaries(st.text(), JSON_VALUES, max_size=3),
    extra=st.dictionaries(st.text().map(lambda key: f"x-{key}"), JSON_VALUES, max_size=3),
)
def test_json_gives_an_equal_card_back(name, use, validated, validation, extra):
    original = card(
        name=name,
        intended_use=use,
        validated_on_people=validated,
        validation=validation,
        extra=extra,
    )
    assert ModelCard.from_json(original.to_json()) == original


def test_unknown_fields_survive():
    fields = json.loads(card().to_json()) | {"citation": {"doi": "10.1609/aaai.v34i03.5646"}}
    again = ModelCard.from_json(json.dumps(fields))
    assert again.extra == {"citation": {"doi": "10.1609/aaai.v34i03.5646"}}
    assert json.loads(again.to_json()) == fields


def test_a_card_can_cross_processes():
    assert pickle.loads(pickle.dumps(card())) == card()  # noqa: S301


def test_numbers_given_later_do_not_change_the_card():
    numbers = {"ccc": [0.1]}
    original = card(validation=numbers)
    numbers["ccc"].append(0.2)
    assert original.validation == {"ccc": [0.1]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "  "}, "name in a model card must not be empty"),
        ({"licence": None}, "licence in a model card must be text"),
        ({"validated_on_people": "no"}, "must be true or false"),
        ({"architecture": {}}, "must be a ModelSpec"),
        ({"validation": [1]}, "validation in a model card must be a mapping"),
        ({"validation": {"ccc": float("nan")}}, "must hold JSON values"),
        ({"validation": {"ccc": object()}}, "must hold JSON values"),
        ({"extra": {"licence": "GPL"}}, "known names"),
    ],
)
def test_wrong_values_are_refused(changes, message):
    with pytest.raises(ModelError, match=message):
        card(**changes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.pop("licence"), "has no licence"),
        (lambda f: f.update(format=2), "has format 2"),
        (lambda f: f.update(architecture="compact"), "must be a JSON object"),
        (lambda f: f["architecture"].update(unwrap="numpy"), "unwrap is 'numpy'"),
        (lambda f: f.update(validated_on_people=1), "must be true or false"),
    ],
)
def test_cards_edited_by_hand_are_refused(change, message):
    fields = json.loads(card().to_json())
    change(fields)
    with pytest.raises(ModelError, match=message):
        ModelCard.from_json(json.dumps(fields))
