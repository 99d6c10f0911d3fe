"""Schemes that annotations rely on cannot be taken away."""

from dataclasses import replace

import pytest

from app.core.document import Document
from app.core.edits.tracks import new_curve, new_segment_track
from app.core.samples import Samples
from app.core.scheme import DEFAULT_SCHEMES, CategoryScheme, DimensionScheme, Schemes
from app.core.scheme_use import SchemeUse, use_of
from app.core.segment import Segment

AROUSAL, VALENCE = DEFAULT_SCHEMES.dimensions
(EXPRESSION,) = DEFAULT_SCHEMES.categories
NAN = float("nan")


@pytest.fixture
def use():
    document = Document(3)
    for values in ([0.1, NAN, -0.4], [0.6, 0.2, NAN]):
        document, _ = new_curve(document, AROUSAL, rater="A", samples=Samples.of(values))
    segments = [Segment(0, 1, "smile", id=1), Segment(1, 2, "odd", id=2), Segment(2, 3, "", id=3)]
    document, _ = new_segment_track(document, "expression", rater="A", segments=segments)
    return use_of([document, Document(9)])


def test_what_is_used_is_found(use):
    assert use.dimensions == {"arousal": (-0.4, 0.6)}
    assert use.labels == {"expression": frozenset({"smile", "odd", ""})}


def test_only_gaps_hold_the_name_but_no_range():
    document, _ = new_curve(Document(3), AROUSAL, rater="A")
    use = use_of([document])
    narrow = Schemes((DimensionScheme("arousal", 0.0, 0.1),), ())
    assert use.refusal(DEFAULT_SCHEMES, narrow) == ""
    assert "arousal" in use.refusal(DEFAULT_SCHEMES, Schemes((VALENCE,), ()))


def _with(dimensions=DEFAULT_SCHEMES.dimensions, categories=DEFAULT_SCHEMES.categories):
    return Schemes(tuple(dimensions), tuple(categories))


@pytest.mark.parametrize(
    ("schemes", "said"),
    [
        (DEFAULT_SCHEMES, ""),
        (_with([replace(AROUSAL, low=-0.4, high=0.6)]), ""),
        (_with([replace(AROUSAL, high=0.59)]), "-0.4 to 0.6"),
        (_with([VALENCE]), "“arousal” has curves"),
        (_with([replace(AROUSAL, name="activation")]), "“arousal” has curves"),
        (_with(categories=[]), "“expression” has tracks"),
        (_with(categories=[replace(EXPRESSION, categories=EXPRESSION.categories[1:])]), "“smile”"),
        (_with(categories=[CategoryScheme("expression", EXPRESSION.categories[:1])]), ""),
    ],
)
def test_what_cannot_be_taken_is_said(use, schemes, said):
    refusal = use.refusal(DEFAULT_SCHEMES, schemes)
    assert said in refusal
    assert bool(said) == bool(refusal)


def test_nothing_used_refuses_nothing():
    assert SchemeUse().refusal(DEFAULT_SCHEMES, Schemes((), ())) == ""


def test_names_that_were_never_schemes_hold_nothing():
    document, _ = new_segment_track(Document(3), "imported", rater="A", segments=[Segment(0, 1)])
    document, _ = new_curve(document, DimensionScheme("dominance"), rater="A")
    assert use_of([document]).refusal(DEFAULT_SCHEMES, DEFAULT_SCHEMES) == ""
