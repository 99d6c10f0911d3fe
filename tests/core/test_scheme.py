"""What may be annotated."""

import pytest

from app.core.scheme import DEFAULT_SCHEMES, Category, CategoryScheme, DimensionScheme, Schemes


def test_a_new_project_can_rate_arousal_and_valence_and_mark_expressions():
    assert [each.name for each in DEFAULT_SCHEMES.dimensions] == ["arousal", "valence"]
    assert all((each.low, each.high) == (-1, 1) for each in DEFAULT_SCHEMES.dimensions)
    keys = [each.key for each in DEFAULT_SCHEMES.categories[0].categories]
    assert "".join(keys) == "12345678"
    assert DEFAULT_SCHEMES.dimension("arousal").middle == 0
    assert DEFAULT_SCHEMES.category_scheme("expression").category("blink").is_event
    assert DEFAULT_SCHEMES.dimension("dominance") is None
    assert DEFAULT_SCHEMES.category_scheme("gaze") is None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: DimensionScheme(" "), "needs a name"),
        (lambda: DimensionScheme("a", 1, 1), "from less to more"),
        (lambda: DimensionScheme("a", float("-inf"), 1), "from less to more"),
        (lambda: Category("", "#000000"), "needs a name"),
        (lambda: Category("a", "red"), "#RRGGBB"),
        (lambda: Category("a", "#000000", "12"), "one character"),
        (lambda: CategoryScheme(""), "needs a name"),
        (lambda: CategoryScheme("s", (Category("a", "#000000"),) * 2), "must differ"),
        (
            lambda: CategoryScheme(
                "s", (Category("a", "#000000", "1"), Category("b", "#000000", "1"))
            ),
            "must differ",
        ),
        (lambda: Schemes((DimensionScheme("a"),) * 2, ()), "must differ: a, a"),
    ],
)
def test_what_makes_no_sense_is_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()
